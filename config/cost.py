"""What a stack costs: every line from the configuration, a published price, and assumptions that can be changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from config.account_trail_cost import account_trail_parts, per_account_usd
from config.alarm_plan import central_alarms
from config.finding_sources import alert_regions
from config.models import Stack
from config.record_cost import Records, record_parts
from config.security_cost import SecurityAssumptions, plan_options, plans_by_use, security_options, security_parts
from config.trail_cost import DataAssumptions, trail_options, trail_parts
from policies import names, prices
from policies.prices import Price
from policies.types import Urgency


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What no configuration says of one account and month; the defaults are those of a busy workload account."""

    events: int = 200_000
    """Management events."""
    principals: int = 30
    """Roles and users that an analyzer of unused access looks at."""
    event_bytes: int = 1_500
    """Of one event in the log group."""
    compressed: float = 0.15
    """Part of it that a stored byte takes, in the archive and in the log group alike."""
    root_events: int = 100
    """Events of root and break-glass that are sent to the hub."""
    findings: int = 200
    """Findings of AWS's services that are sent there, each as often as its service tells it again."""
    messages: int = 100
    """Messages about all of them and about alarms."""
    years: int = 3
    """Years of records after which storage is counted, where they never expire."""
    security: SecurityAssumptions = field(default_factory=SecurityAssumptions)
    """What the security services read."""
    data: DataAssumptions = field(default_factory=DataAssumptions)
    """What the trail records of data."""

    @property
    def records(self) -> Records:
        """What is assumed of a trail's records."""
        return Records(events=self.events, event_bytes=self.event_bytes, compressed=self.compressed, years=self.years)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of the bill: what, how many priced units in the organization and month, and the price of one."""

    part: str
    count: float
    price: Price
    per_account: bool = False
    """Whether each further account adds as much again."""

    @property
    def usd(self) -> float:
        """US dollars a month."""
        return self.count * self.price.usd


@dataclass(frozen=True, kw_only=True)
class Option:
    """What can be on or off, whether it is, and what it adds to an account and month while it is on, in US dollars.

    What nobody can say before it is used has the price of one unit alone.
    """

    key: str
    on: bool
    usd: float | None = None
    by_use: Price | None = None


@dataclass(frozen=True, kw_only=True)
class ByUse:
    """A part of the bill whose number workloads decide, and no configuration of ours: the price of one unit."""

    part: str
    price: Price


@dataclass(frozen=True, kw_only=True)
class Bill:
    """All lines of a stack and its accounts that are active, and what comes to them by use."""

    lines: tuple[Line, ...]
    by_use: tuple[ByUse, ...]
    options: tuple[Option, ...]
    accounts: int
    rotations: float
    """US dollars that the keys cost more per month, once they have been rotated twice."""

    @property
    def usd(self) -> float:
        """US dollars of the organization and month."""
        return sum(line.usd for line in self.lines)

    @property
    def usd_per_account(self) -> float:
        """US dollars of an account and month."""
        return self.usd / self.accounts


def bill(stack: Stack, assumptions: Assumptions | None = None) -> Bill:
    """The bill of a month; the free tiers of accounts and introductory prices are left out, so that it isn't less."""
    assumed = assumptions or Assumptions()
    accounts = len(stack.active_accounts())
    return Bill(
        lines=(
            *_fixed(stack),
            *_traffic(stack, assumed),
            *_trail(stack, assumed),
            *_unused(stack, assumed),
            *_security(stack, assumed),
        ),
        by_use=tuple(ByUse(part=part, price=price) for part, price in plans_by_use(stack)),
        options=tuple(_options(stack, assumed)),
        accounts=accounts,
        rotations=2 * len(_keys(stack)) * prices.ROTATION.usd,
    )


def _keys(stack: Stack) -> tuple[str, ...]:
    """The baseline's keys: each has its alias among the baseline's names; an existing trail brings its own."""
    others = (names.LOG_ARCHIVE_KEY, names.TRAIL_LOGS_KEY) if stack.baseline.trail.existing else ()
    aliases = (value for value in vars(names).values() if isinstance(value, str) and value.startswith("alias/"))
    return tuple(alias for alias in aliases if alias not in others)


def alarm_count(stack: Stack) -> int:
    """Alarms over the organization's trail, over what each account's root reads, and over undelivered events."""
    reads, queues = len(stack.active_accounts()), len(alert_regions(stack))
    return metric_count(stack) + reads + queues


