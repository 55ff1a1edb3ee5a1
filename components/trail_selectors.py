"""What a trail records and looks at, as CloudTrail's API has it."""

from collections.abc import Iterable

import pulumi_aws as aws

from config.trail import DataEvents, Insight
from policies.log_path import TrailPath

Field = aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
Selector = aws.cloudtrail.TrailAdvancedEventSelectorArgs

_OBJECTS, _FUNCTIONS = "AWS::S3::Object", "AWS::Lambda::Function"
_WANTED = {
    DataEvents.S3_WRITES: (_OBJECTS, "false"),
    DataEvents.S3_READS: (_OBJECTS, "true"),
    DataEvents.LAMBDA_CALLS: (_FUNCTIONS, None),
}


def event_selectors(path: TrailPath, data_events: Iterable[DataEvents]) -> list[Selector]:
    """Management events always, and said so: a trail that loses its last selector would keep it.

    The archive's own buckets are left out, for each file of records would be the reason for another one
    (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html).
    """
    management = Selector(name="management", field_selectors=[Field(field="eventCategory", equals=["Management"])])
    return [management, *(_data(path, events) for events in sorted(data_events))]


def insight_selectors(insights: Iterable[Insight]) -> list[aws.cloudtrail.TrailInsightSelectorArgs]:
    """Each kind of number that is compared."""
    return [aws.cloudtrail.TrailInsightSelectorArgs(insight_type=insight.value) for insight in sorted(insights)]


def _data(path: TrailPath, events: DataEvents) -> Selector:
    kind, reads = _WANTED[events]
    fields = [Field(field="eventCategory", equals=["Data"]), Field(field="resources.type", equals=[kind])]
    if reads is not None:
        fields.append(Field(field="readOnly", equals=[reads]))
    if kind == _OBJECTS:
        own = [f"arn:{path.partition}:s3:::{bucket}/" for bucket in (path.bucket, path.access_logs)]
        fields.append(Field(field="resources.ARN", not_starts_withs=own))
    return Selector(name=events.value, field_selectors=fields)
