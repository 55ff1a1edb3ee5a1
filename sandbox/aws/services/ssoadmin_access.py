"""Identity Center: who may manage which part of the instance, and what an assignment needs in its account."""

import json
from typing import Any
from uuid import uuid4

from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.identitystore.models import identitystore_backends
from moto.organizations.models import organizations_backends
from moto.ssoadmin.exceptions import ConflictException, ResourceNotFoundException
from moto.ssoadmin.models import PermissionSet, SSOAdminBackend, ssoadmin_backends
from moto.ssoadmin.responses import SSOAdminResponse

from sandbox.aws.services.organizations import administrators, management_of
from sandbox.aws.services.patching import patch

PRINCIPAL = "sso.amazonaws.com"
_WRITES = ("Attach", "Create", "Delete", "Detach", "Provision", "Put", "Update")
_delete_set = SSOAdminBackend.delete_permission_set
_delete_assignment = SSOAdminResponse.delete_account_assignment


def home_of(account: str) -> str:
    """The account whose instance a call is about: the management account's for its delegated administrator."""
    management = management_of(account)
    if management in (None, account) or account not in administrators(str(management), PRINCIPAL):
        return account
    return str(management)


def find(self: SSOAdminResponse, key: str = "PermissionSetArn") -> PermissionSet:
    """The permission set that a call names; raises moto's ResourceNotFoundException."""
    return self.ssoadmin_backend._find_permission_set(self._get_param("InstanceArn"), self._get_param(key))


def _backend(self: SSOAdminResponse) -> SSOAdminBackend:
    """The instance's backend; what belongs to the management account is closed to its delegated administrator.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
    """
    caller = self.current_account
    home = home_of(caller)
    backend = ssoadmin_backends[home][self.region]
    if caller != home and str(self._get_action()).startswith(_WRITES):
        held = {a.permission_set_arn for a in backend.account_assignments if a.target_id == home}
        if home == self._get_param("TargetId") or self._get_param("PermissionSetArn") in held:
            message = f"User: arn:aws:iam::{caller}:root is not authorized to manage what is in the management account"
            raise JsonRESTError("AccessDeniedException", message)
    return backend


def accounts_of(backend: SSOAdminBackend, arn: str) -> list[str]:
    """Ids of the accounts in which a permission set is, one of each."""
    return sorted({a.target_id for a in backend.account_assignments if a.permission_set_arn == arn})


def obstacle(found: PermissionSet, account: str) -> str | None:
    """Why a set can't be provisioned in an account: a policy that it names isn't there.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html
    """
    boundary = own_boundary(found, account)
    for arn in (*own_policies(found, account), *([boundary] if boundary else [])):
        if arn not in iam_backends[account]["aws"].managed_policies:
            return f"Received a 404 status error: Policy {arn} does not exist or is not attachable."
    return None


def own_policies(found: PermissionSet, account: str) -> list[str]:
    """ARNs of the account's own policies that a set names."""
    return [f"arn:aws:iam::{account}:policy{policy.path}{policy.name}" for policy in found.customer_managed_policies]


def own_boundary(found: PermissionSet, account: str) -> str | None:
    """ARN of the account's own policy that bounds a set's roles."""
    named = (vars(found).get("boundary") or {}).get("CustomerManagedPolicyReference")
    return f"arn:aws:iam::{account}:policy{named.get('Path', '/')}{named['Name']}" if named else None


def _create_assignment(self: SSOAdminResponse) -> str:
    """Begin an assignment; whether it works is known from its status, as with AWS."""
    backend, found = self.ssoadmin_backend, find(self)
    keys = ("InstanceArn", "TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId")
    instance, target, target_type, arn, kind, holder = (self._get_param(key) for key in keys)
    status = {"RequestId": str(uuid4()), "TargetId": target, "TargetType": target_type, "PermissionSetArn": arn}
    status |= {"PrincipalType": kind, "PrincipalId": holder}
    reason = _closed(target) or _unknown(self, kind, holder) or obstacle(found, target)
    if reason is None and (target, arn, kind, holder) not in {
        (a.target_id, a.permission_set_arn, a.principal_type, a.principal_id) for a in backend.account_assignments
    }:
        backend.create_account_assignment(instance, target, target_type, arn, kind, holder)
    outcome = {"Status": "FAILED", "FailureReason": reason} if reason else {"Status": "SUCCEEDED"}
    vars(backend).setdefault("assigning", {})[status["RequestId"]] = status | outcome
    return json.dumps({"AccountAssignmentCreationStatus": status | {"Status": "IN_PROGRESS"}})


def _closed(account: str) -> str | None:
    management = management_of(account)
    known = organizations_backends[management]["aws"].accounts if management else []
    states = [member.state for member in known if member.id == account]
    return None if states == ["ACTIVE"] else f"Received a 404 status error: Account {account} is not active."


def _unknown(self: SSOAdminResponse, kind: str, holder: str) -> str | None:
    stores = identitystore_backends[home_of(self.current_account)][self.region].identity_stores.values()
    known = {key for store in stores for key in (store.groups if kind == "GROUP" else store.users)}
    return None if holder in known else "Received a 404 status error: Not Found."


def _describe_creation(self: SSOAdminResponse) -> str:
    request = self._get_param("AccountAssignmentCreationRequestId")
    status = vars(self.ssoadmin_backend).get("assigning", {}).get(request)
    if status is None:
        raise ResourceNotFoundException(f"Could not find assignment creation request {request}")
    return json.dumps({"AccountAssignmentCreationStatus": status})


def _begin_deletion(self: SSOAdminResponse) -> str:
    status = json.loads(_delete_assignment(self))["AccountAssignmentDeletionStatus"]
    return json.dumps({"AccountAssignmentDeletionStatus": status | {"Status": "IN_PROGRESS"}})


def _delete_permission_set(self: SSOAdminBackend, instance_arn: str, permission_set_arn: str) -> dict[str, Any]:
    if accounts_of(self, permission_set_arn):
        raise ConflictException("Could not delete because PermissionSet has ApplicationProfile associated with it")
    return _delete_set(self, instance_arn, permission_set_arn)


def _list_accounts(self: SSOAdminResponse) -> str:
    return json.dumps({"AccountIds": accounts_of(self.ssoadmin_backend, find(self).permission_set_arn)})


def _list_sets(self: SSOAdminResponse) -> str:
    account, backend = self._get_param("AccountId"), self.ssoadmin_backend
    found = {a.permission_set_arn for a in backend.account_assignments if a.target_id == account}
    return json.dumps({"PermissionSets": sorted(found)})


def install() -> None:
    """Let the delegated administrator in, and make assignments take the time and the conditions that AWS has."""
    patch(SSOAdminBackend, delete_permission_set=_delete_permission_set)
    patch(
        SSOAdminResponse,
        ssoadmin_backend=property(_backend),
        create_account_assignment=_create_assignment,
        delete_account_assignment=_begin_deletion,
        describe_account_assignment_creation_status=_describe_creation,
        list_accounts_for_provisioned_permission_set=_list_accounts,
        list_permission_sets_provisioned_to_account=_list_sets,
    )
