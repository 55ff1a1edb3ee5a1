"""Ways up through IAM itself: policies, trust, credentials, boundaries, tags and identity providers."""

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.escalations.attempt import (
    ADMINISTRATOR_POLICY,
    IAM,
    ID,
    SELF,
    WORKLOAD_BOUNDARY,
    simple,
)
from policies.escalations.sources import ANYWHERE, BOUNDARIES, HACKING, OIDC, RHINO, SAML, SSO, TAGS
from policies.example import DEPLOYER, MEMBER, role

_OTHER, _USER, _GROUP = role("Administrator"), f"{IAM}:user/alice", f"{IAM}:group/administrators"
_OWN = role(f"{names.OWNED_PATH}/shop-orders")
_SHARED = f"{IAM}:policy/network"
_BASE = f"{IAM}:policy/{names.BOUNDARY_POLICY}"
_BREAK_GLASS = role(names.BREAK_GLASS_ROLE)
_BOUNDED = {"iam:PermissionsBoundary": WORKLOAD_BOUNDARY}
_UNBOUNDED_KIND = {"iam:PermissionsBoundary": f"{IAM}:policy/{names.boundary_policy(BoundaryKind.DEVELOPER)}"}
_ADMINISTRATOR = {"iam:PolicyARN": ADMINISTRATOR_POLICY}
_ANYWHERE = f"arn:aws:rolesanywhere:eu-west-1:{MEMBER}"


