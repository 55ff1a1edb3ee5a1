"""The way in when everything else is broken: two users in the management account, and a role in every account.

The role is an administrator under a boundary of its own. What recovery needs can't be told beforehand, and service
control policies, the usual ceiling, are what it may have to detach: the boundary stays when they are gone. It is no
prison, for roles that an account already has may be taken over; every step of that raises the alarm.
"""

from policies import names
from policies.document import Document, Statement

SESSION_SECONDS = 3600
"""The longest session; also AWS's limit for a role that was reached through another one
(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html)."""

# Levels of the FIDO Alliance: only devices that were certified have one, and passkeys of a phone's account do not
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_fido_supported_configurations.html).
_CERTIFIED = ("L1", "L1plus", "L2", "L2plus", "L3", "L3plus")
_STEP = "iam:RegisterSecurityKey"
_WITH_MFA = {"aws:MultiFactorAuthPresent": "true"}

# Credentials that outlive the session, and rights of users by their groups, which no boundary is asked for.
_LASTING = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:CreateUser",
    "iam:PutGroupPolicy",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateLoginProfile",
    "iam:UploadSSHPublicKey",
    "iam:UploadSigningCertificate",
)
# They carry the key iam:PermissionsBoundary
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
_GRANTS = (
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
)
# What can't be undone, and what no recovery needs.
_FINAL = (
    "account:CloseAccount",
    "account:DisableRegion",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "kms:DeleteImportedKeyMaterial",
    "kms:ScheduleKeyDeletion",
    "organizations:AcceptHandshake",
    "organizations:CloseAccount",
    "organizations:DeleteOrganization",
    "organizations:LeaveOrganization",
    "organizations:RemoveAccountFromOrganization",
    "s3:BypassGovernanceRetention",
)
_KINDS = ("policy", "role", "user")
_SILENCE = (
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DisableAlarmActions",
    "events:DeleteEventBus",
    "events:DeleteRule",
    "events:DisableRule",
    "events:RemoveTargets",
    "logs:DeleteLogGroup",
    "logs:DeleteLogStream",
    "logs:DeleteMetricFilter",
    "sns:DeleteTopic",
    "sns:Unsubscribe",
)
_HEARS = (
    "cloudwatch:*:{}:alarm:cis-*",
    "cloudwatch:*:{}:alarm:guardrails-*",
    "events:*:{}:event-bus/guardrails-*",
    "events:*:{}:rule/guardrails-*",
    "logs:*:{}:log-group:guardrails-*",
    "sns:*:{}:guardrails-*",
)


def user_arns(partition: str, management: str) -> tuple[str, ...]:
    """ARNs of the two users, whose names are fixed."""
    return tuple(f"arn:{partition}:iam::{management}:user/{user}" for user in names.BREAK_GLASS_USERS)


def role_arn(partition: str, account: str) -> str:
    """ARN of an account's role."""
    return f"arn:{partition}:iam::{account}:role/{names.BREAK_GLASS_ROLE}"


def trust(partition: str, management: str, mfa_seconds: int) -> Document:
    """The two users alone, and only with MFA that is at most so old; a role's session never has it.

    The keys are absent where an access key signs, and those of a session that AssumeRole opened hold no MFA:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    """
    return Document(
        statements=(
            Statement(
                sid="BreakGlassUsers",
                effect="Allow",
                principals={"AWS": user_arns(partition, management)},
                actions=("sts:AssumeRole",),
                resources=(),
                conditions={
                    "Bool": _WITH_MFA,
                    "NumericLessThanEquals": {"aws:MultiFactorAuthAge": str(mfa_seconds)},
                },
            ),
        )
    )


