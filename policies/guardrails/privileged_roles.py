"""A privileged role is assumed under a person's or a run's name, which then stands in every record of the session."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, MEMBER, OTHER_MEMBER, USER, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import RoleName
from policies.types import Bundle, Mode, Severity


class PrivilegedRolesSettings(Settings):
    """Which roles are privileged."""

    roles: tuple[RoleName, ...] = ()
    """Names of roles, in whatever account, that are assumed with a source identity only."""


def statements(context: Context, settings: PrivilegedRolesSettings) -> tuple[Statement, ...]:
    """The name is given with the call, or was given at the start of the chain, from where it can't be changed.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    """
    if not settings.roles:
        return ()
    return (
        Statement(
            sid="PrivilegedRoles",
            effect="Deny",
            actions=("sts:AssumeRole",),
            resources=tuple(context.role(name) for name in settings.roles),
            conditions={"Null": {"sts:SourceIdentity": "true", "aws:SourceIdentity": "true"}},
        ),
    )


_NETWORK, _PAYMENTS = role("NetworkAdministrator", OTHER_MEMBER), role("teams/PaymentsOperator")


def _assume(name: str, target: str, principal: str, **identity: str) -> Request:
    keys = {"given": "sts:SourceIdentity", "chained": "aws:SourceIdentity"}
    context = {keys[how]: value for how, value in identity.items()}
    return Request(name=name, action="sts:AssumeRole", resource=target, principal=principal, context=context)


GUARDRAIL = Guardrail(
    title="Deny privileged roles without a source identity",
    rationale="A session's name is whatever its caller writes; the source identity stays through every further role.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AU-10", "NIST 800-53 AC-6(9)"),
    practice="Monitoring: who did what",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html",
    ),
    bundle=Bundle.IDENTITY,
    mode=Mode.OFF,
    settings=PrivilegedRolesSettings,
    example_settings=PrivilegedRolesSettings(roles=("NetworkAdministrator", "teams/PaymentsOperator")),
    statements=statements,
    denies=(
        _assume("administrator without a name", _NETWORK, ADMINISTRATOR),
        _assume("user without a name", _PAYMENTS, USER),
        _assume("deployer without a name", _NETWORK, DEPLOYER),
        _assume("break-glass without a name", _PAYMENTS, BREAK_GLASS),
    ),
    allows=(
        _assume("administrator under a name", _NETWORK, ADMINISTRATOR, given="alice"),
        _assume("pipeline under its run's id", _PAYMENTS, role("pipeline"), given="run-4711"),
        _assume("a chain that began under a name", _NETWORK, DEVELOPER, chained="alice"),
        _assume("another role of that name's beginning", role("NetworkAdministrator-too"), DEVELOPER),
        _assume("an everyday role", role("ReadOnly", OTHER_MEMBER), DEVELOPER),
        Request(
            name="Identity Center signs in",
            action="sts:AssumeRoleWithSAML",
            resource=ADMINISTRATOR,
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
            resource_account=MEMBER,
        ),
        Request(
            name="a service takes the role",
            action="sts:AssumeRole",
            resource=_PAYMENTS,
            principal="ec2.amazonaws.com",
            resource_account=MEMBER,
        ),
    ),
)