_GAINS = "its permissions become everything"
_POLICIES = (
    simple("attach the administrator policy to oneself", "iam:AttachRolePolicy", SELF, _GAINS, RHINO, _ADMINISTRATOR),
    simple(
        "attach the administrator policy to another role", "iam:AttachRolePolicy", _OTHER, _GAINS, RHINO, _ADMINISTRATOR
    ),
    simple("attach the administrator policy to a user", "iam:AttachUserPolicy", _USER, _GAINS, RHINO, _ADMINISTRATOR),
    simple(
        "attach the administrator policy to a group", "iam:AttachGroupPolicy", _GROUP, _GAINS, RHINO, _ADMINISTRATOR
    ),
    simple("write an inline policy into oneself", "iam:PutRolePolicy", SELF, _GAINS, RHINO),
    simple("write an inline policy into another role", "iam:PutRolePolicy", _OTHER, _GAINS, RHINO),
    simple("write an inline policy into a user", "iam:PutUserPolicy", _USER, _GAINS, RHINO),
    simple("write an inline policy into a group", "iam:PutGroupPolicy", _GROUP, _GAINS, RHINO),
    simple("join a group", "iam:AddUserToGroup", _GROUP, "the group's permissions come with it", RHINO),
    simple(
        "detach a denying policy from another role", "iam:DetachRolePolicy", _OTHER, "what it denied is open", HACKING
    ),
    simple(
        "delete a denying inline policy of another role",
        "iam:DeleteRolePolicy",
        _OTHER,
        "what it denied is open",
        HACKING,
    ),
    simple(
        "create a policy outside the owned path", "iam:CreatePolicy", _SHARED, "others attach it by its name", RHINO
    ),
    simple("rewrite somebody's policy", "iam:CreatePolicyVersion", _SHARED, "everybody who has it gains", RHINO),
    simple(
        "go back to a wider version of a policy", "iam:SetDefaultPolicyVersion", _SHARED, "old rights return", RHINO
    ),
    simple("delete somebody's policy", "iam:DeletePolicy", _SHARED, "a policy of one's own takes its name", HACKING),
    simple(
        "delete a version of somebody's policy",
        "iam:DeletePolicyVersion",
        _SHARED,
        "there is room for one's own",
        HACKING,
    ),
)
_BOUNDARIES = (
    simple("remove one's own boundary", "iam:DeleteRolePermissionsBoundary", SELF, "the ceiling is gone", BOUNDARIES),
    simple(
        "remove the boundary of a role of one's own",
        "iam:DeleteRolePermissionsBoundary",
        _OWN,
        "that role has no ceiling, and can be entered",
        BOUNDARIES,
        _BOUNDED,
    ),
    simple("remove a user's boundary", "iam:DeleteUserPermissionsBoundary", _USER, "the ceiling is gone", BOUNDARIES),
    simple(
        "give oneself another boundary",
        "iam:PutRolePermissionsBoundary",
        SELF,
        "the new ceiling admits everything",
        BOUNDARIES,
        {"iam:PermissionsBoundary": ADMINISTRATOR_POLICY},
    ),
    simple(
        "give a role of one's own a wider boundary",
        "iam:PutRolePermissionsBoundary",
        _OWN,
        "the new ceiling admits everything",
        BOUNDARIES,
        {"iam:PermissionsBoundary": ADMINISTRATOR_POLICY},
    ),
    simple(
        "give a user another boundary",
        "iam:PutUserPermissionsBoundary",
        _USER,
        "the new ceiling admits everything",
        BOUNDARIES,
        {"iam:PermissionsBoundary": ADMINISTRATOR_POLICY},
    ),
    simple("rewrite the boundary", "iam:CreatePolicyVersion", WORKLOAD_BOUNDARY, "every ceiling is lifted", BOUNDARIES),
    simple("go back to an older boundary", "iam:SetDefaultPolicyVersion", _BASE, "every ceiling is lifted", BOUNDARIES),
    simple("delete the boundary", "iam:DeletePolicy", WORKLOAD_BOUNDARY, "one's own policy takes its name", BOUNDARIES),
    simple(
        "create a role without boundary",
        "iam:CreateRole",
        _OWN,
        "the role has no ceiling, and trusts its maker",
        BOUNDARIES,
    ),
    simple(
        "create a role with the administrator policy as boundary",
        "iam:CreateRole",
        _OWN,
        "a ceiling that admits everything is none",
        BOUNDARIES,
        {"iam:PermissionsBoundary": ADMINISTRATOR_POLICY},
    ),
    simple(
        "create a role with the boundary of people",
        "iam:CreateRole",
        _OWN,
        "whoever passes it to a service would do what only people may",
        BOUNDARIES,
        _UNBOUNDED_KIND,
    ),
    simple(
        "create a role with a boundary of one's own that is named like the real one",
        "iam:CreateRole",
        _OWN,
        "its words are the maker's",
        BOUNDARIES,
        {"iam:PermissionsBoundary": WORKLOAD_BOUNDARY.replace(":policy/", f":policy/{names.OWNED_PATH}/")},
    ),
    simple(
        "create a role outside the owned path",
        "iam:CreateRole",
        role("shop-orders"),
        "nobody looks there for roles of teams",
        BOUNDARIES,
        _BOUNDED,
    ),
    simple(
        "create a role in a path that looks owned",
        "iam:CreateRole",
        role(f"{names.OWNED_PATH}-too/shop-orders"),
        "nobody looks there for roles of teams",
        BOUNDARIES,
        _BOUNDED,
    ),
    simple("create a user", "iam:CreateUser", f"{IAM}:user/mallory", "its keys outlive every session", BOUNDARIES),
    simple(
        "delete and remake a role that others trust",
        "iam:DeleteRole",
        _OTHER,
        "what trusts the name trusts the new role",
        HACKING,
    ),
    simple(
        "lengthen another role's sessions", "iam:UpdateRole", _OTHER, "a stolen session lasts for 12 hours", HACKING
    ),
)
_TRUST = (
    simple("let oneself into another role", "iam:UpdateAssumeRolePolicy", _OTHER, "that role can be assumed", RHINO),
    simple("let oneself into break-glass", "iam:UpdateAssumeRolePolicy", _BREAK_GLASS, "guardrails spare it", RHINO),
    simple("let oneself into the deployer", "iam:UpdateAssumeRolePolicy", DEPLOYER, "guardrails spare it", RHINO),
    simple(
        "let oneself into oneself for good", "iam:UpdateAssumeRolePolicy", SELF, "access survives its removal", RHINO
    ),
)
_STEALS = "one signs in as that user"
_CREDENTIALS = (
    simple("set a password for a user without one", "iam:CreateLoginProfile", _USER, _STEALS, RHINO),
    simple("change a user's password", "iam:UpdateLoginProfile", _USER, _STEALS, RHINO),
    simple("make a key for a user", "iam:CreateAccessKey", _USER, _STEALS, RHINO),
    simple("wake a user's old key", "iam:UpdateAccessKey", _USER, _STEALS, HACKING),
    simple("make a service's credential for a user", "iam:CreateServiceSpecificCredential", _USER, _STEALS, HACKING),
    simple(
        "take away a user's second factor", "iam:DeactivateMFADevice", _USER, "the password alone is enough", HACKING
    ),
    simple(
        "give a user one's own second factor",
        "iam:EnableMFADevice",
        _USER,
        "MFA conditions hold for the thief",
        HACKING,
    ),
)
_TAGS = (
    simple(
        "tag oneself into another team",
        "iam:TagRole",
        SELF,
        "policies that compare tags take one for the other team",
        TAGS,
        {"aws:TagKeys": ("team",)},
    ),
    simple(
        "tag another role",
        "iam:TagRole",
        _OTHER,
        "policies that compare tags admit it elsewhere",
        TAGS,
        {"aws:TagKeys": ("team",)},
    ),
    simple(
        "take the mark off a privileged role",
        "iam:UntagRole",
        _OTHER,
        "what the mark protected is open",
        TAGS,
        {"aws:TagKeys": (names.PRIVILEGED_TAG,), f"aws:ResourceTag/{names.PRIVILEGED_TAG}": "true"},
    ),
    simple(
        "give a role of one's own a reserved tag",
        "iam:TagRole",
        _OWN,
        "policies that trust the baseline's tags trust the role",
        TAGS,
        {"aws:TagKeys": ("guardrails:deployer",)},
    ),
)
_OIDC = f"{IAM}:oidc-provider/token.actions.githubusercontent.com"
_SAML = f"{IAM}:saml-provider/company"
_DOOR = "whoever holds the provider signs in as any role that trusts it"
_PROVIDERS = (
    simple("create an OIDC provider", "iam:CreateOpenIDConnectProvider", _OIDC, _DOOR, OIDC),
    simple("add an audience to an OIDC provider", "iam:AddClientIDToOpenIDConnectProvider", _OIDC, _DOOR, OIDC),
    simple("change an OIDC provider's certificate", "iam:UpdateOpenIDConnectProviderThumbprint", _OIDC, _DOOR, OIDC),
    simple("create a SAML provider", "iam:CreateSAMLProvider", _SAML, _DOOR, SAML),
    simple("change a SAML provider's certificate", "iam:UpdateSAMLProvider", _SAML, _DOOR, SAML),
    simple("trust a certificate authority", "rolesanywhere:CreateTrustAnchor", "*", _DOOR, ANYWHERE),
    simple("add roles to a profile", "rolesanywhere:UpdateProfile", f"{_ANYWHERE}:profile/{ID}", _DOOR, ANYWHERE),
    simple("create an Identity Center of the account", "sso:CreateInstance", "*", "its owner assigns roles", SSO),
)
IAM_ATTEMPTS = (*_POLICIES, *_BOUNDARIES, *_TRUST, *_CREDENTIALS, *_TAGS, *_PROVIDERS)
"""Every one of them is tried by everybody."""
