"""IAM users without MFA neither change who may do what nor destroy anything; role sessions are never bound."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEPLOYER, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED, USER
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity

# Patterns, each with the actions that it covers. Enrolling a device of one's own needs CreateVirtualMFADevice and
# EnableMFADevice, and stays open.
_IAM = {
    "iam:Add*": (
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:AddRoleToInstanceProfile",
        "iam:AddUserToGroup",
    ),
    "iam:Attach*": (
        "iam:AttachGroupPolicy",
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
    ),
    "iam:Create*Profile": (
        "iam:CreateInstanceProfile",
        "iam:CreateLoginProfile",
    ),
    "iam:Create*Provider": (
        "iam:CreateOpenIDConnectProvider",
        "iam:CreateSAMLProvider",
    ),
    "iam:CreateAccessKey": ("iam:CreateAccessKey",),
    "iam:CreateGroup": ("iam:CreateGroup",),
    "iam:CreatePolicy*": (
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
    ),
    "iam:CreateRole": ("iam:CreateRole",),
    "iam:CreateServiceSpecificCredential": ("iam:CreateServiceSpecificCredential",),
    "iam:CreateUser": ("iam:CreateUser",),
    "iam:DeactivateMFADevice": ("iam:DeactivateMFADevice",),
    "iam:Delete*": (
        "iam:DeleteAccessKey",
        "iam:DeleteAccountAlias",
        "iam:DeleteAccountPasswordPolicy",
        "iam:DeleteCloudFrontPublicKey",
        "iam:DeleteGroup",
        "iam:DeleteGroupPolicy",
        "iam:DeleteInstanceProfile",
        "iam:DeleteLoginProfile",
        "iam:DeleteOpenIDConnectProvider",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DeleteSAMLProvider",
        "iam:DeleteSSHPublicKey",
        "iam:DeleteServerCertificate",
        "iam:DeleteServiceLinkedRole",
        "iam:DeleteServiceSpecificCredential",
        "iam:DeleteSigningCertificate",
        "iam:DeleteUser",
        "iam:DeleteUserPermissionsBoundary",
        "iam:DeleteUserPolicy",
        "iam:DeleteVirtualMFADevice",
    ),
    "iam:Detach*": (
        "iam:DetachGroupPolicy",
        "iam:DetachRolePolicy",
        "iam:DetachUserPolicy",
    ),
    "iam:Put*": (
        "iam:PutAccountProperties",
        "iam:PutGroupPolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:PutUserPermissionsBoundary",
        "iam:PutUserPolicy",
    ),
    "iam:Remove*": (
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:RemoveUserFromGroup",
    ),
    "iam:Set*": (
        "iam:SetDefaultPolicyVersion",
        "iam:SetSTSRegionalEndpointStatus",
        "iam:SetSecurityTokenServicePreferences",
    ),
    "iam:Update*": (
        "iam:UpdateAccessKey",
        "iam:UpdateAccountEmailAddress",
        "iam:UpdateAccountName",
        "iam:UpdateAccountPasswordPolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateCloudFrontPublicKey",
        "iam:UpdateGroup",
        "iam:UpdateLoginProfile",
        "iam:UpdateOpenIDConnectProviderThumbprint",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
        "iam:UpdateSAMLProvider",
        "iam:UpdateSSHPublicKey",
        "iam:UpdateServerCertificate",
        "iam:UpdateServiceSpecificCredential",
        "iam:UpdateSigningCertificate",
        "iam:UpdateUser",
    ),
    "iam:Upload*": (
        "iam:UploadCloudFrontPublicKey",
        "iam:UploadSSHPublicKey",
        "iam:UploadServerCertificate",
        "iam:UploadSigningCertificate",
    ),
}
_DESTRUCTION = {
    "backup:DeleteBackupVault": ("backup:DeleteBackupVault",),
    "backup:DeleteBackupVaultLockConfiguration": ("backup:DeleteBackupVaultLockConfiguration",),
    "backup:DeleteRecoveryPoint": ("backup:DeleteRecoveryPoint",),
    "cloudformation:DeleteStack*": (
        "cloudformation:DeleteStack",
        "cloudformation:DeleteStackInstances",
        "cloudformation:DeleteStackSet",
    ),
    "dynamodb:DeleteBackup": ("dynamodb:DeleteBackup",),
    "dynamodb:DeleteTable": ("dynamodb:DeleteTable",),
    "ec2:DeleteSnapshot": ("ec2:DeleteSnapshot",),
    "ec2:DeleteVolume": ("ec2:DeleteVolume",),
    "ec2:DeregisterImage": ("ec2:DeregisterImage",),
    "ec2:TerminateInstances": ("ec2:TerminateInstances",),
    "ecr:DeleteRepository": ("ecr:DeleteRepository",),
    "eks:DeleteCluster": ("eks:DeleteCluster",),
    "elasticfilesystem:DeleteFileSystem": ("elasticfilesystem:DeleteFileSystem",),
    "kms:DeleteImportedKeyMaterial": ("kms:DeleteImportedKeyMaterial",),
    "kms:DisableKey": ("kms:DisableKey",),
    "kms:ScheduleKeyDeletion": ("kms:ScheduleKeyDeletion",),
    "logs:DeleteLogGroup": ("logs:DeleteLogGroup",),
    "rds:DeleteDB*AutomatedBackup": (
        "rds:DeleteDBClusterAutomatedBackup",
        "rds:DeleteDBInstanceAutomatedBackup",
    ),
    "rds:DeleteDB*Snapshot": (
        "rds:DeleteDBClusterSnapshot",
        "rds:DeleteDBSnapshot",
    ),
    "rds:DeleteDBCluster": ("rds:DeleteDBCluster",),
    "rds:DeleteDBInstance": ("rds:DeleteDBInstance",),
    "route53:DeleteHostedZone": ("route53:DeleteHostedZone",),
    "s3:DeleteBucket": ("s3:DeleteBucket",),
    "s3:DeleteObjectVersion": ("s3:DeleteObjectVersion",),
    "secretsmanager:DeleteSecret": ("secretsmanager:DeleteSecret",),
}


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """The key is absent from requests that an access key signs: such a user opens a session with MFA first.

    Sessions of Identity Center, pipelines and services never have it, hence the condition on the kind of principal.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    del context, settings
    return (
        Statement(
            sid="Mfa",
            effect="Deny",
            actions=(*_IAM, *_DESTRUCTION),
            conditions={
                "StringEquals": {"aws:PrincipalType": "User"},
                "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"},
            },
        ),
    )


