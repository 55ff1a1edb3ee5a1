"""Data can't be held to ransom: keys, backups and versions outlive an intruder's credentials.

A key whose material is imported or lies in a key store outside AWS is its owner's to take away: both are denied too.
Object Lock's governance mode is kept by log_archive, for every bucket and from everybody; encryption with keys that AWS
doesn't keep is denied by sse_c, to strangers too. Suspending versions and shortening a lifecycle have no condition key
that tells them from the contrary, nor one that reaches a bucket's tags: the buckets where they are denied are named.
Copying objects onto themselves with a KMS key of a stranger's account is not denied: there versions are what helps. The
key of an object that is there can be changed to one of its own account only, which is kept from deletion here.
"""

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import BareRoleName
from policies.named_resources import BucketName
from policies.types import Bundle, Severity

# Patterns, each with the actions that it covers.
_KEYS = {
    "kms:*CustomKeyStore": (
        "kms:ConnectCustomKeyStore",
        "kms:CreateCustomKeyStore",
        "kms:DeleteCustomKeyStore",
        "kms:DisconnectCustomKeyStore",
        "kms:UpdateCustomKeyStore",
    ),
    "kms:*KeyMaterial": ("kms:DeleteImportedKeyMaterial", "kms:ImportKeyMaterial"),
    "kms:ScheduleKeyDeletion": ("kms:ScheduleKeyDeletion",),
}
_POLICIES = {"kms:CreateKey": ("kms:CreateKey",), "kms:PutKeyPolicy": ("kms:PutKeyPolicy",)}
_BACKUPS = {
    "backup:DeleteBackupVault*": (
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultAccessPolicy",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteBackupVaultNotifications",
        "backup:DeleteBackupVaultSharingPolicy",
    ),
    "backup:DeleteRecoveryPoint": ("backup:DeleteRecoveryPoint",),
    "backup:DisassociateRecoveryPoint*": (
        "backup:DisassociateRecoveryPoint",
        "backup:DisassociateRecoveryPointFromParent",
    ),
    "backup:UpdateRecoveryPointLifecycle": ("backup:UpdateRecoveryPointLifecycle",),
}
_BUCKETS = ("s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration")


class RansomwareSettings(Settings):
    """Who may delete keys, and which buckets keep their versions."""

    key_deleters: tuple[BareRoleName, ...] = ()
    """Names of roles that may schedule the deletion of keys, import key material and administer custom key stores."""
    protected_buckets: tuple[BucketName, ...] = ()
    """Buckets whose versioning, lifecycle and Object Lock configuration stay."""


def statements(context: Context, settings: RansomwareSettings) -> tuple[Statement, ...]:
    """A key's policy that locks its account out is as good as a deletion."""
    deleters = tuple(context.role(name) for name in settings.key_deleters)
    buckets = tuple(context.arn("s3", name, region="", account="") for name in settings.protected_buckets)
    return (
        Statement(
            sid="RansomKeys",
            effect="Deny",
            actions=(*_KEYS,),
            conditions={"ArnNotLike": {"aws:PrincipalArn": deleters}} if deleters else {},
        ),
        Statement(
            sid="RansomKeyPolicies",
            effect="Deny",
            actions=(*_POLICIES,),
            conditions={"Bool": {"kms:BypassPolicyLockoutSafetyCheck": "true"}},
        ),
        Statement(sid="RansomBackups", effect="Deny", actions=(*_BACKUPS,)),
        *((Statement(sid="RansomVersions", effect="Deny", actions=_BUCKETS, resources=buckets),) if buckets else ()),
    )


_KEY = f"arn:aws:kms:eu-west-1:{MEMBER}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_VAULT = f"arn:aws:backup:eu-west-1:{MEMBER}:backup-vault:orders"
_POINT = f"arn:aws:backup:eu-west-1:{MEMBER}:recovery-point:1EB3B5E7-9EB0-435A-A80B-108B488B0D45"
_DELETER = role("KeyCustodian")


def _all(
    name: str,
    patterns: dict[str, tuple[str, ...]],
    resource: str,
    principal: str = DEVELOPER,
    context: dict[str, str] | None = None,
) -> tuple[Request, ...]:
    return tuple(
        Request(name=f"{name}: {action}", action=action, resource=resource, principal=principal, context=context or {})
        for actions in patterns.values()
        for action in actions
    )


def _backups(name: str, principal: str) -> tuple[Request, ...]:
    return tuple(
        Request(
            name=f"{name}: {action}",
            action=action,
            resource=_VAULT if "Vault" in action else _POINT,
            principal=principal,
        )
        for actions in _BACKUPS.values()
        for action in actions
    )


def _versions(name: str, bucket: str) -> tuple[Request, ...]:
    return tuple(
        Request(
            name=f"{name}: {action}",
            action=action,
            resource=f"arn:aws:s3:::{bucket}",
            principal=DEVELOPER,
            resource_account=MEMBER,
        )
        for action in _BUCKETS
    )


_BYPASS = "kms:BypassPolicyLockoutSafetyCheck"

GUARDRAIL = Guardrail(
    title="Deny what holds data to ransom",
    rationale="Who can destroy the keys and the backups needs to encrypt nothing to demand a ransom.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 CP-9", "NIST 800-53 SC-12", "AWS FSBP KMS.3"),
    practice="SCPs: destructive actions need a role that exists for them",
    sources=(
        "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/xks-connect-disconnect.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
    ),
    bundle=Bundle.DATA,
    settings=RansomwareSettings,
    example_settings=RansomwareSettings(key_deleters=("KeyCustodian",), protected_buckets=("ledger",)),
    statements=statements,
    denies=(
        *_all("developer", _KEYS, _KEY),
        *_all("administrator", _KEYS, _KEY, ADMINISTRATOR),
        *_all("named like a custodian", _KEYS, _KEY, role("KeyCustodian-too")),
        *_all("developer", _POLICIES, _KEY, context={_BYPASS: "true"}),
        *_all("custodian", _POLICIES, _KEY, _DELETER, {_BYPASS: "true"}),
        *_backups("developer", DEVELOPER),
        *_backups("deployer", DEPLOYER),
        Request(name="root", action="backup:DeleteRecoveryPoint", resource=_POINT, principal=ROOT),
        Request(name="break-glass", action="backup:DeleteRecoveryPoint", resource=_POINT, principal=BREAK_GLASS),
        *_versions("developer", "ledger"),
    ),
    allows=(
        *_all("custodian", _KEYS, _KEY, _DELETER),
        *_all("checked", _POLICIES, _KEY, context={_BYPASS: "false"}),
        *_all("silent", _POLICIES, _KEY),
        Request(name="look at key stores", action="kms:DescribeCustomKeyStores", principal=DEVELOPER),
        Request(name="cancel a deletion", action="kms:CancelKeyDeletion", resource=_KEY, principal=DEVELOPER),
        Request(name="back up", action="backup:StartBackupJob", resource=_VAULT, principal=DEVELOPER),
        Request(
            name="lock a vault", action="backup:PutBackupVaultLockConfiguration", resource=_VAULT, principal=DEPLOYER
        ),
        Request(
            name="AWS Backup ends a recovery point's life",
            action="backup:DeleteRecoveryPoint",
            resource=_POINT,
            principal=SERVICE_LINKED,
        ),
        *_versions("elsewhere", "reports"),
    ),
)
