"""What root only reads: one alarm for each account, apart from the catalogue's, each of which is there once."""

from policies.alarms.alarm import Alarm
from policies.types import Severity

ACCOUNT = "Account"
"""The metric's dimension."""

ROOT_READS = Alarm(
    id="root-reads",
    title="The root user looked around",
    # What becomes a dimension is asked for too, so that it is there.
    pattern='{ ($.userIdentity.type = "Root") && ($.recipientAccountId = "*") && '
    '($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") && ($.readOnly IS TRUE) }',
    period=900,
    severity=Severity.MEDIUM,
    meaning="The root user, or a root session, read something; a visit to the console makes hundreds of such records.",
    steps=(
        "Look for the page about the sign-in, or the notice about the root session, that must be there before it.",
        "Without either, an access key of root is in use: delete it, and treat it as an intrusion.",
    ),
    sources=("https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html",),
)
