"""The trail, of an organization or of one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.key import baseline_key
from components.log_archive import LogArchive
from components.own_role import OwnRole, own_role
from components.target import AccountTarget
from components.trail_selectors import event_selectors, insight_selectors
from config.trail import Trail as Settings
from policies import names
from policies.log_path import TrailPath, logs_key_policy, trail_logs_permissions, trail_logs_trust

# What CloudWatch Logs takes from a year on
# (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
_RETENTION_DAYS = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


def log_retention(days: int) -> int:
    """The shortest retention of a log group that keeps its records for at least so many days."""
    return next(retention for retention in _RETENTION_DAYS if retention >= days)


@dataclass(frozen=True, kw_only=True)
class TrailRecords:
    """Where a trail's records are counted: its log group and that group's account; of a trail that is ours its `arn`
    and its archive.
    """

    target: AccountTarget
    log_group: pulumi.Input[str]
    arn: pulumi.Output[str] | None = None
    archive: LogArchive | None = None


@dataclass(frozen=True, kw_only=True)
class TrailArgs:
    """The account that makes the trail and has its log group, and the archive that receives the records.

    `management` is the organization's, which makes the other CloudTrail's delegated administrator; a trail of one
    account has none.
    """

    management: AccountTarget | None
    audit: AccountTarget
    path: TrailPath
    bucket: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    retention_days: int
    settings: Settings
    protect: bool
    optional: bool = False
    """An option's: it goes with it, so that nothing records and costs on, and has no key that would have to stay."""


class Trail(pulumi.ComponentResource):
    """Management events of every region, of every account or of one, with file validation, to the archive and a log
    group.

    The log group is in the account that makes the trail: CloudTrail wants it there.
    """

    arn: pulumi.Output[str]
    log_group: pulumi.Output[str]

    def __init__(self, name: str, args: TrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # Organizations' trails were deployed under the other type.
        known = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="guardrails:logs:OrganizationTrail")])
        super().__init__("guardrails:logs:Trail", name, None, pulumi.ResourceOptions.merge(known, opts))
        delegated = self._delegation(name, args)
        group = self._log_group(name, args)
        role, permissions = self._role(name, args)
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=args.path.trail,
            s3_bucket_name=args.bucket,
            kms_key_id=args.key_arn,
            is_organization_trail=args.management is not None,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            advanced_event_selectors=event_selectors(args.path, args.settings.data_events),
            insight_selectors=insight_selectors(args.settings.insights),
            cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
            cloud_watch_logs_role_arn=role.arn,
            opts=args.audit.options(
                self,
                depends_on=[*delegated, permissions],
                protect=args.protect,
                retain_on_delete=not args.optional,
            ),
        )
        self.arn = trail.arn
        self.log_group = group.name
        self.register_outputs({"arn": self.arn, "logGroup": self.log_group})

    def _delegation(self, name: str, args: TrailArgs) -> list[pulumi.Resource]:
        if args.management is None:
            return []
        return [
            aws.cloudtrail.OrganizationDelegatedAdminAccount(
                f"{name}-delegated-administrator", account_id=args.audit.id, opts=args.management.options(self)
            )
        ]

    def _log_group(self, name: str, args: TrailArgs) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=args.path.trail,
            retention_in_days=log_retention(args.retention_days),
            kms_key_id=None if args.optional else self._key(name, args).arn,
            opts=args.audit.options(self),
        )

    def _key(self, name: str, args: TrailArgs) -> aws.kms.Key:
        path = args.path
        return baseline_key(
            f"{name}-logs-key",
            alias=names.TRAIL_LOGS_KEY,
            description="Log group of the trail",
            policy=logs_key_policy(path.partition, path.region, path.audit, path.trail),
            target=args.audit,
            parent=self,
            protect=args.protect,
        )

    def _role(self, name: str, args: TrailArgs) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        wanted = OwnRole(
            target=args.audit,
            name=args.path.logs_role,
            trust=trail_logs_trust(args.path),
            policy="write-trail-streams",
            permissions=trail_logs_permissions(args.path),
            boundary_arn=args.boundary_arn,
        )
        return own_role(self, name, wanted)
