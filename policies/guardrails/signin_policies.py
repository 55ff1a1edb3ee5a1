"""From where people may sign in is written by the deployer: a wrong statement locks a whole account out."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, CONTROL_TOWER, DEPLOYER, IMPOSTOR, ROOT
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

_WRITES = (
    "signin:DeleteConsoleAuthorizationConfiguration",
    "signin:DeleteResourcePermissionStatement",
    "signin:PutConsoleAuthorizationConfiguration",
    "signin:PutResourcePermissionStatement",
)


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Reading stays open, so that people can see why they are kept out."""
    del context, settings
    return (Statement(sid="SigninPolicies", effect="Deny", actions=_WRITES),)


GUARDRAIL = Guardrail(
    title="Deny changes of sign-in policies",
    rationale="A sign-in policy can shut everybody out or, with an excluded principal, let an intruder's network in.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-17"),
    practice="Conditions: access from known networks only",
    sources=(
        "https://docs.aws.amazon.com/signin/latest/APIReference/API_PutResourcePermissionStatement.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_signin.html",
    ),
    bundle=Bundle.IDENTITY,
    exempt={
        Exempt.DEPLOYER: "writes the sign-in policy on behalf of this configuration",
        Exempt.BREAK_GLASS: "takes a statement away that locks everybody out while the pipeline is down",
    },
    statements=statements,
    denies=(
        *(Request(name=f"administrator: {action}", action=action, principal=ADMINISTRATOR) for action in _WRITES),
        Request(name="root writes a statement", action="signin:PutResourcePermissionStatement", principal=ROOT),
        Request(
            name="Control Tower's role switches it off",
            action="signin:DeleteConsoleAuthorizationConfiguration",
            principal=CONTROL_TOWER,
        ),
        Request(
            name="a role named like the deployer", action="signin:PutResourcePermissionStatement", principal=IMPOSTOR
        ),
    ),
    allows=(
        Request(name="deployer writes a statement", action="signin:PutResourcePermissionStatement", principal=DEPLOYER),
        Request(
            name="deployer takes a statement away",
            action="signin:DeleteResourcePermissionStatement",
            principal=DEPLOYER,
        ),
        Request(
            name="break-glass takes a statement away",
            action="signin:DeleteResourcePermissionStatement",
            principal=BREAK_GLASS,
        ),
        Request(name="administrator reads the policy", action="signin:GetResourcePolicy", principal=ADMINISTRATOR),
        Request(
            name="administrator lists statements",
            action="signin:ListResourcePermissionStatements",
            principal=ADMINISTRATOR,
        ),
    ),
)
