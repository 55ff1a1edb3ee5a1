"""Identity Center: one instance in one region, tags, provisioning status and permissions boundaries."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import json
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.ssoadmin.exceptions import ConflictException, ResourceNotFoundException
from moto.ssoadmin.models import ManagedPolicy, SSOAdminBackend, ssoadmin_backends
from moto.ssoadmin.responses import SSOAdminResponse

from sandbox.aws.services import ssoadmin_access
from sandbox.aws.services.patching import patch
from sandbox.aws.services.ssoadmin_access import accounts_of, find, home_of, obstacle
from sandbox.aws.services.ssoadmin_sessions import refresh

_init = SSOAdminBackend.__init__
_provision = SSOAdminResponse.provision_permission_set
_create_set = SSOAdminBackend.create_permission_set


def _without_instance(self: SSOAdminBackend, region_name: str, account_id: str) -> None:
    _init(self, region_name, account_id)
    self.instances = []
    vars(self)["provisionings"] = {}


def _create_permission_set(self: SSOAdminBackend, *args: Any, **kwargs: Any) -> dict[str, Any]:
    arn = kwargs.get("instance_arn")
    if arn not in {instance.instance_arn for instance in self.instances}:
        raise ResourceNotFoundException(f"Could not find Instance with ARN {arn}")
    if kwargs.get("name") in {found.name for found in self.permission_sets}:
        raise ConflictException(f"PermissionSet with name {kwargs['name']} already exists.")
    return _create_set(self, *args, **kwargs)


@cache
def _managed_policies() -> frozenset[str]:
    """What follows `policy` in the ARNs of AWS's managed policies."""
    return frozenset(
        f"{policy.get('Path', '/')}{name}" for name, policy in json.loads(aws_managed_policies_data).items()
    )


def _find_managed_policy(self: SSOAdminBackend, managed_policy_arn: str) -> Any:
    """Policies with a path, those of job functions among them, which moto looks for without."""
    head, _, path = managed_policy_arn.partition(":policy")
    if head != f"arn:{self.partition}:iam::aws" or path not in _managed_policies():
        raise ResourceNotFoundException(f"Policy does not exist with ARN: {managed_policy_arn}")
    return ManagedPolicy(managed_policy_arn, path.rpartition("/")[2])


def _list_tags(self: SSOAdminResponse) -> str:
    return json.dumps({"Tags": find(self, "ResourceArn").tags or []})


def _tag(self: SSOAdminResponse) -> str:
    found = find(self, "ResourceArn")
    tags = {tag["Key"]: tag["Value"] for tag in [*(found.tags or []), *self._get_param("Tags")]}
    found.tags = [{"Key": key, "Value": value} for key, value in tags.items()]
    return "{}"


def _untag(self: SSOAdminResponse) -> str:
    found = find(self, "ResourceArn")
    found.tags = [tag for tag in found.tags or [] if tag["Key"] not in self._get_param("TagKeys")]
    return "{}"


def _provision_and_note(self: SSOAdminResponse) -> str:
    """Begin it; what becomes of it is known from its status, as with AWS."""
    answer = _provision(self)
    status = json.loads(answer)["PermissionSetProvisioningStatus"]
    if self._get_param("TargetId"):
        status["AccountId"] = self._get_param("TargetId")
    begun, found = dict(status), find(self)
    accounts = (
        [status["AccountId"]]
        if self._get_param("TargetId")
        else accounts_of(self.ssoadmin_backend, found.permission_set_arn)
    )
    reasons = [reason for account in accounts if (reason := obstacle(found, account))]
    if reasons:
        status |= {"Status": "FAILED", "FailureReason": reasons[0]}
    else:
        refresh(found, accounts)
    vars(self.ssoadmin_backend)["provisionings"][status["RequestId"]] = status
    return json.dumps({"PermissionSetProvisioningStatus": begun | {"Status": "IN_PROGRESS"}})


def _describe_provisioning(self: SSOAdminResponse) -> str:
    request = self._get_param("ProvisionPermissionSetRequestId")
    status = vars(self.ssoadmin_backend)["provisionings"].get(request)
    if status is None:
        raise ResourceNotFoundException(f"Could not find provisioning request {request}")
    return json.dumps({"PermissionSetProvisioningStatus": status})


def _put_boundary(self: SSOAdminResponse) -> str:
    vars(find(self))["boundary"] = self._get_param("PermissionsBoundary")
    return "{}"


def _get_boundary(self: SSOAdminResponse) -> str:
    boundary = vars(find(self)).get("boundary")
    if boundary is None:
        raise ResourceNotFoundException("Could not find a permissions boundary on this permission set")
    return json.dumps({"PermissionsBoundary": boundary})


def _delete_boundary(self: SSOAdminResponse) -> str:
    if vars(find(self)).pop("boundary", None) is None:
        raise ResourceNotFoundException("Could not find a permissions boundary on this permission set")
    return "{}"


def _list_instances(self: SSOAdminResponse) -> str:
    """Instances with their region, which moto does not tell; those of all regions where asked."""
    account, region = home_of(self.current_account), self.region
    wide = self._get_param("RegionScope") == "ALL_REGIONS"
    backends = ssoadmin_backends[account]
    found = [
        instance.to_json() | {"PrimaryRegion": home}
        for home in (list(backends) if wide else [region])
        for instance in backends[home].list_instances()
    ]
    return json.dumps({"Instances": found})


OPERATIONS = {
    "list_instances": _list_instances,
    "list_tags_for_resource": _list_tags,
    "tag_resource": _tag,
    "untag_resource": _untag,
    "provision_permission_set": _provision_and_note,
    "describe_permission_set_provisioning_status": _describe_provisioning,
    "put_permissions_boundary_to_permission_set": _put_boundary,
    "get_permissions_boundary_for_permission_set": _get_boundary,
    "delete_permissions_boundary_from_permission_set": _delete_boundary,
}


def install() -> None:
    """Add the operations, and take away the instance that moto gives every account and region."""
    patch(
        SSOAdminBackend,
        __init__=_without_instance,
        create_permission_set=_create_permission_set,
        _find_managed_policy=_find_managed_policy,
    )
    patch(SSOAdminResponse, **OPERATIONS)
    ssoadmin_access.install()
