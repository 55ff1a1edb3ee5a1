"""Identity Center: sessions of people, under the role that a permission set has in an account.

Signing in is no call of AWS's API: a test or a drill asks for it beside AWS's own protocols.
"""

# ruff: noqa: ANN401 - moto's classes have no types that help

import hashlib
import json
from typing import Any

from moto.iam.models import iam_backends
from moto.identitystore.models import identitystore_backends
from moto.ssoadmin.models import PermissionSet, SSOAdminBackend, ssoadmin_backends
from moto.sts.models import sts_backends

from policies.names import global_region
from sandbox.aws.services.organizations import management_of
from sandbox.aws.services.ssoadmin_access import own_boundary, own_policies

_PATH = "/aws-reserved/sso.amazonaws.com/"
_INLINE = "AwsSSOInlinePolicy"


def sign_in(user: str, permission_set: str, account: str) -> dict[str, str]:
    """An access key of a user's session, names as people know them, where the user is assigned, by a group or directly.

    The role is made at the first sign-in, as the set is then; later changes reach it when they are provisioned. Its
    sessions say by a key of their own who signed in:
    https://docs.aws.amazon.com/singlesignon/latest/userguide/condition-context-keys-sts-idc.html
    Raises ValueError for a user, a set or an assignment that isn't there.
    """
    backend = _backend(account)
    found = next((known for known in backend.permission_sets if known.name == permission_set), None)
    person, holders = _holders(backend, user)
    if found is None or not any(
        (a.permission_set_arn, a.target_id) == (found.permission_set_arn, account) and a.principal_id in holders
        for a in backend.account_assignments
    ):
        raise ValueError(f"{user} is not assigned to {permission_set} in account {account}")
    role = _role(found, account) or _make(backend, found, account)
    sts: Any = sts_backends[account]["aws"]
    session = sts.assume_role(backend.region_name, user, role.arn, "", 3600, "")
    vars(session.access_key)["session_keys"] = {"identitystore:UserId": person}
    return {
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret_access_key,
        "SessionToken": session.session_token,
    }


def refresh(found: PermissionSet, accounts: list[str]) -> None:
    """Write what a set says into its roles that are there: open sessions meet it too."""
    for account in accounts:
        role = _role(found, account)
        if role is not None:
            _fill(role, found, account)


def _backend(account: str) -> SSOAdminBackend:
    management = management_of(account)
    regions = ssoadmin_backends[management].values() if management else ()
    backend = next((backend for backend in regions if backend.instances), None)
    if backend is None:
        raise ValueError(f"account {account} has no Identity Center")
    return backend


def _holders(backend: SSOAdminBackend, user: str) -> tuple[str, set[str]]:
    """A user's id, and the ids by which it is assigned: its own and its groups'."""
    stores = identitystore_backends[backend.account_id][backend.region_name].identity_stores.values()
    store: Any = next((store for store in stores if any(u.UserName == user for u in store.users.values())), None)
    if store is None:
        raise ValueError(f"there is no user {user}")
    person = next(key for key, known in store.users.items() if known.UserName == user)
    memberships = store.group_memberships.values()
    return person, {person, *(held["GroupId"] for held in memberships if held["MemberId"]["UserId"] == person)}


def _name(found: PermissionSet, account: str) -> str:
    suffix = hashlib.sha256(f"{account}{found.permission_set_arn}".encode()).hexdigest()[:16]
    return f"AWSReservedSSO_{found.name}_{suffix}"


def _role(found: PermissionSet, account: str) -> Any:
    return next((role for role in iam_backends[account]["aws"].get_roles() if role.name == _name(found, account)), None)


def _make(backend: SSOAdminBackend, found: PermissionSet, account: str) -> Any:
    region = backend.region_name
    provider = f"arn:aws:iam::{account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
    trust = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithSAML"}
    role = iam_backends[account]["aws"].create_role(
        role_name=_name(found, account),
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        path=_PATH if region == global_region(region) else f"{_PATH}{region}/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="43200",
    )
    _fill(role, found, account)
    return role


def _fill(role: Any, found: PermissionSet, account: str) -> None:
    """The set's policies, of AWS and of the account's own, its inline policy and its boundary."""
    iam: Any = iam_backends[account]["aws"]
    wanted = {*(policy.arn for policy in found.managed_policies), *own_policies(found, account)}
    for arn in set(role.managed_policies) - wanted:
        iam.detach_role_policy(arn, role.name)
    for arn in wanted - set(role.managed_policies):
        iam.attach_role_policy(arn, role.name)
    role.policies.pop(_INLINE, None)
    if found.inline_policy:
        iam.put_role_policy(role.name, _INLINE, found.inline_policy)
    boundary = vars(found).get("boundary") or {}
    role.permissions_boundary_arn = own_boundary(found, account) or boundary.get("ManagedPolicyArn")
