"""What of people's access has a last day: assignments, conditions of permission sets, exemptions of single persons."""

from collections.abc import Iterator

from config.assignment_references import LISTS
from config.expiry import LastDay, Lasting
from config.permission_set_references import MAPS
from config.view import View

_ASSIGNMENT, _SET = (
    Lasting(remove=f"remove the {what}, or have it approved again") for what in ("assignment", "permission set")
)


def access_days(view: View) -> Iterator[LastDay]:
    """What gives access to nobody any longer once the day is over."""
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            if isinstance(item, dict):
                yield LastDay(path=("baseline", kind, index, "expires"), value=item.get("expires"), of=_ASSIGNMENT)
    for kind in MAPS:
        for name in view.names("baseline", kind) or []:
            path = ("baseline", kind, name, "conditions", "until")
            yield LastDay(path=path, value=view.at(*path), of=_SET)


def user_exemption_days(view: View, of: Lasting) -> Iterator[LastDay]:
    """Exemptions by which single persons are assigned."""
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            exemption = item.get("exemption") if isinstance(item, dict) else None
            if isinstance(exemption, dict):
                path = ("baseline", kind, index, "exemption", "expires")
                yield LastDay(path=path, value=exemption.get("expires"), of=of)
