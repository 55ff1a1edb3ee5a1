"""Resource policies along the path of a CloudTrail record: key, bucket, log group."""

from dataclasses import dataclass, replace

from policies import names
from policies.document import Conditions, Document, Statement, one_or_all
from policies.grantees import Service
from policies.resource_policies import account_administers, only_tls
from policies.trust import service_trust

ACCESS_LOG_PREFIX = "log-archive/"
_CLOUDTRAIL = {"Service": "cloudtrail.amazonaws.com"}


@dataclass(frozen=True, kw_only=True)
class TrailPath:
    """Who owns what on the way of a record; a stand-alone account is on its own, and belongs to no organization.

    An organization trail's ARN bears the management account's id, whoever made it
    (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html).
    """

    partition: str
    region: str
    organization: str | None
    management: str
    log_archive: str
    audit: str
    bucket: str
    access_logs: str = ""
    """The bucket of S3's access logs, where there is one."""
    accounts: tuple[str, ...] = ()
    """Ids of the accounts that have a trail of their own besides the organization's."""
    logs_role: str = names.TRAIL_LOGS_ROLE
    """Of the trail's account, by which it writes to its log group."""

    @property
    def trails(self) -> tuple["TrailPath", ...]:
        """This trail's path and those of the accounts' own."""
        return (self, *(self.of_account(account) for account in self.accounts))

    def of_account(self, account: str) -> "TrailPath":
        """The path of an account's own trail, which is there besides the organization's."""
        return replace(
            self,
            organization=None,
            management=account,
            audit=account,
            accounts=(),
            logs_role=names.ACCOUNT_TRAIL_LOGS_ROLE,
        )

    @property
    def trail(self) -> str:
        """Name of the trail, and of its log group."""
        return names.TRAIL if self.organization else names.ACCOUNT_TRAIL

    @property
    def trail_arn(self) -> str:
        """ARN of the trail."""
        return f"arn:{self.partition}:cloudtrail:{self.region}:{self.management}:trail/{self.trail}"

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Where in the bucket the trail writes: each account's records are below its organization's id.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
        """
        return tuple(f"AWSLogs/{owner}/*" for owner in (self.management, self.organization) if owner)


def archive_key_policy(path: TrailPath) -> Document:
    """CloudTrail encrypts for these trails only; principals of the log archive and audit accounts may decrypt.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    return Document(
        statements=(
            account_administers(path.partition, path.log_archive),
            Statement(
                sid="CloudTrailEncrypts",
                effect="Allow",
                principals=_CLOUDTRAIL,
                actions=("kms:GenerateDataKey*", "kms:DescribeKey"),
                conditions=_sources(path),
            ),
            Statement(
                sid="AuditReads",
                effect="Allow",
                principals=_audit(path),
                actions=("kms:Decrypt", "kms:DescribeKey"),
            ),
        )
    )


