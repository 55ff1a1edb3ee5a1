"""People work from known networks: a stolen session is worth nothing elsewhere."""

from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, ROOT, SERVICE_LINKED, USER
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import words
from policies.named_resources import Network
from policies.types import Bundle, Mode, Severity

_Vpc = Annotated[
    str, Field(pattern=r"^vpc-[0-9a-f]{8,17}$", json_schema_extra=words("a VPC's id, vpc-0123456789abcdef0"))
]


class SourceNetworksSettings(Settings):
    """Where people may come from."""

    networks: tuple[Network, ...] = ()
    """Public addresses of offices and VPNs, as CIDR blocks."""
    vpcs: tuple[_Vpc, ...] = ()
    """VPCs whose endpoints people use."""


def statements(context: Context, settings: SourceNetworksSettings) -> tuple[Statement, ...]:
    """Through a VPC endpoint a request has aws:SourceVpc and no aws:SourceIp; otherwise it is the other way round.

    What is not listed is outside: with networks alone, every VPC is, and with VPCs alone, every address.
    What a service goes on to do on a person's behalf isn't bound again: the person's call to the service was.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
    """
    if not settings.networks and not settings.vpcs:
        return ()
    people = (context.arn("iam", "user/*", region=""), context.role("aws-reserved/sso.amazonaws.com/*"))
    networks = tuple(str(network) for network in settings.networks)
    return (
        _outside("Address", people, "aws:SourceIp", "NotIpAddress", networks),
        _outside("Vpc", people, "aws:SourceVpc", "StringNotEquals", settings.vpcs),
    )


def _outside(kind: str, people: tuple[str, ...], key: str, operator: str, listed: tuple[str, ...]) -> Statement:
    conditions: dict[str, dict[str, str | tuple[str, ...]]] = {
        "ArnLike": {"aws:PrincipalArn": people},
        "Bool": {"aws:ViaAWSService": "false"},
        "Null": {key: "false"},
    }
    if listed:
        conditions[operator] = {key: listed}
    return Statement(sid=f"SourceNetworks{kind}", effect="Deny", actions=("*",), conditions=conditions)


_OFFICE, _ELSEWHERE, _OTHER_VPC = "203.0.113.7", "198.51.100.9", "vpc-0fedcba9876543210"


def _request(name: str, principal: str, **where: str) -> Request:
    keys = {"address": "aws:SourceIp", "vpc": "aws:SourceVpc", "via": "aws:ViaAWSService", "root": "aws:AssumedRoot"}
    context = {"aws:ViaAWSService": "false"} | {keys[key]: value for key, value in where.items()}
    return Request(
        name=name,
        action="s3:GetObject",
        resource="arn:aws:s3:::reports/2026.csv",
        resource_account=principal.split(":")[4],
        principal=principal,
        context=context,
    )


GUARDRAIL = Guardrail(
    title="Deny people from outside of the known networks",
    rationale="Sessions are stolen from browsers and laptops; outside of the company's networks they shall be useless.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-17", "NIST 800-53 SC-7"),
    practice="Conditions: access from known networks only",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpc",
    ),
    bundle=Bundle.IDENTITY,
    mode=Mode.OFF,
    settings=SourceNetworksSettings,
    example_settings=SourceNetworksSettings.model_validate(
        {"networks": ["203.0.113.0/24", "2001:db8::/32"], "vpcs": ["vpc-0123456789abcdef0"]}
    ),
    statements=statements,
    denies=(
        _request("administrator from elsewhere", ADMINISTRATOR, address=_ELSEWHERE),
        _request("administrator from elsewhere, by IPv6", ADMINISTRATOR, address="2001:db9::1"),
        _request("user from elsewhere", USER, address=_ELSEWHERE),
        _request("administrator from another VPC", ADMINISTRATOR, vpc=_OTHER_VPC),
    ),
    allows=(
        _request("administrator from the office", ADMINISTRATOR, address=_OFFICE),
        _request("administrator from the office, by IPv6", ADMINISTRATOR, address="2001:db8::1"),
        _request("user from the office", USER, address=_OFFICE),
        _request("administrator from the VPC", ADMINISTRATOR, vpc="vpc-0123456789abcdef0"),
        _request("a service for the administrator", ADMINISTRATOR, address=_ELSEWHERE, via="true"),
        _request("a service in its own VPC for the administrator", ADMINISTRATOR, vpc=_OTHER_VPC, via="true"),
        _request("an application from anywhere", DEVELOPER, address=_ELSEWHERE),
        _request("an application in any VPC", DEVELOPER, vpc=_OTHER_VPC),
        _request("pipeline from anywhere", DEPLOYER, address=_ELSEWHERE),
        _request("break-glass from anywhere", BREAK_GLASS, address=_ELSEWHERE),
        _request("central root session from anywhere", ROOT, address=_ELSEWHERE, root="true"),
        _request("service-linked role", SERVICE_LINKED, address=_ELSEWHERE),
    ),
)
