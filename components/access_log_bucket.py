"""The bucket that S3 writes its access logs to."""

import pulumi
import pulumi_aws as aws

from components.closed_bucket import close, expire, ready
from components.target import AccountTarget
from policies.log_path import TrailPath, access_log_bucket_policy


def access_log_bucket(
    name: str, *, path: TrailPath, expire_days: int, target: AccountTarget, parent: pulumi.Resource, protect: bool
) -> pulumi.Output[str]:
    """A bucket of S3's own encryption and without Object Lock, which log delivery doesn't take; its name once S3 may
    write.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    kept = target.options(parent, protect=protect, retain_on_delete=True)
    options = target.options(parent, retain_on_delete=True)
    bucket = aws.s3.Bucket(f"{name}-bucket", bucket=path.access_logs, opts=kept)
    policy = aws.s3.BucketPolicy(
        f"{name}-policy", bucket=bucket.id, policy=access_log_bucket_policy(path).json(), opts=kept
    )
    close(name, bucket, options)
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.id,
        rules=[
            aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                    sse_algorithm="AES256"
                )
            )
        ],
        opts=options,
    )
    expire(name, bucket, expire_days, options)
    return ready(bucket, policy)
