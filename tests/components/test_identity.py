"""Permission sets and assignments in the graph: where, in which order, and what a change of the file changes."""

import json
import re
from collections import Counter

import botocore.session
import pytest

from components.lanes import LANES
from policies.types import AccountState
from tests.components.helpers import read_stack, record_baseline, recorded
from tests.components.invariants import provider

SET = "aws:ssoadmin/permissionSet:PermissionSet"
INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
BOUNDARY = "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment"
MANAGED = "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment"
CUSTOMER = "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment"
ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
DELEGATION = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
POLICY = "aws:iam/policy:Policy"
ADMINISTRATORS, DEVELOPERS = "11111111-2222-3333-4444-555555555555", "22222222-3333-4444-5555-666666666666"


def changed(change):
    return record_baseline(read_stack("prod", change))


def of_service(graph):
    return [r for r in graph.resources.values() if r.type.startswith("aws:ssoadmin/")]


def before(graph, resource):
    """URNs of everything that must be there before a resource."""
    found, pending = set(), [resource.urn]
    while pending:
        for urn in graph.resources[pending.pop()].dependencies:
            if urn not in found and urn in graph.resources:
                found.add(urn)
                pending.append(urn)
    return found


def names(graph, kind=ASSIGNMENT):
    return {resource.name for resource in graph.of_type(kind)}


def one(graph, kind, name):
    (found,) = [resource for resource in graph.of_type(kind) if resource.name == name]
    return found


def delegations(graph):
    return [r for r in graph.of_type(DELEGATION) if r.inputs["servicePrincipal"] == "sso.amazonaws.com"]


def account_of(graph, resource):
    through = provider(graph, resource)
    assert through is not None
    return through.name


def test_every_resource_names_the_instance_and_its_region(graph):
    center = recorded("prod")[1].snapshot.identity_center
    assert center is not None
    resources = of_service(graph)
    assert len(resources) > 30
    assert {r.inputs["region"] for r in resources} == {center.region}
    assert {r.inputs["instanceArn"] for r in resources} == {center.instance_arn}


def test_the_region_is_the_instances_and_not_the_home_region():
    other = changed(lambda values: values["snapshot"]["identityCenter"].update(region="eu-central-1"))
    assert {r.inputs["region"] for r in of_service(other)} == {"eu-central-1"}


def test_changes_to_one_permission_set_follow_one_another(graph):
    members = [r for r in of_service(graph) if not r.name.startswith("management-")]
    of_set: dict[str, list] = {}
    for resource in members:
        of_set.setdefault(resource.name.split("/")[1], []).append(resource)
    assert len(of_set) > LANES
    for resources in of_set.values():
        urns = {r.urn for r in resources}
        ranks = sorted(len(before(graph, r) & urns) for r in resources)
        assert ranks == list(range(len(resources)))


def test_no_more_than_a_few_changes_run_at_once(graph):
    """In lanes, each change has one that goes before it in its lane: the widest row has as many as there are lanes."""
    resources = [r for r in of_service(graph) if not r.name.startswith("management-")]
    urns = {r.urn for r in resources}
    rows = Counter(len(before(graph, r) & urns) for r in resources)
    assert rows[0] == LANES
    assert max(rows.values()) == LANES


def test_the_management_accounts_part_is_there_before_the_members(graph):
    first = {r.urn for r in of_service(graph) if r.name.startswith("management-")}
    assert first
    assert all(first <= before(graph, r) for r in of_service(graph) if r.urn not in first)


def test_an_assignment_waits_for_all_policies_of_its_set(graph):
    for assignment in graph.of_type(ASSIGNMENT):
        earlier = before(graph, assignment)
        arn = assignment.inputs["permissionSetArn"]
        parts = [r for kind in (INLINE, BOUNDARY, MANAGED, CUSTOMER) for r in graph.of_type(kind)]
        own = {r.urn for r in parts if r.inputs["permissionSetArn"] == arn}
        assert own
        assert own <= earlier


def test_what_limits_a_set_is_there_before_what_grants(graph):
    attached = one(graph, MANAGED, "permission-sets/PowerUser/PowerUserAccess")
    earlier = {graph.resources[urn].name for urn in before(graph, attached)}
    assert {"permission-sets/PowerUser/boundary", "permission-sets/PowerUser/inline"} <= earlier


def test_boundaries_are_in_every_account_before_the_set_that_names_them(graph):
    wanted = {
        policy.urn for policy in graph.of_type(POLICY) if policy.inputs["name"] == "guardrails-boundary-developer"
    }
    assert len(wanted) == len(recorded("prod")[1].active_accounts())
    assert wanted <= before(graph, one(graph, BOUNDARY, "permission-sets/PowerUser/boundary"))


def test_own_policies_are_in_the_accounts_of_a_set_before_it(graph):
    deployed = [policy for policy in graph.of_type(POLICY) if policy.inputs["name"] == "RestartServices"]
    assert [account_of(graph, policy) for policy in deployed] == ["shop"]
    attached = one(graph, CUSTOMER, "permission-sets/OnCall/RestartServices")
    assert {policy.urn for policy in deployed} <= before(graph, attached)
    reference = {"name": "RestartServices", "path": "/guardrails-policies/"}
    assert attached.inputs["customerManagedPolicyReference"] == reference


