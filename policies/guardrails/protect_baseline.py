"""What this baseline put in place, and every role that a guardrail spares, is changed by the deployer alone.

The deployer's own role is in protect_deployer, which keeps it from the deployer too.

Keys are known by their aliases, so a key of the baseline without an alias `alias/guardrails-*` is not protected.
"""

from collections.abc import Mapping

from policies.baseline_resources import (
    KEY_ALIASES,
    POLICY_CHANGES,
    ROLE_CHANGES,
    archive,
    boundary_policies,
    key_aliases,
    protected_roles,
)
from policies.document import Statement
from policies.example import (
    ACCESS_LOGS,
    BREAK_GLASS,
    BUCKET,
    CONFIG_BUCKET,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    LOG_ARCHIVE,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.names import CONTROL_TOWER_ROLES
from policies.types import Bundle, Exempt, Severity

# Patterns, each with the actions that it covers.
_BUCKET = {
    "s3:DeleteBucketPolicy": ("s3:DeleteBucketPolicy",),
    "s3:Put*Configuration": (
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
    ),
    "s3:PutBucket*": (
        "s3:PutBucketAcl",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
    ),
}
_OBJECTS = {
    "s3:PutObject*": ("s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention"),
    # A role of one's own replicates forged records, and markers that hide what is there.
    "s3:Replicate*": ("s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"),
}
_KEYS = {
    "kms:*agResource": ("kms:TagResource", "kms:UntagResource"),
    "kms:CreateGrant": ("kms:CreateGrant",),
    "kms:DisableKeyRotation": ("kms:DisableKeyRotation",),
    "kms:PutKeyPolicy": ("kms:PutKeyPolicy",),
}
_STACK_SETS = role("stacksets-exec-0123456789abcdef0123456789abcdef")
_PROTECTED = (
    role("guardrails-root-forwarder"),
    role("guardrails-break-glass"),
    *(role(name) for name in CONTROL_TOWER_ROLES),
    _STACK_SETS,
)
_BOUNDARY = f"arn:aws:iam::{MEMBER}:policy/guardrails-boundary"
_KEY = f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_OURS = {"kms:ResourceAliases": ("alias/guardrails-log-archive",)}
_LOG_READER = role("LogReader", LOG_ARCHIVE)


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Roles, policies, the archive and aliases by their names; keys by their aliases."""
    del settings
    deployer = context.role(context.deployer_role)
    return (
        Statement(
            sid="BaselineParts",
            effect="Deny",
            actions=(*ROLE_CHANGES, *POLICY_CHANGES, *_BUCKET, *_OBJECTS, "kms:CreateAlias"),
            resources=(
                *(arn for arn in protected_roles(context) if arn != deployer),
                boundary_policies(context),
                *archive(context),
                key_aliases(context),
            ),
        ),
        Statement(
            sid="BaselineKeys",
            effect="Deny",
            actions=(*_KEYS,),
            conditions={"ForAnyValue:StringLike": {"kms:ResourceAliases": KEY_ALIASES}},
        ),
    )


def _each(
    patterns: Mapping[str, tuple[str, ...]],
    resource: str,
    principal: str = DEVELOPER,
    context: dict[str, str | tuple[str, ...]] | None = None,
) -> tuple[Request, ...]:
    who = principal.rpartition("/")[2]
    return tuple(
        Request(
            name=f"{who}: {action} of {resource.rpartition(':')[2]}",
            action=action,
            resource=resource,
            principal=principal,
            context=context or {},
        )
        for actions in patterns.values()
        for action in actions
    )


GUARDRAIL = Guardrail(
    title="Protect the baseline itself",
    rationale="Whoever takes over a role that guardrails spare, or loosens a boundary, has no guardrails any more.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-6", "NIST 800-53 AU-9"),
    practice="SCPs: guardrails hold for administrators of the accounts too",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
        "https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html",
    ),
    bundle=Bundle.SECURITY,
    exempt={
        Exempt.DEPLOYER: "deploys the baseline's roles, policies and keys",
        Exempt.CONTROL_TOWER: "updates the roles that it made when it enrols an account",
    },
    statements=statements,
    denies=(
        *(request for protected in _PROTECTED for request in _each(ROLE_CHANGES, protected)),
        *_each(POLICY_CHANGES, _BOUNDARY),
        *_each(_BUCKET, f"arn:aws:s3:::{BUCKET}", _LOG_READER),
        *_each({"s3:PutBucket*": ("s3:PutBucketPolicy",)}, f"arn:aws:s3:::{ACCESS_LOGS}", _LOG_READER),
        *_each({"s3:PutObject*": ("s3:PutObject",)}, f"arn:aws:s3:::{ACCESS_LOGS}/2026-11-25", _LOG_READER),
        *_each({"s3:PutBucket*": ("s3:PutBucketPolicy",)}, f"arn:aws:s3:::{CONFIG_BUCKET}", _LOG_READER),
        *_each({"s3:PutObject*": ("s3:PutObject",)}, f"arn:aws:s3:::{CONFIG_BUCKET}/AWSLogs/x", _LOG_READER),
        *_each(_OBJECTS, f"arn:aws:s3:::{BUCKET}/AWSLogs/o-exampleorg1/{MEMBER}/CloudTrail/a.json.gz", _LOG_READER),
        *_each(
            _OBJECTS,
            f"arn:aws:s3:eu-west-1:{LOG_ARCHIVE}:accesspoint/mine/object/AWSLogs/a.json.gz",
            _LOG_READER,
        ),
        *_each(_KEYS, _KEY, role("Developer", LOG_ARCHIVE), {**_OURS}),
        Request(
            name="developer takes an alias of the baseline",
            action="kms:CreateAlias",
            resource=f"arn:aws:kms:eu-west-1:{MEMBER}:alias/guardrails-alerts",
            principal=DEVELOPER,
        ),
        Request(
            name="a stack set changes a role of the baseline",
            action="iam:UpdateAssumeRolePolicy",
            resource=role("guardrails-break-glass"),
            principal=_STACK_SETS,
        ),
        Request(
            name="a role named like the deployer re-trusts break-glass",
            action="iam:UpdateAssumeRolePolicy",
            resource=BREAK_GLASS,
            principal=IMPOSTOR,
        ),
        Request(
            name="break-glass re-trusts itself",
            action="iam:UpdateAssumeRolePolicy",
            resource=BREAK_GLASS,
            principal=BREAK_GLASS,
        ),
        Request(name="root deletes break-glass", action="iam:DeleteRole", resource=BREAK_GLASS, principal=ROOT),
        Request(
            name="a centralised root session unlocks the archive's bucket",
            action="s3:DeleteBucketPolicy",
            resource=f"arn:aws:s3:::{BUCKET}",
            principal=f"arn:aws:iam::{LOG_ARCHIVE}:root",
            context={"aws:AssumedRoot": "true"},
        ),
        Request(
            name="a second alias does not free a key",
            action="kms:PutKeyPolicy",
            resource=_KEY,
            principal=DEVELOPER,
            context={"kms:ResourceAliases": ("alias/mine", "alias/guardrails-log-archive")},
        ),
    ),
    allows=(
        *_each(ROLE_CHANGES, role("guardrails-root-forwarder"), DEPLOYER),
        *_each(_KEYS, _KEY, DEPLOYER, {**_OURS}),
        *_each(ROLE_CHANGES, role("aws-controltower-ConfigRecorderRole"), CONTROL_TOWER),
        *_each(ROLE_CHANGES, role("Application")),
        *_each(POLICY_CHANGES, f"arn:aws:iam::{MEMBER}:policy/Application"),
        *_each(_BUCKET, "arn:aws:s3:::application"),
        *_each(_OBJECTS, "arn:aws:s3:::application/report.csv"),
        *_each(_OBJECTS, f"arn:aws:s3:eu-west-1:{MEMBER}:accesspoint/mine/object/report.csv"),
        *_each(_KEYS, f"arn:aws:kms:eu-west-1:{MEMBER}:key/a", context={"kms:ResourceAliases": ("alias/application",)}),
        Request(
            name="developer grants a key without alias",
            action="kms:CreateGrant",
            resource=f"arn:aws:kms:eu-west-1:{MEMBER}:key/0987dcba-09fe-87dc-65ba-ab0987654321",
            principal=DEVELOPER,
        ),
        Request(
            name="a service-linked role grants a key of the baseline",
            action="kms:CreateGrant",
            resource=_KEY,
            principal=SERVICE_LINKED,
            context=_OURS,
        ),
        Request(
            name="developer reads a role of the baseline",
            action="iam:GetRole",
            resource=role("guardrails-root-forwarder"),
            principal=DEVELOPER,
        ),
        Request(
            name="auditor reads the archive",
            action="s3:GetObject",
            resource=f"arn:aws:s3:::{BUCKET}/AWSLogs/a",
            principal=_LOG_READER,
        ),
        Request(
            name="CloudTrail writes a record",
            action="s3:PutObject",
            resource=f"arn:aws:s3:::{BUCKET}/AWSLogs/o-exampleorg1/{MEMBER}/CloudTrail/a.json.gz",
            principal="cloudtrail.amazonaws.com",
            resource_account=LOG_ARCHIVE,
        ),
    ),
)
