"""What a trail's records cost on their way and at rest: each part of all accounts and a month."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.finding_sources import alert_regions
from config.models import Stack
from policies import prices
from policies.prices import Part, Price

_HOURS = 24 * 30
# CloudTrail delivers about every five minutes, and a digest every hour
# (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html).
_FILES = _HOURS * (60 // 5 + 1)
_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Records:
    """Management events of an account and month, bytes of one in a log group, and what is assumed of their storage."""

    events: int
    event_bytes: int
    compressed: float
    years: int


def record_parts(stack: Stack, assumed: Records) -> Iterator[Part]:
    """What the trail of ours delivers and keeps; an existing one is its owner's to pay."""
    # Control Tower's own trail is the first copy where there is one.
    tower = stack.organization.control_tower
    if stack.baseline.trail.existing is None:
        yield from _copy(stack, assumed, prices.TRAIL_FURTHER_COPY if tower else prices.TRAIL_FIRST_COPY)


def account_record_parts(stack: Stack, assumed: Records) -> Iterator[Part]:
    """The same for trails of the accounts' own, whose records are a further copy."""
    for part, count, price in _copy(stack, assumed, prices.TRAIL_FURTHER_COPY):
        yield f"own trails: {part}", count, price


def kept_parts(stack: Stack, assumed: Records, gigabytes: float) -> tuple[float, float]:
    """What of records the log group and the archive keep, in gigabytes and months, of so many that come in a month."""
    archive, stored = stack.baseline.log_archive, gigabytes * assumed.compressed
    days = archive.lifecycle.expire_days or assumed.years * 365
    return stored * archive.retention_days / _DAYS, stored * days / _DAYS


def _copy(stack: Stack, assumed: Records, copy: Price) -> Iterator[Part]:
    accounts = len(stack.active_accounts())
    files = accounts * len(alert_regions(stack)) * _FILES
    gigabytes = accounts * assumed.events * assumed.event_bytes / 1e9
    logged, archived = kept_parts(stack, assumed, gigabytes)
    yield "CloudTrail, management events", accounts * assumed.events / 1e5, copy
    yield "CloudWatch Logs, ingestion", gigabytes, prices.LOG_INGESTION
    yield "CloudWatch Logs, storage", logged, prices.LOG_STORAGE
    # Most of CloudTrail's files are smaller than what S3 moves to a cheaper class.
    yield "S3, storage of the archive", archived, prices.STORAGE
    yield "S3, files of the trail", files / 1e3, prices.UPLOADS
    yield "KMS, one request for each of them", files / 1e4, prices.KEY_REQUESTS
