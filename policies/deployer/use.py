"""Who else than the pipeline enters a deployer's role: those that are as much as administrators are guarded by it."""

from policies.alarms.alarm import Alarm
from policies.types import Severity

_ISSUER = "$.userIdentity.sessionContext.sessionIssuer.arn"


def outside_pipeline(partition: str, management: str, role: str) -> Alarm:
    """The alarm on each time that somebody takes a deployer's role and isn't the pipeline.

    The pipeline enters by AssumeRoleWithWebIdentity, and takes the members' roles as the management account's deployer.
    Of a caller from another account the role's own account records the number alone, and the caller's account the
    whole: the first is left out.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    """
    deployer = f"arn:{partition}:iam::{management}:role/{role}"
    return Alarm(
        id="deployer-outside-pipeline",
        title="A deployer's role was taken by hand",
        pattern=f'{{ ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "*:role/{role}") && '
        f'($.userIdentity.type != "AWSAccount") && (({_ISSUER} NOT EXISTS) || ({_ISSUER} != "{deployer}")) }}',
        severity=Severity.CRITICAL,
        meaning="Somebody who isn't the pipeline took a deployer's role, which in two accounts is an administrator's.",
        steps=(
            "Ask who did it; if nobody announced it, end the role's sessions and treat it as an intrusion.",
            "Break-glass takes the members' roles when it deploys: its own alert came first then.",
            "Find the session's calls by userIdentity.sessionContext.sessionIssuer.arn, and compare the organization's "
            "policies, Identity Center and trusts of roles with the stack: `pulumi preview --refresh`.",
        ),
        sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",),
    )
