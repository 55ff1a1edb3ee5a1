"""Where the organization's CloudTrail records are kept."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access_log_bucket import access_log_bucket
from components.closed_bucket import close, keep_versions, ready
from components.key import baseline_key
from components.target import AccountTarget
from config.log_archive import LogArchive as Settings
from policies import names
from policies.log_path import ACCESS_LOG_PREFIX, TrailPath, archive_bucket_policy, archive_key_policy

# Days; CloudTrail's files are small, and a part of one is no record.
_ABORT_UPLOADS_AFTER = 7


@dataclass(frozen=True, kw_only=True)
class LogArchiveArgs:
    """The log-archive account, the path that records take, and how long they stay in which storage."""

    target: AccountTarget
    path: TrailPath
    settings: Settings
    protect: bool


class LogArchive(pulumi.ComponentResource):
    """A bucket that CloudTrail alone writes to, encrypted with its own key, and the bucket of its access logs.

    All of it stays when the stack is destroyed.
    """

    bucket: pulumi.Output[str]
    key_arn: pulumi.Output[str]

    def __init__(self, name: str, args: LogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:logs:LogArchive", name, None, opts)
        kept = args.target.options(self, protect=args.protect, retain_on_delete=True)
        key = baseline_key(
            f"{name}-key",
            alias=names.LOG_ARCHIVE_KEY,
            description=f"CloudTrail records of the {'organization' if args.path.organization else 'account'}",
            policy=archive_key_policy(args.path),
            target=args.target,
            parent=self,
            protect=args.protect,
        )
        bucket = aws.s3.Bucket(f"{name}-bucket", bucket=args.path.bucket, object_lock_enabled=True, opts=kept)
        self._close(name, bucket, key, args)
        self._age(name, bucket, args)
        logs = access_log_bucket(
            f"{name}-access",
            path=args.path,
            expire_days=args.settings.access_logs.expire_days,
            target=args.target,
            parent=self,
            protect=args.protect,
        )
        aws.s3.BucketLogging(
            f"{name}-logging",
            bucket=bucket.id,
            target_bucket=logs,
            target_prefix=ACCESS_LOG_PREFIX,
            opts=args.target.options(self, retain_on_delete=True),
        )
        policy = aws.s3.BucketPolicy(
            f"{name}-policy", bucket=bucket.id, policy=archive_bucket_policy(args.path).json(), opts=kept
        )
        self.bucket = ready(bucket, policy)
        self.key_arn = key.arn
        self.register_outputs({"bucket": self.bucket, "keyArn": self.key_arn})

    def _close(self, name: str, bucket: aws.s3.Bucket, key: aws.kms.Key, args: LogArchiveArgs) -> None:
        options = args.target.options(self, retain_on_delete=True)
        close(name, bucket, options)
        versioning = keep_versions(name, bucket, options)
        aws.s3.BucketObjectLockConfiguration(
            f"{name}-object-lock",
            bucket=bucket.id,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode=args.settings.object_lock.upper(), days=args.settings.retention_days
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

    def _age(self, name: str, bucket: aws.s3.Bucket, args: LogArchiveArgs) -> None:
        """Cheaper storage by age; an expiry removes old versions too, which Object Lock has let go by then."""
        lifecycle = args.settings.lifecycle
        expiry = lifecycle.expire_days
        records = aws.s3.BucketLifecycleConfigurationRuleArgs(
            id="records",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            transitions=[
                aws.s3.BucketLifecycleConfigurationRuleTransitionArgs(storage_class=storage, days=days)
                for storage, days in lifecycle.transitions()
            ],
            expiration=None if expiry is None else aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=expiry),
            noncurrent_version_expiration=None
            if expiry is None
            else aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(noncurrent_days=1),
            abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=_ABORT_UPLOADS_AFTER
            ),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.id,
            rules=[records],
            opts=args.target.options(self, retain_on_delete=True),
        )
