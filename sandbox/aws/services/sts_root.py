"""STS: root sessions of member accounts, opened by whom AWS lets open them, and no stronger than their task."""

import json
from datetime import timedelta
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import AccessKey, ManagedPolicy, iam_backends
from moto.organizations.models import organizations_backends
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from policies.principals import Kind
from sandbox.aws.enforcement_caller import identify
from sandbox.aws.services.iam_account import has_root_sessions
from sandbox.aws.services.organizations import management_of
from sandbox.aws.services.patching import patch

_TASKS = ":policy/root-task/"
_LONGEST = 900  # seconds (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html)


class _AccessDenied(ServiceException):
    code = "AccessDenied"


class _ValidationError(ServiceException):
    code = "ValidationError"


def _assume_root(self: TokenResponse) -> ActionResult:
    """The management account or IAM's delegated administrator opens it, once root sessions are switched on.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
    """
    member = str(self._get_param("TargetPrincipal")).removesuffix(":root").rpartition(":")[2]
    task = str((self._get_param("TaskPolicyArn") or {}).get("arn"))
    seconds = self._get_int_param("DurationSeconds", _LONGEST)
    who = identify(self.get_access_key()).caller
    if not _may_open(self, who.kind, member):
        raise _AccessDenied(f"User: {who.principal} is not authorized to perform: sts:AssumeRoot on resource: {member}")
    if _TASKS not in task or not 0 <= seconds <= _LONGEST:
        raise _ValidationError(f"{task} for {seconds} s is no task of a root session, which lasts {_LONGEST} s at most")
    backend: Any = iam_backends[member][self.partition]
    key: AccessKey = backend.create_temp_access_key()
    vars(key)["issued_to"] = (member, f"arn:{self.partition}:iam::{member}:root")
    vars(key)["session_policy"] = _scope(backend.get_policy(task))
    vars(key)["session_keys"] = {"aws:AssumedRoot": "true"}
    credentials = {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret_access_key,
        "SessionToken": random_session_token(),
        "Expiration": utcnow() + timedelta(seconds=seconds),
    }
    return ActionResult({"Credentials": credentials})


def _scope(policy: ManagedPolicy) -> str:
    """What the session may do: the policies of tasks only deny, and leave the rest of root's rights."""
    text = next(v.document for v in policy.versions if v.version_id == policy.default_version_id)
    document = json.loads(text)
    everything = {"Sid": "Root", "Effect": "Allow", "Action": "*", "Resource": "*"}
    return json.dumps({**document, "Statement": [*document["Statement"], everything]})


def _may_open(self: TokenResponse, kind: Kind, member: str) -> bool:
    management = management_of(self.current_account)
    if management is None or kind == Kind.ROOT or member == management or management_of(member) != management:
        return False
    return has_root_sessions(organizations_backends[management][self.partition], self.current_account)


def install() -> None:
    """Add what moto lacks."""
    patch(TokenResponse, assume_root=_assume_root)
