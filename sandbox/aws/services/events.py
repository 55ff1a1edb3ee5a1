"""EventBridge: the rule states of AWS, and wrong ones refused."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.models import EventsBackend, Rule

from sandbox.aws.services.patching import patch

STATES = ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
_put_rule = EventsBackend.put_rule


def _put_checked_rule(self: EventsBackend, name: str, **kwargs: Any) -> Rule:
    state = kwargs.get("state")
    if state is not None and state not in STATES:
        message = f"Value '{state}' at 'state' failed to satisfy constraint: Member must satisfy enum value set: "
        raise JsonRESTError("ValidationException", message + str(list(STATES)))
    return _put_rule(self, name, **kwargs)


def install() -> None:
    """Refuse unknown rule states; moto itself keeps any state, bus policies and targets in other accounts."""
    patch(EventsBackend, put_rule=_put_checked_rule)
