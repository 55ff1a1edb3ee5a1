"""Ends a role's sessions as IAM's console does: by an inline policy that denies those that are older than now."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3

from config.models import Stack
from operations.audit_account import in_account
from operations.aws import AwsError, client
from operations.drill_checks import Check
from operations.revocation import attempted, left
from policies.revocation import ROLE_POLICY, older_sessions, revoked_before

_ARN = re.compile(r"arn:aws(-[a-z]+)*:iam::(?P<account>[0-9]{12}):role/(?P<path>([\w+=,.@-]+/)*)(?P<name>[\w+=,.@-]+)")
_UNCHANGEABLE = {
    "aws-service-role/": "a service-linked role, whose sessions nobody can revoke: see what the service offers",
    "aws-reserved/sso.amazonaws.com/": "a role of Identity Center, which nobody can change: revoke the person instead",
}
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html"""


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role, by its ARN, in an account of the stack, by its key."""

    arn: str
    name: str
    account: str


def is_role(who: str) -> bool:
    """Whether somebody is named by an ARN, and so is no person."""
    return who.startswith("arn:")


def find_role(stack: Stack, arn: str) -> Role:
    """The role that an ARN means. Raises AwsError for one that can't be changed or isn't in an active account."""
    match = _ARN.fullmatch(arn)
    if match is None:
        raise AwsError([f"found {arn}, expected a person, or arn:aws:iam::ACCOUNT:role/NAME; correct it"])
    for start, why in _UNCHANGEABLE.items():
        if match["path"].startswith(start):
            raise AwsError([f"found {arn}, {why}"])
    active = {account.id: key for key, account in stack.active_accounts().items()}
    if match["account"] not in active:
        known = ", ".join(active)
        raise AwsError([f"found account {match['account']}, expected an active one of the stack: {known}; correct it"])
    return Role(arn=arn, name=match["name"], account=active[match["account"]])


def revoke_role(
    session: boto3.Session, stack: Stack, role: Role, moment: datetime.datetime, *, apply: bool
) -> Iterator[Check]:
    """Deny the sessions that began before a moment, and say what that doesn't end.

    Pulumi manages a role's inline policies one by one and doesn't see this one; after the longest session, twelve
    hours, it denies nothing any longer and may be deleted.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
    """
    yield from attempted(f"open sessions of {role.name}", _denied(session, stack, role, moment, apply=apply))
    yield left("new sessions", "whoever the role's trust lets in can take it again: correct the trust, or what leaked")
    yield left("roles taken from a session", "they go on: guardrails revoke ROLE for each of them")
    yield left("what runs", "what the sessions started goes on; instances and functions with this role fetch new ones")


def _denied(
    session: boto3.Session, stack: Stack, role: Role, moment: datetime.datetime, *, apply: bool
) -> Iterator[Check]:
    own = in_account(session, stack, role.account, "guardrails-revoke")
    iam = client(own, "iam", stack.organization.home_region)
    policy = {"RoleName": role.name, "PolicyName": ROLE_POLICY}
    iam.get_role(RoleName=role.name)
    document = older_sessions(moment)
    name, wanted = f"open sessions of {role.name} in {role.account}", revoked_before(document.as_dict())
    if not apply:
        found = f"would deny those older than {wanted}, by the inline policy {ROLE_POLICY} (now: {_now(iam, policy)})"
        yield Check(name=name, passed=None, found=found)
        return
    iam.put_role_policy(**policy, PolicyDocument=document.json())
    yield Check(
        name=name, passed=True, found=f"those older than {wanted} are denied, by the inline policy {ROLE_POLICY}"
    )


def _now(iam: Any, policy: dict[str, str]) -> str:  # noqa: ANN401
    try:
        return revoked_before(iam.get_role_policy(**policy)["PolicyDocument"])
    except iam.exceptions.NoSuchEntityException:
        return "none"
