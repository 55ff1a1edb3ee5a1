"""The deployers' own roles are enough for `up`, an update and `destroy`, with IAM deciding every call."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from policies.deployer.escalations import DEPLOYER_ROLE
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from sandbox.deployment import Deployment
from sandbox.destroy import take_away
from tests.engine.deployer import bootstrap, credentials, deploy_by_own_role, deployment, load, local_aws
from tests.engine.stack import UP, edit, make_project

pytestmark = [pytest.mark.engine, pytest.mark.long, pytest.mark.timeout(1800, func_only=True)]
AUDIT, DEVELOPERS = "333344445555", "22222222-3333-4444-5555-666666666666"
REMOVED = "DelegatedIamAdmin"


def test_up_updates_and_destroy_with_nothing_but_the_deployers_rights(tmp_path, engine):
    project = make_project(tmp_path)
    deploy_by_own_role(project / "Pulumi.small.yaml")
    declared = load(project, "small")
    aws, workspace = local_aws(project, declared, Enforcement.ENFORCE)
    with aws:
        bootstrap(aws, project, declared)
        who = credentials(aws)
        deployment(engine, aws, workspace, who).run(*UP, quiet=True)
        before = assigned(aws, declared)

        remove_assignment(project / "Pulumi.small.yaml")
        removing = deployment(engine, aws, workspace, who)
        assert changes(removing) == [("delete", f"assignments/{REMOVED}/{DEVELOPERS}/audit")]
        removing.run(*UP, quiet=True)
        assert before - assigned(aws, declared) == {(REMOVED, DEVELOPERS)}

        edit(project, "minimumLength: 14", "minimumLength: 16")
        edit(project, "mfaMinutes: 60", "mfaMinutes: 30")
        deployment(engine, aws, workspace, who).run(*UP, quiet=True)

        take_away(deployment(engine, aws, workspace, who))
        ours = [call for call in aws.calls if f":assumed-role/{DEPLOYER_ROLE}/" in call.principal]
        assert {call.principal.split(":")[4] for call in ours} == {a.id for a in declared.active_accounts().values()}
        assert [call for call in ours if not call.allowed] == []
        used = {call.action for call in ours}
        assert {"iam:UpdateAccountPasswordPolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"} <= used


def changes(stack: Deployment) -> list[tuple[str, str]]:
    """What a preview would do, and to what."""
    steps = json.loads(stack.run("preview", "--json", quiet=True).stdout)["steps"]
    return [(step["op"], step["urn"].rpartition("::")[2]) for step in steps if step["op"] != "same"]


def remove_assignment(file: Path) -> None:
    """Take one group's assignment of one set out of the stack file."""
    yaml = YAML()
    values = yaml.load(file)
    baseline = values["config"]["guardrails:baseline"]
    kept = [entry for entry in baseline["assignments"] if list(entry["permissionSets"]) != [REMOVED]]
    assert len(kept) == len(baseline["assignments"]) - 1
    baseline["assignments"] = kept
    yaml.dump(values, file)


def assigned(aws: LocalAws, declared) -> set[tuple[str, str]]:
    """Sets and groups as AWS has them in the audit account."""
    center = aws.client("sso-admin")
    instance = declared.snapshot.identity_center.instance_arn
    found = set()
    for arn in center.list_permission_sets(InstanceArn=instance)["PermissionSets"]:
        name = center.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]["Name"]
        asked = {"InstanceArn": instance, "AccountId": AUDIT, "PermissionSetArn": arn}
        found |= {
            (name, entry["PrincipalId"]) for entry in center.list_account_assignments(**asked)["AccountAssignments"]
        }
    return found