_DEVICE = f"arn:aws:iam::{MEMBER}:mfa/alice"
_INSTANCE = f"arn:aws:ec2:eu-west-1:{MEMBER}:instance/i-0123456789abcdef0"


def _terminate(name: str, principal: str, present: str | None) -> Request:
    context = {"aws:MultiFactorAuthPresent": present} if present else {}
    return Request(name=name, action="ec2:TerminateInstances", resource=_INSTANCE, principal=principal, context=context)


GUARDRAIL = Guardrail(
    title="Require MFA of IAM users for IAM changes and destruction",
    rationale="A leaked access key has no second factor: with this it neither spreads nor destroys.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 IA-2(1)", "AWS FSBP IAM.5"),
    practice="Conditions: MFA for sensitive actions",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    ),
    bundle=Bundle.IDENTITY,
    statements=statements,
    denies=(
        *(
            Request(name=f"access key: {action}", action=action, principal=USER)
            for actions in (*_IAM.values(), *_DESTRUCTION.values())
            for action in actions
        ),
        _terminate("console without MFA", USER, "false"),
    ),
    allows=(
        _terminate("session with MFA", USER, "true"),
        _terminate("administrator from Identity Center", ADMINISTRATOR, None),
        _terminate("a chained role", DEVELOPER, "false"),
        _terminate("pipeline", DEPLOYER, None),
        _terminate("scaling in", SERVICE_LINKED, None),
        Request(
            name="central root session",
            action="iam:DeleteLoginProfile",
            resource=ROOT,
            principal=ROOT,
            context={"aws:AssumedRoot": "true", "aws:MultiFactorAuthPresent": "false"},
        ),
        Request(name="clean-up by a role", action="iam:DeleteAccessKey", resource=USER, principal=DEVELOPER),
        Request(name="user makes a device", action="iam:CreateVirtualMFADevice", resource=_DEVICE, principal=USER),
        Request(name="user enrols it", action="iam:EnableMFADevice", resource=USER, principal=USER),
        Request(name="user opens a session with it", action="sts:GetSessionToken", principal=USER),
        Request(name="user looks at itself", action="iam:GetUser", resource=USER, principal=USER),
        Request(name="user starts an instance", action="ec2:StartInstances", resource=_INSTANCE, principal=USER),
    ),
)
