"""New storage is encrypted: EBS volumes, copied snapshots, RDS and its relatives, EFS, and S3 with own keys if asked.

Only requests that say that something is not to be encrypted are denied: where the request is silent, the account's or
the service's default decides. S3 encrypts every object by itself
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
"""

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEPLOYER, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_resources import BucketName
from policies.types import Bundle, Severity

_EBS = ("ec2:CopyVolumes", "ec2:CreateVolume", "ec2:RunInstances")
_SNAPSHOTS = ("ec2:CreateSnapshot", "ec2:CreateSnapshots")
_INSTANCES = ("rds:CreateDBInstance", "rds:RestoreDBInstanceFromS3")
_CLUSTERS = ("rds:CreateDBCluster", "rds:RestoreDBClusterFromS3")
# Their instances have no storage of their own: they inherit the cluster's encryption
# (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html).
_INHERITING = ("aurora*", "docdb", "neptune")
_SSE, _SSE_KEY = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"


class EncryptionSettings(Settings):
    """What goes beyond encryption by default."""

    buckets_with_customer_keys: tuple[BucketName, ...] = ()
    """Buckets whose objects are encrypted with a customer managed key only: the bucket's default or a named one."""
    snapshots_of_unencrypted_volumes: bool = True
    """Let old, unencrypted volumes be backed up; a snapshot is also the way to an encrypted copy."""


def statements(context: Context, settings: EncryptionSettings) -> tuple[Statement, ...]:
    """RDS by engine: Aurora's instances always say that they are not encrypted themselves."""
    database = context.arn("rds", "db:*")
    return (
        Statement(
            sid="EncryptionEbs",
            effect="Deny",
            actions=(*_EBS, *(() if settings.snapshots_of_unencrypted_volumes else _SNAPSHOTS)),
            resources=(context.arn("ec2", "volume/*"),),
            conditions={"Bool": {"ec2:Encrypted": "false"}},
        ),
        Statement(
            sid="EncryptionSnapshotCopy",
            effect="Deny",
            actions=("ec2:CopySnapshot",),
            conditions={"Bool": {"ec2:Encrypted": "false"}},
        ),
        Statement(
            sid="EncryptionRdsInstance",
            effect="Deny",
            actions=_INSTANCES,
            resources=(database,),
            conditions={
                "Bool": {"rds:StorageEncrypted": "false"},
                "StringNotLike": {"rds:DatabaseEngine": _INHERITING},
            },
        ),
        Statement(
            sid="EncryptionRdsCluster",
            effect="Deny",
            actions=_CLUSTERS,
            conditions={"Bool": {"rds:StorageEncrypted": "false"}},
        ),
        Statement(
            sid="EncryptionEfs",
            effect="Deny",
            actions=("elasticfilesystem:CreateFileSystem",),
            conditions={"Bool": {"elasticfilesystem:Encrypted": "false"}},
        ),
        *_customer_keys(context, settings),
    )


def _customer_keys(context: Context, settings: EncryptionSettings) -> tuple[Statement, ...]:
    """Uploads that name no encryption take the bucket's default key; KMS without a key would be AWS's own key.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
    """
    objects = tuple(
        context.arn("s3", f"{name}/*", region="", account="") for name in settings.buckets_with_customer_keys
    )
    if not objects:
        return ()
    return (
        Statement(
            sid="EncryptionOtherThanKms",
            effect="Deny",
            actions=("s3:PutObject",),
            resources=objects,
            conditions={"Null": {_SSE: "false"}, "StringNotLike": {_SSE: "aws:kms*"}},
        ),
        Statement(
            sid="EncryptionAwsKey",
            effect="Deny",
            actions=("s3:PutObject",),
            resources=objects,
            conditions={"Null": {_SSE_KEY: "true"}, "StringLike": {_SSE: "aws:kms*"}},
        ),
    )


_VOLUME = f"arn:aws:ec2:eu-west-1:{MEMBER}:volume/*"
_INSTANCE = f"arn:aws:rds:eu-west-1:{MEMBER}:db:orders"
_CLUSTER = f"arn:aws:rds:eu-west-1:{MEMBER}:cluster:orders"
_SNAPSHOT = "arn:aws:ec2:eu-west-1::snapshot/*"
_LEDGER = "arn:aws:s3:::ledger/2026/11.csv"
_KMS_KEY = f"arn:aws:kms:eu-west-1:{MEMBER}:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _asks(name: str, action: str, resource: str = "*", principal: str = DEVELOPER, **context: str) -> Request:
    keys = {key.replace("_", ":", 1): value for key, value in context.items()}
    account = MEMBER if resource != "*" else None
    return Request(
        name=name, action=action, resource=resource, principal=principal, context=keys, resource_account=account
    )


