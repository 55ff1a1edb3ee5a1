"""EventBridge: the rule states of AWS, and wrong ones refused."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.models import EventsBackend

STATES = ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
_put_rule = EventsBackend.put_rule


def _put_checked_rule(self: EventsBackend, name: str, **kwargs: Any) -> Any:
    state = kwargs.get("state")
    if state is not None and state not in STATES:
        message = f"Value '{state}' at 'state' failed to satisfy constraint: Member must satisfy enum value set: "
        raise JsonRESTError("ValidationException", message + str(list(STATES)))
    return _put_rule(self, name, **kwargs)


def install() -> None:
    """Refuse unknown rule states; moto itself keeps any state, bus policies and targets in other accounts."""
    EventsBackend.put_rule = _put_checked_rule
