"""The bucket that AWS Config delivers to."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.config_delivery import config_bucket_policy


@dataclass(frozen=True, kw_only=True)
class ConfigBucketArgs:
    """The log-archive account, the bucket, the ids of the accounts that deliver, and the days that items stay."""

    target: AccountTarget
    partition: str
    bucket: str
    accounts: tuple[str, ...]
    expire_days: int
    protect: bool


class ConfigBucket(pulumi.ComponentResource):
    """A bucket of its own: Config delivers to none with Object Lock, which the log archive has.

    https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
    It stays when the stack is destroyed.
    """

    bucket: pulumi.Output[str]

    def __init__(self, name: str, args: ConfigBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:logs:ConfigBucket", name, None, opts)
        kept = args.target.options(self, protect=args.protect, retain_on_delete=True)
        bucket = aws.s3.Bucket(f"{name}-bucket", bucket=args.bucket, opts=kept)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=config_bucket_policy(args.partition, args.bucket, args.accounts).json(),
            opts=kept,
        )
        self._close(name, bucket, args)
        # Whoever delivers waits for the policy.
        self.bucket = pulumi.Output.all(bucket.id, policy.id).apply(lambda ids: ids[0])
        self.register_outputs({"bucket": self.bucket})

    def _close(self, name: str, bucket: aws.s3.Bucket, args: ConfigBucketArgs) -> None:
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
        aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=options,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.id,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="expire",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=args.expire_days),
                    noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                        noncurrent_days=1
                    ),
                )
            ],
            opts=options,
        )