def test_a_set_has_one_inline_policy(graph):
    arns = [inline.inputs["permissionSetArn"] for inline in graph.of_type(INLINE)]
    assert len(arns) == len(set(arns)) == 4


def test_each_side_is_managed_from_its_own_account(graph):
    for resource in of_service(graph):
        side = "management" if resource.name.startswith("management-") else "audit"
        assert account_of(graph, resource) == side, resource.name
    (registered,) = delegations(graph)
    assert registered.inputs["accountId"] == "333344445555"
    assert account_of(graph, registered) == "management"
    assert registered.urn in before(graph, one(graph, SET, "permission-sets/Administrator"))
    assert {a.inputs["targetId"] for a in graph.of_type(ASSIGNMENT) if a.name.startswith("management-")} == {
        "111122223333"
    }
    assert "111122223333" not in {
        a.inputs["targetId"] for a in graph.of_type(ASSIGNMENT) if a.name.startswith("assignments")
    }


def test_without_delegation_management_does_it_all():
    graph = changed(lambda values: values["organization"].pop("identityCenterAccount"))
    assert delegations(graph) == []
    assert {account_of(graph, resource) for resource in of_service(graph)} == {"management"}


def test_without_an_instance_nothing_is_made():
    def change(values):
        del values["snapshot"]["identityCenter"]
        for key in ("permissionSets", "managementPermissionSets", "assignments", "managementAssignments"):
            values["baseline"].pop(key, None)

    assert of_service(changed(change)) == []


def test_removing_a_groups_assignment_removes_just_that(graph):
    def change(values):
        assignments = values["baseline"]["assignments"]
        values["baseline"]["assignments"] = [a for a in assignments if a["permissionSets"] != ["PowerUser"]]

    after = changed(change)
    assert names(graph) - names(after) == {f"assignments/PowerUser/{DEVELOPERS}/playground"}
    assert names(after) <= names(graph)
    for kind in (SET, INLINE, BOUNDARY, MANAGED, CUSTOMER):
        assert names(after, kind) == names(graph, kind)


def test_renaming_a_group_or_an_account_changes_nothing(graph):
    def change(values):
        groups = values["snapshot"]["identityCenter"]["groups"]
        groups["Engineers"] = groups.pop("Developers")
        for assignment in values["baseline"]["assignments"]:
            assignment["group"] = assignment["group"].replace("Developers", "Engineers")
        values["baseline"]["accounts"]["shop"]["name"] = "Store"

    after = changed(change)
    assert {r.urn: r.inputs for r in of_service(after)} == {r.urn: r.inputs for r in of_service(graph)}


def test_an_account_that_is_suspended_loses_its_assignments_and_stops_nobody_elses(graph):
    def change(values):
        values["snapshot"]["accounts"]["444455556666"]["state"] = AccountState.SUSPENDED.value
        values["baseline"]["machineAccess"] = {}

    after = names(changed(change))
    assert names(graph) - after == {name for name in names(graph) if name.endswith("/shop")}
    assert after <= names(graph)


def test_a_person_is_assigned_as_a_user():
    exemption = {"owner": "a@example.com", "reason": "on call this week", "ticket": "A-1", "expires": "2026-12-01"}
    person = {"userId": ADMINISTRATORS, "exemption": exemption, "permissionSets": ["ReadOnly"], "accounts": ["shop"]}
    graph = changed(lambda values: values["baseline"].update(assignments=[person]))
    (found,) = [a for a in graph.of_type(ASSIGNMENT) if not a.name.startswith("management-")]
    assert found.inputs["principalType"] == "USER"
    assert found.inputs["principalId"] == ADMINISTRATORS


def test_conditions_are_in_the_inline_policy():
    conditions = {"sourceNetworks": ["203.0.113.0/24"], "from": "2026-12-01"}
    graph = changed(lambda values: values["baseline"]["permissionSets"]["Billing"].update(conditions=conditions))
    inline = json.loads(one(graph, INLINE, "permission-sets/Billing/inline").inputs["inlinePolicy"])
    assert [statement["Sid"] for statement in inline["Statement"]] == ["OutsideNetworks", "BeforeFirstDay"]


@pytest.mark.parametrize(
    ("kind", "key", "operation", "member"),
    [
        (SET, "name", "CreatePermissionSet", "Name"),
        (SET, "description", "CreatePermissionSet", "Description"),
        (SET, "sessionDuration", "CreatePermissionSet", "SessionDuration"),
        (INLINE, "inlinePolicy", "PutInlinePolicyToPermissionSet", "InlinePolicy"),
        (MANAGED, "managedPolicyArn", "AttachManagedPolicyToPermissionSet", "ManagedPolicyArn"),
        (ASSIGNMENT, "principalId", "CreateAccountAssignment", "PrincipalId"),
        (ASSIGNMENT, "targetId", "CreateAccountAssignment", "TargetId"),
    ],
)
def test_values_fit_the_api(graph, kind, key, operation, member):
    service = botocore.session.get_session().get_service_model("sso-admin")
    limits = service.operation_model(operation).input_shape.members[member].metadata
    values = [resource.inputs[key] for resource in graph.of_type(kind)]
    assert values
    for value in values:
        assert limits["min"] <= len(value) <= limits["max"]
        assert re.fullmatch(limits["pattern"], value), value
