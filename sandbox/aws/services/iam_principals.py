"""IAM's principals: users' boundaries, AWS's own policies where they are attached, the rights of vended roles."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import json
from functools import cache
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import ValidationError
from moto.iam.models import AWSManagedPolicy, IAMBackend, User, iam_backends
from moto.iam.responses import IamResponse
from moto.organizations.models import FakeAccount

from policies.document import canonical
from policies.examples import FULL_ACCESS
from sandbox.aws.services.patching import patch

_AWS = ":iam::aws:policy/"
_get_policy = IAMBackend.get_policy
_attach = {name: getattr(IAMBackend, f"attach_{name}_policy") for name in ("role", "user", "group")}
_create_user = IamResponse.create_user
_init_account = FakeAccount.__init__


@cache
def _published() -> dict[str, Any]:
    return json.loads(aws_managed_policies_data)


def _know(self: IAMBackend, arn: str) -> None:
    """Bring in one of AWS's policies: moto would load all of them into every account, and keep them in its state."""
    name = arn.rpartition("/")[2]
    data = _published().get(name) if _AWS in arn and arn not in self.managed_policies else None
    if data is not None:
        policy = AWSManagedPolicy.from_data(name, self.account_id, self.region_name, data)
        if policy.arn == arn:
            self.managed_policies[arn] = policy


def _get_known_policy(self: IAMBackend, policy_arn: str) -> Any:
    _know(self, policy_arn)
    return _get_policy(self, policy_arn)


def _attaching(name: str) -> Any:
    def attach(self: IAMBackend, policy_arn: str, *holder: str, **named: str) -> None:
        _know(self, policy_arn)
        _attach[name](self, policy_arn, *holder, **named)

    return attach


def _boundary(self: User) -> dict[str, str] | None:
    arn = getattr(self, "permissions_boundary_arn", None)
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn} if arn else None


def _set_boundary(self: IamResponse) -> EmptyResult:
    arn = str(self._get_param("PermissionsBoundary"))
    if not self.backend.policy_arn_regex.match(arn):
        raise ValidationError(f"Value ({arn}) for parameter PermissionsBoundary is invalid.")
    vars(self.backend.get_user(self._get_param("UserName")))["permissions_boundary_arn"] = arn
    return EmptyResult()


def _remove_boundary(self: IamResponse) -> EmptyResult:
    vars(self.backend.get_user(self._get_param("UserName"))).pop("permissions_boundary_arn", None)
    return EmptyResult()


def _create_bounded_user(self: IamResponse) -> ActionResult:
    answer = _create_user(self)
    if self._get_param("PermissionsBoundary"):
        _set_boundary(self)
    return answer


def _vended(self: FakeAccount, *args: Any, **kwargs: Any) -> None:
    """Organizations gives the role of a new account all rights; moto gives it none.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
    """
    _init_account(self, *args, **kwargs)
    if self.id != self.master_account_id:
        role = kwargs.get("RoleName", "OrganizationAccountAccessRole")
        iam_backends[self.id]["aws"].put_role_policy(role, "AdministratorAccess", canonical(FULL_ACCESS))


def install() -> None:
    """Add what the decisions of IAM need and moto lacks."""
    patch(
        IAMBackend,
        get_policy=_get_known_policy,
        **{f"attach_{name}_policy": _attaching(name) for name in _attach},
    )
    patch(User, permissions_boundary=property(_boundary))
    patch(
        IamResponse,
        create_user=_create_bounded_user,
        put_user_permissions_boundary=_set_boundary,
        delete_user_permissions_boundary=_remove_boundary,
    )
    patch(FakeAccount, __init__=_vended)
