"""People whose access ended at once do nothing in member accounts, in sessions that are open too: docs/revoke.md."""

import datetime
from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    MEMBER,
    OTHER_MEMBER,
    SERVICE_LINKED,
    USER,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.guardrails.session_dates import Moment
from policies.named_principals import Email, PrincipalId
from policies.revocation import people_denial
from policies.third_parties import Day
from policies.types import Bundle, Severity


class RevokedPerson(Settings):
    """Somebody who lost all access, and who answers for that."""

    user_id: PrincipalId
    """The id in the identity store, which no other person ever has."""
    name: Annotated[str, Field(min_length=1, max_length=128)]
    """The user's name, for people."""
    since: Moment
    """When it was done: `2026-12-01T08:00:00Z`."""
    owner: Email
    reason: Annotated[str, Field(min_length=10)]
    ticket: str
    expires: Day
    """Last day, quoted, `"2027-06-30"`, by which the user is gone where it is managed, or may work again."""


class RevocationsSettings(Settings):
    """Whose sessions end; `guardrails revoke` writes it, and does the same in AWS at once."""

    people: tuple[RevokedPerson, ...] = ()


def statements(context: Context, settings: RevocationsSettings) -> tuple[Statement, ...]:
    """There before anybody is named, so that the policy has room and a place when it is needed at once."""
    del context
    return (people_denial(person.user_id for person in settings.people),)


_LEFT, _STOLEN, _COLLEAGUE = (f"{digit * 8}-2222-3333-4444-555555555555" for digit in "789")


def _person(user: str, name: str) -> RevokedPerson:
    return RevokedPerson(
        user_id=user,
        name=name,
        since=datetime.datetime(2026, 12, 1, 8, tzinfo=datetime.UTC),
        owner="security@example.com",
        reason="left without notice",
        ticket="SEC-102",
        expires=datetime.date(2027, 1, 31),
    )


def _by(name: str, user: str | None, principal: str = ADMINISTRATOR, action: str = "s3:ListAllMyBuckets") -> Request:
    context = {"identitystore:UserId": user} if user else {}
    return Request(name=name, action=action, principal=principal, context=context)


GUARDRAIL = Guardrail(
    title="End the sessions of people who lost their access",
    rationale="A session outlives the group and the assignment that it came from by up to twelve hours.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 AC-2(13)", "NIST 800-53 AC-12", "NIST 800-53 PS-4"),
    practice="Credentials: access that can be ended at once",
    sources=(
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html",
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/authconcept-revoke-access.html",
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/condition-context-keys-sts-idc.html",
    ),
    bundle=Bundle.IDENTITY,
    settings=RevocationsSettings,
    example_settings=RevocationsSettings(people=(_person(_LEFT, "mallory"), _person(_STOLEN, "alice"))),
    exemptable=False,
    statements=statements,
    denies=(
        _by("who left reads", _LEFT),
        _by("who left ends the trail", _LEFT, action="cloudtrail:StopLogging"),
        _by("who left, with another permission set", _LEFT, DEVELOPER),
        _by(
            "who left, in another account",
            _LEFT,
            role("aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_0123456789abcdef", OTHER_MEMBER),
        ),
        _by("who left takes another role", _LEFT, action="sts:AssumeRole"),
        _by("whoever stole the second one's laptop", _STOLEN),
    ),
    allows=(
        _by("a colleague with the same permission set", _COLLEAGUE),
        _by("deployer", None, DEPLOYER),
        _by("break-glass", None, BREAK_GLASS),
        _by("Control Tower", None, CONTROL_TOWER),
        _by("service-linked role", None, SERVICE_LINKED),
        _by("a machine", None, role("pipeline")),
        _by("a user of IAM", None, USER),
        Request(
            name="Identity Center signs in the colleague",
            action="sts:AssumeRoleWithSAML",
            resource=ADMINISTRATOR,
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
            resource_account=MEMBER,
        ),
    ),
)
