"""Ways up through other sessions, other accounts and the organization."""

from policies import names
from policies.escalations import sources
from policies.escalations.attempt import ID, Attempt, regional, simple
from policies.example import AUDIT, DEPLOYER, DEPLOYER_ROLE, MANAGEMENT, role

_OTHER = role("Administrator")
_SESSIONS = (
    simple("assume an administrator's role", "sts:AssumeRole", _OTHER, "the session has that role", sources.CHAINING),
    simple(
        "assume break-glass", "sts:AssumeRole", role(names.BREAK_GLASS_ROLE), "guardrails spare it", sources.CHAINING
    ),
    simple("assume the deployer", "sts:AssumeRole", DEPLOYER, "guardrails spare it", sources.CHAINING),
    simple(
        "assume the deployer of another account",
        "sts:AssumeRole",
        role(DEPLOYER_ROLE, AUDIT),
        "it administers that account",
        sources.CHAINING,
    ),
    simple(
        "open a root session", "sts:AssumeRoot", f"arn:aws:iam::{AUDIT}:root", "root is above policies", sources.ROOT
    ),
    simple(
        "take a token of oneself abroad",
        "sts:GetWebIdentityToken",
        "*",
        "others outside take it for the account",
        sources.OUTBOUND,
    ),
)
_CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
_SET = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
_PEOPLE = "one gets in as an administrator of any account"
_ORGANIZATION = (
    simple("assign oneself a permission set", "sso:CreateAccountAssignment", _CENTER, _PEOPLE, sources.SSO),
    simple("widen a permission set", "sso:PutInlinePolicyToPermissionSet", _SET, _PEOPLE, sources.SSO),
    simple(
        "take the boundary off a permission set",
        "sso:DeletePermissionsBoundaryFromPermissionSet",
        _SET,
        _PEOPLE,
        sources.SSO,
    ),
    simple(
        "join a group of Identity Center",
        "identitystore:CreateGroupMembership",
        "arn:aws:identitystore:::group/11111111-2222-3333-4444-555555555555",
        _PEOPLE,
        sources.SSO,
    ),
    simple("join a group by the console's interface", "sso-directory:AddMemberToGroup", "*", _PEOPLE, sources.SSO),
    simple(
        "leave the organization", "organizations:LeaveOrganization", "*", "no guardrail binds", sources.ORGANIZATIONS
    ),
    simple(
        "detach a guardrail",
        "organizations:DetachPolicy",
        f"arn:aws:organizations::{MANAGEMENT}:policy/o-exampleorg1/service_control_policy/p-12345678",
        "it no longer binds",
        sources.ORGANIZATIONS,
    ),
    simple(
        "become a delegated administrator",
        "organizations:RegisterDelegatedAdministrator",
        "*",
        "a service obeys the account",
        sources.ORGANIZATIONS,
    ),
    simple(
        "take over the root user's address",
        "account:StartPrimaryEmailUpdate",
        "*",
        "root's password is reset",
        sources.ACCOUNT,
    ),
)
_KEY, _STAYS = regional("kms", f"key/{ID}"), "the grant outlives the session that made it"
_GRANTS = (
    Attempt(
        name="grant a key to oneself",
        action="kms:CreateGrant",
        resource=_KEY,
        context={"kms:GrantIsForAWSResource": "false"},
        why=_STAYS,
        source=sources.GRANTS,
    ),
    simple("grant a key to a stranger", "kms:CreateGrant", _KEY, _STAYS, sources.GRANTS),
)
_TARGETS = "it runs as each instance that it names by tag, and nobody checks which these are"
_TARGETED = (
    simple("run commands by an association", "ssm:CreateAssociation", "*", _TARGETS, sources.ASSOCIATIONS),
    simple("run commands by many associations", "ssm:CreateAssociationBatch", "*", _TARGETS, sources.ASSOCIATIONS),
    simple("change an association", "ssm:UpdateAssociation", "*", _TARGETS, sources.ASSOCIATIONS),
    simple(
        "run commands in a maintenance window",
        "ssm:RegisterTaskWithMaintenanceWindow",
        regional("ssm", "maintenancewindow/mw-0123456789abcdef0"),
        _TARGETS,
        sources.WINDOWS,
    ),
    simple(
        "change the commands of a maintenance window",
        "ssm:UpdateMaintenanceWindowTask",
        regional("ssm", "maintenancewindow/mw-0123456789abcdef0"),
        _TARGETS,
        sources.WINDOWS,
    ),
)
SESSION_ATTEMPTS = (*_SESSIONS, *_ORGANIZATION, *_GRANTS, *_TARGETED)
"""Every one of them is tried by everybody."""
