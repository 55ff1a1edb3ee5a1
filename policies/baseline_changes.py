"""Who else than the deployer changes what carries alerts: in the management account no guardrail binds anybody."""

from policies.alarms.alarm import Alarm
from policies.baseline_resources import PREFIX
from policies.types import Severity

BASELINE_CHANGES = "baseline-changes"
"""The alarm's id."""
# Where a call names what it is about; everything that carries an alert begins with the prefix, or `cis-`.
_NAMED = {
    f"{PREFIX}*": ("alarmName", "alarmNames[*]", "eventBusName", "logGroupName", "name", "roleName", "rule"),
    f"*:{PREFIX}*": ("logGroupIdentifier", "resourceArn", "subscriptionArn", "topicArn"),
    f"*/{PREFIX}*": ("chatConfigurationArn", "queueUrl"),
    "cis-*": ("alarmName", "alarmNames[*]"),
}
# These name no part of the baseline, and silence all of them.
_ACCOUNT_WIDE = ("PutAccountPolicy", "PutAlarmMuteRule")


def outside_deployment(deployer: str) -> Alarm:
    """The alarm on each change to the baseline's own parts by somebody who isn't in the deployer's role.

    Guardrails refuse them in members. CloudTrail's own role makes the streams of the log group.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    named = (f'$.requestParameters.{field}="{value}"' for value, fields in _NAMED.items() for field in fields)
    ways = " || ".join((*named, *(f'$.eventName="{name}"' for name in _ACCOUNT_WIDE)))
    return Alarm(
        id=BASELINE_CHANGES,
        title="The baseline was changed by hand",
        pattern="{ ($.readOnly IS FALSE) && "
        f'($.eventName != "CreateLogStream") && ($.userIdentity.arn != "*:assumed-role/{deployer}/*") && ({ways}) }}',
        severity=Severity.HIGH,
        meaning="A rule, alarm, topic, filter, queue, bus or role of the baseline was changed, not by the deployer.",
        steps=(
            "Ask who did it; put back at once what nobody announced: `pulumi up --refresh`, and drill the alerts.",
            "What came after it was perhaps not told: read the trail from then on, by the saved queries.",
            "Who silences alerts has something to hide: end the caller's sessions.",
        ),
        sources=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html",),
    )