def user_policy(partition: str, management: str, accounts: tuple[str, ...], *, hardware_tokens: bool) -> Document:
    """What the users may do, and their boundary too: take the roles, and keep their own password and devices.

    A security key is enabled in two steps, and only the console can take them: whoever has a stolen access key enrols
    none. A hardware token is enabled by its serial number, so that needs a first device. Virtual devices can't be made.
    No boundary stops what a resource of the management account grants a user by name: using that pages.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
    """
    own = (f"arn:{partition}:iam::{management}:user/${{aws:username}}",)
    enable = ("iam:EnableMFADevice",)
    return Document(
        statements=(
            Statement(
                sid="TakeRoles",
                effect="Allow",
                actions=("sts:AssumeRole",),
                resources=tuple(role_arn(partition, account) for account in accounts),
            ),
            Statement(
                sid="OwnPassword",
                effect="Allow",
                actions=("iam:ChangePassword", "iam:GetLoginProfile", "iam:GetUser", "iam:ListMFADevices"),
                resources=own,
            ),
            Statement(sid="PasswordRules", effect="Allow", actions=("iam:GetAccountPasswordPolicy",)),
            Statement(
                sid="BeginSecurityKey",
                effect="Allow",
                actions=enable,
                resources=own,
                conditions={"StringEquals": {_STEP: "Create"}},
            ),
            Statement(
                sid="CertifiedSecurityKey",
                effect="Allow",
                actions=enable,
                resources=own,
                conditions={"StringEquals": {_STEP: "Activate", "iam:FIDO-certification": _CERTIFIED}},
            ),
            *(_hardware_tokens(own) if hardware_tokens else ()),
            Statement(
                sid="OwnDevices",
                effect="Allow",
                actions=("iam:DeactivateMFADevice", "iam:ResyncMFADevice"),
                resources=own,
                conditions={"Bool": _WITH_MFA},
            ),
        )
    )


def _hardware_tokens(own: tuple[str, ...]) -> tuple[Statement, ...]:
    return (
        Statement(
            sid="HardwareToken",
            effect="Allow",
            actions=("iam:EnableMFADevice",),
            resources=own,
            conditions={"Null": {_STEP: "true"}, "Bool": _WITH_MFA},
        ),
    )


def role_permissions() -> Document:
    """Everything: the boundary says what of it remains."""
    return Document(statements=(Statement(sid="Recover", effect="Allow", actions=("*",)),))


def role_boundary(partition: str, account: str, deployer: str, bucket: str) -> Document:
    """What recovery never needs is kept from the role, whatever else is attached or detached.

    It changes neither break-glass itself nor the boundary that binds others, makes no credentials that last, gives no
    rights to roles without that boundary but the deployer's, which it may have to repair, ends nothing for good, and
    silences no alarm.
    """
    iam = f"arn:{partition}:iam::{account}"
    boundary = f"{iam}:policy/{names.BOUNDARY_POLICY}"
    archive = f"arn:{partition}:s3:::{bucket}"
    return Document(
        statements=(
            Statement(sid="Recover", effect="Allow", actions=("*",)),
            Statement(
                sid="KeepBreakGlass",
                effect="Deny",
                not_actions=("iam:Get*", "iam:List*"),
                resources=(
                    boundary,
                    *(f"{iam}:{kind}/{names.BREAK_GLASS_ROLE}*" for kind in _KINDS),
                ),
            ),
            Statement(sid="NothingThatLasts", effect="Deny", actions=_LASTING),
            Statement(
                sid="OnlyBoundedRoles",
                effect="Deny",
                actions=_GRANTS,
                not_resources=(f"{iam}:role/{deployer}",),
                conditions={"StringNotEquals": {"iam:PermissionsBoundary": boundary}},
            ),
            Statement(sid="NothingFinal", effect="Deny", actions=_FINAL),
            Statement(
                sid="KeepRecords",
                effect="Deny",
                actions=("s3:Delete*", "s3:Put*"),
                resources=(archive, f"{archive}/*"),
            ),
            Statement(
                sid="KeepAlarms",
                effect="Deny",
                actions=_SILENCE,
                resources=tuple(f"arn:{partition}:{heard.format(account)}" for heard in _HEARS),
            ),
        )
    )
