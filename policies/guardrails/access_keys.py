"""Access keys are created for listed service accounts only, and by whom rotates keys."""

from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, MEMBER, OTHER_MEMBER, ROOT, USER, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import NAME, AccountId, RoleName, words
from policies.types import Bundle, Severity


class ServiceAccount(Settings):
    """An IAM user that a program outside AWS signs its requests with."""

    account: AccountId
    """The account's id, 12 digits."""
    user: Annotated[
        str,
        Field(pattern=NAME, json_schema_extra=words("a user's name, with its path: service/mailer", "name one user")),
    ]
    """The user's name, with its path if it has one: `service/mailer`."""


class AccessKeysSettings(Settings):
    """Where long-term keys are still needed."""

    service_accounts: tuple[ServiceAccount, ...] = ()
    """Users whose keys anybody with the permission may renew."""
    rotation_roles: tuple[RoleName, ...] = ()
    """Roles that renew the keys of every user; they are spared here and nowhere else."""


def statements(context: Context, settings: AccessKeysSettings) -> tuple[Statement, ...]:
    """The key's user is the request's resource, so that a service account is known by its exact ARN."""
    users = tuple(
        context.arn("iam", f"user/{one.user}", region="", account=one.account) for one in settings.service_accounts
    )
    roles = tuple(context.role(name) for name in settings.rotation_roles)
    return (
        Statement(
            sid="AccessKeys",
            effect="Deny",
            actions=("iam:CreateAccessKey",),
            not_resources=users,
            conditions={"ArnNotLike": {"aws:PrincipalArn": roles}} if roles else {},
        ),
    )


_MAILER = f"arn:aws:iam::{MEMBER}:user/service/mailer"
_PRINTER = f"arn:aws:iam::{MEMBER}:user/service/printer"


def _key(name: str, user: str, principal: str) -> Request:
    return Request(name=name, action="iam:CreateAccessKey", resource=user, principal=principal)


GUARDRAIL = Guardrail(
    title="Deny access keys except for service accounts",
    rationale="Keys that never expire are what leaks most; what still needs one is listed, with its owner.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "CIS 7.0.0 2.12", "NIST 800-53 IA-5(1)", "AWS FSBP IAM.3"),
    practice="Credentials: temporary ones instead of access keys",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
    ),
    bundle=Bundle.IDENTITY,
    settings=AccessKeysSettings,
    example_settings=AccessKeysSettings(
        service_accounts=(
            ServiceAccount(account=MEMBER, user="service/mailer"),
            ServiceAccount(account=MEMBER, user="service/printer"),
        ),
        rotation_roles=("KeyRotation",),
    ),
    statements=statements,
    denies=(
        _key("developer for a person", USER, DEVELOPER),
        _key("user for itself", USER, USER),
        _key("root for itself", ROOT, ROOT),
        _key("deployer for a person", USER, DEPLOYER),
        _key("break-glass for a person", USER, BREAK_GLASS),
        _key("a service account of that name elsewhere", _MAILER.replace(MEMBER, OTHER_MEMBER), ADMINISTRATOR),
        _key("a user named like a service account", f"{_MAILER}-too", ADMINISTRATOR),
        _key("a role named like the rotation", USER, role("KeyRotation-too")),
    ),
    allows=(
        _key("developer for a service account", _MAILER, DEVELOPER),
        _key("service account for itself", _PRINTER, _PRINTER),
        _key("rotation for any user", USER, role("KeyRotation")),
        Request(name="developer deletes a key", action="iam:DeleteAccessKey", resource=USER, principal=DEVELOPER),
        Request(name="developer deactivates a key", action="iam:UpdateAccessKey", resource=USER, principal=DEVELOPER),
        Request(name="developer lists keys", action="iam:ListAccessKeys", resource=USER, principal=DEVELOPER),
    ),
)
