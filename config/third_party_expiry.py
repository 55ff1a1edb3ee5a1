"""Third parties have a last day: from the next one on they are locked out."""

from collections.abc import Iterator

from config.expiry import LastDay, Lasting
from config.view import View

THIRD_PARTIES = ("baseline", "guardrails", "organizationPerimeter", "thirdParties")
_PARTY = Lasting(
    over="which is past: the third party is locked out", remove="remove the third party, or have it approved again"
)


def party_days(view: View) -> Iterator[LastDay]:
    """The last day of each."""
    for index, party in enumerate(view.items(*THIRD_PARTIES)):
        if isinstance(party, dict):
            yield LastDay(path=(*THIRD_PARTIES, index, "expires"), value=party.get("expires"), of=_PARTY)