def archive_bucket_policy(path: TrailPath) -> Document:
    """CloudTrail writes for these trails only, over TLS only, each where its accounts have their records.

    The audit account reads them. Nobody destroys one, nor looks at one as a centralised root session: guardrails deny
    it too, but an account on its own has none.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    bucket = f"arn:{path.partition}:s3:::{path.bucket}"
    return Document(
        statements=(
            Statement(
                sid="CloudTrailChecksAcl",
                effect="Allow",
                principals=_CLOUDTRAIL,
                actions=("s3:GetBucketAcl",),
                resources=(bucket,),
                conditions=_sources(path),
            ),
            _writes("CloudTrailWrites", path),
            *(_writes(f"CloudTrailWrites{own.audit}", own) for own in path.trails[1:]),
            *_audit_reads(path, bucket),
            _objects_stay(bucket),
            _no_root_sessions(bucket),
            only_tls("s3:*", bucket, f"{bucket}/*"),
        )
    )


def _audit(path: TrailPath) -> dict[str, str]:
    return {"AWS": f"arn:{path.partition}:iam::{path.audit}:root"}


def _audit_reads(path: TrailPath, bucket: str) -> tuple[Statement, ...]:
    return (
        Statement(
            sid="AuditLists",
            effect="Allow",
            principals=_audit(path),
            actions=("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"),
            resources=(bucket,),
        ),
        Statement(
            sid="AuditReads",
            effect="Allow",
            principals=_audit(path),
            actions=("s3:GetObject", "s3:GetObjectVersion"),
            resources=(f"{bucket}/*",),
        ),
    )


def _objects_stay(bucket: str) -> Statement:
    """Lifecycle rules alone let objects go: no policy stops those.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
    """
    return Statement(
        sid="ObjectsStay",
        effect="Deny",
        principals={"AWS": "*"},
        actions=("s3:BypassGovernanceRetention", "s3:DeleteObject*", "s3:UpdateObjectEncryption"),
        resources=(f"{bucket}/*",),
    )


def _no_root_sessions(bucket: str) -> Statement:
    """One that unlocks a bucket takes the policy away all the same, and is for the guardrails to stop.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
    """
    return Statement(
        sid="NoRootSessions",
        effect="Deny",
        principals={"AWS": "*"},
        actions=("s3:*",),
        resources=(bucket, f"{bucket}/*"),
        conditions={"Bool": {"aws:AssumedRoot": "true"}},
    )


def _sources(path: TrailPath) -> Conditions:
    return {"StringEquals": {"aws:SourceArn": one_or_all(tuple(trail.trail_arn for trail in path.trails))}}


def _writes(sid: str, path: TrailPath) -> Statement:
    own = {"aws:SourceArn": path.trail_arn, "s3:x-amz-acl": "bucket-owner-full-control"}
    return Statement(
        sid=sid,
        effect="Allow",
        principals=_CLOUDTRAIL,
        actions=("s3:PutObject",),
        resources=tuple(f"arn:{path.partition}:s3:::{path.bucket}/{prefix}" for prefix in path.prefixes),
        conditions={"StringEquals": own},
    )


def access_log_bucket_policy(path: TrailPath) -> Document:
    """S3's log delivery writes the archive's access logs, for that bucket of that account only, over TLS only.

    Nobody destroys one: they say who read the records.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-bucket-policy
    """
    bucket = f"arn:{path.partition}:s3:::{path.access_logs}"
    return Document(
        statements=(
            Statement(
                sid="S3WritesAccessLogs",
                effect="Allow",
                principals={"Service": "logging.s3.amazonaws.com"},
                actions=("s3:PutObject",),
                resources=(f"{bucket}/{ACCESS_LOG_PREFIX}*",),
                conditions={
                    "ArnLike": {"aws:SourceArn": f"arn:{path.partition}:s3:::{path.bucket}"},
                    "StringEquals": {"aws:SourceAccount": path.log_archive},
                },
            ),
            _objects_stay(bucket),
            only_tls("s3:*", bucket, f"{bucket}/*"),
        )
    )


def trail_logs_trust(path: TrailPath) -> Document:
    """CloudTrail assumes the role that writes to the log group, for this trail only."""
    return service_trust(Service(name="cloudtrail.amazonaws.com", arns=(path.trail_arn,)))


def trail_logs_permissions(path: TrailPath) -> Document:
    """The role creates streams in the trail's log group and writes to them, nothing else.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    group = f"arn:{path.partition}:logs:{path.region}:{path.audit}:log-group:{path.trail}"
    return Document(
        statements=(
            Statement(
                sid="WriteTrailStreams",
                effect="Allow",
                actions=("logs:CreateLogStream", "logs:PutLogEvents"),
                resources=(f"{group}:log-stream:*",),
            ),
        )
    )


def logs_key_policy(partition: str, region: str, account: str, group: str) -> Document:
    """CloudWatch Logs encrypts one log group with the key.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    group_arn = f"arn:{partition}:logs:{region}:{account}:log-group:{group}"
    return Document(
        statements=(
            account_administers(partition, account),
            Statement(
                sid="LogsEncrypt",
                effect="Allow",
                principals={"Service": f"logs.{region}.amazonaws.com"},
                actions=("kms:Decrypt*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
                conditions={"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": group_arn}},
            ),
            # A request to describe a key carries no encryption context.
            Statement(
                sid="LogsDescribe",
                effect="Allow",
                principals={"Service": f"logs.{region}.amazonaws.com"},
                actions=("kms:DescribeKey",),
            ),
        )
    )