def metric_count(stack: Stack) -> int:
    """Metrics of filters over the organization's trail; what root reads is charged for the hours in which it does."""
    return len(central_alarms(stack)) + (stack.baseline.break_glass is not None)


def analyzer_count(stack: Stack) -> int:
    """Analyzers of external access, one in each region of each account."""
    wanted = sum(stack.settings(account).external_access_analyzer for account in stack.active_accounts().values())
    return wanted * len(alert_regions(stack))


def _fixed(stack: Stack) -> Iterator[Line]:
    alarms, metrics = alarm_count(stack), metric_count(stack)
    yield Line(part="KMS keys", count=len(_keys(stack)), price=prices.KEY)
    yield Line(part="CloudWatch alarms", count=alarms, price=prices.ALARM)
    yield Line(part="CloudWatch metrics of their filters", count=metrics, price=prices.METRIC)
    yield Line(
        part="Access Analyzer, external access",
        count=analyzer_count(stack),
        price=prices.EXTERNAL_ACCESS,
        per_account=True,
    )


def _traffic(stack: Stack, assumed: Assumptions) -> Iterator[Line]:
    accounts = len(stack.active_accounts())
    alerts = stack.baseline.alerts
    messages, webhooks = accounts * assumed.messages, len(dict(alerts.any_webhooks()))
    sent = assumed.root_events + assumed.findings
    # The drill's queue hears every topic, and chat has topics of its own.
    topics = 2 if any(alerts.chats(urgency) for urgency in Urgency) else 1
    for part, count, price in (
        *record_parts(stack, assumed.records),
        ("EventBridge, events to the hub", accounts * sent / 1e6, prices.CROSS_ACCOUNT_EVENTS),
        ("EventBridge, calls of webhooks", messages * webhooks / 1e6, prices.WEBHOOKS),
        ("SNS, e-mail", messages / 1e5, prices.EMAILS),
        ("SQS, messages for the drill's queue", messages * topics / 1e6, prices.QUEUES),
    ):
        yield Line(part=part, count=count, price=price, per_account=True)


def _trail(stack: Stack, assumed: Assumptions) -> Iterator[Line]:
    parts = (
        *trail_parts(stack, assumed.data, assumed.records),
        *account_trail_parts(stack, assumed.records),
    )
    for part, count, price in parts:
        yield Line(part=part, count=count, price=price, per_account=True)


def _unused(stack: Stack, assumed: Assumptions) -> Iterator[Line]:
    if stack.baseline.unused_access is not None:
        looked_at = len(stack.active_accounts()) * assumed.principals
        yield Line(part="Access Analyzer, unused access", count=looked_at, price=prices.UNUSED_ACCESS, per_account=True)


def _security(stack: Stack, assumed: Assumptions) -> Iterator[Line]:
    for part, count, price in security_parts(stack, assumed.security, assumed.events):
        yield Line(part=part, count=count, price=price, per_account=True)


def _options(stack: Stack, assumed: Assumptions) -> Iterator[Option]:
    baseline, accounts = stack.baseline, len(stack.active_accounts())
    alarm = (prices.ALARM.usd + prices.METRIC.usd) / accounts
    yield Option(
        key="unusedAccess", on=baseline.unused_access is not None, usd=assumed.principals * prices.UNUSED_ACCESS.usd
    )
    yield Option(key="breakGlass", on=baseline.break_glass is not None, usd=alarm)
    yield Option(key="costAnomalies", on=baseline.cost_anomalies is not None, usd=0.0)
    if not stack.standalone:
        yield Option(key="rootAccess", on=baseline.root_access is not None, usd=0.0)
    yield Option(key="externalAccessAnalyzer", on=analyzer_count(stack) > 0, usd=prices.EXTERNAL_ACCESS.usd)
    for key, on, usd in trail_options(stack, assumed.data, assumed.records):
        yield Option(key=key, on=on, usd=usd)
    if not stack.standalone and baseline.trail.existing is None:
        usd = per_account_usd(stack, assumed.records)
        yield Option(key="trail.alarms: perAccount", on=baseline.trail.per_account, usd=usd)
    if not stack.standalone:
        for key, on, usd in security_options(stack, assumed.security, assumed.events):
            yield Option(key=key, on=on, usd=usd)
        for key, on, price in plan_options(stack):
            yield Option(key=key, on=on, by_use=price)
    yield Option(key="alarms, each over the organization's trail", on=bool(central_alarms(stack)), usd=alarm)
