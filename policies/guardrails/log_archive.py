"""Records of what happened can't be destroyed by anybody: neither the objects, nor the bucket, nor the keys.

What the deployer must be able to change (the bucket's policy, lifecycle, versioning) is in protect_baseline.
"""

from policies.baseline_resources import KEY_ALIASES, archive, key_aliases
from policies.document import Statement
from policies.example import (
    ACCESS_LOGS,
    ADMINISTRATOR,
    BREAK_GLASS,
    BUCKET,
    CONFIG_BUCKET,
    CONTROL_TOWER,
    DEVELOPER,
    LOG_ARCHIVE,
    MEMBER,
    ROOT,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity

_DELETIONS = {
    "s3:DeleteBucket": ("s3:DeleteBucket",),
    "s3:DeleteObject*": ("s3:DeleteObject", "s3:DeleteObjectTagging", "s3:DeleteObjectVersion"),
    # Changes the key of what is there, in place: with the new key, the record is gone.
    "s3:UpdateObjectEncryption": ("s3:UpdateObjectEncryption",),
}
_ALIASES = ("kms:DeleteAlias", "kms:UpdateAlias")
_KEYS = ("kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion")
_DEPLOYER = role("OrganizationAccountAccessRole", LOG_ARCHIVE)
_ARCHIVE = f"arn:aws:s3:::{BUCKET}"
_RECORD = f"{_ARCHIVE}/AWSLogs/o-exampleorg1/{MEMBER}/CloudTrail/eu-west-1/2026/11/25/record.json.gz"
_ACCESS_POINT = f"arn:aws:s3:eu-west-1:{LOG_ARCHIVE}:accesspoint/mine"
_ALIAS = f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:alias/guardrails-log-archive"
_KEY = f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_OURS = {"kms:ResourceAliases": ("alias/guardrails-log-archive",)}
_MINE = {"kms:ResourceAliases": ("alias/application",)}


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """A key is known by its aliases, which therefore can't be moved away from it; retention holds in every bucket."""
    del settings
    return (
        Statement(
            sid="LogArchiveStays",
            effect="Deny",
            actions=(*_DELETIONS, *_ALIASES),
            resources=(*archive(context), key_aliases(context)),
        ),
        Statement(
            sid="LogArchiveKeysStay",
            effect="Deny",
            actions=_KEYS,
            conditions={"ForAnyValue:StringLike": {"kms:ResourceAliases": KEY_ALIASES}},
        ),
        Statement(sid="LogArchiveRetention", effect="Deny", actions=("s3:BypassGovernanceRetention",)),
    )


def _deletes(principal: str, who: str) -> tuple[Request, ...]:
    return (
        *(
            Request(
                name=f"{who}: {action}",
                action=action,
                resource=_ARCHIVE if action == "s3:DeleteBucket" else _RECORD,
                principal=principal,
            )
            for actions in _DELETIONS.values()
            for action in actions
        ),
        *(Request(name=f"{who}: {action}", action=action, resource=_ALIAS, principal=principal) for action in _ALIASES),
        *(
            Request(name=f"{who}: {action}", action=action, resource=_KEY, principal=principal, context=_OURS)
            for action in _KEYS
        ),
    )


GUARDRAIL = Guardrail(
    title="Deny destroying the log archive",
    rationale="Whoever deletes the records deletes the intrusion; no task of anybody needs it.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AU-9", "NIST 800-53 AU-11"),
    practice="Monitoring: CloudTrail's records are kept where the accounts that cause them can't delete them",
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
    ),
    bundle=Bundle.SECURITY,
    exemptable=False,
    statements=statements,
    denies=(
        *_deletes(_DEPLOYER, "deployer"),
        *_deletes(role("LogReader", LOG_ARCHIVE), "log reader"),
        Request(
            name="log reader deletes the access logs",
            action="s3:DeleteObject",
            resource=f"arn:aws:s3:::{ACCESS_LOGS}/2026-11-25-10-00-00-ABCDEF",
            principal=role("LogReader", LOG_ARCHIVE),
        ),
        Request(
            name="deployer deletes the bucket of the access logs",
            action="s3:DeleteBucket",
            resource=f"arn:aws:s3:::{ACCESS_LOGS}",
            principal=_DEPLOYER,
        ),
        Request(
            name="log reader deletes what Config delivered",
            action="s3:DeleteObject",
            resource=f"arn:aws:s3:::{CONFIG_BUCKET}/AWSLogs/{MEMBER}/Config/eu-west-1/2026/11/25/history.json.gz",
            principal=role("LogReader", LOG_ARCHIVE),
        ),
        Request(
            name="deployer deletes Config's bucket",
            action="s3:DeleteBucket",
            resource=f"arn:aws:s3:::{CONFIG_BUCKET}",
            principal=_DEPLOYER,
        ),
        Request(name="break-glass deletes", action="s3:DeleteObject", resource=_RECORD, principal=BREAK_GLASS),
        Request(name="Control Tower deletes", action="s3:DeleteBucket", resource=_ARCHIVE, principal=CONTROL_TOWER),
        Request(
            name="root of the log archive deletes",
            action="s3:DeleteObjectVersion",
            resource=_RECORD,
            principal=f"arn:aws:iam::{LOG_ARCHIVE}:root",
        ),
        Request(
            name="a centralised root session deletes",
            action="s3:DeleteObjectVersion",
            resource=_RECORD,
            principal=f"arn:aws:iam::{LOG_ARCHIVE}:root",
            context={"aws:AssumedRoot": "true"},
        ),
        *(
            Request(
                name=f"{who} by an access point: {action}",
                action=action,
                resource=f"{_ACCESS_POINT}/object/AWSLogs/record.json.gz",
                principal=principal,
            )
            for who, principal in (("deployer", _DEPLOYER), ("log reader", role("LogReader", LOG_ARCHIVE)))
            for action in _DELETIONS["s3:DeleteObject*"]
        ),
        Request(
            name="deployer bypasses retention",
            action="s3:BypassGovernanceRetention",
            resource=_RECORD,
            principal=_DEPLOYER,
        ),
        Request(
            name="administrator bypasses retention in a bucket of a workload",
            action="s3:BypassGovernanceRetention",
            resource="arn:aws:s3:::application-backups/2026/11/25.tar",
            principal=ADMINISTRATOR,
        ),
        Request(
            name="a second alias does not free a key",
            action="kms:ScheduleKeyDeletion",
            resource=_KEY,
            principal=ROOT,
            context={"kms:ResourceAliases": ("alias/application", "alias/guardrails-alerts")},
        ),
    ),
    allows=(
        *(
            Request(
                name=f"own: {action}",
                action=action,
                resource="arn:aws:s3:::application" if action == "s3:DeleteBucket" else "arn:aws:s3:::application/a",
                principal=DEVELOPER,
            )
            for actions in _DELETIONS.values()
            for action in actions
        ),
        *(
            Request(
                name=f"own: {action}",
                action=action,
                resource=f"arn:aws:kms:eu-west-1:{MEMBER}:alias/application",
                principal=DEVELOPER,
            )
            for action in _ALIASES
        ),
        *(
            Request(
                name=f"own: {action}",
                action=action,
                resource=f"arn:aws:kms:eu-west-1:{MEMBER}:key/0987dcba-09fe-87dc-65ba-ab0987654321",
                principal=DEVELOPER,
                context=_MINE,
            )
            for action in _KEYS
        ),
        Request(
            name="a key without alias",
            action="kms:DisableKey",
            resource=f"arn:aws:kms:eu-west-1:{MEMBER}:key/0987dcba-09fe-87dc-65ba-ab0987654321",
            principal=DEVELOPER,
        ),
        Request(
            name="developer deletes by an access point of another account",
            action="s3:DeleteObject",
            resource=f"arn:aws:s3:eu-west-1:{MEMBER}:accesspoint/mine/object/a",
            principal=DEVELOPER,
        ),
        Request(
            name="log reader reads by an access point",
            action="s3:GetObject",
            resource=f"{_ACCESS_POINT}/object/AWSLogs/record.json.gz",
            principal=role("LogReader", LOG_ARCHIVE),
        ),
        Request(name="log reader reads", action="s3:GetObject", resource=_RECORD, principal=role("LogReader")),
        Request(name="deployer sets the policy", action="s3:PutBucketPolicy", resource=_ARCHIVE, principal=_DEPLOYER),
        Request(name="log reader decrypts", action="kms:Decrypt", resource=_KEY, principal=role("LogReader")),
    ),
)
