"""The whole baseline of one stack: which component goes into which account."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.account_settings import AccountSettings, AccountSettingsArgs
from components.account_trails import AccountTrails
from components.alert_delivery import Delivery
from components.alert_drill import DrillQueue, DrillQueueArgs, DrillRole, DrillRoleArgs
from components.alerting import Alerting
from components.break_glass import BreakGlassRole, BreakGlassRoleArgs, BreakGlassUsers, BreakGlassUsersArgs
from components.break_glass_alert import (
    BreakGlassForwarder,
    BreakGlassForwarderArgs,
    BreakGlassHub,
    BreakGlassHubArgs,
)
from components.finding_alert import FindingHub, FindingHubArgs
from components.hub_rule import Hub
from components.identity import Identity
from components.log_archive import LogArchive, LogArchiveArgs
from components.machine_access import MachineAccess
from components.organization_policies import OrganizationPolicies, OrganizationPoliciesArgs
from components.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.root_access import RootAccess, RootAccessArgs
from components.root_alert import RootForwarder, RootForwarderArgs, RootHub, RootHubArgs
from components.root_reads import RootReads, RootReadsArgs
from components.saved_queries import SavedQueries, SavedQueriesArgs
from components.security_services import SecurityServices
from components.target import AccountTarget, account_targets
from components.trail import Trail, TrailArgs, TrailRecords
from components.trail_alarm import TrailAlarm, TrailAlarmArgs
from components.undelivered_events import UndeliveredEvents, UndeliveredEventsArgs
from components.unused_access import UnusedAccess, UnusedAccessArgs, UnusedAccessDelegation, UnusedAccessDelegationArgs
from config.account_plan import declared
from config.alarm_plan import central_alarms, forwarded_alarms, hub_alarm_rules
from config.break_glass import BreakGlass
from config.finding_sources import alert_regions, finding_rules, finding_sources
from config.models import Stack
from config.plan import policies as organization_policies
from config.trail_path import drilled_groups, records_account, trail_path
from policies import names
from policies.alarms.root_reads import ROOT_READS
from policies.names import partition
from policies.root_events import forwarded
from policies.types import Urgency


class Baseline:
    """Builds the components in the order in which they need each other; direct children of the stack, no wrapper."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.organization = stack.organization
        self.region = self.organization.home_region
        self.partition = partition(self.region)
        self.path = trail_path(stack)
        self.targets = account_targets(stack)
        self.management = self.targets[self.organization.management_account]
        self.audit = self.targets[self.organization.audit_account]
        self.log_archive = self.targets[self.organization.log_archive_account]
        self.alert_regions = alert_regions(stack)

    def build(self) -> dict[str, Any]:
        """Declare everything and return the stack's outputs."""
        policies = {} if self.stack.standalone else self._policies()
        boundaries = {key: self._account(key, target) for key, target in self.targets.items()}
        self._options()
        if not self.stack.standalone:
            SecurityServices(self.stack, self.targets, boundaries).build()
        trail = self._trail(boundaries[self.audit.key])
        alerting = Alerting(self.stack, self.audit, boundaries[self.audit.key].arn)
        deliveries = alerting.build()
        undelivered = self._undelivered(deliveries)
        self._alarms(trail, alerting, deliveries, undelivered)
        if trail.archive is not None:
            AccountTrails(self.stack, self.targets, boundaries, trail.archive).build(deliveries)
        self._drill(boundaries, deliveries)
        hub = Hub(
            target=self.audit,
            partition=self.partition,
            deliveries=deliveries,
            queue_arn=undelivered.queue_arns[self.region],
        )
        bus, forwarders = self._root_alert(boundaries, hub, undelivered)
        alerting.account_alarms(hub, bus)
        if self.stack.baseline.break_glass is not None:
            self._break_glass(self.stack.baseline.break_glass)
            self._break_glass_alert(trail, hub, bus, forwarders, undelivered)
        MachineAccess(self.stack, self.targets, boundaries).build()
        Identity(self.stack, self.targets, boundaries).build()
        made = {} if trail.arn is None else {"trailArn": trail.arn}
        return {**made, "alertTopicArn": deliveries[Urgency.PAGE].plain, **policies}

    def _policies(self) -> dict[str, Any]:
        wanted = organization_policies(self.stack)
        policies = OrganizationPolicies(
            "organization-policies",
            OrganizationPoliciesArgs(
                management=self.management,
                policies=wanted,
                target_ids={policy.target: self.stack.target_id(policy.target) for policy in wanted},
            ),
        )
        return {"policyIds": policies.policy_ids}

    def _alarms(
        self,
        trail: TrailRecords,
        alerting: Alerting,
        deliveries: Mapping[Urgency, Delivery],
        undelivered: UndeliveredEvents,
    ) -> None:
        """Each alarm over the trail, delivered as its severity asks for, and the queries that follow one."""
        reads = RootReads(
            "root-reads",
            RootReadsArgs(
                target=trail.target,
                log_group=trail.log_group,
                delivery=deliveries[ROOT_READS.urgency],
                accounts={key: target.id for key, target in self.targets.items()},
            ),
        )
        wanted = central_alarms(self.stack)
        for alarm, threshold in wanted:
            TrailAlarm(
                alarm.anchor,
                TrailAlarmArgs(
                    target=trail.target,
                    alarm=alarm,
                    threshold=threshold,
                    log_group=trail.log_group,
                    delivery=deliveries[alarm.urgency],
                ),
            )
        for urgency, delivery in deliveries.items():
            told = [alarm.name for alarm, _ in wanted if alarm.urgency == urgency]
            if urgency == ROOT_READS.urgency:
                told += reads.alarms
            if urgency == Urgency.PAGE:
                told.append(names.UNDELIVERED_EVENTS)
                if self.stack.baseline.break_glass is not None:
                    told.append(names.BREAK_GLASS_RULE)
            alerting.alarms(delivery, told, undelivered.queue_arns[self.region])
        SavedQueries("queries", SavedQueriesArgs(target=trail.target, log_group=trail.log_group))

    def _drill(self, boundaries: Mapping[str, PermissionsBoundary], deliveries: Mapping[Urgency, Delivery]) -> None:
        topics: dict[str, pulumi.Input[str]] = {}
        for urgency, delivery in deliveries.items():
            topics[urgency] = delivery.plain
            if delivery.chat is not None:
                topics[f"{urgency}-chat"] = delivery.chat
        DrillQueue(
            "drill", DrillQueueArgs(audit=self.audit, partition=self.partition, region=self.region, topics=topics)
        )
        for key, target in self.targets.items():
            DrillRole(
                f"{key}-drill",
                DrillRoleArgs(
                    target=target,
                    partition=self.partition,
                    region=self.region,
                    organization=self.organization.id,
                    audit=self.audit.id,
                    log_groups=drilled_groups(self.stack, key),
                    deployer=self.stack.baseline.deployment.role_name,
                    boundary_arn=boundaries[key].arn,
                ),
            )

    def _account(self, key: str, target: AccountTarget) -> PermissionsBoundary:
        AccountSettings(
            f"{key}-settings",
            AccountSettingsArgs(
                target=target,
                settings=self.stack.settings(self.stack.baseline.accounts[key]),
                regions=self.alert_regions,
                declared=declared(self.stack, key),
            ),
        )
        return PermissionsBoundary(f"{key}-boundary", PermissionsBoundaryArgs(target=target, partition=self.partition))

    def _options(self) -> None:
        """What the organization switches on once, where the configuration asks for it."""
        root, unused = self.stack.baseline.root_access, self.stack.baseline.unused_access
        if root is not None:
            RootAccess("root-access", RootAccessArgs(management=self.management, settings=root))
        if unused is not None:
            UnusedAccess(
                "unused-access",
                UnusedAccessArgs(
                    audit=self.audit,
                    registration=None if self.stack.standalone else self._unused_access_delegation(),
                    days=unused.days,
                ),
            )

    def _unused_access_delegation(self) -> pulumi.Resource:
        return UnusedAccessDelegation(
            "unused-access-delegation",
            UnusedAccessDelegationArgs(management=self.management, audit=self.audit.id),
        ).registration

    def _trail(self, boundary: PermissionsBoundary) -> TrailRecords:
        """The archive and the trail, or where the records of an existing one are."""
        baseline = self.stack.baseline
        if baseline.trail.existing is not None:
            account = self.targets[records_account(self.stack)]
            return TrailRecords(target=account, log_group=baseline.trail.existing.log_group)
        archive = LogArchive(
            "log-archive",
            LogArchiveArgs(
                target=self.log_archive,
                path=self.path,
                settings=baseline.log_archive,
                protect=baseline.deployment.protect,
            ),
        )
        trail = Trail(
            f"{self.stack.whole}-trail",
            TrailArgs(
                management=None if self.stack.standalone else self.management,
                audit=self.audit,
                path=self.path,
                bucket=archive.bucket,
                key_arn=archive.key_arn,
                boundary_arn=boundary.arn,
                retention_days=baseline.log_archive.retention_days,
                settings=baseline.trail,
                protect=baseline.deployment.protect,
            ),
        )
        return TrailRecords(target=self.audit, log_group=trail.log_group, arn=trail.arn, archive=archive)

    def _break_glass(self, settings: BreakGlass) -> None:
        users = BreakGlassUsers(
            "break-glass-users",
            BreakGlassUsersArgs(
                management=self.management,
                partition=self.partition,
                accounts=tuple(target.id for target in self.targets.values()),
                settings=settings,
            ),
        )
        for key, target in self.targets.items():
            BreakGlassRole(
                f"{key}-break-glass",
                BreakGlassRoleArgs(
                    target=target,
                    partition=self.partition,
                    management=self.management.id,
                    users=users,
                    deployer=self.stack.baseline.deployment.role_name,
                    bucket=self.stack.baseline.log_archive.bucket_name,
                    settings=settings,
                ),
            )

    def _undelivered(self, deliveries: Mapping[Urgency, Delivery]) -> UndeliveredEvents:
        return UndeliveredEvents(
            "undelivered-events",
            UndeliveredEventsArgs(
                audit=self.audit,
                partition=self.partition,
                home_region=self.region,
                regions=self.alert_regions,
                accounts=tuple(target.id for target in self.targets.values()),
                topics=tuple(topic for delivery in deliveries.values() for topic in delivery.topics),
                hub_rules=tuple(hub_alarm_rules(self.stack).values()),
            ),
        )

    def _break_glass_alert(
        self,
        trail: TrailRecords,
        hub: Hub,
        bus: RootHub,
        forwarders: dict[str, RootForwarder],
        undelivered: UndeliveredEvents,
    ) -> None:
        written = BreakGlassHub(
            "break-glass-hub", BreakGlassHubArgs(hub=hub, bus=bus, watched_in=trail.target, log_group=trail.log_group)
        )
        for key, target in self.targets.items():
            BreakGlassForwarder(
                f"{key}-break-glass-alert",
                BreakGlassForwarderArgs(
                    target=target,
                    partition=self.partition,
                    queue_arns=undelivered.queue_arns,
                    home_region=self.region,
                    audit=self.audit.id,
                    forwarder_role_arn=forwarders[key].role_arn,
                ),
                opts=pulumi.ResourceOptions(depends_on=[written]),
            )

    def _root_alert(
        self, boundaries: dict[str, PermissionsBoundary], hub: Hub, undelivered: UndeliveredEvents
    ) -> tuple[RootHub, dict[str, RootForwarder]]:
        bus = RootHub("root-hub", RootHubArgs(hub=hub, region=self.region, organization=self.organization.id))
        findings = FindingHub("findings", FindingHubArgs(hub=hub, bus=bus, rules=finding_rules(self.stack)))
        forwarders = {
            key: RootForwarder(
                f"{key}-root-alert",
                RootForwarderArgs(
                    target=target,
                    partition=self.partition,
                    patterns={region: self._forwarded(key, region) for region in self.alert_regions},
                    queue_arns=undelivered.queue_arns,
                    home_region=self.region,
                    audit=self.audit.id,
                    boundary_arn=boundaries[key].arn,
                ),
                opts=pulumi.ResourceOptions(depends_on=[bus, findings]),
            )
            for key, target in self.targets.items()
        }
        return bus, forwarders

    def _forwarded(self, key: str, region: str) -> str:
        found = tuple(source.forwarded for source in finding_sources(self.stack, key, region))
        return forwarded(found, forwarded_alarms(self.stack, region))
