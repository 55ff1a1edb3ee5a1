"""Which alarms count where: over the organization's trail, or over each account's own."""

from config.alarms import AlarmThreshold
from config.deployer_plan import deployer_alarms
from config.models import Stack
from config.trail_path import records_account, trail_accounts
from policies import names
from policies.alarms import Alarm
from policies.alarms.of_account import AlarmOfAccount
from policies.root_events import Pattern
from policies.types import Urgency
from policies.webhooks import ACCOUNT_ALARMS


def central_alarms(stack: Stack) -> tuple[AlarmThreshold, ...]:
    """Those over the organization's trail, with their thresholds: all, or what CIS asks no alarm for."""
    away = account_alarms(stack)
    return (*(one for one in stack.baseline.alarms.wanted() if one not in away), *deployer_alarms(stack))


def account_alarms(stack: Stack) -> tuple[AlarmThreshold, ...]:
    """Those over each account's own trail, with their thresholds: none, or those of CIS."""
    if not stack.baseline.trail.per_account:
        return ()
    return tuple((alarm, threshold) for alarm, threshold in stack.baseline.alarms.wanted() if alarm.control)


def in_account(stack: Stack, key: str, alarm: Alarm) -> AlarmOfAccount:
    """An alarm as an account has it, by its key."""
    account = stack.baseline.accounts[key]
    return AlarmOfAccount(alarm=alarm, key=key, number=account.id, account=account.name)


def alarm_accounts(stack: Stack) -> tuple[str, ...]:
    """Ids of the accounts whose alarms publish: where the records are, the audit account with its queues, or all."""
    if own := trail_accounts(stack):
        return own
    keys = {records_account(stack), stack.organization.audit_account}
    return tuple(sorted(stack.baseline.accounts[key].id for key in keys))


def called_alarms(stack: Stack, urgency: Urgency) -> tuple[str, ...]:
    """Names of the catalogue's alarms that accounts have and webhooks of an urgency hear, by way of the hub."""
    if not stack.baseline.alerts.webhooks(urgency):
        return ()
    return tuple(alarm.name for alarm, _ in account_alarms(stack) if alarm.urgency == urgency)


def forwarded_alarms(stack: Stack, region: str) -> tuple[Pattern, ...]:
    """What of the accounts' alarms, by their names, is sent to the hub from a region: they are in the home region."""
    called = any(called_alarms(stack, urgency) for urgency in Urgency)
    return (ACCOUNT_ALARMS,) if called and region == stack.organization.home_region else ()


def hub_alarm_rules(stack: Stack) -> dict[Urgency, str]:
    """The hub's rules that call webhooks for accounts' alarms, by whom they call."""
    return {urgency: f"{names.ALARM_RULE}-{urgency}" for urgency in Urgency if called_alarms(stack, urgency)}
