"""In a new account nobody works before the baseline is in place; what puts it in place isn't held up."""

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    USER,
    role,
)
from policies.guardrail import Context, Guardrail, Request
from policies.named_principals import NamedPrincipals, RoleName
from policies.types import Bundle, Exempt, Mode, Severity

# Service-managed stack sets make it in each account, with a suffix that AWS doesn't describe; the guardrail of the
# baseline denies making or changing roles of that name
# (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html).
_STACK_SETS = "stacksets-exec-*"


class QuarantineSettings(NamedPrincipals):
    """Who sets new accounts up, besides the deployer, stack sets and Control Tower."""

    roles: tuple[RoleName, ...] = ("OrganizationAccountAccessRole",)
    """Names of roles; first the one that AWS Organizations makes in every account that it creates."""


def statements(context: Context, settings: QuarantineSettings) -> tuple[Statement, ...]:
    """Moving the account out of the unit ends the quarantine; nothing in the account has to change."""
    return (
        Statement(
            sid="Quarantine",
            effect="Deny",
            actions=("*",),
            conditions={
                "ArnNotLike": {"aws:PrincipalArn": (context.role(_STACK_SETS), *settings.arns(context))},
                "Null": {"aws:AssumedRoot": "true"},
            },
        ),
    )


def _creates(name: str, principal: str, *, central: bool = False) -> Request:
    return Request(
        name=name,
        action="iam:CreateRole",
        resource=f"arn:aws:iam::{MEMBER}:role/any",
        principal=principal,
        context={"aws:AssumedRoot": "true"} if central else {},
    )


GUARDRAIL = Guardrail(
    title="Stop everything in accounts that have no baseline yet",
    rationale="Between an account's creation and its baseline nothing is logged; whoever comes first would own it.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-2", "NIST 800-53 CM-2"),
    practice="SCPs: organizational units with policies of their own",
    sources=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html",
        "https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    ),
    bundle=Bundle.ISOLATION,
    mode=Mode.OFF,
    targets=("Quarantine",),
    settings=QuarantineSettings,
    example_settings=QuarantineSettings(roles=("AWSAFTExecution",), permission_sets=("AccountVending",)),
    exempt={
        Exempt.DEPLOYER: "puts the baseline in place",
        Exempt.BREAK_GLASS: "repairs an account whose baseline can't be put in place",
        Exempt.CONTROL_TOWER: "enrols the account by AWSControlTowerExecution",
    },
    statements=statements,
    denies=(
        _creates("administrator", ADMINISTRATOR),
        _creates("developer", DEVELOPER),
        _creates("user", USER),
        _creates("root", ROOT),
        _creates("a role named like the deployer", IMPOSTOR),
        _creates("a role named like a stack set's", role("my-stacksets-exec-0123456789abcdef0123456789abcdef")),
        _creates("a role under a path of that name", role("AWSAFTExecution/Evil")),
    ),
    allows=(
        _creates("deployer", DEPLOYER),
        _creates("break-glass", BREAK_GLASS),
        _creates("Control Tower", CONTROL_TOWER),
        _creates("stack set", role("stacksets-exec-0123456789abcdef0123456789abcdef")),
        _creates("account factory", role("AWSAFTExecution")),
        _creates(
            "people who vend accounts",
            role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AccountVending_0123456789abcdef"),
        ),
        _creates("Identity Center provisions", role("aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO")),
        _creates("service-linked role", SERVICE_LINKED),
        _creates("central root session", ROOT, central=True),
    ),
)
