"""The example's machines under everything that binds them: guardrails, boundaries, their own rights and trusts."""

import dataclasses
import datetime
from functools import cache

import pytest

from config.levels import compiled, levels
from config.loader import load_stack
from config.machine_plan import cross_account_trust
from config.machine_proof import machine_proof
from config.plan import policies
from config.references import soon_findings
from policies.boundaries.documents import boundary_documents
from policies.boundaries.kind import BoundaryKind
from policies.compiled import Compiled
from policies.deploys import deployment_permissions
from policies.evaluator import Policies, decide
from policies.examples import FULL_ACCESS, call_of
from policies.guardrail import Request
from policies.names import BOUNDARY_POLICY, boundary_policy
from policies.oidc import provider_arn
from policies.permissions import permissions_document
from policies.trust import pipeline_trust, service_trust
from policies.types import PolicyType
from policies.workloads import runtime_service
from tests.components.helpers import ROOT, read_stack

SHOP, AUDIT, VENDOR = "444455556666", "333344445555", "999988887777"
PIPELINE, INVENTORY, ORDERS = (
    f"arn:aws:iam::{SHOP}:role/{name}"
    for name in ("guardrails-deploy-shop", "guardrails-access-inventory", "delegated/shop-orders")
)
GITHUB = "token.actions.githubusercontent.com"
NOW = {"aws:CurrentTime": "2026-11-25T10:00:00Z", "aws:SecureTransport": "true", "aws:RequestedRegion": "eu-west-1"}
TOKEN = {
    f"{GITHUB}:aud": "sts.amazonaws.com",
    f"{GITHUB}:sub": "repo:example-org/shop:environment:production",
    f"{GITHUB}:repository_id": "7654321",
    f"{GITHUB}:repository_owner_id": "1234567",
    f"{GITHUB}:environment": "production",
    f"{GITHUB}:job_workflow_ref": "example-org/shop/.github/workflows/deploy.yml@refs/heads/main",
}
FUNCTION = f"arn:aws:lambda:eu-west-1:{SHOP}:function:shop-orders"
TABLE = f"arn:aws:dynamodb:eu-west-1:{SHOP}:table/shop-orders"
SOURCE = {"aws:SourceAccount": SHOP, "aws:SourceArn": FUNCTION, "aws:SourceOrgID": "o-exampleorg1"}


@cache
def stack():
    return load_stack("prod", ROOT)


@cache
def bound(account, policy_type):
    """The levels of one type that bind an account; none where the organization doesn't reach."""
    if account not in stack().baseline.accounts:
        return []
    return compiled(levels(stack(), policies(stack()), account, policy_type))


def key_of(account):
    return next((key for key, one in stack().baseline.accounts.items() if one.id == account), "elsewhere")


@cache
def trust(role):
    machines = stack().baseline.machine_access
    if role == PIPELINE:
        return pipeline_trust("aws", SHOP, machines.deployment_roles["shop"].pipeline)
    if role == ORDERS:
        workload = machines.workload_roles["shop-orders"]
        return service_trust(runtime_service("aws", SHOP, workload.service, workload.sources))
    return cross_account_trust(stack(), machines.cross_account_roles["inventory"])


def gets_in(principal, role, action="sts:AssumeRole", **context):
    request = Request(name="sign-in", action=action, resource=role, principal=principal, context={**NOW, **context})
    call = call_of(request)
    return decide(
        call,
        Policies(
            scps=bound(key_of(call.caller.account), PolicyType.SCP) if call.caller.in_account else [],
            rcps=bound("shop", PolicyType.RCP),
            identity=[Compiled(FULL_ACCESS)],
            resource=Compiled(trust(role).as_dict()),
        ),
    )


def by_token(**changes):
    claims = {**TOKEN, **{f"{GITHUB}:{claim}": value for claim, value in changes.items()}}
    principal = provider_arn("aws", SHOP, GITHUB)
    return gets_in(principal, PIPELINE, "sts:AssumeRoleWithWebIdentity", **claims)


