"""The alarms of CIS over an account's own trail."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.alert_delivery import Delivery
from components.target import AccountTarget
from components.trail_watch import Part, TrailWatch, alarmed, counted
from policies.alarms.of_account import AlarmOfAccount
from policies.types import Urgency


@dataclass(frozen=True, kw_only=True)
class AccountAlarmsArgs:
    """One account, its alarms with their thresholds, its trail's log group, and how each urgency is delivered."""

    target: AccountTarget
    alarms: tuple[tuple[AlarmOfAccount, int], ...]
    log_group: pulumi.Input[str]
    deliveries: Mapping[Urgency, Delivery]


class AccountAlarms(pulumi.ComponentResource):
    """Filters and alarms in the account whose trail they count; they publish to the audit account's topics.

    An alarm may publish to another account's topic in its own region
    (https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html).
    """

    alarm_arns: list[pulumi.Output[str]]

    def __init__(self, name: str, args: AccountAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:AccountAlarms", name, None, opts)
        self.alarm_arns = [self._alarm(f"{name}-{own.alarm.anchor}", own, limit, args) for own, limit in args.alarms]
        self.register_outputs({"alarmArns": self.alarm_arns})

    def _alarm(self, name: str, own: AlarmOfAccount, threshold: int, args: AccountAlarmsArgs) -> pulumi.Output[str]:
        watch = TrailWatch.of(
            own.alarm,
            target=args.target,
            threshold=threshold,
            log_group=args.log_group,
            topics=args.deliveries[own.alarm.urgency].topics,
        )
        part = Part(name=own.name, description=own.description)
        return alarmed(self, name, watch, counted(self, name, watch), part).arn
