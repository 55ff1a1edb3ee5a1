"""How many changes to IAM Identity Center run at once."""

from collections.abc import Iterable, Sequence

import pulumi

LANES = 5
"""Half of the ten calls that the service leaves outstanding before it throttles, so that others can work too.

https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
"""


class Lanes:
    """Changes to one permission set, its assignments included, one after another; those to others beside them.

    The service refuses a second change to a set while the first is provisioned (ConflictException,
    https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html).
    """

    def __init__(self, permission_sets: Iterable[str], after: Sequence[pulumi.Resource]) -> None:
        self._lane = {name: place % LANES for place, name in enumerate(permission_sets)}
        self._last = {lane: list(after) for lane in self._lane.values()}

    def before(self, permission_set: str) -> list[pulumi.Resource]:
        """What the next change to a set must wait for."""
        return self._last[self._lane[permission_set]]

    def add(self, permission_set: str, change: pulumi.Resource) -> None:
        """Let the next change in the set's lane wait for this one."""
        self._last[self._lane[permission_set]] = [change]

    def ends(self) -> list[pulumi.Resource]:
        """What must be over before anything of the instance that isn't in a lane."""
        return list({id(resource): resource for last in self._last.values() for resource in last}.values())
