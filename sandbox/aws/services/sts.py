"""STS: only roles that exist can be assumed, and the sandbox's own key has a proper ARN."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

from typing import Any

from moto.core.exceptions import ServiceException
from moto.iam.models import iam_backends
from moto.sts.models import AssumedRole, STSBackend

from sandbox.aws.constants import ACCESS_KEY
from sandbox.aws.services.patching import patch


class _AccessDenied(ServiceException):
    code = "AccessDenied"


_assume_role = STSBackend.assume_role
_get_caller_identity = STSBackend.get_caller_identity


def _assume_existing_role(self: STSBackend, **kwargs: Any) -> AssumedRole:
    arn = str(kwargs["role_arn"])
    parts = arn.split(":")
    account = parts[4] if len(parts) > 5 else ""
    roles = iam_backends[account][self.partition].get_roles() if account.isdigit() else []
    if arn not in {role.arn for role in roles}:
        raise _AccessDenied(f"The caller is not authorized to perform: sts:AssumeRole on resource: {arn}")
    return _assume_role(self, **kwargs)


def _caller_identity(self: STSBackend, access_key_id: str, region: str) -> tuple[str, str, str]:
    if access_key_id == ACCESS_KEY:
        return "AIDASANDBOX0000000000", f"arn:aws:iam::{self.account_id}:user/sandbox", self.account_id
    return _get_caller_identity(self, access_key_id, region)


def install() -> None:
    """Refuse roles that do not exist, because a forgotten role must fail here as it does on AWS."""
    patch(STSBackend, assume_role=_assume_existing_role, get_caller_identity=_caller_identity)
