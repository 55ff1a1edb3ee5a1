"""The real `pulumi up` and what may happen to it."""

import os
import re
import signal

import pytest

from sandbox.destroy import take_away
from tests.engine.stack import UP, deployment, edit, kill_midway, make_project, sandbox, wait_for_resources

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900, func_only=True)]


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def changes(output: str) -> dict[str, int]:
    """What the CLI's summary says: {"created": 12, "unchanged": 3}."""
    return {
        kind: int(count) for count, kind in re.findall(r"(\d+) (created|updated|deleted|unchanged|replaced)", output)
    }


def trails(aws) -> list[str]:
    client = aws.client("cloudtrail", "eu-west-1", "333344445555")
    return [trail["Name"] for trail in client.describe_trails()["trailList"]]


@pytest.mark.smoke
@pytest.mark.long
def test_first_up_second_up_drift_update_and_destroy(project, engine):
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        before = aws.client("organizations", "us-east-1").list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]

        first = changes(stack.run(*UP, quiet=True).stdout)
        assert first.keys() == {"created"}
        assert first["created"] > 60
        assert "guardrails-organization-trail" in trails(aws)
        assert set(changes(stack.run(*UP, quiet=True).stdout)) == {"unchanged"}

        iam = aws.client("iam", "us-east-1", "333344445555")
        iam.update_account_password_policy(MinimumPasswordLength=6)
        drift = stack.run("preview", "--refresh", "--expect-no-changes", quiet=True, check=False)
        assert drift.returncode != 0
        stack.run("up", "--refresh", "--yes", "--skip-preview", quiet=True)
        assert iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 14
        stack.run("preview", "--refresh", "--expect-no-changes", quiet=True)

        edit(project, "minimumLength: 14", "minimumLength: 16")
        updated = changes(deployment(engine, aws, workspace).run(*UP, quiet=True).stdout)
        assert updated["updated"] == 3
        assert not updated.keys() & {"created", "deleted", "replaced"}
        assert iam.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 16

        kept = take_away(stack)
        assert any("guardrails-organization-trail" in line for line in kept)
        assert any("exampleorg1-log-archive" in line for line in kept)
        after = aws.client("organizations", "us-east-1").list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
        assert after == before
        assert "guardrails-organization-trail" in trails(aws), "the trail is retained by design"


def test_an_interrupted_up_is_resumed(project, engine):
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        run = stack.start(*UP)
        wait_for_resources(workspace, 20, run)
        os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=120)
        assert run.returncode != 0
        assert changes(stack.run(*UP, quiet=True).stdout)["created"] > 0
        assert set(changes(stack.run(*UP, quiet=True).stdout)) == {"unchanged"}


def test_a_killed_up_leaves_its_lock_and_no_process(project, engine):
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        assert kill_midway(stack, workspace, 20) == []
        refused = stack.run(*UP, quiet=True, check=False)
        assert refused.returncode != 0
        assert "lock" in refused.stdout + refused.stderr


def test_a_second_up_is_refused_while_the_first_holds_its_lock(project, engine):
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        run = stack.start(*UP)
        wait_for_resources(workspace, 5, run)
        second = stack.run(*UP, quiet=True, check=False)
        output, _ = run.communicate(timeout=300)
        assert second.returncode != 0
        assert "lock" in second.stdout + second.stderr
        assert run.returncode == 0, output


def test_the_wrong_account_is_refused_before_anything_is_created(project, engine):
    aws, workspace = sandbox(project)
    with aws:
        # The caller is the management account, which the file now says has another id.
        stack = deployment(engine, aws, workspace)
        copy = workspace.stack_file
        copy.write_text(copy.read_text().replace("111122223333", "999988887777"))
        result = stack.run(*UP, quiet=True, check=False)
        assert result.returncode != 0
        assert "999988887777" in result.stdout + result.stderr or "not allowed" in result.stdout + result.stderr
        policies = aws.client("organizations", "us-east-1").list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
        assert not [policy for policy in policies if policy["Name"].startswith("guardrails-")]
