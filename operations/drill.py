"""Rehearses break-glass: who could use it, that it gets in, that it could recover, and that somebody would hear."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import exceptions

from config.models import Stack
from config.trail_path import records_account
from operations.aws import AwsError, client, session_of
from operations.drill_checks import Check, alerts, devices, hub, recovery, trail_alarm
from policies import names
from policies.break_glass import role_arn
from policies.names import partition

_SESSION = f":assumed-role/{names.BREAK_GLASS_ROLE}/"
_NO_PROOF = (
    "found neither a device nor a session of break-glass, expected one of them; give --mfa-serial and --mfa-code with "
    "the access key of a user, or sign in to the console, switch to the role, and run this in CloudShell"
)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A device that shows codes: its serial number, and the six digits of this moment."""

    serial: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What was found; `caller` is the ARN of whoever ran it, `applied` whether roles were taken."""

    caller: str
    applied: bool
    checks: tuple[Check, ...]

    @property
    def about(self) -> str:
        """What it was about, where the record's title doesn't say."""
        return ""

    @property
    def passed(self) -> bool:
        """Whether nothing failed and, where it was applied, nothing was left out."""
        return all(check.passed or (check.passed is None and not self.applied) for check in self.checks)


def rehearse(
    session: boto3.Session,
    stack: Stack,
    accounts: tuple[str, ...],
    *,
    device: Device | None = None,
    apply: bool = False,
) -> Rehearsal:
    """Look at break-glass with the session's credentials, or take the roles of accounts, by key, and look with them.

    A session of break-glass that the console opened is proof for its one account. A code is good for one call, so it
    opens a session of the user, and that takes the roles. Every role that is taken raises the alarm.
    Raises AwsError where nothing proves MFA, and botocore's exceptions.
    """
    home = stack.organization.home_region
    caller = client(session, "sts", home).get_caller_identity()["Arn"]
    if not apply:
        return Rehearsal(caller=caller, applied=False, checks=tuple(_looked_at(session, stack)))
    sessions, checks = _taken(session, stack, accounts, caller, device)
    management = sessions.get(stack.organization.management_account)
    if management is not None:
        checks += _looked_at(management, stack)
    for key, own in sessions.items():
        if key != stack.organization.management_account:
            checks += _checked(f"alarms of {key}", lambda own=own: alerts(own, stack))
        if key == stack.organization.audit_account:
            checks += _checked("message of the hub", lambda own=own: hub(own, stack))
        if key == records_account(stack):
            checks += _checked("alarm over the trail", lambda own=own: trail_alarm(own, stack))
    return Rehearsal(caller=caller, applied=True, checks=tuple(checks))


def _looked_at(management: boto3.Session, stack: Stack) -> list[Check]:
    """What the management account shows to whoever may read it."""
    account = stack.baseline.accounts[stack.organization.management_account].id
    found = [
        check
        for user in names.BREAK_GLASS_USERS
        for check in _checked(f"user {user}", lambda user=user: devices(management, stack, user))
    ]
    if not stack.standalone:
        found += _checked("recovery", lambda: recovery(management, stack, account))
    return found + _checked("alarms of management", lambda: alerts(management, stack))


def _checked(name: str, look: Any) -> list[Check]:  # noqa: ANN401 - a function without arguments
    """What a look finds, or that the caller may not look."""
    try:
        return list(look())
    except exceptions.ClientError as error:
        code = error.response["Error"]["Code"]
        if not code.startswith(("AccessDenied", "Unauthorized")):
            raise
        return [Check(name=name, passed=None, found=f"not looked at: {code} for {error.operation_name}")]


def _taken(
    session: boto3.Session, stack: Stack, accounts: tuple[str, ...], caller: str, device: Device | None
) -> tuple[dict[str, boto3.Session], list[Check]]:
    """Sessions of the accounts' roles by key, with what came of taking each."""
    if _SESSION in caller:
        number = caller.split(":")[4]
        key = next((key for key in stack.active_accounts() if stack.baseline.accounts[key].id == number), number)
        return {key: session}, [Check(name=f"role of {key}", passed=True, found=f"{caller} is signed in")]
    if device is None:
        raise AwsError([_NO_PROOF])
    home = stack.organization.home_region
    token = client(session, "sts", home).get_session_token(SerialNumber=device.serial, TokenCode=device.code)
    user = session_of(token["Credentials"])
    sessions, checks = {}, []
    for key in accounts:
        own, check = _take(user, stack, key)
        checks.append(check)
        if own is not None:
            sessions[key] = own
    return sessions, checks


def _take(user: boto3.Session, stack: Stack, key: str) -> tuple[boto3.Session | None, Check]:
    home = stack.organization.home_region
    arn = role_arn(partition(home), stack.baseline.accounts[key].id)
    try:
        answer = client(user, "sts", home).assume_role(RoleArn=arn, RoleSessionName="rehearsal", DurationSeconds=900)
    except exceptions.ClientError as error:
        return None, Check(name=f"role of {key}", passed=False, found=f"{arn}: {error.response['Error']['Code']}")
    return session_of(answer["Credentials"]), Check(
        name=f"role of {key}", passed=True, found=f"took {answer['AssumedRoleUser']['Arn']}"
    )


def known(stack: Stack, wanted: tuple[str, ...]) -> Iterator[str]:
    """The active accounts to rehearse, management first. Raises AwsError for a key that is none of them."""
    active = stack.active_accounts()
    if unknown := [key for key in wanted if key not in active]:
        raise AwsError([f"found --account {unknown[0]}, expected an active account: {', '.join(active)}; correct it"])
    management = stack.organization.management_account
    yield management
    yield from (key for key in (wanted or active) if key != management)
