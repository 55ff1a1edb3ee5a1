"""CloudTrail and GuardDuty stay on, whoever asks, root included."""

from policies.document import Statement
from policies.guardrail import Context, Guardrail, Severity
from policies.types import Request

_CLOUDTRAIL = (
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
)
# Both the older and the present names: they are separate IAM actions.
_GUARDDUTY = (
    "guardduty:DeleteDetector",
    "guardduty:DeleteMembers",
    "guardduty:DeletePublishingDestination",
    "guardduty:DisassociateFromAdministratorAccount",
    "guardduty:DisassociateFromMasterAccount",
    "guardduty:DisassociateMembers",
    "guardduty:StopMonitoringMembers",
    "guardduty:UpdateDetector",
)


def statements(context: Context) -> tuple[Statement, ...]:
    """Only the deployer and the registered exemptions may change the two services."""
    unless = {"ArnNotLike": {"aws:PrincipalArn": (context.deployer, *context.exempt)}}
    return (
        Statement(sid="ProtectCloudTrail", effect="Deny", actions=_CLOUDTRAIL, conditions=unless),
        Statement(sid="ProtectGuardDuty", effect="Deny", actions=_GUARDDUTY, conditions=unless),
    )


GUARDRAIL = Guardrail(
    title="Protect CloudTrail and GuardDuty",
    rationale="The first thing an intruder does is switch off what would show the intrusion.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AU-9", "AWS FSBP CloudTrail.1"),
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html",
    ),
    statements=statements,
    denies=(
        *(Request(name=f"developer: {action}", action=action) for action in (*_CLOUDTRAIL, *_GUARDDUTY)),
        Request(
            name="root stops the trail", action="cloudtrail:StopLogging", principal="arn:aws:iam::444455556666:root"
        ),
        Request(
            name="a role that only resembles the deployer",
            action="cloudtrail:StopLogging",
            principal="arn:aws:iam::444455556666:role/DEPLOYER-too",
        ),
    ),
    allows=(
        Request(name="deployer updates the trail", action="cloudtrail:UpdateTrail", principal="DEPLOYER"),
        Request(name="deployer updates the detector", action="guardduty:UpdateDetector", principal="DEPLOYER"),
        Request(name="developer reads the trail", action="cloudtrail:LookupEvents"),
        Request(name="developer reads findings", action="guardduty:ListFindings"),
        Request(name="developer starts logging", action="cloudtrail:StartLogging"),
    ),
)