def as_vendor(**changes):
    context = {"sts:ExternalId": "example-7f3a9c2e", "aws:PrincipalOrgID": "o-vendor00001", **changes}
    return gets_in(f"arn:aws:iam::{VENDOR}:role/Collector", INVENTORY, **{k: v for k, v in context.items() if v})


def test_the_pipeline_gets_in_and_no_other_branch():
    assert by_token().decision == "Allow"
    assert by_token(sub="repo:example-org@1234567/shop@7654321:environment:production").decision == "Allow"
    assert by_token(sub="repo:example-org/shop:ref:refs/heads/main").decision == "ImplicitDeny"


def test_the_vendor_gets_in_with_its_external_id_until_its_time_is_over():
    assert as_vendor().decision == "Allow"
    assert as_vendor(**{"sts:ExternalId": None}).decision == "ExplicitDeny"
    assert as_vendor(**{"sts:ExternalId": "other"}).decision == "ImplicitDeny"
    assert as_vendor(**{"aws:CurrentTime": "2027-07-01T00:00:00Z"}).decision == "ExplicitDeny"


def test_the_caller_of_the_organization_gets_in():
    ours = {"aws:PrincipalOrgID": "o-exampleorg1"}
    assert gets_in(f"arn:aws:iam::{AUDIT}:role/Inventory", INVENTORY, **ours).decision == "Allow"
    assert gets_in(f"arn:aws:iam::{AUDIT}:role/Other", INVENTORY, **ours).decision == "ImplicitDeny"


def test_the_service_gets_in_for_the_function():
    assert gets_in("lambda.amazonaws.com", ORDERS, **SOURCE).decision == "Allow"
    other = {**SOURCE, "aws:SourceArn": f"{FUNCTION}-2"}
    assert gets_in("lambda.amazonaws.com", ORDERS, **other).decision == "ImplicitDeny"


@cache
def rights(role):
    """The identity policy of a role and its boundary."""
    machines, boundaries = stack().baseline.machine_access, boundary_documents("aws", SHOP)
    if role == PIPELINE:
        own = deployment_permissions("aws", SHOP, machines.deployment_roles["shop"].deploys)
        return own, boundaries[boundary_policy(BoundaryKind.CI)]
    if role == ORDERS:
        own = permissions_document("aws", SHOP, machines.workload_roles["shop-orders"].permissions)
        return own, boundaries[boundary_policy(BoundaryKind.WORKLOAD)]
    own = permissions_document("aws", SHOP, machines.cross_account_roles["inventory"].permissions)
    return own, boundaries[BOUNDARY_POLICY]


def may(role, action, resource="*", *, administrator=False, **context):
    """Whether a role of shop may; as an administrator it has every right, and its boundary is what is left."""
    facts = {**NOW, "aws:PrincipalOrgID": "o-exampleorg1", **context}
    request = Request(name=action, action=action, resource=resource, principal=role, context=facts)
    own, boundary = rights(role)
    call = dataclasses.replace(call_of(request), resource_account=SHOP)
    return decide(
        call,
        Policies(
            scps=bound("shop", PolicyType.SCP),
            rcps=bound("shop", PolicyType.RCP),
            identity=[Compiled(FULL_ACCESS if administrator else own.as_dict())],
            boundary=Compiled(boundary.as_dict()),
        ),
    ).decision


@pytest.mark.parametrize(
    ("role", "action", "resource"),
    [
        (PIPELINE, "lambda:UpdateFunctionCode", FUNCTION),
        (PIPELINE, "s3:PutObject", "arn:aws:s3:::exampleorg1-shop-site/index.html"),
        (INVENTORY, "ec2:DescribeInstances", "*"),
        (ORDERS, "dynamodb:PutItem", TABLE),
        (ORDERS, "logs:PutLogEvents", f"arn:aws:logs:eu-west-1:{SHOP}:log-group:/aws/lambda/shop-orders:log-stream:a"),
    ],
)
def test_each_does_its_work_under_guardrails_and_boundary(role, action, resource):
    assert may(role, action, resource) == "Allow"


