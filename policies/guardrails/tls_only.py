"""Data leaves over TLS only.

STS is left out: it takes nothing but TLS, and every sign-in passes through it.
"""

from policies.document import Statement
from policies.example import ANYBODY, DEVELOPER, LOG_DELIVERY, MEMBER, ORGANIZATION, ROOT
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.perimeter import SHARED, UNSIGNED, Reach
from policies.types import Bundle, PolicyType, Severity

# AWS's own list of services for this rule, without STS
# (https://github.com/aws-samples/resource-control-policy-examples/tree/main/Restrict-resource-access-patterns).
_REACHES: tuple[Reach, ...] = (
    *(SHARED[service] for service in ("aoss", "dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs")),
    *UNSIGNED.values(),
)
_PLAIN, _TLS = {"aws:SecureTransport": "false"}, {"aws:SecureTransport": "true"}


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """AWS services call each other inside AWS and may not say how; who else doesn't say it is denied."""
    del context, settings
    return (
        Statement(
            sid="TlsOnly",
            effect="Deny",
            principals="*",
            actions=tuple(reach.actions for reach in _REACHES),
            conditions={"BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:SecureTransport": "false"}},
        ),
    )


GUARDRAIL = Guardrail(
    title="Require TLS",
    rationale="S3, SQS and DynamoDB answer on plain HTTP too, where anybody on the way reads data and signatures.",
    severity=Severity.MEDIUM,
    controls=("CIS 7.0.0 3.1.1", "NIST 800-53 SC-8", "AWS FSBP S3.5"),
    practice="RCPs: data is reached over TLS only",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/general/latest/gr/s3.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    statements=statements,
    denies=(
        *(
            Request(
                name=f"plain: {reach.call}",
                action=reach.call,
                resource=reach.resource,
                principal=DEVELOPER,
                context=_PLAIN,
                resource_account=MEMBER,
            )
            for reach in _REACHES
        ),
        Request(
            name="root reads over plain HTTP",
            action="s3:GetObject",
            resource=SHARED["s3"].resource,
            principal=ROOT,
            context=_PLAIN,
        ),
        Request(
            name="anonymous reads over plain HTTP",
            action="s3:GetObject",
            resource="arn:aws:s3:::downloads/a.zip",
            principal=ANYBODY,
            context=_PLAIN,
        ),
        Request(
            name="a request that doesn't say how it comes",
            action="s3:GetObject",
            resource=SHARED["s3"].resource,
            principal=DEVELOPER,
        ),
    ),
    allows=(
        *(
            Request(
                name=f"TLS: {reach.call}",
                action=reach.call,
                resource=reach.resource,
                principal=DEVELOPER,
                context=_TLS,
                resource_account=MEMBER,
            )
            for reach in _REACHES
        ),
        Request(
            name="anonymous downloads over TLS",
            action="s3:GetObject",
            resource="arn:aws:s3:::downloads/a.zip",
            principal=ANYBODY,
            context=_TLS,
        ),
        Request(
            name="CloudTrail delivers without saying how",
            action="s3:PutObject",
            resource=f"arn:aws:s3:::exampleorg1-log-archive/AWSLogs/{ORGANIZATION}/{MEMBER}/CloudTrail/a.json.gz",
            principal=LOG_DELIVERY,
        ),
        Request(
            name="sign-in by Identity Center that doesn't say how it comes",
            action="sts:AssumeRoleWithSAML",
            resource=DEVELOPER,
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
        ),
    ),
)
