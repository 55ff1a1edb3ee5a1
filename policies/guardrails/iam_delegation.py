"""Teams make their own roles, and none of these can do more than the boundary that the baseline wrote for them.

The boundary itself is in protect_baseline, which keeps it from everybody but the deployer.
"""

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, MEMBER, ROOT, role
from policies.guardrail import Context, Guardrail, Request
from policies.named_principals import NamedPrincipals
from policies.types import Bundle, Severity

_OWNED = f"{names.OWNED_PATH}/*"
# Whoever may pass a role or assume it has its ceiling: in the owned path that is the workload's alone.
_BOUNDARY_NAME = names.boundary_policy(BoundaryKind.WORKLOAD)
# All of them carry iam:PermissionsBoundary: the boundary of the role or user, or the one that it is about to get.
_MADE = ("iam:CreateRole", "iam:CreateUser", "iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary")
_CHANGED = (
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:DeleteRolePolicy",
    "iam:DeleteUserPolicy",
    "iam:DetachRolePolicy",
    "iam:DetachUserPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
)
_STRIPPED = ("iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary")
# No request for these tells the boundary of the role, user or group that it is about.
_UNKEYED = (
    "iam:AddUserToGroup",
    "iam:CreateAccessKey",
    "iam:CreatePolicy*",
    "iam:DeletePolicy*",
    "iam:PassRole",
    "iam:SetDefaultPolicyVersion",
)
# Groups have no boundary, and who joins one is not in the request either.
_GROUPS = ("iam:AttachGroupPolicy", "iam:PutGroupPolicy")


class IamDelegationSettings(NamedPrincipals):
    """Who administers roles by delegation: roles and permission sets. Nobody else is held to the owned path."""


def statements(context: Context, settings: IamDelegationSettings) -> tuple[Statement, ...]:
    """The owned path and the boundary bind everybody from the start, the rest binds the delegated administrators."""
    iam = {kind: context.arn("iam", f"{kind}/{_OWNED}", region="") for kind in ("role", "user", "group", "policy")}
    bounded = (iam["role"], iam["user"])
    unbounded = {"iam:PermissionsBoundary": context.arn("iam", f"policy/{_BOUNDARY_NAME}", region="")}
    everybody = (
        Statement(
            sid="DelegationOwnedPath",
            effect="Deny",
            actions=_MADE,
            resources=bounded,
            conditions={"ArnNotLike": unbounded},
        ),
        # Renaming moves a user into the path or out of it.
        Statement(sid="DelegationStrip", effect="Deny", actions=(*_STRIPPED, "iam:UpdateUser"), resources=bounded),
    )
    delegates = settings.arns(context)
    if not delegates:
        return everybody
    by_delegates = {"ArnLike": {"aws:PrincipalArn": delegates}}
    return (
        *everybody,
        Statement(
            sid="DelegationBounded",
            effect="Deny",
            actions=(*_MADE, *_CHANGED),
            conditions={**by_delegates, "ArnNotLike": unbounded},
        ),
        Statement(
            sid="DelegationNoKey",
            effect="Deny",
            actions=_UNKEYED,
            not_resources=tuple(iam.values()),
            conditions=by_delegates,
        ),
        Statement(sid="DelegationNever", effect="Deny", actions=(*_STRIPPED, *_GROUPS), conditions=by_delegates),
    )


_IAM = f"arn:aws:iam::{MEMBER}"
_BOUNDARY = f"{_IAM}:policy/{_BOUNDARY_NAME}"
_TEAM = role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_TeamAdministrator_0123456789abcdef")
_PIPELINE = role("TeamPipeline")


def _request(name: str, action: str, resource: str, principal: str, boundary: str | None = None) -> Request:
    context = {"iam:PermissionsBoundary": boundary} if boundary else {}
    return Request(
        name=name, action=f"iam:{action}", resource=f"{_IAM}:{resource}", principal=principal, context=context
    )


def _each(who: str, principal: str, actions: tuple[str, ...], path: str, boundary: str | None) -> tuple[Request, ...]:
    """One request per action on a user or role under the path."""
    return tuple(
        _request(
            f"{who}: {action} of {path} with {boundary.rpartition('/')[2] if boundary else 'no boundary'}",
            action.removeprefix("iam:"),
            f"{'user' if 'User' in action else 'role'}/{path}",
            principal,
            boundary,
        )
        for action in actions
    )


