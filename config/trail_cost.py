"""What the trail's options cost: each part of an account and month."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.models import Stack
from config.record_cost import Records, kept_parts
from config.trail import DataEvents, Insight
from policies import prices
from policies.prices import Part


@dataclass(frozen=True, kw_only=True)
class DataAssumptions:
    """Data events of one account and month, which no configuration says; `written` is the part that changes things."""

    s3_writes: int = 100_000
    s3_reads: int = 400_000
    lambda_calls: int = 500_000
    event_bytes: int = 1_500
    written: float = 0.2


def data_event_parts(
    stack: Stack, assumed: DataAssumptions, records: Records, wanted: frozenset[DataEvents]
) -> Iterator[Part]:
    """The events themselves, their way into the log group, and what both keep of them, for one account."""
    counts = {
        DataEvents.S3_WRITES: assumed.s3_writes,
        DataEvents.S3_READS: assumed.s3_reads,
        DataEvents.LAMBDA_CALLS: assumed.lambda_calls,
    }
    for kind in sorted(wanted):
        gigabytes = counts[kind] * assumed.event_bytes / 1e9
        logged, archived = kept_parts(stack, records, gigabytes)
        yield f"CloudTrail, {kind}", counts[kind] / 1e5, prices.DATA_EVENTS
        yield f"CloudWatch Logs, {kind}", gigabytes, prices.LOG_INGESTION
        yield f"CloudWatch Logs, storage of {kind}", logged, prices.LOG_STORAGE
        yield f"S3, storage of {kind}", archived, prices.STORAGE


def insight_parts(assumed: DataAssumptions, wanted: frozenset[Insight], events: int) -> Iterator[Part]:
    """Rates are looked for in what changes something, errors in every event, for one account.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/insights-events-costs.html
    """
    looked_at = {Insight.API_CALL_RATE: events * assumed.written, Insight.API_ERROR_RATE: float(events)}
    for kind in sorted(wanted):
        yield f"CloudTrail, {kind}", looked_at[kind] / 1e5, prices.INSIGHTS


def trail_parts(stack: Stack, assumed: DataAssumptions, records: Records) -> Iterator[Part]:
    """The parts of all active accounts of the options that are on."""
    trail, accounts = stack.baseline.trail, len(stack.active_accounts())
    for parts in (
        data_event_parts(stack, assumed, records, trail.data_events),
        insight_parts(assumed, trail.insights, records.events),
    ):
        yield from ((part, accounts * count, price) for part, count, price in parts)


def trail_options(stack: Stack, assumed: DataAssumptions, records: Records) -> Iterator[tuple[str, bool, float]]:
    """Each option's key, whether it is on, and what it adds to an account and month in US dollars."""
    trail = stack.baseline.trail
    for kind in DataEvents:
        parts = data_event_parts(stack, assumed, records, frozenset({kind}))
        yield f"trail.dataEvents.{kind}", kind in trail.data_events, sum(n * price.usd for _, n, price in parts)
    for kind in Insight:
        parts = insight_parts(assumed, frozenset({kind}), records.events)
        yield f"trail.insights.{kind}", kind in trail.insights, sum(n * price.usd for _, n, price in parts)
