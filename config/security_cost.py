"""What the security services cost: each part of an account and month, from published prices and what they read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.models import Stack
from policies import prices
from policies.prices import Price

Part = tuple[str, float, Price]
"""What, how many priced units in a month, and the price of one."""


@dataclass(frozen=True, kw_only=True)
class SecurityAssumptions:
    """What no configuration says of one account and month."""

    log_gigabytes: float = 5.0
    """Flow and DNS logs that GuardDuty reads; it does so by itself, whoever else keeps them."""


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


def _is_on(stack: Stack, key: str) -> bool:
    return stack.baseline.security_services.model_dump(by_alias=True)[key] is not None


def _guard_duty(stack: Stack, assumed: SecurityAssumptions, events: int) -> Iterator[Part]:
    """The foundations; what a protection plan costs depends on workloads that no configuration here knows."""
    del stack
    yield "GuardDuty, management events", events / 1e6, prices.GUARDDUTY_EVENTS
    yield "GuardDuty, flow and DNS logs", assumed.log_gigabytes, prices.GUARDDUTY_LOGS


_SERVICES: dict[str, Callable[[Stack, SecurityAssumptions, int], Iterator[Part]]] = {"guardDuty": _guard_duty}
