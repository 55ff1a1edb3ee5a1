"""`check` tells what assignments leave out, and refuses statements that could not hold."""

import json

import pytest
from typer.testing import CliRunner

from cli import build
from config.identity_proof import stopped_deployment
from config.loader import inspect, proof_errors
from config.plan import policies
from config.proof import proof_findings, refusals
from tests.components.helpers import read_stack
from tests.config.project import STACK_FILE, change, project

SETS = "        managedPolicies: [ReadOnlyAccess]\n"


@pytest.fixture
def root(tmp_path):
    return project(tmp_path)


def checked(root):
    return CliRunner().invoke(build(), ["check", "-s", "prod", "-C", str(root)])


def assign(root, where):
    change(
        root,
        STACK_FILE,
        SETS,
        f"{SETS}    assignments:\n      - {{group: Developers, permissionSets: [ReadOnly], {where}}}\n",
    )


def test_an_account_that_is_not_active_is_told(root):
    assign(root, "accounts: [audit, shop]")
    about = "name: Shop, email: shop@example.com, organizationalUnit: Workloads, preset: standard"
    shop = f'      shop: {{id: "444455556666", {about}}}'
    change(root, STACK_FILE, "      audit:\n", f"{shop}\n      audit:\n")
    change(root, "organization.json", '"444455556666": {"state": "ACTIVE"}', '"444455556666": {"state": "SUSPENDED"}')
    result = checked(root)
    assert (
        "warning: Pulumi.prod.yaml:36:7: guardrails:baseline.accounts.shop: found an account that is SUSPENDED, "
        "named by assignments, expected ACTIVE; nobody is assigned there until it is, and organization.json says so\n"
    ) in result.stderr
    assert result.exit_code == 0
    assert "1 permission sets, 1 assignments" in result.stdout


def test_an_assignment_without_accounts_is_told(root):
    assign(root, "organizationalUnits: [Workloads]")
    result = checked(root)
    assert (
        "warning: Pulumi.prod.yaml:49:9: guardrails:baseline.assignments[0]: found units without any member account, "
        "expected accounts; nobody is assigned anywhere by it; remove it if that is not meant\n"
    ) in result.stderr
    assert result.exit_code == 0


def test_a_group_without_its_id_is_told(root):
    assign(root, "accounts: [audit]")
    expected = (
        'warning: Pulumi.prod.yaml:49:17: guardrails:baseline.assignments[0].group: found "Developers", '
        "without its id under groups, expected Developers: 22222222-3333-4444-5555-666666666666 there; "
        "add it: a group that is made again under the name would get the access\n"
    )
    assert expected in checked(root).stderr
    change(root, STACK_FILE, SETS, f"{SETS}    groups: {{Developers: 22222222-3333-4444-5555-666666666666}}\n")
    assert "without its id" not in checked(root).stderr


def test_groups_that_differ_by_case_are_all_offered(root):
    assign(root, "accounts: [audit]")
    change(root, STACK_FILE, "group: Developers", "group: developers")
    change(root, "organization.json", '"Administrators": "1111', '"DEVELOPERS": "1111')
    assert "did you mean DEVELOPERS or Developers? (a new group" in checked(root).stderr


def test_a_delegated_administrator_that_is_not_active_is_refused(root):
    change(root, STACK_FILE, "auditAccount: audit", "auditAccount: audit\n    identityCenterAccount: log-archive")
    change(root, "organization.json", '"222233334444": {"state": "ACTIVE"}', '"222233334444": {"state": "CLOSED"}')
    assert checked(root).stderr.endswith(
        '\nPulumi.prod.yaml:10:28: guardrails:organization.identityCenterAccount: found "log-archive", which is '
        "CLOSED, expected an account that is ACTIVE; name another account, or remove the line: "
        "the management account does it then\n"
    )


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("        inline: DOCUMENT\n", "48:9: guardrails:baseline.permissionSets.ReadOnly.inline"),
        (
            "    customerPolicies:\n      Deploy: {document: DOCUMENT}\n",
            "49:16: guardrails:baseline.customerPolicies.Deploy.document",
        ),
        (
            "    managementPermissionSets:\n      Own: {inline: DOCUMENT}\n",
            "49:13: guardrails:baseline.managementPermissionSets.Own.inline",
        ),
    ],
)
def test_a_statement_that_could_not_hold_is_refused(root, block, place):
    statement = {"Sid": "Typo", "Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    change(root, STACK_FILE, SETS, SETS + block.replace("DOCUMENT", document))
    loaded = inspect("prod", root)
    assert loaded.problems == []
    problem = min(problem for problem in proof_errors(loaded) if "s3:GetObjct in statement Typo" in problem.found)
    assert str(problem).startswith(f"Pulumi.prod.yaml:{place}: found Action s3:GetObjct in statement Typo:")


def delegated(**settings):
    """The example with the guardrail that leaves Identity Center to named principals."""

    def change(values):
        access = settings.get("access", {"roles": ["IdentityDeployer"]})
        values["baseline"]["guardrails"]["delegatedAdministrators"] = {"mode": "enforce", "access": access}
        if "administrator" in settings:
            values["organization"]["identityCenterAccount"] = settings["administrator"]

    return read_stack("prod", change)


def stopped(stack):
    return [finding.found for finding in stopped_deployment(stack, policies(stack))]


def test_a_guardrail_that_keeps_the_deployment_from_permission_sets_is_refused():
    stack = delegated()
    (found,) = stopped(stack)
    role = "arn:aws:iam::333344445555:role/OrganizationAccountAccessRole"
    assert found == (
        f"ExplicitDeny of sso:AttachCustomerManagedPolicyReferenceToPermissionSet by {role} (scp: DelegatedAccess)"
    )
    place = ("baseline", "guardrails", "delegatedAdministrators")
    assert place in {finding.path for finding in proof_findings(stack)}
    assert place in {finding.path for finding in refusals(stack)}


def test_the_deployment_manages_permission_sets_where_it_is_named_or_not_concerned():
    assert stopped(read_stack("prod")) == []
    assert stopped(delegated(access={"roles": ["IdentityDeployer", "OrganizationAccountAccessRole"]})) == []
    assert stopped(delegated(administrator="management")) == []
    assert stopped(delegated(administrator="shop")) == []
