"""S3: access logs go where the target's policy lets log delivery write, however the policy is written."""

import json

from moto.s3.models import FakeBucket

from sandbox.aws.services.patching import patch

_DELIVERY = "logging.s3.amazonaws.com"


def _many(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _admits_delivery(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """moto takes one service and one resource as texts only, and trips over a principal that is everybody.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    arn = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}"
    wanted = {f"{arn}/*", f"{arn}/{target_prefix or ''}*"}
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement["Principal"], dict)
        and _DELIVERY in _many(statement["Principal"].get("Service", []))
        and "s3:PutObject" in _many(statement.get("Action", []))
        and wanted & set(_many(statement.get("Resource", [])))
        for statement in json.loads(target_bucket.policy or b'{"Statement": []}')["Statement"]
    )


def install() -> None:
    """Read the target's policy as AWS does."""
    patch(FakeBucket, _log_permissions_enabled_policy=staticmethod(_admits_delivery))
