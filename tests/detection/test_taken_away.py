"""Whatever a message needs on its way is taken away once, and the message does not arrive; put back, it does."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from review.recorder import Resource
from tests.components.helpers import recorded
from tests.detection.deploy import Deployed
from tests.detection.makers import MAKERS
from tests.detection.samples import ONE_FOR_EACH_TOPIC, RECORDS, happen, raise_alarm
from tests.detection.site import AUDIT, CALM, HOME, MANAGEMENT, SECOND, SHOP

ALARM, FILTER = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/logMetricFilter:LogMetricFilter"
RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"
BUS_POLICY, ROLE_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "aws:iam/rolePolicy:RolePolicy"
TOPIC, TOPIC_POLICY, KEY, LOG_GROUP = (
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:kms/key:Key",
    "aws:cloudwatch/logGroup:LogGroup",
)
GRAPH, _ = recorded("prod")
COUNTING = [alarm for alarm in GRAPH.of_type(ALARM) if alarm.inputs["namespace"] == "Guardrails"]


def changed(deployed: Deployed, resource: Resource, **inputs) -> None:
    """The resource as it is deployed, but for some of its inputs."""
    MAKERS[resource.type][1](deployed.client_of(resource), {**deployed.known(resource.inputs), **inputs})


@contextmanager
def without(deployed: Deployed, resource: Resource, take: Callable[[], object]) -> Iterator[None]:
    take()
    try:
        yield
    finally:
        deployed.make(resource)


def filter_of(alarm: Resource) -> Resource:
    return next(
        f for f in GRAPH.of_type(FILTER) if f.inputs["metricTransformation"]["name"] == alarm.inputs["metricName"]
    )


@pytest.mark.parametrize("alarm", COUNTING, ids=lambda alarm: alarm.inputs["name"])
def test_filter_and_action_of_an_alarm(deployed, received, alarm):
    name, found = alarm.inputs["name"], filter_of(alarm)
    pattern, logs = found.inputs["pattern"], deployed.client_of(found)
    about = {"logGroupName": found.inputs["logGroupName"], "filterName": found.inputs["name"]}
    with without(deployed, found, lambda: logs.delete_metric_filter(**about)):
        raise_alarm(deployed, alarm, pattern)
    with without(deployed, alarm, lambda: changed(deployed, alarm, alarmActions=[])):
        raise_alarm(deployed, alarm, pattern)
    assert name not in [message.alarm for message in received()]
    raise_alarm(deployed, alarm, pattern)
    assert name in [message.alarm for message in received()]


def is_wanted(resource: Resource) -> bool:
    return resource.type == RULE and account_of(resource) in (AUDIT, MANAGEMENT, SHOP)


def account_of(resource: Resource) -> str:
    provider = GRAPH.resources[resource.provider.rpartition("::")[0]]
    return json.loads(provider.inputs["allowedAccountIds"])[0]


RULES = [rule for rule in GRAPH.of_type(RULE) if is_wanted(rule)]


def targets_of(rule: Resource) -> list[Resource]:
    return [target for target in GRAPH.of_type(TARGET) if rule.urn in target.dependencies]


def where(rule: Resource) -> tuple[str, str]:
    """Account and region in which something happens that the rule hears of; the hub's rules hear of any."""
    return (SHOP, SECOND) if "eventBusName" in rule.inputs else (account_of(rule), rule.inputs.get("region", HOME))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_and_target(deployed, received_anywhere, rule):
    events = deployed.client_of(rule)
    on_bus = {"EventBusName": rule.inputs["eventBusName"]} if "eventBusName" in rule.inputs else {}
    name, pattern = rule.inputs["name"], rule.inputs["eventPattern"]

    def told() -> Counter[str]:
        """How many messages of rules came, by topic."""
        # Taking away is news itself, and an alarm that is raised is told to webhooks by a rule.
        deployed.aws.skip(CALM)
        received_anywhere()
        happen(deployed, pattern, *where(rule))
        return Counter(message.topic for message in received_anywhere() if message.alarm is None)

    whole = told()
    with without(deployed, rule, lambda: events.disable_rule(Name=name, **on_bus)):
        assert told() < whole
    for target in targets_of(rule):
        gone = {"Rule": name, "Ids": [target.inputs["targetId"]], **on_bus}
        with without(deployed, target, lambda gone=gone: events.remove_targets(**gone)):
            assert told() < whole
    assert told() == whole


