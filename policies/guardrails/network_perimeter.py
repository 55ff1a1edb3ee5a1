"""Chosen buckets and secrets are read from the organization's own networks only, whoever holds the credentials.

A request through a VPC endpoint has aws:SourceVpc and aws:SourceVpce and no aws:SourceIp; one from the internet has
aws:SourceIp alone. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from pydantic import ConfigDict, model_validator

from policies.document import Statement
from policies.example import (
    BREAK_GLASS,
    DEVELOPER,
    LOG_DELIVERY,
    MEMBER,
    ORGANIZATION,
    OTHER_MEMBER,
    OUTSIDE,
    OUTSIDER,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import words
from policies.named_resources import BucketName, EndpointId, Network, SecretName, VpcId
from policies.types import Bundle, Exempt, Mode, PolicyType, Severity


class NetworkSettings(Settings):
    """What is read from where; each place suffices."""

    model_config = ConfigDict(
        json_schema_extra=words(
            "buckets or secrets, and networks, vpcs or endpoints", "name both: what is read, and from where"
        )
    )

    buckets: tuple[BucketName, ...] = ()
    """Names of buckets."""
    secrets: tuple[SecretName, ...] = ()
    """Names of secrets, in whichever account and region."""
    networks: tuple[Network, ...] = ()
    """Public address ranges of offices and NAT gateways: `203.0.113.0/24`."""
    vpcs: tuple[VpcId, ...] = ()
    """VPCs whose endpoints for S3 and Secrets Manager are used."""
    endpoints: tuple[EndpointId, ...] = ()
    """Single VPC endpoints."""

    @model_validator(mode="after")
    def _both(self) -> "NetworkSettings":
        """Things without places would be closed to everybody, and places without things close nothing."""
        things, places = (*self.buckets, *self.secrets), (*self.networks, *self.vpcs, *self.endpoints)
        if bool(things) != bool(places):
            missing = "networks, vpcs or endpoints" if things else "buckets or secrets"
            raise ValueError(f"name {missing} as well")
        return self


def statements(context: Context, settings: NetworkSettings) -> tuple[Statement, ...]:
    """A service that acts for a caller, as Athena does, comes from its own network: aws:ViaAWSService lets it in."""
    buckets = tuple(f"arn:{context.partition}:s3:::{name}{part}" for name in settings.buckets for part in ("", "/*"))
    secrets = tuple(context.arn("secretsmanager", f"secret:{name}-??????") for name in settings.secrets)
    if not (buckets or secrets):
        return ()
    vpcs = {"aws:SourceVpc": settings.vpcs, "aws:SourceVpce": settings.endpoints}
    places = {
        "NotIpAddressIfExists": {"aws:SourceIp": tuple(str(network) for network in settings.networks)},
        "StringNotEqualsIfExists": {key: values for key, values in vpcs.items() if values},
    }
    return (
        Statement(
            sid="NetworkPerimeter",
            effect="Deny",
            principals="*",
            actions=(*(("s3:*",) if buckets else ()), *(("secretsmanager:*",) if secrets else ())),
            resources=(*buckets, *secrets),
            conditions={
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
                **{operator: keys for operator, keys in places.items() if any(keys.values())},
            },
        ),
    )


_OFFICE, _HOME = {"aws:SourceIp": "203.0.113.17"}, {"aws:SourceIp": "198.51.100.7"}
_OURS, _THEIRS = {"aws:PrincipalOrgID": ORGANIZATION}, {"aws:PrincipalOrgID": "o-anotherorg9"}
_BUCKET, _SECRET = "arn:aws:s3:::ledger", f"arn:aws:secretsmanager:eu-west-1:{MEMBER}:secret:ledger/database-a1b2c3"
_CALLS = (
    ("s3:ListBucket", _BUCKET),
    ("s3:GetObject", f"{_BUCKET}/2026/11/25.csv"),
    ("secretsmanager:GetSecretValue", _SECRET),
)
_PLACES = {
    "office": _OFFICE,
    "own VPC": {"aws:SourceVpc": "vpc-0123456789abcdef0", "aws:SourceVpce": "vpce-0fedcba9876543210"},
    "own endpoint": {"aws:SourceVpc": "vpc-0aaaabbbbccccdddd", "aws:SourceVpce": "vpce-0123456789abcdef0"},
}
_ELSEWHERE = {
    "home": _HOME,
    "another VPC": {"aws:SourceVpc": "vpc-0aaaabbbbccccdddd", "aws:SourceVpce": "vpce-0fedcba9876543210"},
}


def _calls(
    places: dict[str, dict[str, str]], principal: str, whose: dict[str, str] = _OURS, who: str = ""
) -> tuple[Request, ...]:
    return tuple(
        Request(
            name=f"{who}{place}: {action}",
            action=action,
            resource=resource,
            principal=principal,
            context={**where, **whose},
        )
        for place, where in places.items()
        for action, resource in _CALLS
    )


GUARDRAIL = Guardrail(
    title="Read chosen buckets and secrets from own networks only",
    rationale="Stolen credentials are used from the thief's network: there they open nothing that matters most.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 AC-4", "NIST 800-53 SC-7"),
    practice="Conditions: sensitive data is reached through the organization's own networks",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    mode=Mode.OFF,
    settings=NetworkSettings,
    example_settings=NetworkSettings.model_validate(
        {
            "buckets": ("ledger",),
            "secrets": ("ledger/database",),
            "networks": ("203.0.113.0/24", "2001:db8:1234::/48"),
            "vpcs": ("vpc-0123456789abcdef0",),
            "endpoints": ("vpce-0123456789abcdef0",),
        }
    ),
    exempt={Exempt.BREAK_GLASS: "recovers from wherever its holder is, also when the networks are down"},
    statements=statements,
    denies=(
        *_calls(_ELSEWHERE, DEVELOPER),
        *_calls(_ELSEWHERE, role("guardrails-break-glass", OUTSIDE), _THEIRS, "a stranger's role of its name, "),
        Request(
            name="outsider reads from home",
            action="s3:GetObject",
            resource=f"{_BUCKET}/a",
            principal=OUTSIDER,
            context={**_HOME, **_THEIRS},
        ),
        Request(
            name="a role named like break-glass",
            action="s3:GetObject",
            resource=f"{_BUCKET}/a",
            principal=role("guardrails-break-glass-too"),
            context={**_HOME, **_OURS},
        ),
    ),
    allows=(
        *_calls(_PLACES, DEVELOPER),
        # Who may come from outside is for organizationPerimeter to say; from where is said here.
        *_calls(_PLACES, OUTSIDER, _THEIRS, "outsider, "),
        Request(
            name="Athena reads for an outsider",
            action="s3:GetObject",
            resource=f"{_BUCKET}/a",
            principal=OUTSIDER,
            context={**_THEIRS, "aws:ViaAWSService": "true", "aws:CalledVia": ("athena.amazonaws.com",)},
        ),
        Request(
            name="outsider reads another bucket from home",
            action="s3:GetObject",
            resource="arn:aws:s3:::ledger-public/a",
            principal=OUTSIDER,
            context={**_HOME, **_THEIRS},
        ),
        Request(
            name="office over IPv6",
            action="s3:GetObject",
            resource=f"{_BUCKET}/a",
            principal=DEVELOPER,
            context={"aws:SourceIp": "2001:db8:1234::17", **_OURS},
        ),
        Request(
            name="break-glass from home",
            action="secretsmanager:GetSecretValue",
            resource=_SECRET,
            principal=BREAK_GLASS,
            context={**_HOME, **_OURS},
        ),
        Request(
            name="Athena reads for a developer",
            action="s3:GetObject",
            resource=f"{_BUCKET}/a",
            principal=DEVELOPER,
            context={**_OURS, "aws:ViaAWSService": "true", "aws:CalledVia": ("athena.amazonaws.com",)},
        ),
        Request(
            name="CloudTrail delivers",
            action="s3:PutObject",
            resource=f"{_BUCKET}/AWSLogs/{ORGANIZATION}/{OTHER_MEMBER}/a.json.gz",
            principal=LOG_DELIVERY,
        ),
        Request(
            name="another bucket from home",
            action="s3:GetObject",
            resource="arn:aws:s3:::ledger-public/a",
            principal=DEVELOPER,
            context={**_HOME, **_OURS},
        ),
        Request(
            name="another secret from home",
            action="secretsmanager:GetSecretValue",
            resource=f"arn:aws:secretsmanager:eu-west-1:{MEMBER}:secret:ledger/database-test-a1b2c3",
            principal=DEVELOPER,
            context={**_HOME, **_OURS},
        ),
    ),
)
