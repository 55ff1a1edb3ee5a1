"""Where the organization's CloudTrail records are kept, for how long, and in which storage."""

import re
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from config.model import Model
from policies.named_principals import words

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_RESERVED = re.compile(
    r"(xn--|sthree-|amzn-s3-demo-).*"
    r"|.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)"
    r"|.*\.\..*"
    r"|\d+\.\d+\.\d+\.\d+"
)


def _not_reserved(name: str) -> str:
    if _RESERVED.fullmatch(name):
        raise ValueError("a name that S3 refuses")
    return name


BucketName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        json_schema_extra=words(
            "a bucket name: 3 to 63 lower-case letters, digits, single dots or hyphens, without what S3 reserves",
            "choose another one: no IP address, no start such as xn-- or sthree-, no end such as -an or -s3alias",
        ),
    ),
    AfterValidator(_not_reserved),
]
Days = Annotated[int, Field(ge=1, le=36_500)]
ACCESS_LOGS = "-access-logs"
_LONGEST = 63
# S3 keeps objects in STANDARD for 30 days before STANDARD_IA, and there for 30 more before a colder class
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html).
_STANDARD_IA_AFTER = 30


class StorageLifecycle(Model):
    """Days after which records move to cheaper storage and at last expire; what is left out doesn't happen.

    S3 leaves objects under 128 KB where they are
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html).
    """

    model_config = ConfigDict(
        json_schema_extra=words(
            "standardIaDays from 30 on, each colder class later (30 days after standardIaDays), expireDays last",
            "correct the days",
        )
    )

    standard_ia_days: Annotated[int, Field(ge=_STANDARD_IA_AFTER, le=36_500)] | None = None
    glacier_ir_days: Days | None = 90
    """Glacier Instant Retrieval: the cheapest class that answers at once."""
    deep_archive_days: Days | None = None
    """Glacier Deep Archive: records must be restored, for hours, before an investigation can read them."""
    expire_days: Days | None = None
    """Days after which records are deleted, never before `retentionDays`; left out, they stay."""

    def transitions(self) -> tuple[tuple[str, int], ...]:
        """Storage classes as S3 names them with their days, warmest first."""
        asked = (
            ("STANDARD_IA", self.standard_ia_days),
            ("GLACIER_IR", self.glacier_ir_days),
            ("DEEP_ARCHIVE", self.deep_archive_days),
        )
        return tuple((name, days) for name, days in asked if days is not None)

    @model_validator(mode="after")
    def _in_order(self) -> "StorageLifecycle":
        """What S3 refuses: a colder class before a warmer one, or an expiry before a transition."""
        steps = [*self.transitions(), *((("expiry", self.expire_days),) if self.expire_days else ())]
        for (name, before), (_, after) in pairwise(steps):
            if after < before + (_STANDARD_IA_AFTER if name == "STANDARD_IA" else 1):
                raise ValueError(f"{name} after {before} days leaves no time before {after}")
        return self


class AccessLogs(Model):
    """Who read the archive: S3's own log of requests, in a bucket of its own."""

    bucket_name: BucketName | None = None
    """The archive's name and `-access-logs` where left out."""
    expire_days: Annotated[int, Field(ge=90, le=36_500)] = 365


class LogArchive(Model):
    """Where the organization's CloudTrail records are kept."""

    model_config = ConfigDict(
        json_schema_extra=words(
            "lifecycle.expireDays not before retentionDays, and accessLogs.bucketName another bucket, named where"
            " bucketName has over 51 characters",
            "correct one of the two",
        )
    )

    bucket_name: BucketName
    retention_days: Annotated[int, Field(ge=365, le=3650)] = 365
    """Days in which no record can be deleted or changed."""
    object_lock: Literal["governance", "compliance"] = "governance"
    """`compliance`: nobody, AWS and root included, deletes a record or shortens its retention. For
    what is kept by then it can't be undone."""
    lifecycle: StorageLifecycle = StorageLifecycle()
    access_logs: AccessLogs = AccessLogs()

    @property
    def access_log_bucket(self) -> str:
        """Name of the bucket with the access logs."""
        return self.access_logs.bucket_name or f"{self.bucket_name}{ACCESS_LOGS}"

    @model_validator(mode="after")
    def _records_stay(self) -> "LogArchive":
        """An expiry within the retention would promise what Object Lock prevents."""
        expiry = self.lifecycle.expire_days
        if expiry is not None and expiry < self.retention_days:
            raise ValueError("records would expire within their retention")
        if len(self.access_log_bucket) > _LONGEST or self.access_log_bucket == self.bucket_name:
            raise ValueError("the access logs need a bucket name of their own")
        return self
