"""In accounts that administer the organization by delegation, one named role gives access, and nobody else."""

from typing import Annotated

from pydantic import Field

from policies.document import Statement
from policies.example import ADMINISTRATOR, AUDIT, BREAK_GLASS, DEPLOYER, MEMBER, ROOT, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import AccountId, NamedPrincipals, words
from policies.types import Bundle, Mode, Severity

# Taking access away stays open to everybody who may: nobody waits for the named role while an intruder works.
_ACCESS = (
    "account-access:CreateApplication",
    "account-access:CreateEntitlement",
    "identitystore:CreateGroupMembership",
    "sso-directory:AddMemberToGroup",
    "sso-directory:CreateBearerToken",
    "sso-directory:CreateExternalIdPConfigurationForDirectory",
    "sso-directory:EnableExternalIdPConfigurationForDirectory",
    "sso-directory:ImportExternalIdPCertificate",
    "sso-directory:UpdateExternalIdPConfigurationForDirectory",
    "sso-directory:UpdatePassword",
    "sso:AssociateDirectory",
    "sso:AssociateProfile",
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
    "sso:AttachManagedPolicyToPermissionSet",
    "sso:CreateAccountAssignment",
    "sso:CreatePermissionSet",
    "sso:CreateTrustedTokenIssuer",
    "sso:DeleteInlinePolicyFromPermissionSet",
    "sso:DeletePermissionsBoundaryFromPermissionSet",
    "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
    "sso:DetachManagedPolicyFromPermissionSet",
    "sso:ProvisionPermissionSet",
    "sso:PutInlinePolicyToPermissionSet",
    "sso:PutMfaDeviceManagementForDirectory",
    "sso:PutPermissionsBoundaryToPermissionSet",
    "sso:PutPermissionsPolicy",
    "sso:UpdatePermissionSet",
    "sso:UpdateTrustedTokenIssuer",
)
_Task = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9]+$", json_schema_extra=words("a task policy's name: S3UnlockBucketPolicy"))
]


class DelegatedAdministratorsSettings(Settings):
    """Which accounts, and who may do what there."""

    accounts: tuple[AccountId, ...] = ()
    """Ids of the delegated administrators of IAM and Identity Center; the audit account where none is given."""
    root_sessions: NamedPrincipals = NamedPrincipals()
    """Who opens sessions as a member's root user; while nobody is named, this isn't limited."""
    root_tasks: tuple[_Task, ...] = ("IAMAuditRootUserCredentials", "S3UnlockBucketPolicy", "SQSUnlockQueuePolicy")
    """The tasks that root sessions are opened for: names of AWS's policies under policy/root-task/."""
    access: NamedPrincipals = NamedPrincipals()
    """Who gives people access through Identity Center; while nobody is named, this isn't limited."""


def statements(context: Context, settings: DelegatedAdministratorsSettings) -> tuple[Statement, ...]:
    """One for root sessions, one for their tasks and one for access through Identity Center, as far as each is set."""
    accounts = {"aws:PrincipalAccount": settings.accounts or (context.audit,)}
    tasks = tuple(context.arn("iam", f"policy/root-task/{t}", region="", account="aws") for t in settings.root_tasks)
    result = []
    if named := settings.root_sessions.arns(context):
        others = {"ArnNotLike": {"aws:PrincipalArn": named}, "StringEquals": accounts}
        result.append(Statement(sid="DelegatedRoot", effect="Deny", actions=("sts:AssumeRoot",), conditions=others))
    if tasks:
        other_tasks = {"ArnNotEquals": {"sts:TaskPolicyArn": tasks}, "StringEquals": accounts}
        result.append(
            Statement(sid="DelegatedTasks", effect="Deny", actions=("sts:AssumeRoot",), conditions=other_tasks)
        )
    if named := settings.access.arns(context):
        others = {"ArnNotLike": {"aws:PrincipalArn": named}, "StringEquals": accounts}
        result.append(Statement(sid="DelegatedAccess", effect="Deny", actions=_ACCESS, conditions=others))
    return tuple(result)


