"""STS: roles let in whom their trust policies name, every key that it issues works, and callers are who they are."""

import json
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import AccessKey, Role, iam_backends
from moto.sts.models import STSBackend
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from policies.compiled import Compiled
from policies.evaluator import Call, Decision, Policies, decide
from policies.examples import FULL
from policies.principals import Kind
from policies.simulation import complete
from sandbox.aws.constants import ACCESS_KEY
from sandbox.aws.enforcement_caller import Identity, has_device, identify, mfa_keys
from sandbox.aws.services.organizations import organization_of
from sandbox.aws.services.patching import patch

_TEMPORARY = "ASIA"
_HOUR = 3600


class _AccessDenied(ServiceException):
    code = "AccessDenied"


class _ValidationError(ServiceException):
    code = "ValidationError"


_assume_role = TokenResponse.assume_role
_get_caller_identity = STSBackend.get_caller_identity
_get_session_token = TokenResponse.get_session_token
_get_federation_token = TokenResponse.get_federation_token


def _assume_trusting_role(self: TokenResponse) -> ActionResult:
    """Roles that exist, for callers whom their trust policies name; the callers' own policies are the gate's matter."""
    arn = str(self._get_param("RoleArn"))
    if self._get_param("PolicyArns"):
        raise NotImplementedError("PolicyArns of AssumeRole")
    identity = identify(self.get_access_key())
    if not _trusts(identity, arn, request_keys(self, identity)):
        who = identity.caller.principal
        raise _AccessDenied(f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {arn}")
    _check_duration(self, identity, arn)
    answer: Any = _assume_role(self)
    key = iam_backends[arn.split(":")[4]][self.partition].access_keys[answer.result["Credentials"].access_key_id]
    if source := self._get_param("SourceIdentity") or identity.keys.get("aws:SourceIdentity"):
        vars(key)["session_keys"] = {"aws:SourceIdentity": source}
    return answer


def _check_duration(self: TokenResponse, identity: Identity, arn: str) -> None:
    """A session lasts as long as its role lets it, and an hour at most when a role's session opens it.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    role = _role(arn)
    longest = int(role.max_session_duration or _HOUR) if role else _HOUR
    if identity.caller.kind == Kind.SESSION:
        longest = min(longest, _HOUR)
    if self._get_int_param("DurationSeconds", _HOUR) > longest:
        raise _ValidationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def request_keys(self: TokenResponse, identity: Identity) -> dict[str, str]:
    """Condition keys of one AssumeRole request. Raises AccessDenied for a device that isn't the caller's."""
    names = {"ExternalId": "sts:ExternalId", "RoleSessionName": "sts:RoleSessionName"}
    names["SourceIdentity"] = "sts:SourceIdentity"
    keys = {key: str(value) for name, key in names.items() if (value := self._get_param(name)) is not None}
    own = {"aws:PrincipalOrgID": organization} if (organization := organization_of(identity.account)) else {}
    return identity.keys | own | keys | (mfa_keys(utcnow()) if _proves_mfa(self, identity) else {})


def _proves_mfa(self: TokenResponse, identity: Identity) -> bool:
    serial, code = self._get_param("SerialNumber"), self._get_param("TokenCode")
    if serial is None and code is None:
        return False
    if not has_device(identity, str(serial), str(code)):
        raise _AccessDenied(
            "MultiFactorAuthentication failed, unable to validate MFA code. "
            "Please verify your MFA serial number is valid and associated with this user."
        )
    return True


def _trusts(identity: Identity, arn: str, keys: dict[str, str]) -> bool:
    # Enforcement itself needs the services.
    from sandbox.aws.enforcement_context import organization_keys

    trust = trust_policy(arn)
    if trust is None:
        return False
    account = arn.split(":")[4]
    call = Call(
        action="sts:assumerole",
        resource=arn,
        caller=identity.caller,
        resource_account=account,
        context=complete(
            keys | organization_keys("Principal", identity.caller.account or ""), identity.caller, account
        ),
    )
    return decide(call, Policies(identity=[FULL], resource=Compiled(trust))).decision == Decision.ALLOW


def trust_policy(arn: str) -> dict[str, Any] | None:
    """A role's trust policy; None for a role that does not exist, because a forgotten one must fail as on AWS."""
    role = _role(arn)
    return json.loads(role.assume_role_policy_document) if role else None


def _role(arn: str) -> Role | None:
    parts = arn.split(":")
    if len(parts) < 6 or not parts[4].isdigit():
        return None
    return next((role for role in iam_backends[parts[4]][parts[1]].get_roles() if role.arn == arn), None)


def _caller_identity(self: STSBackend, access_key_id: str, region: str) -> tuple[str, str, str]:
    if access_key_id == ACCESS_KEY:
        return "AIDASANDBOX0000000000", f"arn:aws:iam::{self.account_id}:user/sandbox", self.account_id
    key = iam_backends[self.account_id][self.partition].access_keys.get(access_key_id)
    if issued_to := getattr(key, "issued_to", None):
        return *issued_to, self.account_id
    return _get_caller_identity(self, access_key_id, region)


def _session_token(self: TokenResponse) -> ActionResult:
    """The session of a user is that user."""
    mfa = _proves_mfa(self, identify(self.get_access_key()))
    answer: Any = _get_session_token(self).result
    user_id, arn, _ = self.backend.get_caller_identity(self.get_access_key(), self.region)
    issued = _issue(self, user_id, arn, mfa=mfa)
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
    vars(key)["issued_by"] = identify(self.get_access_key()).caller.principal
    vars(key)["session_policy"] = self._get_param("Policy")
    vars(key)["mfa_at"] = utcnow() if mfa else None
    vars(key)["unknown_to"] = () if mfa else ("iam",)
    return {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret_access_key,
        "SessionToken": random_session_token(),
    }


def install() -> None:
    """Let in by trust policies, as AWS does: a forgotten role or a wrong condition must fail here too.

    Session and federation tokens are for long-term keys only, and IAM takes none of them without MFA:
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
    """
    patch(STSBackend, get_caller_identity=_caller_identity)
    patch(
        TokenResponse,
        assume_role=_assume_trusting_role,
        get_session_token=_session_token,
        get_federation_token=_federation_token,
    )
