"""What trails and alarms in each account cost, and what the choice between them and central ones adds."""

from collections.abc import Iterator

from config.alarm_plan import account_alarms
from config.models import Stack
from config.record_cost import Records, account_record_parts
from config.trail import AlarmPlace, Trail
from policies import prices
from policies.prices import Part


def account_trail_parts(stack: Stack, assumed: Records) -> Iterator[Part]:
    """The parts of all active accounts, while each has a trail of its own."""
    if not stack.baseline.trail.per_account:
        return
    alarms = len(stack.active_accounts()) * len(account_alarms(stack))
    yield "own trails: CloudWatch alarms", alarms, prices.ALARM
    yield "own trails: CloudWatch metrics of filters", alarms, prices.METRIC
    yield from account_record_parts(stack, assumed)


def per_account_usd(stack: Stack, assumed: Records) -> float:
    """What `trail.alarms: perAccount` adds to an account and month in US dollars, central alarms of CIS taken off."""
    trail = Trail(alarms=AlarmPlace.PER_ACCOUNT)
    asked = stack.model_copy(update={"baseline": stack.baseline.model_copy(update={"trail": trail})})
    more = sum(count * price.usd for _, count, price in account_trail_parts(asked, assumed))
    less = len(account_alarms(asked)) * (prices.ALARM.usd + prices.METRIC.usd)
    return (more - less) / len(stack.active_accounts())
