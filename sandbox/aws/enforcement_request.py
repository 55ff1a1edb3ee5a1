"""Which IAM actions a request needs: its operation by the service's model, under the names that IAM has for it."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationNotFoundError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

_SCOPE = re.compile(r"Credential=[^/,\s]+/\d+/([^/]+)/([^/,]+)/aws4_request")
_QUERY_SCOPE = re.compile(r"X-Amz-Credential=[^/%&]+(?:/|%2F)\d+(?:/|%2F)([^/%&]+)(?:/|%2F)([^/%&]+)")
# Services that sign under another name than IAM has for them.
_PREFIXES = {"monitoring": "cloudwatch", "email": "ses"}
# Operations whose action is called otherwise
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
_S3 = {
    "AbortMultipartUpload": "AbortMultipartUpload",
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListParts": "ListMultipartUploadParts",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketCors": "PutBucketCORS",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
}
_S3_CONTROL = {
    "DeletePublicAccessBlock": "PutAccountPublicAccessBlock",
    "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
    "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
}
_ONE_VERSION = {
    "GetObject": "GetObjectVersion",
    "HeadObject": "GetObjectVersion",
    "DeleteObject": "DeleteObjectVersion",
}
NAMES = {"s3": _S3, "s3control": _S3_CONTROL, "lambda": {"Invoke": "InvokeFunction"}}
"""Operations by service with the names that IAM has for them."""
# Who tags what is being made needs the right to tag: the tagging action by service, and by operation where they differ
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html).
TAGGING = {
    "cloudtrail": "AddTags",
    "cloudwatch": "TagResource",
    "events": "TagResource",
    "iam:CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
    "iam:CreatePolicy": "TagPolicy",
    "iam:CreateRole": "TagRole",
    "iam:CreateUser": "TagUser",
    "kms": "TagResource",
    "logs": "TagResource",
    "organizations": "TagResource",
    "sns": "TagResource",
    "sqs": "TagQueue",
    "sso": "TagResource",
}
TAGS = ("Tags", "TagsList", "tags")
_CREATES = ("Create", "Put")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One request: IAM's prefix of the service, the operation with its parameters, and where it is made.

    `model` and `protocol` are botocore's names, `headers` have their names in lower case.
    """

    service: str
    model: str
    name: str
    region: str
    protocol: str
    params: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Need:
    """One action that a request needs, with the role that it passes on, where it does, and to which service."""

    action: str
    role: str | None = None
    passed_to: str | None = None


def read(handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None) -> Operation | None:
    """The operation of a request for moto's handler of its address; None where the service's model has none.

    Raises NotImplementedError where the protocol can't be read.
    """
    model = handler.__self__().boto3_service_name
    service_model = get_service_model(model)
    request = Request.from_primitives(method, host + path, _targeted(headers, service_model), body)
    try:
        operation, uri = get_service_router(model).match(request)
    except (NotFound, OperationNotFoundError):
        return None
    protocol = determine_request_protocol(service_model, request.content_type)
    parsed = PROTOCOL_PARSERS[protocol](operation, map_type=dict).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": uri,
        }
    )
    match = _SCOPE.search(request.headers.get("Authorization") or "") or _QUERY_SCOPE.search(path)
    region, signed = match.groups() if match else ("us-east-1", model)
    return Operation(
        service=_PREFIXES.get(signed, signed),
        model=model,
        name=str(operation.name),
        region=region,
        protocol=protocol,
        params=parsed or {},
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def _targeted(headers: Any, model: Any) -> Any:
    """The headers with the operation as the service's model names it: SDKs write some services' prefix otherwise."""
    target, prefix = headers.get("X-Amz-Target"), model.metadata.get("targetPrefix")
    return {**headers, "X-Amz-Target": f"{prefix}.{target.rpartition('.')[2]}"} if target and prefix else headers


def needs(operation: Operation) -> Iterator[Need]:
    """The action of the operation itself, of tagging what it makes, and of passing on the roles that it names."""
    names = _ONE_VERSION if operation.model == "s3" and operation.params.get("VersionId") else {}
    name = names.get(operation.name) or NAMES.get(operation.model, {}).get(operation.name, operation.name)
    yield Need(action=f"{operation.service}:{name}")
    tagging = TAGGING.get(f"{operation.service}:{operation.name}") or TAGGING.get(operation.service)
    if tagging and operation.name.startswith(_CREATES) and any(operation.params.get(tags) for tags in TAGS):
        yield Need(action=f"{operation.service}:{tagging}")
    if operation.service not in ("iam", "sts"):
        for role in sorted(set(_roles(operation.params))):
            service = {"cloudwatch": "monitoring"}.get(operation.service, operation.service)
            yield Need(action="iam:PassRole", role=role, passed_to=f"{service}.amazonaws.com")


def _roles(value: Any, key: str = "") -> Iterator[str]:
    """ARNs of roles in parameters that are called a role."""
    if isinstance(value, Mapping):
        for inner, item in value.items():
            yield from _roles(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from _roles(item, key)
    elif isinstance(value, str) and key.lower().endswith(("rolearn", "role")) and ":role/" in value:
        yield value
