"""STS: only roles that exist can be assumed, every key that it issues works, and callers are who they are on AWS."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.iam.models import AccessKey, iam_backends
from moto.sts.models import AssumedRole, STSBackend
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from sandbox.aws.constants import ACCESS_KEY
from sandbox.aws.services.patching import patch

_TEMPORARY = "ASIA"


class _AccessDenied(ServiceException):
    code = "AccessDenied"


_assume_role = STSBackend.assume_role
_get_caller_identity = STSBackend.get_caller_identity
_get_session_token = TokenResponse.get_session_token
_get_federation_token = TokenResponse.get_federation_token


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
    key = iam_backends[self.account_id][self.partition].access_keys.get(access_key_id)
    if issued_to := getattr(key, "issued_to", None):
        return *issued_to, self.account_id
    return _get_caller_identity(self, access_key_id, region)


def _session_token(self: TokenResponse) -> ActionResult:
    """The session of a user is that user."""
    answer: Any = _get_session_token(self).result
    user_id, arn, _ = self.backend.get_caller_identity(self.get_access_key(), self.region)
    issued = _issue(self, user_id, arn, mfa=bool(self._get_param("TokenCode")))
    return ActionResult(answer | {"Credentials": answer["Credentials"] | issued})


def _federation_token(self: TokenResponse) -> ActionResult:
    answer: Any = _get_federation_token(self).result
    user = answer["FederatedUser"]
    issued = _issue(self, user["FederatedUserId"], user["Arn"])
    return ActionResult(answer | {"Credentials": answer["Credentials"] | issued})


def _issue(self: TokenResponse, user_id: str, arn: str, mfa: bool = False) -> dict[str, str]:
    """A key of the caller's account that names its holder; moto itself answers with the documentation's example key."""
    if self.get_access_key().startswith(_TEMPORARY):
        raise _AccessDenied(f"Cannot call {self._get_action()} with session credentials")
    key: AccessKey = iam_backends[self.current_account][self.partition].create_temp_access_key()
    vars(key)["issued_to"] = (user_id, arn)
    vars(key)["unknown_to"] = () if mfa else ("iam",)
    return {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret_access_key,
        "SessionToken": random_session_token(),
    }


def install() -> None:
    """Refuse roles that do not exist, because a forgotten role must fail here as it does on AWS.

    Session and federation tokens are for long-term keys only, and IAM takes none of them without MFA:
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
    """
    patch(STSBackend, assume_role=_assume_existing_role, get_caller_identity=_caller_identity)
    patch(TokenResponse, get_session_token=_session_token, get_federation_token=_federation_token)