_ROOT_OPERATOR = role("RootOperator", AUDIT)
_IDENTITY_DEPLOYER = role("IdentityDeployer", AUDIT)
_AUDITOR = role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Auditor_0123456789abcdef", AUDIT)


def _root_session(name: str, principal: str, task: str) -> Request:
    return Request(
        name=name,
        action="sts:AssumeRoot",
        resource=ROOT,
        # The session is asked of the caller's own organization; its SCPs alone decide here.
        resource_account=principal.split(":")[4],
        principal=principal,
        context={"sts:TaskPolicyArn": f"arn:aws:iam::aws:policy/root-task/{task}"},
    )


GUARDRAIL = Guardrail(
    title="In delegated administrators only one named role gives access",
    rationale="Who can assign a permission set or open a root session there is administrator of every account.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.5", "NIST 800-53 AC-6(1)", "NIST 800-53 AC-2"),
    practice="Root: not used for everyday work",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/account-access-manager.html",
    ),
    bundle=Bundle.ORGANIZATION,
    mode=Mode.OFF,
    settings=DelegatedAdministratorsSettings,
    example_settings=DelegatedAdministratorsSettings(
        root_sessions=NamedPrincipals(roles=("RootOperator",)),
        access=NamedPrincipals(roles=("IdentityDeployer",)),
    ),
    statements=statements,
    denies=(
        *(Request(name=f"auditor: {action}", action=action, principal=_AUDITOR) for action in _ACCESS),
        Request(
            name="the account's deployer adds itself to a group",
            action="identitystore:CreateGroupMembership",
            resource="arn:aws:identitystore:::group/11111111-2222-3333-4444-555555555555",
            principal=role("OrganizationAccountAccessRole", AUDIT),
        ),
        _root_session("auditor audits root credentials", _AUDITOR, "IAMAuditRootUserCredentials"),
        _root_session("break-glass unlocks a bucket", role("guardrails-break-glass", AUDIT), "S3UnlockBucketPolicy"),
        _root_session("the named role creates a root password", _ROOT_OPERATOR, "IAMCreateRootUserPassword"),
        Request(
            name="the named role without a task",
            action="sts:AssumeRoot",
            resource=ROOT,
            principal=_ROOT_OPERATOR,
            resource_account=AUDIT,
        ),
        _root_session("a role named like it", role("RootOperator-too", AUDIT), "S3UnlockBucketPolicy"),
    ),
    allows=(
        _root_session("the named role unlocks a bucket", _ROOT_OPERATOR, "S3UnlockBucketPolicy"),
        _root_session("the named role looks for root credentials", _ROOT_OPERATOR, "IAMAuditRootUserCredentials"),
        Request(
            name="the named role assigns a permission set",
            action="sso:CreateAccountAssignment",
            resource=f"arn:aws:sso:::account/{MEMBER}",
            principal=_IDENTITY_DEPLOYER,
        ),
        Request(name="auditor revokes an assignment", action="sso:DeleteAccountAssignment", principal=_AUDITOR),
        Request(name="auditor removes a member", action="identitystore:DeleteGroupMembership", principal=_AUDITOR),
        Request(name="auditor reads assignments", action="sso:ListAccountAssignments", principal=_AUDITOR),
        # Elsewhere these reach only what the account itself has, such as its own instance of Identity Center.
        Request(name="another account's administrator", action="sso:CreatePermissionSet", principal=ADMINISTRATOR),
        Request(name="another account's deployer", action="sts:AssumeRoot", resource=ROOT, principal=DEPLOYER),
        Request(
            name="another account's break-glass",
            action="sts:AssumeRoot",
            resource=ROOT,
            principal=BREAK_GLASS,
            context={"sts:TaskPolicyArn": "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"},
        ),
    ),
)