_VERSIONS = (
    "CreatePolicy",
    "CreatePolicyVersion",
    "DeletePolicy",
    "DeletePolicyVersion",
    "SetDefaultPolicyVersion",
)
_WEAKER = "arn:aws:iam::aws:policy/AdministratorAccess"
_OTHER_KIND = f"{_IAM}:policy/{names.BOUNDARY_POLICY}"

GUARDRAIL = Guardrail(
    title="Delegated roles carry the boundary, and keep it",
    rationale="Who may create roles may create an administrator, unless each role is held by a boundary.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-6", "NIST 800-53 AC-6(1)"),
    practice="Boundaries: permissions boundaries for delegated administration",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
    ),
    bundle=Bundle.IDENTITY,
    settings=IamDelegationSettings,
    example_settings=IamDelegationSettings(roles=("TeamPipeline",), permission_sets=("TeamAdministrator",)),
    statements=statements,
    denies=(
        *_each("administrator", ADMINISTRATOR, _MADE, "delegated/app", None),
        *_each("administrator", ADMINISTRATOR, _MADE, "delegated/app", _WEAKER),
        *_each("administrator", ADMINISTRATOR, ("iam:CreateRole",), "delegated/app", _OTHER_KIND),
        *_each("administrator", ADMINISTRATOR, (*_STRIPPED, "iam:UpdateUser"), "delegated/app", _BOUNDARY),
        *_each("root", ROOT, _STRIPPED, "delegated/app", _BOUNDARY),
        *_each("deployer", DEPLOYER, ("iam:CreateRole",), "delegated/app", None),
        *_each("break-glass", BREAK_GLASS, ("iam:CreateRole",), "delegated/app", None),
        *_each("team", _TEAM, (*_MADE, *_CHANGED), "app", None),
        *_each("pipeline", _PIPELINE, (*_MADE, *_CHANGED), "app", _WEAKER),
        *_each("team", _TEAM, _STRIPPED, "app", _BOUNDARY),
        *(_request(f"team: {a}", a[4:], "group/delegated/team", _TEAM) for a in _GROUPS),
        _request("team passes an unbounded role", "PassRole", "role/Administrator", _TEAM),
        _request("team makes a key of an unbounded user", "CreateAccessKey", "user/alice", _TEAM),
        _request("team joins a group", "AddUserToGroup", "group/administrators", _TEAM),
        *(_request(f"pipeline: {action} of others", action, "policy/network", _PIPELINE) for action in _VERSIONS),
        _request("team edits the boundary", "CreatePolicyVersion", f"policy/{_BOUNDARY_NAME}", _TEAM),
        _request("a path that only looks owned", "PassRole", "role/delegated-too/app", _TEAM),
    ),
    allows=(
        *_each("administrator", ADMINISTRATOR, _MADE, "delegated/app", _BOUNDARY),
        *_each("administrator", ADMINISTRATOR, (*_MADE, *_CHANGED), "app", None),
        *_each("administrator", ADMINISTRATOR, (*_STRIPPED, "iam:UpdateUser"), "app", _BOUNDARY),
        *(_request(f"administrator: {action}", action, "policy/app", ADMINISTRATOR) for action in _VERSIONS),
        *(_request(f"administrator: {a} of the team's", a[4:], "group/team", ADMINISTRATOR) for a in _GROUPS),
        _request("administrator passes a role", "PassRole", "role/app", ADMINISTRATOR),
        *_each("deployer", DEPLOYER, ("iam:CreateRole",), "delegated/app", _BOUNDARY),
        *_each("team", _TEAM, (*_MADE, *_CHANGED), "delegated/app", _BOUNDARY),
        *_each("pipeline", _PIPELINE, (*_MADE, *_CHANGED), "delegated/app", _BOUNDARY),
        _request("team passes its role", "PassRole", "role/delegated/app", _TEAM),
        _request("team renews a key", "CreateAccessKey", "user/delegated/mailer", _TEAM),
        _request("team adds to its group", "AddUserToGroup", "group/delegated/team", _TEAM),
        *(_request(f"team: {action} of its own", action, "policy/delegated/app", _TEAM) for action in _VERSIONS),
        _request("team deletes its role", "DeleteRole", "role/delegated/app", _TEAM, _BOUNDARY),
    ),
)
