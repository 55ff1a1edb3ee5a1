"""What `make recover` makes of a stack whose `pulumi up` was killed."""

import json

import pytest

from sandbox.import_ids import NOT_IMPORTED
from sandbox.recover import repair
from tests.engine.stack import UP, deployment, kill_midway, make_project, sandbox

pytestmark = [pytest.mark.engine, pytest.mark.timeout(1800, func_only=True)]


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def of_aws(state) -> dict[str, dict]:
    return {r["urn"]: r for r in state["deployment"]["resources"] if r["type"].startswith("aws:")}


def expect_no_changes(stack):
    """A dry run prints its changes into the test's report when there are any."""
    stack.run("preview", "--expect-no-changes", "--diff", quiet=True)


@pytest.mark.parametrize("count", [2, 40, 75])
def test_a_killed_up_is_recovered(project, engine, count):
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        assert kill_midway(stack, workspace, count) == []
        assert repair(aws, stack, print).left_behind == ()
        expect_no_changes(stack)


def test_a_run_that_is_killed_twice_is_recovered(project, engine):
    """The second run starts from what the first left unfinished, as it does when nobody repairs the stack."""
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        assert kill_midway(stack, workspace, 20) == []
        stack.run("cancel", "--yes", quiet=True)
        assert kill_midway(stack, workspace, 22) == []
        assert repair(aws, stack, print).left_behind == ()
        expect_no_changes(stack)


def test_every_type_is_imported_or_cleared(project, engine):
    """Every answer of AWS lost at once: more than a killed run can lose, so that each type has its turn."""
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        stack.run(*UP, quiet=True)
        made = of_aws(stack.state())
        forget(workspace, made, pending=True)
        assert of_aws(stack.state()) == {}
        cloudwatch = aws.client("cloudwatch", "eu-west-1", "333344445555")
        cloudwatch.delete_alarms(AlarmNames=["cis-5.3-root-use"])

        recovery = repair(aws, stack, print)
        # What has no id to import is asked for again, which changes nothing.
        cleared = {what for what in recovery.cleared if what.split(" ")[0] not in NOT_IMPORTED}
        # An address that hasn't confirmed has no ARN to import; asked again it gets another mail, not a second place.
        pending = {f"aws:sns/topicSubscription:TopicSubscription {name}-email" for name in ("alerts", "notices")}
        assert cleared == {"aws:cloudwatch/metricAlarm:MetricAlarm cis-5-3-alarm", *pending}
        subscribed = aws.client("sns", "eu-west-1", "333344445555").list_subscriptions()["Subscriptions"]
        assert len(subscribed) == len([urn for urn in made if "TopicSubscription" in urn])
        assert len(recovery.imported) == len(made) - len(recovery.cleared)
        assert recovery.left_behind == ()
        assert of_aws(stack.state()).keys() == made.keys()
        assert "cis-5.3-root-use" in {alarm["AlarmName"] for alarm in cloudwatch.describe_alarms()["MetricAlarms"]}
        expect_no_changes(stack)


def test_records_that_are_lost_altogether_are_found_again(project, engine):
    """Of a key AWS would make a second; of a policy with its name it refuses a second."""
    aws, workspace = sandbox(project)
    with aws:
        stack = deployment(engine, aws, workspace)
        stack.run(*UP, quiet=True)
        made = of_aws(stack.state())
        lost = {urn for urn in made if urn.endswith(("::log-archive-key", "::audit-boundary-policy"))}
        forget(workspace, lost, pending=False)

        recovery = repair(aws, stack, print)
        assert {line.split()[1] for line in recovery.imported} == {"log-archive-key", "audit-boundary-policy"}
        assert recovery.left_behind == ()
        now = of_aws(stack.state())
        assert {urn: now[urn]["id"] for urn in lost} == {urn: made[urn]["id"] for urn in lost}
        expect_no_changes(stack)


def forget(workspace, urns, *, pending: bool) -> None:
    """Take resources out of the state, as if the engine had been killed before it noted AWS's answers.

    The state's file is written directly, for `pulumi stack import` drops unfinished operations.
    """
    file = workspace.backend / ".pulumi/stacks/guardrails/small.json"
    checkpoint = json.loads(file.read_text())
    state = checkpoint["checkpoint"]["latest"]
    lost = [r for r in state["resources"] if r["urn"] in urns]
    state["resources"] = [_without(r, urns) for r in state["resources"] if r["urn"] not in urns]
    if pending:
        answers = {"id", "outputs", "created", "modified"}
        state["pending_operations"] = [
            {"type": "creating", "resource": {key: value for key, value in r.items() if key not in answers}}
            for r in lost
        ]
    file.write_text(json.dumps(checkpoint))


def _without(resource: dict, urns) -> dict:
    """The record without its dependencies on others: the engine refuses those that aren't there."""
    kept = [urn for urn in resource.get("dependencies", []) if urn not in urns]
    by_property = {
        key: [urn for urn in value or [] if urn not in urns]
        for key, value in resource.get("propertyDependencies", {}).items()
    }
    return {**resource, "dependencies": kept, "propertyDependencies": by_property}
