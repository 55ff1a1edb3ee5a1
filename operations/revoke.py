"""Ends somebody's access, and keeps in the stack file what a deployment would else undo."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import boto3

from config.edit import NewRevocation, add_revocation
from config.models import Stack
from config.revocations import revoked_users
from operations.aws import client
from operations.drill_checks import Check
from operations.revocation import Revocation, left
from operations.revoke_person import Person, find_person, identity_center, revoke_person
from operations.revoke_role import find_role, is_role, revoke_role

Tell = Callable[[Iterable[Check]], tuple[Check, ...]]
"""Shows the checks as they come, and returns them."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is to be done, by whose word and until when, `expires` being a day; `root` is the project's folder."""

    stack: Stack
    root: Path
    moment: datetime.datetime
    owner: str
    reason: str
    ticket: str
    expires: str
    apply: bool


def revoke(session: boto3.Session, deed: Deed, who: str, tell: Tell) -> Revocation:
    """End the access of a person or the sessions of a role, or show what that would be.

    Raises AwsError for somebody who isn't there, ConfigError where the stack file can't take the entry, and botocore's
    exceptions: nothing is done then.
    """
    caller = client(session, "sts", deed.stack.organization.home_region).get_caller_identity()["Arn"]
    if is_role(who):
        role = find_role(deed.stack, who)
        subject, checks = role.arn, revoke_role(session, deed.stack, role, deed.moment, apply=deed.apply)
    else:
        person = find_person(session, identity_center(deed.stack), who)
        stack, file = _entered(deed, person)
        parts = revoke_person(session, stack, person, apply=deed.apply)
        subject, checks = f"{person.name} ({person.id})", (check for found in ((file,), parts) for check in found)
    return Revocation(
        caller=caller,
        applied=deed.apply,
        checks=tell(checks),
        subject=subject,
        reason=deed.reason,
        ticket=deed.ticket,
    )


def _entered(deed: Deed, person: Person) -> tuple[Stack, Check]:
    """The stack with the person's entry, written to its file first, so that no deployment goes against it."""
    file = f"Pulumi.{deed.stack.name}.yaml"
    if person.id in revoked_users(deed.stack):
        return deed.stack, Check(name=f"stack file {file}", passed=True, found=f"names {person.id} already")
    if not deed.apply:
        return deed.stack, left(f"stack file {file}", f"would name {person.id} under guardrails.revocations")
    entry = NewRevocation(
        user_id=person.id,
        name=person.name,
        since=f"{deed.moment:%Y-%m-%dT%H:%M:%SZ}",
        owner=deed.owner,
        reason=deed.reason,
        ticket=deed.ticket,
        expires=deed.expires,
    )
    text, stack = add_revocation(deed.stack, deed.root, entry)
    (deed.root / file).write_bytes(text.encode("utf-8"))
    found = f"names {person.id} now: commit and merge it, or a deployment from elsewhere may undo the denial"
    return stack, Check(name=f"stack file {file}", passed=True, found=found)