def _puts(name: str, resource: str = _LEDGER, **context: str) -> Request:
    keys = {_SSE: context.get("sse", ""), _SSE_KEY: context.get("key", "")}
    return Request(
        name=name,
        action="s3:PutObject",
        resource=resource,
        principal=DEVELOPER,
        context={key: value for key, value in keys.items() if value},
        resource_account=MEMBER,
    )


GUARDRAIL = Guardrail(
    title="Require encryption of new storage",
    rationale="What was created unencrypted can only be copied, not encrypted, later.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 SC-28", "AWS FSBP EC2.3", "AWS FSBP RDS.3", "AWS FSBP EFS.1"),
    practice="SCPs: encryption can't be left out",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html",
    ),
    bundle=Bundle.DATA,
    settings=EncryptionSettings,
    example_settings=EncryptionSettings(buckets_with_customer_keys=("ledger",), snapshots_of_unencrypted_volumes=False),
    statements=statements,
    denies=(
        *(_asks(f"plain: {action}", action, _VOLUME, ec2_Encrypted="false") for action in (*_EBS, *_SNAPSHOTS)),
        _asks("administrator: plain volume", "ec2:CreateVolume", _VOLUME, ADMINISTRATOR, ec2_Encrypted="false"),
        _asks("root: plain volume", "ec2:CreateVolume", _VOLUME, ROOT, ec2_Encrypted="false"),
        _asks("deployer: plain volume", "ec2:CreateVolume", _VOLUME, DEPLOYER, ec2_Encrypted="false"),
        _asks("plain copy", "ec2:CopySnapshot", _SNAPSHOT, ec2_Encrypted="false"),
        *(
            _asks(
                f"plain {engine}: {action}", action, _INSTANCE, rds_StorageEncrypted="false", rds_DatabaseEngine=engine
            )
            for action, engine in zip(_INSTANCES, ("postgres", "mysql"), strict=True)
        ),
        *(
            _asks(f"plain: {action}", action, _CLUSTER, rds_StorageEncrypted="false", rds_DatabaseEngine=engine)
            for action, engine in zip(_CLUSTERS, ("aurora-postgresql", "aurora-mysql"), strict=True)
        ),
        _asks("plain file system", "elasticfilesystem:CreateFileSystem", elasticfilesystem_Encrypted="false"),
        _puts("S3's own key in the ledger", sse="AES256"),
        _puts("AWS's KMS key in the ledger", sse="aws:kms"),
        _puts("AWS's KMS key in two layers", sse="aws:kms:dsse"),
    ),
    allows=(
        *(_asks(f"encrypted: {action}", action, _VOLUME, ec2_Encrypted="true") for action in (*_EBS, *_SNAPSHOTS)),
        _asks("by default", "ec2:CreateVolume", _VOLUME),
        _asks(
            "instance of an unencrypted public image, encrypted by default",
            "ec2:RunInstances",
            "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0",
            ec2_Encrypted="false",
        ),
        _asks("encrypted copy", "ec2:CopySnapshot", _SNAPSHOT, ec2_Encrypted="true"),
        *(
            _asks(f"encrypted: {action}", action, _INSTANCE, rds_StorageEncrypted="true", rds_DatabaseEngine="postgres")
            for action in _INSTANCES
        ),
        *(
            _asks(
                f"inherits: {engine}",
                "rds:CreateDBInstance",
                _INSTANCE,
                rds_StorageEncrypted="false",
                rds_DatabaseEngine=engine,
            )
            for engine in ("aurora-postgresql", "aurora-mysql", "docdb", "neptune")
        ),
        _asks(
            "an encrypted cluster",
            "rds:CreateDBCluster",
            _CLUSTER,
            rds_StorageEncrypted="true",
            rds_DatabaseEngine="docdb",
        ),
        # CreateDBInstance for an engine with storage of its own also names its parameter group, which says nothing.
        _asks(
            "its parameter group",
            "rds:CreateDBInstance",
            f"arn:aws:rds:eu-west-1:{MEMBER}:pg:default.postgres17",
            rds_StorageEncrypted="false",
            rds_DatabaseEngine="postgres",
        ),
        _asks("encrypted file system", "elasticfilesystem:CreateFileSystem", elasticfilesystem_Encrypted="true"),
        _asks("auto scaling", "ec2:RunInstances", _VOLUME, SERVICE_LINKED, ec2_Encrypted="false"),
        _puts("the ledger's default key"),
        _puts("a named key", sse="aws:kms", key=_KMS_KEY),
        _puts("a named key in two layers", sse="aws:kms:dsse", key=_KMS_KEY),
        _puts("S3's own key elsewhere", "arn:aws:s3:::reports/a.csv", sse="AES256"),
        _puts("AWS's KMS key elsewhere", "arn:aws:s3:::reports/a.csv", sse="aws:kms"),
    ),
)
