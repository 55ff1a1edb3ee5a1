"""The organization's policy that holds the denial of people who lost their access, as AWS has it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from config.models import Stack
from config.plan import policies
from config.revocations import KEY, revoked_users
from operations.aws import client
from operations.drill_checks import Check
from policies.document import canonical
from policies.organization import OrganizationPolicy
from policies.revocation import denied_people, denying

_OFF = "the guardrail revocations is off: switch it on and run pulumi up; open sessions go on until then"
_ABSENT = "there is no such policy yet: run pulumi up, which makes it as the stack file has it; open sessions go on"


@dataclass(frozen=True, kw_only=True)
class LivePolicy:
    """One policy that holds the guardrail, with AWS's id, what it says, and whether it is attached where it belongs."""

    wanted: OrganizationPolicy
    id: str
    content: Mapping[str, Any]
    attached: bool

    @property
    def denied(self) -> frozenset[str]:
        """The users whom it denies."""
        return denied_people(self.content)


def wanted_policies(stack: Stack) -> tuple[OrganizationPolicy, ...]:
    """The policies that hold the guardrail, one for each target; none where it is off."""
    return tuple(policy for policy in policies(stack) if KEY in policy.guardrails)


def deny_sessions(session: boto3.Session, stack: Stack, user: str, *, apply: bool) -> Iterator[Check]:
    """Put a user into the policies, which holds for open sessions in member accounts; others whom they name stay.

    Raises botocore's exceptions.
    """
    wanted = wanted_policies(stack)
    if not wanted:
        yield Check(name="open sessions", passed=False, found=_OFF)
    organizations = client(session, "organizations", stack.organization.home_region)
    for policy in wanted:
        name = f"open sessions, policy {policy.name}"
        live = found_live(organizations, stack, policy)
        if live is None:
            yield Check(name=name, passed=False, found=_ABSENT)
            continue
        yield _denied(organizations, name, live, user, apply=apply)
        yield from compared(stack, live, {user})


def _denied(organizations: Any, name: str, live: LivePolicy, user: str, *, apply: bool) -> Check:  # noqa: ANN401
    if not live.attached:
        return Check(name=name, passed=False, found=f"it is not attached to {live.wanted.target}: run pulumi up")
    if user in live.denied:
        return Check(name=name, passed=True, found="denied already")
    if not apply:
        return Check(name=name, passed=None, found=f"would deny identitystore:UserId {user}")
    write(organizations, live, {*live.denied, user})
    return Check(name=name, passed=True, found=f"denies identitystore:UserId {user}")


def found_live(organizations: Any, stack: Stack, policy: OrganizationPolicy) -> LivePolicy | None:  # noqa: ANN401
    """A policy as AWS has it, by its name; None where it has none."""
    pages = organizations.get_paginator("list_policies").paginate(Filter=policy.policy_type.value)
    number = next((p["Id"] for page in pages for p in page["Policies"] if p["Name"] == policy.name), None)
    if number is None:
        return None
    content = organizations.describe_policy(PolicyId=number)["Policy"]["Content"]
    pages = organizations.get_paginator("list_targets_for_policy").paginate(PolicyId=number)
    targets = {target["TargetId"] for page in pages for target in page["Targets"]}
    return LivePolicy(
        wanted=policy,
        id=number,
        content=json.loads(content),
        attached=stack.target_id(policy.target) in targets,
    )


def write(organizations: Any, live: LivePolicy, users: Iterable[str]) -> None:  # noqa: ANN401
    """Deny these users and nobody else, in the words of the program; what else the policy says stays as it is."""
    organizations.update_policy(PolicyId=live.id, Content=canonical(denying(live.content, users)))


def compared(stack: Stack, live: LivePolicy, just_done: Iterable[str] = ()) -> Iterator[Check]:
    """Whom AWS denies and the stack file doesn't name, or the other way round: the next `pulumi up` decides there."""
    file = revoked_users(stack)
    name = f"stack file and policy {live.wanted.name}"
    if more := sorted(live.denied - file):
        found = f"AWS denies {', '.join(more)}, whom the stack file doesn't name: pull the newest, or add them"
        yield Check(name=name, passed=False, found=f"{found}; else the next pulumi up lets them in")
    if less := sorted(file - live.denied - set(just_done)):
        yield Check(name=name, passed=False, found=f"AWS doesn't deny {', '.join(less)} yet: run pulumi up")
