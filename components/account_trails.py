"""A trail and the alarms of CIS in every account, where the configuration asks for them."""

from collections.abc import Mapping

import pulumi

from components.account_alarms import AccountAlarms, AccountAlarmsArgs
from components.alert_delivery import Delivery
from components.log_archive import LogArchive
from components.permissions_boundary import PermissionsBoundary
from components.target import AccountTarget
from components.trail import Trail, TrailArgs
from config.alarm_plan import account_alarms, in_account
from config.models import Stack
from config.trail import Trail as Settings
from config.trail_path import trail_path
from policies.log_path import TrailPath
from policies.types import Urgency


class AccountTrails:
    """Builds the components in each account; direct children of the stack, no wrapper."""

    def __init__(
        self,
        stack: Stack,
        targets: Mapping[str, AccountTarget],
        boundaries: Mapping[str, PermissionsBoundary],
        archive: LogArchive,
    ) -> None:
        self.stack = stack
        self.targets = targets
        self.boundaries = boundaries
        self.archive = archive

    def build(self, deliveries: Mapping[Urgency, Delivery]) -> None:
        """Declare everything; nothing where the alarms are central."""
        if not self.stack.baseline.trail.per_account:
            return
        wanted, path = account_alarms(self.stack), trail_path(self.stack)
        for key, target in self.targets.items():
            AccountAlarms(
                f"{key}-account-alarms",
                AccountAlarmsArgs(
                    target=target,
                    alarms=tuple((in_account(self.stack, key, alarm), threshold) for alarm, threshold in wanted),
                    log_group=self._log_group(key, target, path.of_account(target.id)),
                    deliveries=deliveries,
                ),
            )

    def _log_group(self, key: str, target: AccountTarget, path: TrailPath) -> pulumi.Output[str]:
        """Of the account's trail, which records management events alone: data events are the organization's trail's."""
        return Trail(
            f"{key}-account-trail",
            TrailArgs(
                management=None,
                audit=target,
                path=path,
                bucket=self.archive.bucket,
                key_arn=self.archive.key_arn,
                boundary_arn=self.boundaries[key].arn,
                retention_days=self.stack.baseline.log_archive.retention_days,
                settings=Settings(),
                protect=False,
                optional=True,
            ),
        ).log_group
