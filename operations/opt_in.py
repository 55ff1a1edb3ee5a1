"""Which regions accounts have enabled: in those that nobody uses nothing of the baseline is, and much can happen."""

from collections.abc import Iterable
from typing import Any

import boto3
from botocore import exceptions

from operations.aws import client

# Those that are enabled by default are the same in every account.
_STATES = ("ENABLED", "ENABLING")
_ANSWERING = ("ENABLED", "ENABLED_BY_DEFAULT")
_REFUSED = "AccessDeniedException"


def opt_in_regions(session: boto3.Session, region: str, accounts: Iterable[str]) -> Iterable[tuple[str, list[str]]]:
    """The regions of each account that AWS tells the caller about, sorted; those that it refuses to tell are left out.

    A member's are told to the management account and to a delegated administrator, and only where Account Management
    has trusted access; nobody may name the own account, and nobody but itself is told of the management account
    (https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html). Raises botocore's exceptions.
    """
    own = client(session, "sts", region).get_caller_identity()["Account"]
    service = client(session, "account", region)
    for account in accounts:
        about = {} if account == own else {"AccountId": account}
        try:
            yield account, sorted(_regions(service, about, _STATES))
        except exceptions.ClientError as error:
            if error.response["Error"]["Code"] != _REFUSED:
                raise


def enabled_regions(session: boto3.Session, region: str) -> tuple[str, ...]:
    """The regions in which the session's own account can be called, sorted. Raises botocore's exceptions."""
    return tuple(sorted(_regions(client(session, "account", region), {}, _ANSWERING)))


def _regions(service: Any, about: dict[str, str], states: tuple[str, ...]) -> Iterable[str]:  # noqa: ANN401
    for page in service.get_paginator("list_regions").paginate(**about, RegionOptStatusContains=list(states)):
        for found in page["Regions"]:
            yield found["RegionName"]
