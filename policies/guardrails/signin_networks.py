"""People sign in to the console from the organization's own networks only.

Requires that nobody reaches the console of the accounts through IAM Identity Center: AWS refuses those users as soon as
a network is asked for. It takes effect where console authorization is enabled, and binds neither access keys nor the
management account, where the users of break-glass live.
https://docs.aws.amazon.com/signin/latest/userguide/console-access-control.html
"""

from policies.document import Statement
from policies.example import ANYBODY, BREAK_GLASS, DEVELOPER, MEMBER, ROOT, USER, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_resources import Network
from policies.types import Bundle, Exempt, Mode, PolicyType, Severity

# Before the password, after it, and for the tokens of a session.
_ACTIONS = ("signin:Authenticate", "signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token")


class SigninSettings(Settings):
    """Where people sign in from."""

    networks: tuple[Network, ...] = ()
    """Public address ranges of offices and VPN gateways: `203.0.113.0/24`."""


def statements(context: Context, settings: SigninSettings) -> tuple[Statement, ...]:
    """A sign-in through a VPC endpoint has no public address: it is denied as one from elsewhere."""
    del context
    if not settings.networks:
        return ()
    return (
        Statement(
            sid="SigninNetworks",
            effect="Deny",
            principals="*",
            actions=_ACTIONS,
            conditions={"NotIpAddressIfExists": {"aws:SourceIp": tuple(str(network) for network in settings.networks)}},
        ),
    )


_CONSOLE = "arn:aws:signin:::console/home"
_OFFICE, _HOME = {"aws:SourceIp": "203.0.113.17"}, {"aws:SourceIp": "198.51.100.7"}


def _sign_in(name: str, action: str, principal: str, where: dict[str, str]) -> Request:
    return Request(
        name=name, action=action, resource=_CONSOLE, principal=principal, context=where, resource_account=MEMBER
    )


def _before_password(name: str, claimed: str, where: dict[str, str]) -> Request:
    return _sign_in(name, "signin:Authenticate", ANYBODY, {**where, "signin:PrincipalArn": claimed})


GUARDRAIL = Guardrail(
    title="Sign in to the console from own networks only",
    rationale="A password typed into a false page is tried from elsewhere: there the sign-in page isn't even shown.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-17", "NIST 800-53 SC-7"),
    practice="Conditions: people come from the organization's own networks",
    sources=(
        "https://docs.aws.amazon.com/signin/latest/userguide/console-access-control.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssignin.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    mode=Mode.OFF,
    settings=SigninSettings,
    example_settings=SigninSettings.model_validate({"networks": ("203.0.113.0/24", "2001:db8:1234::/48")}),
    exempt={Exempt.BREAK_GLASS: "recovers from wherever its holder is, also when the networks are down"},
    statements=statements,
    denies=(
        _before_password("root from home", ROOT, _HOME),
        _before_password("user from home", USER, _HOME),
        *(_sign_in(f"developer from home: {action}", action, DEVELOPER, _HOME) for action in _ACTIONS),
        _sign_in(
            "developer through a VPC endpoint",
            "signin:AuthorizeOAuth2Access",
            DEVELOPER,
            {"aws:SourceVpc": "vpc-0123456789abcdef0"},
        ),
        _sign_in(
            "a role named like break-glass from home",
            "signin:AuthorizeOAuth2Access",
            role("guardrails-break-glass-too"),
            _HOME,
        ),
    ),
    allows=(
        _before_password("root from the office", ROOT, _OFFICE),
        _before_password("user from the office over IPv6", USER, {"aws:SourceIp": "2001:db8:1234::17"}),
        *(_sign_in(f"developer from the office: {action}", action, DEVELOPER, _OFFICE) for action in _ACTIONS),
        _sign_in("break-glass from home", "signin:AuthorizeOAuth2Access", BREAK_GLASS, _HOME),
        _sign_in("break-glass's token from home", "signin:CreateOAuth2Token", BREAK_GLASS, _HOME),
        Request(
            name="an access key from home",
            action="s3:GetObject",
            resource="arn:aws:s3:::application/a",
            principal=DEVELOPER,
            context=_HOME,
        ),
        Request(
            name="signing in to roles from home",
            action="sts:AssumeRoleWithSAML",
            resource=DEVELOPER,
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
            context=_HOME,
        ),
    ),
)
