"""CloudFormation templates that make the deployers' roles, since these must be there before the first deployment.

A stack set puts the one for members into every account, also into those that come later; it never reaches the
management account, which gets a template of its own.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies import names
from policies.deployer.ceiling import ceiling
from policies.deployer.need import Part
from policies.deployer.rights import Rights, documents, union
from policies.document import Document, Statement
from policies.grantees import Role
from policies.guardrail import Context
from policies.oidc import Pipeline
from policies.trust import pipeline_trust, roles_trust

SESSION_SECONDS = 3600
"""AWS's limit for a role that is reached through another one
(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html)."""
BODY_BYTES = 51_200
"""What CloudFormation takes without a bucket
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html)."""
Json = dict[str, Any]
_ACCOUNT = "${AWS::AccountId}"
_EVERYWHERE = (Part.ACCOUNT,)
_TO_ROLE: Json = {"Roles": [{"Ref": "Deployer"}]}
# Fn::Or takes two to ten conditions
# (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html).
_MOST = 10


@dataclass(frozen=True, kw_only=True)
class Members:
    """What the deployers of the member accounts do, by account id, and who manages Identity Center."""

    context: Context
    rights: Mapping[str, Rights]
    identity_center: str


def member_trust(context: Context) -> Document:
    """The management account's deployer comes in, and break-glass in its stead: nobody from outside."""
    roles = (context.deployer_role, names.BREAK_GLASS_ROLE)
    return roles_trust(
        context.partition,
        context.organization,
        roles=tuple(Role(account=context.management, name=name) for name in roles),
    )


def members_template(members: Members) -> Json:
    """The role of every member account, with the parts that an account's own resources need and no others."""
    context, role = members.context, members.context.deployer_role
    where = {
        part: tuple(sorted(a for a, granted in members.rights.items() if any(p.part == part for p in granted)))
        for part in Part
    }
    resources = {
        "Ceiling": _policy(f"{role}-boundary", "What the deployer may do at most", _ceilings(members)),
        "Deployer": _role(role, member_trust(context), PermissionsBoundary={"Ref": "Ceiling"}),
    }
    for part, several in documents(union(members.rights.values()), context, _ACCOUNT).items():
        attached = _attached(role, part, several)
        condition = {} if part in _EVERYWHERE else {"Condition": _label(part)}
        resources |= {label: policy | condition for label, policy in attached.items()}
    conditions = {_label(part): _one_of(accounts) for part, accounts in where.items() if part not in _EVERYWHERE}
    conditions["ManagesAccess"] = _one_of((members.identity_center,))
    return _template(f"{role} of a member account", resources, {k: v for k, v in conditions.items() if v})


def management_template(context: Context, granted: Rights, pipeline: Pipeline) -> Json:
    """The role that the pipeline enters by its token, and from which it reaches the members."""
    role, management = context.deployer_role, context.management
    resources: Json = {
        "Provider": {
            "Type": "AWS::IAM::OIDCProvider",
            "Properties": {"Url": f"https://{pipeline.issuer}", "ClientIdList": [pipeline.audience]},
        },
        "Deployer": {
            **_role(role, pipeline_trust(context.partition, management, pipeline)),
            "DependsOn": "Provider",
        },
        "Members": _policy(f"{role}-members", "Reaches the members", entering_members(context).as_dict(), _TO_ROLE),
    }
    for part, several in documents(granted, context, management).items():
        resources |= _attached(role, part, several)
    return _template(f"{role} of the management account", resources, {})


def entering_members(context: Context) -> Document:
    """The management account's deployer takes the members' roles, of its own organization alone."""
    return Document(
        statements=(
            Statement(
                sid="Members",
                effect="Allow",
                actions=("sts:AssumeRole",),
                resources=(context.role(context.deployer_role),),
                conditions={"StringEquals": {"aws:ResourceOrgID": context.organization}},
            ),
        )
    )


def _ceilings(members: Members) -> Json:
    context = members.context
    usual, wide = (
        ceiling(context.partition, _ACCOUNT, context.deployer_role, identity_center=wide).as_dict()
        for wide in (False, True)
    )
    return {"Fn::If": ["ManagesAccess", wide, usual]}


def _label(part: Part) -> str:
    return part.value.title().replace("-", "")


def _attached(role: str, part: Part, several: Sequence[Document]) -> Json:
    """The policies of one part by their labels in the template."""
    about = f"What the deployer does: {part}"
    return {
        f"{_label(part)}{number}": _policy(f"{role}-{part}-{number}", about, document.as_dict(), _TO_ROLE)
        for number, document in enumerate(several, 1)
    }


def _policy(name: str, description: str, document: Json, to: Json | None = None) -> Json:
    properties = {"ManagedPolicyName": name, "Description": description, "PolicyDocument": _substituted(document)}
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties | (to or {})}


def _role(name: str, trust: Document, **more: Json) -> Json:
    properties = {
        "RoleName": name,
        "Description": "Deploys the guardrails",
        "AssumeRolePolicyDocument": trust.as_dict(),
        "MaxSessionDuration": SESSION_SECONDS,
        **more,
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _template(description: str, resources: Json, conditions: Json) -> Json:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        **({"Conditions": conditions} if conditions else {}),
        "Resources": resources,
    }


def _substituted(here: Any) -> Any:  # noqa: ANN401
    """Texts in which CloudFormation fills in the account."""
    if isinstance(here, dict):
        return {key: _substituted(value) for key, value in here.items()}
    if isinstance(here, list):
        return [_substituted(item) for item in here]
    return {"Fn::Sub": here} if isinstance(here, str) and _ACCOUNT in here else here


def _one_of(accounts: Iterable[str]) -> Json:
    """Whether the account is one of these; nothing where there is none."""
    tests: list[Json] = [{"Fn::Equals": [{"Ref": "AWS::AccountId"}, account]} for account in accounts]
    while len(tests) > 1:
        groups = [tests[at : at + _MOST] for at in range(0, len(tests), _MOST)]
        tests = [{"Fn::Or": group} if len(group) > 1 else group[0] for group in groups]
    return tests[0] if tests else {}
