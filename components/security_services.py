"""The security services that the stack file asks for: what of each goes into which account."""

from collections.abc import Mapping

import pulumi

from components.config_bucket import ConfigBucket, ConfigBucketArgs
from components.config_organization import (
    ConfigDelegation,
    ConfigDelegationArgs,
    ConfigOrganization,
    ConfigOrganizationArgs,
)
from components.config_recorder import ConfigRecorder, ConfigRecorderArgs
from components.guardduty import (
    GuardDutyDelegation,
    GuardDutyDelegationArgs,
    GuardDutyDetectors,
    GuardDutyDetectorsArgs,
    GuardDutyOrganization,
    GuardDutyOrganizationArgs,
)
from components.permissions_boundary import PermissionsBoundary
from components.security_hub import (
    SecurityHubAccount,
    SecurityHubAccountArgs,
    SecurityHubDelegation,
    SecurityHubDelegationArgs,
    SecurityHubOrganization,
    SecurityHubOrganizationArgs,
)
from components.target import AccountTarget
from config.models import Stack
from config.security_plan import config_bucket, unrecorded
from config.security_services import Config, GuardDuty, SecurityHub
from policies.config_rules import identity_rules
from policies.names import partition


class SecurityServices:
    """Builds the components of each service in the order in which AWS lets them be."""

    def __init__(
        self,
        stack: Stack,
        targets: Mapping[str, AccountTarget],
        boundaries: Mapping[str, PermissionsBoundary],
    ) -> None:
        organization, self.snapshot = stack.organized()
        self.stack, self.targets, self.boundaries = stack, targets, boundaries
        self.settings = stack.baseline.security_services
        self.home_region, self.regions = organization.home_region, organization.regions
        self.partition = partition(self.home_region)
        self.management = targets[organization.management_account]
        self.audit = targets[organization.audit_account]

    def build(self) -> None:
        """Declare the services that are on; Security Hub's checks come after the recorders that they read."""
        recorders: list[pulumi.Resource] = []
        if self.settings.guard_duty is not None:
            self._guard_duty(self.settings.guard_duty)
        if self.settings.config is not None:
            recorders = self._config(self.settings.config)
        if self.settings.security_hub is not None:
            self._security_hub(self.settings.security_hub, recorders)

    def _guard_duty(self, settings: GuardDuty) -> None:
        own = [
            GuardDutyDetectors(f"{target.key}-guardduty", GuardDutyDetectorsArgs(target=target, regions=self.regions))
            for target in (self.audit, self.management)
        ]
        delegation = GuardDutyDelegation(
            "guardduty-delegation",
            GuardDutyDelegationArgs(management=self.management, audit=self.audit.id, regions=self.regions, after=own),
        )
        GuardDutyOrganization(
            "guardduty",
            GuardDutyOrganizationArgs(
                audit=self.audit,
                detectors=own[0],
                registrations=delegation.registrations,
                plans=settings.plans,
            ),
        )

    def _config(self, settings: Config) -> list[pulumi.Resource]:
        """The recorders, the aggregator and the rules; what tells that each recorder is on."""
        started = [] if settings.control_tower else self._recorders(settings)
        delegation = ConfigDelegation(
            "config-delegation", ConfigDelegationArgs(management=self.management, audit=self.audit.id)
        )
        ConfigOrganization(
            "config",
            ConfigOrganizationArgs(
                audit=self.audit,
                regions=self.regions,
                boundary_arn=self.boundaries[self.audit.key].arn,
                rules=identity_rules(
                    self.partition, key_days=settings.max_key_days, unused_days=settings.max_unused_days
                ),
                excluded=unrecorded(self.stack),
                delegation=delegation.registrations,
                recorders=started,
            ),
        )
        return started

    def _recorders(self, settings: Config) -> list[pulumi.Resource]:
        bucket = ConfigBucket(
            "config-bucket",
            ConfigBucketArgs(
                target=self.targets[self.stack.organization.log_archive_account],
                partition=self.partition,
                bucket=config_bucket(self.stack),
                accounts=tuple(sorted(target.id for target in self.targets.values())),
                expire_days=settings.expire_days,
            ),
        )
        recorders = [
            ConfigRecorder(
                f"{key}-config",
                ConfigRecorderArgs(
                    target=target,
                    partition=self.partition,
                    home_region=self.home_region,
                    regions=self.regions,
                    bucket=bucket.bucket,
                    frequency=settings.frequency,
                    make_role=key not in settings.used_before,
                ),
            )
            for key, target in self.targets.items()
        ]
        return [status for recorder in recorders for status in recorder.started]

    def _security_hub(self, settings: SecurityHub, recorders: list[pulumi.Resource]) -> None:
        account = SecurityHubAccount("security-hub-account", SecurityHubAccountArgs(audit=self.audit))
        delegation = SecurityHubDelegation(
            "security-hub-delegation",
            SecurityHubDelegationArgs(management=self.management, audit=self.audit.id, hub=account.hub),
        )
        SecurityHubOrganization(
            "security-hub",
            SecurityHubOrganizationArgs(
                audit=self.audit,
                after=[delegation.registration, *recorders],
                home_region=self.home_region,
                linked_regions=tuple(sorted(set(self.regions) - {self.home_region})),
                root_id=self.snapshot.root.id,
                settings=settings,
            ),
        )
