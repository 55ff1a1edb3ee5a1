"""What roles, policies, users and identity providers need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.deployer.need import Need, Needs, Part, Place, iam
from policies.machine_names import WORKLOAD_PATH, cross_account_role, deployment_role

_POLICIES_PATH = "guardrails-policies"
_BASE = names.BOUNDARY_POLICY


def _bounded(part: Part, sid: str, role: str, boundary: str) -> Place:
    """One kind of roles, changed while they have the boundary that is theirs and made with no other."""
    return Place(
        part=part,
        sid=sid,
        arns=(iam(f"role/{role}"),),
        conditions={"ArnEquals": {"iam:PermissionsBoundary": iam(f"policy/{boundary}")}},
    )


_PIPELINES = _bounded(Part.ACCESS, "Pipelines", deployment_role("*"), names.boundary_policy(BoundaryKind.CI))
_CALLERS = _bounded(Part.ACCESS, "OtherAccounts", cross_account_role("*"), _BASE)
_WORKLOADS = _bounded(Part.ACCESS, "Workloads", f"{WORKLOAD_PATH}*", names.boundary_policy(BoundaryKind.WORKLOAD))
_OWN = (
    (Part.ACCOUNT, "Forwarder", names.ROOT_FORWARDER_ROLE, _BASE),
    (Part.ACCOUNT, "Drill", names.DRILL_ROLE, _BASE),
    (Part.ACCOUNT, "BreakGlass", names.BREAK_GLASS_ROLE, names.BREAK_GLASS_BOUNDARY),
    (Part.AUDIT, "TrailToLogs", names.TRAIL_LOGS_ROLE, _BASE),
    (Part.TRAIL, "AccountTrailToLogs", names.ACCOUNT_TRAIL_LOGS_ROLE, _BASE),
    (Part.AUDIT, "ConfigAggregator", names.CONFIG_AGGREGATOR_ROLE, _BASE),
    (Part.AUDIT, "Webhooks", names.WEBHOOK_ROLE, _BASE),
    (Part.AUDIT, "Chat", names.CHAT_ROLE, _BASE),
)
# Each kind of role, with the inputs by which the role and its inline policy are known.
_KINDS = (
    *((_bounded(part, sid, role, boundary), {"name": role}, {"role": role}) for part, sid, role, boundary in _OWN),
    (_PIPELINES, {"name": deployment_role("*")}, {"role": deployment_role("*")}),
    (_CALLERS, {"name": cross_account_role("*")}, {"role": cross_account_role("*")}),
    (_WORKLOADS, {"path": f"/{WORKLOAD_PATH}"}, {"name": "work"}),
)


def _described(part: Part) -> Place:
    """The same roles where no boundary is asked: what only reads, and tags."""
    return Place(
        part=part,
        sid=f"{part.value.title()}Roles",
        arns=tuple(dict.fromkeys(arn for place, _, _ in _KINDS if place.part == part for arn in place.arns)),
    )


_DESCRIBED = {part: _described(part) for part in (Part.ACCOUNT, Part.ACCESS, Part.AUDIT, Part.TRAIL)}
_ROLES = tuple(
    need
    for place, when, _ in _KINDS
    for need in (
        Need(
            place=place,
            create="iam:CreateRole",
            update="iam:PutRolePermissionsBoundary UpdateAssumeRolePolicy UpdateRole",
            delete="iam:DeleteRole",
            when=when,
        ),
        Need(
            place=_DESCRIBED[place.part],
            create="iam:TagRole",
            read="iam:GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies",
            update="iam:UntagRole UpdateRoleDescription",
            when=when,
        ),
    )
)
_ROLE_POLICIES = tuple(
    need
    for place, _, when in _KINDS
    for need in (
        Need(place=place, create="iam:PutRolePolicy", delete="iam:DeleteRolePolicy", when=when),
        Need(place=_DESCRIBED[place.part], read="iam:GetRolePolicy", when=when),
    )
)
_POLICY = {
    "create": "iam:CreatePolicy TagPolicy",
    "read": "iam:GetPolicy GetPolicyVersion ListPolicyVersions",
    "update": "iam:CreatePolicyVersion DeletePolicyVersion UntagPolicy",
    "delete": "iam:DeletePolicy",
}
_CEILINGS = Place(
    part=Part.ACCOUNT,
    sid="Ceilings",
    arns=(iam(f"policy/{_BASE}*"), iam(f"policy/{names.BREAK_GLASS_BOUNDARY}")),
)
_USER_POLICY = Place(
    part=Part.ORGANIZATION, sid="BreakGlassUserPolicy", arns=(iam(f"policy/{names.BREAK_GLASS_USER_POLICY}"),)
)
_CUSTOMER = Place(part=Part.ACCESS, sid="CustomerPolicies", arns=(iam(f"policy/{_POLICIES_PATH}/*"),))
_USERS = tuple(iam(f"user/{user}") for user in names.BREAK_GLASS_USERS)
_USERS_DESCRIBED = Place(part=Part.ORGANIZATION, sid="BreakGlassUsers", arns=_USERS)
_USER_CEILING = {"iam:PermissionsBoundary": iam(f"policy/{names.BREAK_GLASS_USER_POLICY}")}
_PROVIDERS = Place(part=Part.ACCESS, sid="IdentityProviders", arns=(iam("oidc-provider/*"),))

IAM_TYPES: Needs = {
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (
        Need(
            place=_PROVIDERS,
            create="iam:CreateOpenIDConnectProvider TagOpenIDConnectProvider",
            read="iam:GetOpenIDConnectProvider",
            update="iam:AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider",
            delete="iam:DeleteOpenIDConnectProvider",
        ),
    ),
    "aws:iam/policy:Policy": (
        Need(place=_CEILINGS, **_POLICY, when={"name": f"{_BASE}*"}),
        Need(place=_CEILINGS, **_POLICY, when={"name": names.BREAK_GLASS_BOUNDARY}),
        Need(place=_USER_POLICY, **_POLICY, when={"name": names.BREAK_GLASS_USER_POLICY}),
        Need(place=_CUSTOMER, **_POLICY, when={"path": f"/{_POLICIES_PATH}/*"}),
    ),
    "aws:iam/role:Role": _ROLES,
    "aws:iam/rolePolicy:RolePolicy": _ROLE_POLICIES,
    "aws:iam/user:User": (
        Need(
            place=Place(
                part=Part.ORGANIZATION,
                sid="BreakGlassUsersBounded",
                arns=_USERS,
                conditions={"ArnEquals": _USER_CEILING},
            ),
            create="iam:CreateUser PutUserPermissionsBoundary",
        ),
        Need(
            place=_USERS_DESCRIBED,
            create="iam:TagUser",
            read="iam:GetUser ListGroupsForUser ListUserTags",
            update="iam:UntagUser",
            delete="iam:DeleteUser",
        ),
    ),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": (
        Need(
            place=Place(
                part=Part.ORGANIZATION,
                sid="BreakGlassUsersRights",
                arns=_USERS,
                conditions={
                    "ArnEquals": {**_USER_CEILING, "iam:PolicyARN": iam(f"policy/{names.BREAK_GLASS_USER_POLICY}")}
                },
            ),
            create="iam:AttachUserPolicy",
            delete="iam:DetachUserPolicy",
        ),
        Need(
            place=_USERS_DESCRIBED,
            read="iam:ListAttachedUserPolicies",
        ),
    ),
}
