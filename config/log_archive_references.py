"""What guardrails say of the log archive's buckets."""

from collections.abc import Iterator

from config.log_archive import ACCESS_LOGS
from config.messages import Finding
from config.problem import show
from config.view import View

_BUCKETS = ("baseline", "guardrails", "encryption", "bucketsWithCustomerKeys")


def log_archive_findings(view: View) -> Iterator[Finding]:
    """Access logs are not delivered to a bucket in which only customer keys encrypt.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    archive = view.at("baseline", "logArchive", "bucketName")
    logs = view.at("baseline", "logArchive", "accessLogs", "bucketName") or f"{archive}{ACCESS_LOGS}"
    for index, bucket in enumerate(view.items(*_BUCKETS)):
        if bucket == logs:
            yield Finding(
                path=(*_BUCKETS, index),
                found=f"{show(bucket)}, the bucket of the archive's access logs",
                expected="buckets that S3's log delivery doesn't write to",
                fix="remove it: S3 encrypts access logs with its own keys",
            )