@pytest.mark.parametrize("role", [PIPELINE, INVENTORY, ORDERS])
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:AttachRolePolicy", f"arn:aws:iam::{SHOP}:role/guardrails-deploy-shop"),
        ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::{SHOP}:role/guardrails-deploy-shop"),
        ("iam:CreateRole", f"arn:aws:iam::{SHOP}:role/admin"),
        ("iam:CreateUser", f"arn:aws:iam::{SHOP}:user/mallory"),
        ("iam:PassRole", f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole"),
        ("sts:AssumeRole", f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole"),
        ("iam:CreateOpenIDConnectProvider", f"arn:aws:iam::{SHOP}:oidc-provider/example.com"),
        ("secretsmanager:DeleteSecret", f"arn:aws:secretsmanager:eu-west-1:{SHOP}:secret:shop"),
    ],
)
def test_none_has_rights_beyond(role, action, resource):
    assert may(role, action, resource) != "Allow"
    if not action.startswith("secretsmanager:"):
        assert may(role, action, resource, administrator=True) != "Allow", "the boundary lets it through"


@pytest.mark.parametrize(
    ("expires", "days"), [("2026-06-30", None), ("2026-07-01", 0), ("2026-07-15", 14), ("2026-07-16", None)]
)
def test_the_end_of_a_third_party_is_announced_two_weeks_before(expires, days):
    values = {"baseline": {"guardrails": {"organizationPerimeter": {"thirdParties": [{"expires": expires}]}}}}
    found = [finding.found for finding in soon_findings(values, datetime.date(2026, 7, 1))]
    assert found == ([] if days is None else [f'"{expires}", which is {days} days ahead'])


def machines(change):
    """What is wrong with the example's machines, changed."""
    return list(machine_proof(read_stack("prod", lambda values: change(values["baseline"]["machineAccess"]))))


def test_nothing_is_wrong_with_the_examples_machines():
    assert machines(dict) == []


@pytest.mark.parametrize(
    ("permission", "found"),
    [
        ({"service": "dynamodb", "actions": ["GetItems"], "resources": ["table/shop"]}, "Action dynamodb:GetItems"),
        ({"service": "dynamo", "actions": ["GetItem"], "resources": ["table/shop"]}, "Action dynamo:GetItem"),
        ({"service": "dynamodb", "actions": ["GetItem"], "resources": ["tables/shop"]}, "Resource arn:aws:dynamodb"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "key"), [("workloadRoles", "shop-orders"), ("crossAccountRoles", "inventory")], ids=["workload", "access"]
)
def test_a_permission_that_never_matches_is_refused(kind, key, permission, found):
    first, *others = machines(lambda block: block[kind][key]["permissions"].append(permission))
    path = ("baseline", "machineAccess", kind, key, "permissions", 2 if kind == "workloadRoles" else 1)
    assert {finding.path for finding in (first, *others)} == {path}
    assert first.found.startswith(found)


def test_a_policy_that_is_too_long_is_refused():
    def change(block):
        names = [f"shop-{'x' * 50}-{at}" for at in range(120)]
        block["deploymentRoles"]["shop"]["deploys"][0]["names"] = names
        block["workloadRoles"]["shop-orders"]["permissions"][0]["resources"] = [f"table/{name}" for name in names]
        callers = [{"account": "audit", "role": name} for name in names]
        block["crossAccountRoles"]["inventory"]["callers"] = callers

    found = {finding.path[2:]: finding.expected for finding in machines(change)}
    assert found == {
        ("deploymentRoles", "shop", "deploys"): "at most 10240",
        ("crossAccountRoles", "inventory", "callers"): "at most 2048",
        ("workloadRoles", "shop-orders", "permissions"): "at most 10240",
    }
