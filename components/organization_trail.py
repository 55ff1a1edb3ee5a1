"""The organization's trail."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.key import baseline_key
from components.target import AccountTarget
from policies import names
from policies.log_path import TrailPath, logs_key_policy, trail_logs_permissions, trail_logs_trust

# What CloudWatch Logs takes from a year on
# (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
_RETENTION_DAYS = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


def log_retention(days: int) -> int:
    """The shortest retention of a log group that keeps its records for at least so many days."""
    return next(retention for retention in _RETENTION_DAYS if retention >= days)


@dataclass(frozen=True, kw_only=True)
class OrganizationTrailArgs:
    """The audit account as CloudTrail's delegated administrator, and the archive that receives the records."""

    management: AccountTarget
    audit: AccountTarget
    path: TrailPath
    bucket: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    retention_days: int
    protect: bool


class OrganizationTrail(pulumi.ComponentResource):
    """Every account's management events in every region, with file validation, to the archive and a log group.

    The log group is in the audit account: CloudTrail wants it in the account that makes the trail.
    """

    arn: pulumi.Output[str]
    log_group: pulumi.Output[str]

    def __init__(self, name: str, args: OrganizationTrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:logs:OrganizationTrail", name, None, opts)
        delegation = aws.cloudtrail.OrganizationDelegatedAdminAccount(
            f"{name}-delegated-administrator", account_id=args.audit.id, opts=args.management.options(self)
        )
        group = self._log_group(name, args)
        role, permissions = self._role(name, args)
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=names.TRAIL,
            s3_bucket_name=args.bucket,
            kms_key_id=args.key_arn,
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
            cloud_watch_logs_role_arn=role.arn,
            opts=args.audit.options(
                self, depends_on=[delegation, permissions], protect=args.protect, retain_on_delete=True
            ),
        )
        self.arn = trail.arn
        self.log_group = group.name
        self.register_outputs({"arn": self.arn, "logGroup": self.log_group})

    def _log_group(self, name: str, args: OrganizationTrailArgs) -> aws.cloudwatch.LogGroup:
        path = args.path
        key = baseline_key(
            f"{name}-logs-key",
            alias=names.TRAIL_LOGS_KEY,
            description="Log group of the organization's trail",
            policy=logs_key_policy(path.partition, path.region, path.audit, names.TRAIL_LOG_GROUP),
            target=args.audit,
            parent=self,
            protect=args.protect,
        )
        return aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=names.TRAIL_LOG_GROUP,
            retention_in_days=log_retention(args.retention_days),
            kms_key_id=key.arn,
            opts=args.audit.options(self),
        )

    def _role(self, name: str, args: OrganizationTrailArgs) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        role = aws.iam.Role(
            f"{name}-role",
            name=names.TRAIL_LOGS_ROLE,
            assume_role_policy=trail_logs_trust(args.path).json(),
            permissions_boundary=args.boundary_arn,
            opts=args.audit.options(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="write-trail-streams",
            role=role.name,
            policy=trail_logs_permissions(args.path).json(),
            opts=args.audit.options(self),
        )
        return role, permissions
