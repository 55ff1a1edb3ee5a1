"""Closes default security groups, and puts back what was taken from them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import boto3
from botocore import exceptions

from operations.aws import client, pages
from operations.default_group_record import Record
from operations.default_groups import (
    DEFAULT,
    LARGE_PAGES,
    DefaultGroup,
    Outcome,
    Permission,
    Rules,
    State,
    default_groups,
    rules_of,
)
from operations.everywhere import Place, refusal

_HALF = "AWS left some of the rules as they were; run this again"


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Takes all rules from every default group, or from those named; nothing is changed without a record."""

    in_use: bool
    """Whether those that something uses are closed too."""
    only: frozenset[str]
    """Ids of groups; all of them where it is empty."""
    record: Record | None

    def __call__(self, session: boto3.Session, place: Place) -> list[Outcome]:
        """What becomes of the groups of a place. Raises botocore's exceptions where they can't be read."""
        ec2 = client(session, "ec2", place.region)
        found = default_groups(ec2, place)
        return [self._outcome(ec2, group) for group in found if not self.only or group.id in self.only]

    def _outcome(self, ec2: Any, group: DefaultGroup) -> Outcome:  # noqa: ANN401 - boto3 makes its classes at run time
        if not group.rules:
            return Outcome(group=group, state=State.CLOSED)
        if group.users and not self.in_use:
            return Outcome(group=group, state=State.IN_USE)
        if self.record is None:
            return Outcome(group=group, state=State.WOULD_CLOSE)
        try:
            self.record.keep(group)
        except OSError as error:
            why = f"can't write {self.record.path.name} ({error.strerror})"
            return Outcome(group=group, state=State.NOT_CLOSED, why=why)
        return _tried(group, State.CLOSED_NOW, State.NOT_CLOSED, lambda: _close(ec2, group))


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """Puts back the rules of a record that their groups lack."""

    groups: tuple[DefaultGroup, ...]
    """With the rules that they had."""
    apply: bool

    def __call__(self, session: boto3.Session, place: Place) -> list[Outcome]:
        """What becomes of the groups of a place. Raises botocore's exceptions where they can't be read."""
        ec2 = client(session, "ec2", place.region)
        listed = pages(ec2, "describe_security_groups", "SecurityGroups", Filters=[DEFAULT], **LARGE_PAGES)
        present = {group["GroupId"]: rules_of(group) for group in listed}
        return [self._outcome(ec2, group, present.get(group.id)) for group in self.groups if group.place == place]

    def _outcome(self, ec2: Any, group: DefaultGroup, present: Rules | None) -> Outcome:  # noqa: ANN401
        if present is None:
            return Outcome(group=group, state=State.NOT_RESTORED, why="no default group has this id any longer")
        lacking = replace(group, rules=group.rules.without(present))
        if not lacking.rules:
            return Outcome(group=group, state=State.THERE)
        if not self.apply:
            return Outcome(group=lacking, state=State.WOULD_RESTORE)
        return _tried(lacking, State.RESTORED, State.NOT_RESTORED, lambda: _restore(ec2, lacking))


def _tried(group: DefaultGroup, good: State, bad: State, change: Callable[[], str]) -> Outcome:
    """What a change says that is amiss, or AWS; other groups are changed all the same."""
    try:
        why = change()
    except (exceptions.ClientError, exceptions.BotoCoreError) as error:
        refused = refusal(group.place, error)
        return Outcome(group=group, state=bad, why=refused.why, denied=refused.denied)
    return Outcome(group=group, state=bad if why else good, why=why)


def _close(ec2: Any, group: DefaultGroup) -> str:  # noqa: ANN401
    """Exactly the rules that were written down, all of a direction at once.

    In a default VPC AWS passes over what doesn't match, and says what that was.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
    """
    unknown: list[Permission] = []
    for revoke, rules in (
        (ec2.revoke_security_group_ingress, group.rules.ingress),
        (ec2.revoke_security_group_egress, group.rules.egress),
    ):
        if rules:
            unknown += revoke(GroupId=group.id, IpPermissions=list(rules)).get("UnknownIpPermissions", ())
    return _HALF if unknown else ""


def _restore(ec2: Any, group: DefaultGroup) -> str:  # noqa: ANN401
    """One by one: a rule that refers to what is gone since keeps none of the others away."""
    failed = []
    for authorize, rules in (
        (ec2.authorize_security_group_ingress, group.rules.ingress),
        (ec2.authorize_security_group_egress, group.rules.egress),
    ):
        for rule in rules:
            try:
                authorize(GroupId=group.id, IpPermissions=[rule])
            except exceptions.ClientError as error:
                refused = refusal(group.place, error)
                if refused.denied:
                    raise
                failed.append(refused.why)
    return "; ".join(dict.fromkeys(failed))
