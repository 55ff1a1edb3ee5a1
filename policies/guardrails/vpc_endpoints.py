"""Chosen buckets and secrets are reached from the organization's own networks only, whoever holds the credentials.

Off until buckets or secrets, and networks, are named. It binds the organization's principals; strangers are kept out by
the resources' own policies and the perimeter.
"""

from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_resources import BucketName, SecretName
from policies.types import Bundle, Mode, Severity

Endpoint = Annotated[str, Field(pattern=r"^vpce-[0-9a-f]{8,17}$")]
Network = Annotated[str, Field(pattern=r"^vpc-[0-9a-f]{8,17}$")]
# Patterns, each with the actions that it covers; what manages a bucket or a secret stays open to pipelines.
_OBJECTS = {
    "s3:DeleteObject*": ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    "s3:GetObject*": ("s3:GetObject", "s3:GetObjectVersion"),
    "s3:PutObject*": ("s3:PutObject", "s3:PutObjectAcl"),
}
_LISTS = {"s3:ListBucket*": ("s3:ListBucket", "s3:ListBucketVersions")}
_SECRETS = {
    "secretsmanager:GetSecretValue": ("secretsmanager:GetSecretValue",),
    "secretsmanager:PutSecretValue": ("secretsmanager:PutSecretValue",),
}


class EndpointSettings(Settings):
    """What is reached from where; both are needed."""

    buckets: tuple[BucketName, ...] = ()
    """Names of buckets."""
    secrets: tuple[SecretName, ...] = ()
    """Names of secrets, without the six characters that Secrets Manager adds."""
    endpoints: tuple[Endpoint, ...] = ()
    """Ids of VPC endpoints through which they may be reached."""
    networks: tuple[Network, ...] = ()
    """Ids of VPCs whose endpoints they may be reached through."""


def statements(context: Context, settings: EndpointSettings) -> tuple[Statement, ...]:
    """A request from the internet has neither network key, and a Not condition is true for it.

    What an AWS service does with the caller's credentials (Athena, CloudFormation) comes through no endpoint and is
    let through (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
    """
    networks = {"aws:SourceVpce": settings.endpoints, "aws:SourceVpc": settings.networks}
    elsewhere = {key: values for key, values in networks.items() if values}
    if not elsewhere:
        return ()
    conditions = {"StringNotEquals": elsewhere, "Bool": {"aws:ViaAWSService": "false"}}
    buckets = tuple(context.arn("s3", name, region="", account="") for name in settings.buckets)
    secrets = tuple(context.arn("secretsmanager", f"secret:{name}-??????") for name in settings.secrets)
    about = (
        ("EndpointBuckets", (*_OBJECTS, *_LISTS), (*buckets, *(f"{bucket}/*" for bucket in buckets))),
        ("EndpointSecrets", (*_SECRETS,), secrets),
    )
    return tuple(
        Statement(sid=sid, effect="Deny", actions=actions, resources=resources, conditions=conditions)
        for sid, actions, resources in about
        if resources
    )


_BUCKET = "arn:aws:s3:::ledger"
_SECRET = f"arn:aws:secretsmanager:eu-west-1:{MEMBER}:secret:orders/database-AbCdEf"
_VPCE, _VPC = "vpce-0123456789abcdef0", "vpc-0123456789abcdef0"
_DIRECT = {"aws:ViaAWSService": "false"}
_ABOUT = ((_OBJECTS, f"{_BUCKET}/2026.csv"), (_LISTS, _BUCKET), (_SECRETS, _SECRET))


def _all(name: str, principal: str = DEVELOPER, *, other: bool = False, **context: str) -> tuple[Request, ...]:
    keys = _DIRECT | {f"aws:{key}": value for key, value in context.items()}
    return tuple(
        Request(
            name=f"{name}: {action}",
            action=action,
            resource=resource.replace("ledger", "reports").replace("orders", "newsletter") if other else resource,
            principal=principal,
            context=keys,
            resource_account=MEMBER,
        )
        for patterns, resource in _ABOUT
        for actions in patterns.values()
        for action in actions
    )


GUARDRAIL = Guardrail(
    title="Require VPC endpoints for chosen buckets and secrets",
    rationale="Stolen credentials are used in the thief's network; there they read nothing that is closed to it.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-4", "NIST 800-53 SC-7"),
    practice="Conditions: sensitive data through a VPC endpoint only",
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
    ),
    bundle=Bundle.DATA,
    mode=Mode.OFF,
    settings=EndpointSettings,
    example_settings=EndpointSettings(
        buckets=("ledger",), secrets=("orders/database",), endpoints=(_VPCE,), networks=(_VPC,)
    ),
    statements=statements,
    denies=(
        *_all("from the internet"),
        *_all("through a stranger's endpoint", SourceVpce="vpce-0fedcba9876543210", SourceVpc="vpc-0fedcba9876543210"),
        *_all("administrator", ADMINISTRATOR),
        *_all("root", ROOT),
    ),
    allows=(
        *_all("through the endpoint", SourceVpce=_VPCE, SourceVpc="vpc-0fedcba9876543210"),
        *_all("through another endpoint of the network", SourceVpce="vpce-0fedcba9876543210", SourceVpc=_VPC),
        *_all("by an AWS service for the caller", ViaAWSService="true"),
        *_all("other data", other=True),
        *_all("service-linked role", SERVICE_LINKED),
        Request(
            name="a pipeline sets the bucket's policy",
            action="s3:PutBucketPolicy",
            resource=_BUCKET,
            principal=DEVELOPER,
            context=_DIRECT,
        ),
    ),
)