def statements(policy: Resource) -> list[tuple[Resource, str]]:
    """The statements of a policy that let a message pass.

    Not those by which an account administers a key or Logs describes it, and not those for alarms or rules where none
    publishes.
    """
    needless = {"AccountAdministers", "LogsDescribe"}
    rules = {target.inputs["arn"] for target in GRAPH.of_type(TARGET)}
    alarms = {arn for alarm in GRAPH.of_type(ALARM) for arn in alarm.inputs.get("alarmActions") or ()}
    for publishers, sids in ((rules, {"RulesEncrypt", "RulesPublish"}), (alarms, {"AlarmsEncrypt", "AlarmsPublish"})):
        if not publishers & topics_of(policy):
            needless |= sids
    return [(policy, s["Sid"]) for s in json.loads(policy.inputs["policy"])["Statement"] if s["Sid"] not in needless]


def topics_of(policy: Resource) -> set[str]:
    """The topics that a topic's or a key's policy is about, by the recorder's ARNs."""
    if policy.type == TOPIC_POLICY:
        return {policy.inputs["arn"]}
    key = f"arn:aws:mock:::Key/{policy.name}"
    return {f"arn:aws:mock:::Topic/{t.name}" for t in GRAPH.of_type(TOPIC) if t.inputs["kmsMasterKeyId"] == key}


def keys_in_use() -> list[Resource]:
    """The keys of the topics and of the trail's log group."""
    used = {user.inputs["kmsMasterKeyId"] for user in GRAPH.of_type(TOPIC)}
    used |= {user.inputs["kmsKeyId"] for user in GRAPH.of_type(LOG_GROUP)}
    return [key for key in GRAPH.of_type(KEY) if f"arn:aws:mock:::Key/{key.name}" in used]


def roles_in_use() -> list[Resource]:
    """The permissions of the roles that write the trail's log group and call webhooks, and of the shop's forwarder."""
    wanted = {("write-trail-streams", AUDIT), ("call", AUDIT), ("put-on-hub", SHOP)}
    return [policy for policy in GRAPH.of_type(ROLE_POLICY) if (policy.inputs["name"], account_of(policy)) in wanted]


NOBODY = {"Sid": "Nobody", "Effect": "Deny", "Principal": "*", "Action": "sns:Subscribe", "Resource": "*"}
POLICIES = [*GRAPH.of_type(TOPIC_POLICY), *GRAPH.of_type(BUS_POLICY), *keys_in_use(), *roles_in_use()]
STATEMENTS = [pair for policy in POLICIES for pair in statements(policy)]


def put_policy(deployed: Deployed, policy: Resource, document: dict) -> None:
    """Write a policy in the place of the one that is there."""
    text, client = json.dumps(document), deployed.client_of(policy)
    if policy.type == KEY:
        client.put_key_policy(KeyId=deployed.arn(policy), PolicyName="default", Policy=text)
        return
    if policy.type == BUS_POLICY:
        client.remove_permission(EventBusName=policy.inputs["eventBusName"], RemoveAllPermissions=True)
    if policy.type == TOPIC_POLICY or document["Statement"]:
        document = document if document["Statement"] else {**document, "Statement": [NOBODY]}
        text = json.dumps(document)
        MAKERS[policy.type][1](client, {**deployed.known(policy.inputs), "policy": text})
    elif policy.type == ROLE_POLICY:
        client.delete_role_policy(RoleName=policy.inputs["role"], PolicyName=policy.inputs["name"])


@pytest.mark.parametrize(("policy", "sid"), STATEMENTS, ids=lambda value: getattr(value, "name", value))
def test_statement(deployed, received_anywhere, policy, sid):
    document = json.loads(policy.inputs["policy"])
    rest = {**document, "Statement": [s for s in document["Statement"] if s["Sid"] != sid]}

    def told() -> set[tuple[str, str]]:
        # Changing the policy is news itself.
        deployed.aws.skip(CALM)
        received_anywhere()
        for record in (*RECORDS, *ONE_FOR_EACH_TOPIC):
            deployed.aws.record({**record, "recipientAccountId": SHOP})
        return {(m.topic, m.alarm or m.subject or m.text[:20]) for m in received_anywhere()}

    whole = told()
    put_policy(deployed, policy, rest)
    try:
        # That something did not arrive may be news, too.
        assert whole - told()
    finally:
        put_policy(deployed, policy, document)
    assert whole <= told()


def test_the_trail(deployed, received):
    cloudtrail = deployed.client("cloudtrail", MANAGEMENT)
    cloudtrail.stop_logging(Name=deployed.trail())
    received()
    try:
        for record in RECORDS:
            deployed.aws.record(record)
        assert received() == []
    finally:
        cloudtrail.start_logging(Name=deployed.trail())
