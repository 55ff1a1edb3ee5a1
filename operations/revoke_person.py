"""Ends the access of a person of Identity Center: sessions that are open first, then what opens new ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import boto3
from botocore import exceptions

from config.models import Stack
from config.snapshot import IdentityCenterFact
from operations.audit_account import in_account
from operations.aws import AwsError, client
from operations.drill_checks import Check
from operations.revocation import attempted, left
from operations.revocation_access import end_assignments, end_memberships
from operations.revocation_policy import deny_sessions
from operations.revocation_sets import deny_in_management
from policies.named_principals import PRINCIPAL_ID

_ACTIVE = "Active"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A user of the identity store."""

    id: str
    name: str


def identity_center(stack: Stack) -> IdentityCenterFact:
    """The instance in which people are. Raises AwsError where there is none."""
    center = None if stack.standalone else stack.snapshot.identity_center
    if center is None:
        found = f"found no Identity Center for stack {stack.name}, expected one in organization.json"
        raise AwsError([f"{found}; run `guardrails accounts discover --write`, or name a role by its ARN"])
    return center


def find_person(session: boto3.Session, center: IdentityCenterFact, who: str) -> Person:
    """A user by id, user name or e-mail address; an id counts even once the user is deleted, for sessions outlive it.

    https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_GetUserId.html
    Raises AwsError for somebody who isn't there, and botocore's exceptions.
    """
    store = client(session, "identitystore", center.region)
    where = {"IdentityStoreId": center.identity_store_id}
    if re.fullmatch(PRINCIPAL_ID, who):
        try:
            return Person(id=who, name=store.describe_user(**where, UserId=who).get("UserName", who))
        except store.exceptions.ResourceNotFoundException:
            return Person(id=who, name=who)
    for attribute in ("userName", "emails.value"):
        unique = {"UniqueAttribute": {"AttributePath": attribute, "AttributeValue": who}}
        try:
            return Person(id=store.get_user_id(**where, AlternateIdentifier=unique)["UserId"], name=who)
        except store.exceptions.ResourceNotFoundException:
            continue
    expected = "a user name, e-mail address or id of the identity store, or a role's ARN"
    raise AwsError([f"found nobody called {who} in {center.identity_store_id}, expected {expected}; correct it"])


def revoke_person(session: boto3.Session, stack: Stack, person: Person, *, apply: bool) -> Iterator[Check]:
    """Every part of it, each done or shown, whatever became of the others; what is done already stays.

    `stack` names the person under the guardrail's settings already. Raises AwsError without Identity Center.
    """
    center, user = identity_center(stack), person.id
    yield from attempted("open sessions", deny_sessions(session, stack, user, apply=apply))
    yield from attempted("open sessions in management", deny_in_management(session, stack, center, user, apply=apply))
    yield from attempted("groups", end_memberships(session, center, user, apply=apply))
    yield from attempted("assignments of their own", end_assignments(session, stack, center, user, apply=apply))
    yield from _left(person)
    for key in stack.active_accounts():
        yield _keys(session, stack, key)


def _left(person: Person) -> Iterator[Check]:
    """What AWS has no API for, or what no policy about the person reaches.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/end-active-sessions.html
    """
    console = f"console of Identity Center, Users, {person.name}: delete the active sessions, disable the user"
    yield left("access portal and applications", console)
    yield left("identity provider", "disable the user and end the sessions there; its next sync restores groups")
    yield left(
        "roles taken from a session", "they don't carry the person's id: guardrails revoke ROLE for each of them"
    )
    yield left("what runs", "instances, Session Manager, containers and functions go on: look at what they started")


def _keys(session: boto3.Session, stack: Stack, key: str) -> Check:
    """The account's users with access keys, for nobody can tell who knows one."""
    name = f"access keys in {key}"
    try:
        iam = client(in_account(session, stack, key, "guardrails-revoke"), "iam", stack.organization.home_region)
        users = [user["UserName"] for page in iam.get_paginator("list_users").paginate() for user in page["Users"]]
        found = [
            user
            for user in users
            for page in iam.get_paginator("list_access_keys").paginate(UserName=user)
            if any(one["Status"] == _ACTIVE for one in page["AccessKeyMetadata"])
        ]
    except exceptions.ClientError as error:
        return left(name, f"not looked at: {error.response['Error']['Code']} for {error.operation_name}")
    return left(name, f"active: {', '.join(found)}; rotate those that the person may know" if found else "none")
