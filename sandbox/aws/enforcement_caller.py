"""Who makes a request, as IAM sees them: the principal behind an access key, and what its credentials say."""

# ruff: noqa: ANN401 - moto's classes have no types that help

import datetime
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow
from moto.iam.models import get_account_id_from, iam_backends
from moto.sts.models import sts_backends

from policies.principals import Caller, Kind, caller
from sandbox.aws.constants import ACCESS_KEY

SANDBOX_USER = "sandbox"
"""The holder of the sandbox's own key: an administrator of the management account whom nobody has made."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A caller with moto's user or role behind it; `holder` is None for the sandbox's own key.

    `session_policy` is JSON; `keys` are the condition keys that the credentials themselves answer.
    """

    caller: Caller
    holder: Any = None
    session_policy: str | None = None
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.caller.account or ""


def identify(access_key: str) -> Identity:
    """The principal of an access key that this AWS issued. Raises LookupError for a key of nobody."""
    account = get_account_id_from(access_key)
    if access_key == ACCESS_KEY:
        return Identity(caller=caller(f"arn:aws:iam::{account}:user/{SANDBOX_USER}"))
    for partition, backend in list(iam_backends[account].items()):
        key = backend.access_keys.get(access_key)
        if key is not None:
            return _of_key(key, account, partition, backend)
    raise LookupError(f"nobody has the access key {access_key}")


def _of_key(key: Any, account: str, partition: str, backend: Any) -> Identity:
    if key.role_arn:
        return _session(key, account, partition, backend)
    if issued_to := getattr(key, "issued_to", None):
        return _token(key, issued_to, backend)
    user = backend.get_user(key.user_name)
    keys = {"aws:username": user.name, "aws:userid": user.id}
    return Identity(caller=caller(user.arn), holder=user, keys=keys)


def _session(key: Any, account: str, partition: str, backend: Any) -> Identity:
    """A role's session knows nothing of MFA, whoever opened it.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    """
    session: Any = sts_backends[account][partition].get_assumed_role_from_access_key(key.access_key_id)
    keys = {"aws:userid": session.user_id, "aws:MultiFactorAuthPresent": "false", "aws:TokenIssueTime": _issued(key)}
    keys |= getattr(key, "session_keys", {})
    return Identity(
        caller=caller(session.arn, session.role_arn),
        holder=next((role for role in backend.get_roles() if role.arn == session.role_arn), None),
        session_policy=session.policy or None,
        keys=keys,
    )


def _token(key: Any, issued_to: tuple[str, str], backend: Any) -> Identity:
    """A session of a user, which may have proved MFA, or of whom the user let act for it."""
    user_id, arn = issued_to
    by = getattr(key, "issued_by", arn)
    user = next((user for user in backend.users.values() if user.arn == by), None)
    who = caller(arn, by)
    issued = {"aws:TokenIssueTime": _issued(key)} if key.access_key_id.startswith("ASIA") else {}
    keys = {"aws:userid": user_id, **mfa_keys(getattr(key, "mfa_at", None)), **issued}
    keys |= getattr(key, "session_keys", {})
    if who.kind == Kind.USER:
        keys["aws:username"] = arn.rpartition("/")[2]
    return Identity(caller=who, holder=user, session_policy=getattr(key, "session_policy", None), keys=keys)


def _issued(key: Any) -> str:
    """When temporary credentials were handed out, by which older ones can be told from newer."""
    return f"{key.create_date:%Y-%m-%dT%H:%M:%SZ}"


def mfa_keys(moment: datetime.datetime | None) -> dict[str, str]:
    """What a session says of MFA that was proved at a moment, or never."""
    if moment is None:
        return {"aws:MultiFactorAuthPresent": "false"}
    age = int((utcnow() - moment).total_seconds())
    return {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": str(age)}


def has_device(identity: Identity, serial: str, code: str) -> bool:
    """Whether the device is the caller's and the code could be one: the codes themselves nobody here can check."""
    devices = getattr(identity.holder, "mfa_devices", {})
    return serial in devices and len(code) == 6 and code.isdigit()
