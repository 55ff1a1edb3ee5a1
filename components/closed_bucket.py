"""What every bucket of the baseline has: nobody public gets in, old objects go; each part outlives the stack."""

import pulumi
import pulumi_aws as aws


def close(name: str, bucket: aws.s3.Bucket, options: pulumi.ResourceOptions) -> None:
    """Keep the public out, whatever the account's own block says."""
    aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=options,
    )


def keep_versions(name: str, bucket: aws.s3.Bucket, options: pulumi.ResourceOptions) -> aws.s3.BucketVersioning:
    """Keep what is overwritten or deleted."""
    return aws.s3.BucketVersioning(
        f"{name}-versioning",
        bucket=bucket.id,
        versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        opts=options,
    )


def expire(
    name: str, bucket: aws.s3.Bucket, days: int, options: pulumi.ResourceOptions, *, versions: bool = False
) -> None:
    """Let every object go after some days; with `versions`, what it leaves behind goes on the next."""
    old = aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(noncurrent_days=1)
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=bucket.id,
        rules=[
            aws.s3.BucketLifecycleConfigurationRuleArgs(
                id="expire",
                status="Enabled",
                filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=days),
                noncurrent_version_expiration=old if versions else None,
            )
        ],
        opts=options,
    )


def ready(bucket: aws.s3.Bucket, policy: aws.s3.BucketPolicy) -> pulumi.Output[str]:
    """The bucket's name, for whoever waits until its policy lets them in."""
    return pulumi.Output.all(bucket.id, policy.id).apply(lambda ids: ids[0])
