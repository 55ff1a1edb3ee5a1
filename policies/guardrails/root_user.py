"""A member's root user does nothing; central root sessions, which are short and scoped to one task, still work."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED, USER
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """sts:AssumeRoot sessions have the root user's ARN and, unlike the root user itself, aws:AssumedRoot."""
    del settings
    return (
        Statement(
            sid="RootUser",
            effect="Deny",
            actions=("*",),
            conditions={
                "ArnLike": {"aws:PrincipalArn": context.arn("iam", "root", region="")},
                "Null": {"aws:AssumedRoot": "true"},
            },
        ),
    )


def _session(name: str, action: str, resource: str) -> Request:
    return Request(name=name, action=action, resource=resource, principal=ROOT, context={"aws:AssumedRoot": "true"})


_BUCKET = "arn:aws:s3:::locked-bucket"

GUARDRAIL = Guardrail(
    title="Deny the root user in member accounts",
    rationale="No permission limits root, and nobody's name is on it; what it is needed for is done centrally.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.1", "CIS 7.0.0 2.1.2", "NIST 800-53 AC-6(10)", "AWS FSBP IAM.4"),
    practice="Root: not used for everyday work",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-assumedroot",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    ),
    bundle=Bundle.ORGANIZATION,
    exemptable=False,
    statements=statements,
    denies=(
        Request(name="root lists buckets", action="s3:ListAllMyBuckets", principal=ROOT),
        Request(
            name="root creates an access key for itself", action="iam:CreateAccessKey", resource=ROOT, principal=ROOT
        ),
        Request(
            name="root with MFA edits a bucket's policy",
            action="s3:PutBucketPolicy",
            resource=_BUCKET,
            principal=ROOT,
            context={"aws:MultiFactorAuthPresent": "true"},
        ),
    ),
    allows=(
        _session("central session unlocks a bucket", "s3:DeleteBucketPolicy", _BUCKET),
        _session(
            "central session unlocks a queue",
            "sqs:SetQueueAttributes",
            f"arn:aws:sqs:eu-west-1:{MEMBER}:locked-queue",
        ),
        _session("central session looks for credentials", "iam:GetLoginProfile", ROOT),
        _session("central session deletes root's password", "iam:DeleteLoginProfile", ROOT),
        Request(name="administrator works", action="s3:ListAllMyBuckets", principal=ADMINISTRATOR),
        Request(name="developer works", action="s3:ListAllMyBuckets", principal=DEVELOPER),
        Request(name="IAM user works", action="s3:ListAllMyBuckets", principal=USER),
        Request(name="service-linked role works", action="ec2:DescribeInstances", principal=SERVICE_LINKED),
    ),
)
