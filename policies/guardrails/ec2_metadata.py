"""Instances hand out credentials by version 2 of the metadata service only, and EC2's account-wide defaults stay.

Instances that still answer version 1 can be changed to version 2, never back; a change that does not speak of tokens
leaves them as they are. The hop limit is checked at launch only: for a running instance it comes as text
(ec2:Attribute/HttpPutResponseHopLimit), which can't be compared by size.
"""

from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEPLOYER, DEVELOPER, IMPOSTOR, MEMBER, ROOT, SERVICE_LINKED, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

_DEFAULTS = ("ec2:DisableEbsEncryptionByDefault", "ec2:EnableSerialConsoleAccess", "ec2:ModifyInstanceMetadataDefaults")


class MetadataSettings(Settings):
    """How far credentials of an instance reach."""

    hop_limit: Annotated[int, Field(ge=1, le=64)] = 2
    """Network hops that an answer may take; containers on the instance need 2."""
    version_2_credentials_only: bool = False
    """Deny every call with credentials that version 1 handed out; first see that CloudWatch's MetadataNoToken is 0."""


def statements(context: Context, settings: MetadataSettings) -> tuple[Statement, ...]:
    """At launch a missing HttpTokens is denied as well: without it the image or the account decides.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-instance-metadata
    """
    return (
        Statement(
            sid="MetadataLaunch",
            effect="Deny",
            actions=("ec2:RunInstances",),
            resources=(context.arn("ec2", "instance/*"),),
            conditions={"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}},
        ),
        Statement(
            sid="MetadataLaunchHops",
            effect="Deny",
            actions=("ec2:RunInstances",),
            conditions={"NumericGreaterThan": {"ec2:MetadataHttpPutResponseHopLimit": str(settings.hop_limit)}},
        ),
        Statement(
            sid="MetadataChange",
            effect="Deny",
            actions=("ec2:ModifyInstanceMetadataOptions",),
            conditions={
                "StringNotEquals": {"ec2:Attribute/HttpTokens": "required"},
                "Null": {"ec2:Attribute/HttpTokens": "false"},
            },
        ),
        Statement(sid="MetadataDefaults", effect="Deny", actions=_DEFAULTS),
        *(
            (
                Statement(
                    sid="MetadataCredentials",
                    effect="Deny",
                    actions=("*",),
                    conditions={"NumericLessThan": {"ec2:RoleDelivery": "2.0"}},
                ),
            )
            if settings.version_2_credentials_only
            else ()
        ),
    )


_INSTANCE = f"arn:aws:ec2:eu-west-1:{MEMBER}:instance/i-0123456789abcdef0"
_NEW = f"arn:aws:ec2:eu-west-1:{MEMBER}:instance/*"
_HOPS, _NEW_HOPS = "ec2:Attribute/HttpPutResponseHopLimit", "ec2:MetadataHttpPutResponseHopLimit"
_TOKENS, _NEW_TOKENS = "ec2:Attribute/HttpTokens", "ec2:MetadataHttpTokens"


def _launch(name: str, principal: str = DEVELOPER, **context: str) -> Request:
    keys = {_NEW_TOKENS: context.get("tokens", ""), _NEW_HOPS: context.get("hops", "")}
    return Request(
        name=name,
        action="ec2:RunInstances",
        resource=_NEW,
        principal=principal,
        context={key: value for key, value in keys.items() if value},
    )


def _change(name: str, principal: str = DEVELOPER, **context: str) -> Request:
    keys = {_TOKENS: context.get("tokens", ""), _HOPS: context.get("hops", "")}
    return Request(
        name=name,
        action="ec2:ModifyInstanceMetadataOptions",
        resource=_INSTANCE,
        principal=principal,
        context={key: value for key, value in keys.items() if value},
    )


def _acts(name: str, delivery: str | None, principal: str = role("Application")) -> Request:
    return Request(
        name=name,
        action="s3:ListAllMyBuckets",
        principal=principal,
        context={} if delivery is None else {"ec2:RoleDelivery": delivery},
    )


GUARDRAIL = Guardrail(
    title="Require version 2 of the instance metadata service",
    rationale="Version 1 gives an instance's credentials to whoever makes the instance fetch a URL.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 AC-6", "AWS FSBP EC2.8"),
    practice="Roles instead of keys: instances get temporary credentials that can't be fetched from outside",
    sources=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
    ),
    bundle=Bundle.DATA,
    settings=MetadataSettings,
    example_settings=MetadataSettings(version_2_credentials_only=True),
    exempt={Exempt.DEPLOYER: "sets EC2's defaults of an account and takes them back when the account leaves"},
    statements=statements,
    denies=(
        _launch("version 1", tokens="optional", hops="1"),
        _launch("silent about tokens"),
        _launch("administrator", ADMINISTRATOR, tokens="optional"),
        _launch("root", ROOT, tokens="optional"),
        _launch("named like the deployer", IMPOSTOR, tokens="optional"),
        _launch("too many hops", tokens="required", hops="3"),
        _change("back to version 1", tokens="optional"),
        *(Request(name=f"developer: {action}", action=action, principal=DEVELOPER) for action in _DEFAULTS),
        _acts("credentials of version 1", "1.0"),
    ),
    allows=(
        _launch("version 2", tokens="required", hops="2"),
        _launch("version 2, hops by default", tokens="required"),
        _launch("auto scaling", SERVICE_LINKED, tokens="optional"),
        _launch("deployer", DEPLOYER, tokens="optional", hops="3"),
        _change("from version 1 to 2", tokens="required"),
        _change("hops with tokens", tokens="required", hops="2"),
        _change("hops without tokens", hops="2"),
        _change("deployer, many hops", DEPLOYER, tokens="optional", hops="3"),
        _acts("deployer on an old instance", "1.0", DEPLOYER),
        *(Request(name=f"deployer: {action}", action=action, principal=DEPLOYER) for action in _DEFAULTS),
        Request(
            name="the volume and the subnet of a launch",
            action="ec2:RunInstances",
            resource=f"arn:aws:ec2:eu-west-1:{MEMBER}:subnet/subnet-0123456789abcdef0",
            principal=DEVELOPER,
        ),
        _acts("credentials of version 2", "2.0"),
        _acts("credentials from elsewhere", None),
    ),
)
