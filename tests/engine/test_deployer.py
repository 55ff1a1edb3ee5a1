"""The deployers' own roles are enough for `up`, an update and `destroy`, with IAM deciding every call."""

import json

import pytest

from policies.deployer.escalations import DEPLOYER_ROLE
from sandbox.aws.enforcement_record import Enforcement
from sandbox.deployment import Deployment
from sandbox.destroy import take_away
from tests.engine.deployer import bootstrap, credentials, deploy_by_own_role, deployment, load, local_aws
from tests.engine.stack import UP, edit, make_project

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]
REMOVED = """  - group: Administrators
    permissionSets: [DelegatedIamAdmin]
"""


def changes(stack: Deployment) -> list[tuple[str, str]]:
    """What a preview would do, and to what."""
    steps = json.loads(stack.run("preview", "--json", quiet=True).stdout)["steps"]
    return [(step["op"], step["urn"].rpartition("::")[2]) for step in steps if step["op"] != "same"]


def test_up_update_and_destroy_with_nothing_but_the_deployers_rights(tmp_path, engine):
    project = make_project(tmp_path)
    deploy_by_own_role(project / "Pulumi.small.yaml")
    declared = load(project, "small")
    aws, workspace = local_aws(project, declared, Enforcement.ENFORCE)
    with aws:
        bootstrap(aws, project, declared)
        who = credentials(aws)
        deployment(engine, aws, workspace, who).run(*UP, quiet=True)

        edit(project, "minimumLength: 14", "minimumLength: 16")
        edit(project, "mfaMinutes: 60", "mfaMinutes: 30")
        deployment(engine, aws, workspace, who).run(*UP, quiet=True)
        assert changes(deployment(engine, aws, workspace, who)) == []

        take_away(deployment(engine, aws, workspace, who))
        ours = [call for call in aws.calls if f":assumed-role/{DEPLOYER_ROLE}/" in call.principal]
        assert {call.principal.split(":")[4] for call in ours} == {a.id for a in declared.active_accounts().values()}
        assert [call for call in ours if not call.allowed] == []
        assert {"iam:UpdateAccountPasswordPolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"} <= {
            call.action for call in ours
        }
