"""One piece of work in many accounts and regions at once; what is refused in one of them stops it there alone."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, TypeVar

import boto3
from botocore import exceptions

from config.models import Stack
from config.problem import show_text
from operations.aws import client, session_of
from operations.opt_in import enabled_regions
from operations.progress import Progress
from policies.names import role_arn

# AWS counts calls by account and region, so that many of them don't throttle each other.
_WORKERS = 16
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
_T = TypeVar("_T")
_Credentials = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """A region of an account, by its key and its id."""

    account: str
    number: str
    region: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A place in which the work was not done, or not to its end; `denied` where it is a matter of rights."""

    place: Place
    why: str
    denied: bool


def everywhere(
    session: boto3.Session,
    stack: Stack,
    regions: Mapping[str, tuple[str, ...] | None],
    role: str | None,
    work: Callable[[boto3.Session, Place], _T],
    progress: Progress,
) -> tuple[dict[Place, _T], list[Refused]]:
    """What the work gives in each region of each account, by its key, and where it was refused.

    None stands for all regions that the account has enabled. Accounts are entered as the deployment enters them, or by
    another role; the caller's own with the caller's own rights. Each piece of work has a session of its own, for
    sessions may not be shared by threads (https://docs.aws.amazon.com/boto3/latest/guide/session.html).
    Raises botocore's exceptions where the caller has no credentials.
    """
    home, enter = stack.organization.home_region, _entrance(session, stack, role)

    def look(place: Place) -> tuple[_Credentials, tuple[str, ...]]:
        credentials, wanted = enter(place), regions[place.account]
        return credentials, enabled_regions(session_of(credentials), home) if wanted is None else wanted

    accounts = [Place(account=key, number=stack.baseline.accounts[key].id, region=home) for key in regions]
    entered, closed = _parallel(accounts, look, "accounts", progress)
    places = {
        Place(account=at.account, number=at.number, region=region): credentials
        for at, (credentials, found) in entered.items()
        for region in found
    }
    done, refused = _parallel(places, lambda place: work(session_of(places[place]), place), "regions", progress)
    return done, sorted([*closed, *refused], key=lambda one: one.place)


def refusal(place: Place, error: exceptions.ClientError | exceptions.BotoCoreError) -> Refused:
    """What AWS says, on one line; without EC2's encoded message, which is a thousand characters long."""
    if not isinstance(error, exceptions.ClientError):
        return Refused(place=place, why=f"{type(error).__name__}: {show_text(str(error))}", denied=False)
    answer = error.response["Error"]
    code, denied = answer["Code"], answer["Code"] in _DENIED
    why = f"{code} for {error.operation_name}"
    return Refused(place=place, why=why if denied else f"{why}: {show_text(answer['Message'])}", denied=denied)


def _entrance(session: boto3.Session, stack: Stack, role: str | None) -> Callable[[Place], _Credentials]:
    home, name = stack.organization.home_region, role or stack.baseline.deployment.role_name
    sts = client(session, "sts", home)
    own = sts.get_caller_identity()["Account"]
    held = session.get_credentials()
    if held is None:
        raise exceptions.NoCredentialsError
    keys = held.get_frozen_credentials()
    caller = {"AccessKeyId": keys.access_key, "SecretAccessKey": keys.secret_key, "SessionToken": keys.token}

    def enter(place: Place) -> _Credentials:
        if place.number == own:
            return caller
        arn = role_arn(home, place.number, name)
        return sts.assume_role(RoleArn=arn, RoleSessionName="guardrails", DurationSeconds=3600)["Credentials"]

    return enter


def _parallel(
    places: Iterable[Place], work: Callable[[Place], _T], step: str, progress: Progress
) -> tuple[dict[Place, _T], list[Refused]]:
    done: dict[Place, _T] = {}
    refused: list[Refused] = []
    pool = ThreadPoolExecutor(_WORKERS)
    try:
        waiting: dict[Future[_T], Place] = {pool.submit(work, place): place for place in places}
        for number, future in enumerate(as_completed(waiting), 1):
            place = waiting[future]
            try:
                done[place] = future.result()
            except (exceptions.ClientError, exceptions.BotoCoreError) as error:
                refused.append(refusal(place, error))
            progress(step, number, len(waiting))
    finally:
        # Whoever stops the command wants nothing more to be begun.
        pool.shutdown(cancel_futures=True)
    return done, refused
