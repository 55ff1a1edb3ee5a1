"""Where the organization's CloudTrail records are kept."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.key import baseline_key
from components.target import AccountTarget
from policies import names
from policies.log_path import TrailPath, archive_bucket_policy, archive_key_policy


@dataclass(frozen=True, kw_only=True)
class LogArchiveArgs:
    """The log-archive account, the path that records take, and how long they stay."""

    target: AccountTarget
    path: TrailPath
    retention_days: int
    protect: bool


class LogArchive(pulumi.ComponentResource):
    """A bucket that CloudTrail alone writes to, encrypted with its own key; both stay when the stack is destroyed."""

    bucket: pulumi.Output[str]
    key_arn: pulumi.Output[str]

    def __init__(self, name: str, args: LogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:logs:LogArchive", name, None, opts)
        kept = args.target.options(self, protect=args.protect, retain_on_delete=True)
        key = baseline_key(
            f"{name}-key",
            alias=names.LOG_ARCHIVE_KEY,
            description="CloudTrail records of the organization",
            policy=archive_key_policy(args.path),
            target=args.target,
            parent=self,
            protect=args.protect,
        )
        bucket = aws.s3.Bucket(f"{name}-bucket", bucket=args.path.bucket, object_lock_enabled=True, opts=kept)
        self._close(name, bucket, key, args)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy", bucket=bucket.id, policy=archive_bucket_policy(args.path).json(), opts=kept
        )
        # Whoever writes waits for the policy.
        self.bucket = pulumi.Output.all(bucket.id, policy.id).apply(lambda ids: ids[0])
        self.key_arn = key.arn
        self.register_outputs({"bucket": self.bucket, "keyArn": self.key_arn})

    def _close(self, name: str, bucket: aws.s3.Bucket, key: aws.kms.Key, args: LogArchiveArgs) -> None:
        options = args.target.options(self, retain_on_delete=True)
        aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=options,
        )
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=options,
        )
        aws.s3.BucketObjectLockConfiguration(
            f"{name}-object-lock",
            bucket=bucket.id,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode="GOVERNANCE", days=args.retention_days
                )
            ),
            opts=args.target.options(self, retain_on_delete=True, depends_on=[versioning]),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.id,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    bucket_key_enabled=True,
                    apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                        sse_algorithm="aws:kms", kms_master_key_id=key.arn
                    ),
                )
            ],
            opts=options,
        )
