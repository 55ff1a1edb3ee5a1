"""The bucket that AWS Config delivers to."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.closed_bucket import close, expire, keep_versions, ready
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


class ConfigBucket(pulumi.ComponentResource):
    """A bucket of its own: Config delivers to none with Object Lock, which the log archive has.

    https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
    It stays when the option goes, or the stack; protection besides would only stop the option from going.
    """

    bucket: pulumi.Output[str]

    def __init__(self, name: str, args: ConfigBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:logs:ConfigBucket", name, None, opts)
        kept = args.target.options(self, retain_on_delete=True)
        bucket = aws.s3.Bucket(f"{name}-bucket", bucket=args.bucket, opts=kept)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=config_bucket_policy(args.partition, args.bucket, args.accounts).json(),
            opts=kept,
        )
        close(name, bucket, kept)
        keep_versions(name, bucket, kept)
        expire(name, bucket, args.expire_days, kept, versions=True)
        self.bucket = ready(bucket, policy)
        self.register_outputs({"bucket": self.bucket})
