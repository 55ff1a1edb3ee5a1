"""What the security services cost: each part of an account and month, from published prices and what they read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.models import Stack
from config.security_services import Config, ProtectionPlan, RecordingFrequency, SecurityHub
from policies import prices
from policies.config_rules import identity_rules
from policies.names import partition
from policies.prices import Part, Price

_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class SecurityAssumptions:
    """What no configuration says of one account and month."""

    log_gigabytes: float = 5.0
    """Flow and DNS logs that GuardDuty reads; it does so by itself, whoever else keeps them."""
    configuration_items: int = 600
    """Changes of resources in all regions, as Config records them continuously."""
    daily_items: int = 200
    """Resources of all regions that change on a day, over the days of a month, as Config records them daily."""
    config_files: int = 1_200
    """Files that Config delivers of one region: every six hours one of each kind of resource that changed."""
    checks: int = 2_500
    """Checks of Security Hub in one region: controls that run once or twice a day, for each resource."""


def security_parts(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[Part]:
    """The parts of all active accounts, for `events` management events each, of the services that are on."""
    accounts = len(stack.active_accounts())
    for key, parts in _SERVICES.items():
        if _is_on(stack, key):
            for part, count, price in parts(stack, assumed, events):
                yield part, accounts * count, price


def security_options(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[tuple[str, bool, float]]:
    """Each service's key, whether it is on, and what it adds to an account and month in US dollars."""
    for key, parts in _SERVICES.items():
        usd = sum(count * price.usd for _, count, price in parts(stack, assumed, events))
        yield f"securityServices.{key}", _is_on(stack, key), usd


def plans_by_use(stack: Stack) -> Iterator[tuple[str, Price]]:
    """The protection plans that are on, which workloads decide the number of, and the price of one.

    A detector that the stack makes, of the management and audit accounts, has all of them but runtime monitoring from
    AWS (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html).
    """
    settings = stack.baseline.security_services.guard_duty
    if settings is None:
        return
    for plan, price in _PLANS.items():
        if plan in settings.plans:
            yield f"GuardDuty, {plan}", price
        elif plan != ProtectionPlan.RUNTIME_MONITORING:
            yield f"GuardDuty, {plan}, 2 accounts", price


def plan_options(stack: Stack) -> Iterator[tuple[str, bool, Price]]:
    """Each protection plan's key, whether every account has it, and the price of what it reads."""
    settings = stack.baseline.security_services.guard_duty
    for plan, price in _PLANS.items():
        yield f"securityServices.guardDuty.plans.{plan}", settings is not None and plan in settings.plans, price


def _is_on(stack: Stack, key: str) -> bool:
    return stack.baseline.security_services.model_dump(by_alias=True)[key] is not None


def _guard_duty(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[Part]:
    """The foundations; the protection plans are charged by use."""
    del stack
    yield "GuardDuty, management events", events / 1e6, prices.GUARDDUTY_EVENTS
    yield "GuardDuty, flow and DNS logs", assumed.log_gigabytes, prices.GUARDDUTY_LOGS


def _config(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[Part]:
    """Items of own recorders, for Control Tower's are there anyway, and every rule once a day."""
    del events
    settings = stack.baseline.security_services.config or Config()
    home = partition(stack.organization.home_region)
    rules = identity_rules(home, key_days=settings.max_key_days, unused_days=settings.max_unused_days)
    if not settings.control_tower:
        daily = settings.frequency == RecordingFrequency.DAILY
        yield (
            "AWS Config, configuration items",
            assumed.daily_items if daily else assumed.configuration_items,
            prices.CONFIG_DAILY_ITEMS if daily else prices.CONFIG_ITEMS,
        )
        files = len(stack.organization.regions) * assumed.config_files
        yield "S3, files of AWS Config", files / 1e3, prices.UPLOADS
    yield "AWS Config, evaluations of its rules", len(rules) * _DAYS, prices.CONFIG_EVALUATIONS


def _security_hub(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[Part]:
    del events
    settings = stack.baseline.security_services.security_hub or SecurityHub()
    regions = len(stack.organization.regions) if settings.enabled else 0
    yield "Security Hub, checks", regions * assumed.checks, prices.SECURITY_CHECKS


_SERVICES: dict[str, Callable[[Stack, SecurityAssumptions, int], Iterator[Part]]] = {
    "guardDuty": _guard_duty,
    "config": _config,
    "securityHub": _security_hub,
}
_PLANS = {
    ProtectionPlan.S3_DATA_EVENTS: prices.GUARDDUTY_S3,
    ProtectionPlan.EKS_AUDIT_LOGS: prices.GUARDDUTY_EKS,
    ProtectionPlan.EBS_MALWARE_PROTECTION: prices.GUARDDUTY_EBS,
    ProtectionPlan.RDS_LOGIN_EVENTS: prices.GUARDDUTY_RDS,
    ProtectionPlan.LAMBDA_NETWORK_LOGS: prices.GUARDDUTY_LAMBDA,
    ProtectionPlan.RUNTIME_MONITORING: prices.GUARDDUTY_RUNTIME,
}
