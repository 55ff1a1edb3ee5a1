from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from review.recorder import DuplicateUrnError, Graph, record


class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:index:Group", name, None, opts)
        self.register_outputs({})


def topic(name="alerts", **options):
    return aws.sns.Topic(name, name=name, opts=pulumi.ResourceOptions(**options))


def names(graph: Graph):
    return sorted(resource.name for resource in graph.resources.values())


def test_a_name_declared_twice_is_refused():
    def program():
        topic()
        topic()

    with pytest.raises(DuplicateUrnError, match=r"aws:sns/topic:Topic alerts is declared twice"):
        record(program)


def test_a_name_may_return_under_another_parent_or_type():
    def program():
        for group in (Group("a"), None):
            topic(parent=group)
        aws.sqs.Queue("alerts")

    assert names(record(program)) == ["a", "alerts", "alerts", "alerts"]


def test_runs_leave_nothing_to_each_other():
    def first():
        topic("first")
        pulumi.export("first", pulumi.Config("guardrails").get("key"))

    def second():
        topic("second")
        pulumi.export("second", pulumi.Config("guardrails").get("key"))

    one = record(first, stack="one", config={"guardrails:key": "value"})
    two = record(second, stack="two")
    assert names(one) == ["first"]
    assert dict(one.exports) == {"first": "value"}
    assert names(two) == ["second"]
    assert dict(two.exports) == {"second": None}
    assert all(urn.startswith("urn:pulumi:two::guardrails::") for urn in two.resources)
    assert {r.parent for r in one.resources.values()} == {
        "urn:pulumi:one::guardrails::pulumi:pulumi:Stack::guardrails-one"
    }
    assert {r.parent for r in two.resources.values()} == {
        "urn:pulumi:two::guardrails::pulumi:pulumi:Stack::guardrails-two"
    }


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts a process's files by /proc, which Linux has")
def test_runs_keep_no_files_open():
    def files():
        return len(list(Path("/proc/self/fd").iterdir()))

    def failing():
        raise ValueError("broken")

    record(topic)
    before = files()
    record(topic)
    with pytest.raises(ValueError, match="broken"):
        record(failing)
    assert files() == before


def test_a_failed_run_leaves_nothing_either():
    def broken():
        topic("broken")
        pulumi.export("broken", 1)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        record(broken)
    graph = record(lambda: topic("whole") and None)
    assert names(graph) == ["whole"]
    assert dict(graph.exports) == {}


def test_the_same_program_gives_the_same_graph():
    def program():
        topic(parent=Group("a"))

    assert record(program).resources == record(program).resources


def test_whole_numbers_stay_integers():
    def program():
        aws.cloudwatch.MetricAlarm(
            "alarm",
            comparison_operator="GreaterThanOrEqualToThreshold",
            evaluation_periods=1,
            threshold=0.5,
            period=300,
            actions_enabled=True,
            dimensions={"key": "1"},
        )

    (alarm,) = record(program).of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert type(alarm.inputs["evaluationPeriods"]) is int
    assert type(alarm.inputs["period"]) is int
    assert alarm.inputs["threshold"] == 0.5
    assert alarm.inputs["actionsEnabled"] is True
    assert alarm.inputs["dimensions"] == {"key": "1"}


@pytest.mark.parametrize(
    "look_up",
    [
        pytest.param(lambda: aws.get_caller_identity() and None, id="invoke"),
        pytest.param(lambda: pulumi.export("x", aws.get_caller_identity_output().account_id), id="invoke as output"),
        pytest.param(lambda: aws.sns.Topic.get("found", "id") and None, id="read a resource"),
        pytest.param(lambda: pulumi.StackReference("org/project/stack") and None, id="stack reference"),
    ],
)
def test_look_ups_raise(look_up):
    with pytest.raises(NotImplementedError, match=r"organization\.json"):
        record(look_up)


@pytest.mark.parametrize("error", [ValueError("wrong"), KeyError("wrong"), pulumi.RunError("wrong")])
def test_the_programs_exceptions_come_through(error):
    def program():
        topic()
        raise error

    with pytest.raises(type(error), match="wrong"):
        record(program)


def test_an_exception_within_an_output_comes_through():
    def program():
        def fail(_):
            raise ValueError("within")

        aws.sns.Topic("late", name=topic().arn.apply(fail))

    with pytest.raises(ValueError, match="within"):
        record(program)


def test_options_are_kept():
    def program():
        provider = aws.Provider("account", region="eu-west-1")
        first = topic("first", protect=True, retain_on_delete=True, provider=provider)
        topic("second", depends_on=[first])
        aws.sns.TopicSubscription("third", topic=first.arn, protocol="email", endpoint="a@example.com")

    graph = record(program)
    first, second = graph.of_type("aws:sns/topic:Topic")
    (third,) = graph.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert (first.protect, first.retain_on_delete) == (True, True)
    assert (second.protect, second.retain_on_delete) == (False, False)
    assert first.provider.startswith("urn:pulumi:prod::guardrails::")
    assert "pulumi:providers:aws::account::" in first.provider
    assert second.provider == ""
    assert second.dependencies == (first.urn,)
    assert third.dependencies == (first.urn,)


def test_the_stack_has_the_name_and_the_configuration():
    def program():
        config = pulumi.Config("guardrails")
        pulumi.export("stack", pulumi.get_stack())
        pulumi.export("project", pulumi.get_project())
        pulumi.export("object", config.require_object("object"))
        pulumi.export("text", config.require("text"))

    graph = record(program, stack="dev", config={"guardrails:object": {"a": [1, True, "x"]}, "guardrails:text": "1"})
    assert dict(graph.exports) == {
        "stack": "dev",
        "project": "guardrails",
        "object": {"a": [1, True, "x"]},
        "text": "1",
    }


def test_exports_are_values():
    def program():
        first = topic("first")
        pulumi.export("arn", first.arn)
        pulumi.export("ids", {"first": first.id})

    assert dict(record(program).exports) == {"arn": "arn:aws:mock:::Topic/first", "ids": {"first": "first-id"}}
