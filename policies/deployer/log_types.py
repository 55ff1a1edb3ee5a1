"""What the log archive, the trail and the alerts of the audit account need; what is kept on destroy needs no deletion.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from policies import names
from policies.baseline_resources import KEY_ALIASES, PREFIX
from policies.deployer.need import Need, Needs, Part, Place, arn, iam

_BUCKETS = Place(
    part=Part.ARCHIVE,
    sid="ArchiveBuckets",
    arns=tuple(f"arn:{{partition}}:s3:::{{{one}}}" for one in ("bucket", "access_logs", "config_bucket")),
)
# A key has no name: it is made with the deployment's tag, and known by it from then on.
_NEW_KEYS = Place(
    part=Part.KEYS, sid="NewKeys", conditions={"StringEquals": {"aws:RequestTag/managed-by": "guardrails"}}
)
_KEYS = Place(
    part=Part.KEYS,
    sid="Keys",
    arns=(arn("kms", "key/*"),),
    conditions={"StringEquals": {"aws:ResourceTag/managed-by": "guardrails"}},
)
_ALIASES = Place(part=Part.KEYS, sid="Aliases", arns=(arn("kms", KEY_ALIASES),))
_LISTED_ALIASES = Place(part=Part.KEYS, sid="AliasesListed")
# A trail of the organization is the management account's, whoever makes it.
_TRAIL = Place(
    part=Part.AUDIT,
    sid="Trail",
    arns=(arn("cloudtrail", f"trail/{names.TRAIL}", account="{management}"),),
)
_OWN_TRAIL = Place(part=Part.TRAIL, sid="AccountTrail", arns=(arn("cloudtrail", f"trail/{names.ACCOUNT_TRAIL}"),))
_LISTED_TRAILS = Place(part=Part.TRAIL, sid="TrailsListed")
_QUERIES = Place(part=Part.AUDIT, sid="Queries")
_LOG_GROUPS = Place(part=Part.TRAIL, sid="LogGroups", arns=(arn("logs", f"log-group:{PREFIX}*"),))
_LISTED_LOGS = Place(part=Part.TRAIL, sid="LogGroupsListed")
_ALARMS = Place(
    part=Part.TRAIL,
    sid="Alarms",
    arns=(arn("cloudwatch", f"alarm:{PREFIX}*"), arn("cloudwatch", "alarm:cis-*")),
)
_TOPICS = Place(part=Part.AUDIT, sid="Topics", arns=(arn("sns", f"{PREFIX}*"),))
# The service authorization reference knows no resource for these.
_HUB_POLICY = Place(part=Part.AUDIT, sid="HubPolicy")
_HUB = Place(part=Part.AUDIT, sid="Hub", arns=(arn("events", f"event-bus/{names.ROOT_HUB_BUS}"),))


def _passed(part: Part, sid: str, role: str) -> Place:
    return Place(
        part=part,
        sid=sid,
        arns=(iam(f"role/{role}"),),
        conditions={"StringEquals": {"iam:PassedToService": "cloudtrail.amazonaws.com"}},
    )


_PASSED = _passed(Part.AUDIT, "PassTrailToLogs", names.TRAIL_LOGS_ROLE)
_OWN_PASSED = _passed(Part.TRAIL, "PassAccountTrailToLogs", names.ACCOUNT_TRAIL_LOGS_ROLE)

# The provider reads a bucket whole, whichever part of it is meant.
_BUCKET = Need(
    place=_BUCKETS,
    create="s3:CreateBucket PutBucketTagging",
    read="s3:GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration "
    "GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite "
    "GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListBucket",
)

_OF_TRAIL = {
    "create": "cloudtrail:AddTags CreateTrail PutEventSelectors PutInsightSelectors StartLogging",
    "read": "cloudtrail:GetEventSelectors GetInsightSelectors GetTrailStatus ListTags",
    "update": "cloudtrail:RemoveTags UpdateTrail",
}


def _of_bucket(write: str, read: str) -> tuple[Need, ...]:
    return (Need(place=_BUCKETS, create=f"s3:{write}", read=f"s3:{read}"),)


LOG_TYPES: Needs = {
    "aws:cloudtrail/trail:Trail": (
        Need(place=_TRAIL, **_OF_TRAIL, when={"name": names.TRAIL}),
        Need(place=_PASSED, create="iam:PassRole", when={"name": names.TRAIL}),
        # The organization's trail is kept, those of accounts go with their option.
        Need(place=_OWN_TRAIL, **_OF_TRAIL, delete="cloudtrail:DeleteTrail", when={"name": names.ACCOUNT_TRAIL}),
        Need(place=_OWN_PASSED, create="iam:PassRole", when={"name": names.ACCOUNT_TRAIL}),
        Need(place=_LISTED_TRAILS, read="cloudtrail:DescribeTrails"),
    ),
    "aws:cloudwatch/eventBus:EventBus": (
        Need(
            place=_HUB,
            create="events:CreateEventBus TagResource",
            read="events:DescribeEventBus ListTagsForResource",
            update="events:UntagResource UpdateEventBus",
            delete="events:DeleteEventBus",
        ),
    ),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": (
        Need(place=_HUB, read="events:DescribeEventBus"),
        Need(place=_HUB_POLICY, create="events:PutPermission", delete="events:RemovePermission"),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        Need(
            place=_LOG_GROUPS,
            create="logs:AssociateKmsKey CreateLogGroup PutRetentionPolicy TagResource",
            read="logs:ListTagsForResource",
            update="logs:UntagResource",
            delete="logs:DeleteLogGroup",
        ),
        Need(place=_LISTED_LOGS, read="logs:DescribeLogGroups"),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": (
        Need(
            place=_LOG_GROUPS,
            create="logs:PutMetricFilter",
            read="logs:DescribeMetricFilters",
            delete="logs:DeleteMetricFilter",
        ),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        Need(
            place=_ALARMS,
            create="cloudwatch:PutMetricAlarm TagResource",
            read="cloudwatch:DescribeAlarms ListTagsForResource",
            update="cloudwatch:UntagResource",
            delete="cloudwatch:DeleteAlarms",
        ),
    ),
    "aws:cloudwatch/queryDefinition:QueryDefinition": (
        Need(
            place=_QUERIES,
            create="logs:PutQueryDefinition",
            read="logs:DescribeQueryDefinitions",
            delete="logs:DeleteQueryDefinition",
        ),
    ),
    "aws:kms/alias:Alias": (
        Need(place=_ALIASES, create="kms:CreateAlias", update="kms:UpdateAlias"),
        Need(place=_KEYS, create="kms:CreateAlias", update="kms:UpdateAlias"),
        Need(place=_LISTED_ALIASES, read="kms:ListAliases"),
    ),
    "aws:kms/key:Key": (
        Need(place=_NEW_KEYS, create="kms:CreateKey TagResource"),
        Need(
            place=_KEYS,
            create="kms:EnableKeyRotation",
            read="kms:DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
            update="kms:PutKeyPolicy TagResource UpdateKeyDescription",
        ),
    ),
    "aws:s3/bucket:Bucket": (_BUCKET,),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _of_bucket(
        "PutLifecycleConfiguration", "GetLifecycleConfiguration"
    ),
    "aws:s3/bucketLogging:BucketLogging": _of_bucket("PutBucketLogging", "GetBucketLogging"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _of_bucket(
        "PutBucketObjectLockConfiguration", "GetBucketObjectLockConfiguration"
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _of_bucket("PutBucketPolicy", "GetBucketPolicy"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _of_bucket(
        "PutBucketPublicAccessBlock", "GetBucketPublicAccessBlock"
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _of_bucket(
        "PutEncryptionConfiguration", "GetEncryptionConfiguration"
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _of_bucket("PutBucketVersioning", "GetBucketVersioning"),
    "aws:sns/topic:Topic": (
        Need(
            place=_TOPICS,
            create="sns:CreateTopic SetTopicAttributes TagResource",
            read="sns:GetTopicAttributes ListTagsForResource",
            update="sns:UntagResource",
            delete="sns:DeleteTopic",
        ),
    ),
    "aws:sns/topicPolicy:TopicPolicy": (
        Need(place=_TOPICS, create="sns:SetTopicAttributes", read="sns:GetTopicAttributes"),
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        Need(
            place=_TOPICS,
            create="sns:Subscribe",
            read="sns:GetSubscriptionAttributes ListSubscriptionsByTopic",
            update="sns:SetSubscriptionAttributes",
            delete="sns:Unsubscribe",
        ),
    ),
}
