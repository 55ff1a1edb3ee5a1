"""The drill of alerts in the local AWS: what is whole arrives, and a link that is missing is reported as such."""

import json

import pytest

from config.deployer_plan import deployer_alarms
from config.loader import load_stack
from operations import undelivered_drill
from policies import names
from policies.alarms.root_reads import ROOT_READS
from policies.vending import PEOPLE, VENDED_USE
from tests.components.helpers import ROOT
from tests.detection.site import AUDIT, CALM, HOME, SHOP

SOME = ["--account", "shop", "--by", "ana", "--apply"]


@pytest.fixture(scope="module", autouse=True)
def user_vends(deployed):
    """Whoever drills takes the audit account's vended role: people of Identity Center in the example, a user here."""
    alarm = next(alarm for alarm, _ in deployer_alarms(load_stack("prod", ROOT)) if alarm.id == VENDED_USE)
    people, logs = f"assumed-role/{PEOPLE}*", deployed.client("logs", AUDIT)
    about = {"logGroupName": names.TRAIL, "filterName": alarm.name}
    (found,) = logs.describe_metric_filters(logGroupName=names.TRAIL, filterNamePrefix=alarm.name)["metricFilters"]
    about["metricTransformations"] = found["metricTransformations"]
    logs.put_metric_filter(**about, filterPattern=alarm.pattern.replace(people, "user/*"))
    yield
    logs.put_metric_filter(**about, filterPattern=alarm.pattern)


def failed(result):
    return [line for line in result.stdout.splitlines() if line.startswith("FAILED") and "e-mail" not in line]


def test_everything_arrives_and_is_recorded(drill, project):
    result = drill(*SOME, "--wait", "60")
    assert failed(result) == [], result.output
    text, written = sorted((project / "evidence").iterdir(), key=lambda path: path.suffix, reverse=True)
    record = json.loads(written.read_text())
    arrived = [check["name"] for check in record["checks"] if check["passed"]]
    assert f"rule {names.ROOT_RULE} of shop in us-east-1 to {names.ALERT_TOPIC}" in arrived
    assert f"alarm cis-5.14-vpc-changes to {names.NOTICE_TOPIC}" in arrived
    assert f"alarm {ROOT_READS.name}-{SHOP} to {names.NOTICE_TOPIC}" in arrived
    assert f"rule {names.UNDELIVERED_EVENTS} of audit in eu-central-1 to {names.ALERT_TOPIC}" in arrived
    queue = f"queue {names.UNDELIVERED_EVENTS} in"
    assert {f"{queue} us-east-1 over the hub to {names.ALERT_TOPIC}", f"{queue} {HOME} to {names.NOTICE_TOPIC}"} <= {
        *arrived
    }
    assert f"{queue} us-east-1 afterwards" in arrived
    assert record["drill"] == "alerts"
    assert "Done by ana, as " in text.read_text()


@pytest.fixture
def broken(deployed):
    """Take one link after another away, and put each back."""
    back = []
    yield lambda take, put: (take(), back.append(put))
    for put in reversed(back):
        put()
    del deployed


def heard_before(deployed, alarm):
    """What an alarm told in the hour before the drill is in the drill's queue, and no proof of anything."""
    sqs = deployed.client("sqs", AUDIT)
    topic = f"arn:aws:sns:{HOME}:{AUDIT}:{names.NOTICE_TOPIC}"
    told = {"TopicArn": topic, "Message": json.dumps({"AlarmName": alarm, "NewStateValue": "ALARM"})}
    url = sqs.get_queue_url(QueueName=names.DRILL_QUEUE)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(told))


def test_a_missing_link_is_a_way_on_which_nothing_arrives(drill, deployed, broken):
    rules, hub = deployed.client("events", SHOP, "us-east-1"), deployed.client("events", AUDIT)
    logs, alarms = deployed.client("logs", AUDIT), deployed.client("cloudwatch", AUDIT)
    forwarder = {"Rule": names.ROOT_RULE}
    on_hub = {"Rule": "guardrails-root-session", "EventBusName": names.ROOT_HUB_BUS}
    counted = {"logGroupName": names.TRAIL, "filterName": "cis-5.14-vpc-changes"}
    (kept,) = logs.describe_metric_filters(logGroupName=names.TRAIL, filterNamePrefix="cis-5.14")["metricFilters"]
    for client, rule in ((rules, forwarder), (hub, on_hub)):
        targets = client.list_targets_by_rule(**rule)["Targets"]
        broken(
            lambda client=client, rule=rule, targets=targets: client.remove_targets(
                **rule, Ids=[target["Id"] for target in targets]
            ),
            lambda client=client, rule=rule, targets=targets: client.put_targets(**rule, Targets=targets),
        )
    broken(
        lambda: logs.delete_metric_filter(**counted),
        lambda: logs.put_metric_filter(
            **counted, filterPattern=kept["filterPattern"], metricTransformations=kept["metricTransformations"]
        ),
    )
    silent = ["cis-5.13-route-table-changes"]
    broken(
        lambda: alarms.disable_alarm_actions(AlarmNames=silent), lambda: alarms.enable_alarm_actions(AlarmNames=silent)
    )
    for alarm in (*silent, "cis-5.14-vpc-changes"):
        heard_before(deployed, alarm)
    some = [option for word in (names.ROOT_RULE, "root-session", "cis-5.13", "cis-5.14") for option in ("--only", word)]
    result = drill(*SOME, *some, "--wait", "20")
    assert result.exit_code == 1
    assert [line.removesuffix(": not delivered within 20 s") for line in failed(result)] == [
        f"FAILED rule {names.ROOT_RULE} of shop in us-east-1 to {names.ALERT_TOPIC}",
        f"FAILED rule {names.ROOT_RULE} of shop in us-east-1 to {names.ALERT_TOPIC}-chat",
        f"FAILED rule guardrails-root-session of audit in {HOME} to {names.NOTICE_TOPIC}",
        f"FAILED alarm cis-5.13-route-table-changes to {names.NOTICE_TOPIC}",
        f"FAILED alarm cis-5.14-vpc-changes to {names.NOTICE_TOPIC}",
    ]


UNDELIVERED = ["--only", names.UNDELIVERED_EVENTS, "--wait", "20"]


@pytest.fixture
def queue(deployed, aws):
    """The queue of undelivered events at home; it is empty, and its alarm calm, after the test."""
    sqs = deployed.client("sqs", AUDIT)
    url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]
    yield lambda: sqs.send_message(QueueUrl=url, MessageBody="an event that did not arrive")
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    aws.skip(CALM)


def waiting(deployed, region):
    sqs = deployed.client("sqs", AUDIT, region)
    url = sqs.get_queue_url(QueueName=names.UNDELIVERED_EVENTS)["QueueUrl"]
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    return [message["Body"] for message in messages]


@pytest.mark.usefixtures("queue")
def test_an_alarm_over_undelivered_events_that_nobody_hears(drill, deployed, broken):
    """At home the alarm has lost its actions; abroad the rule that forwards its state is gone."""
    home, abroad = deployed.client("cloudwatch", AUDIT), deployed.client("events", AUDIT, "us-east-1")
    silent = [names.UNDELIVERED_EVENTS]
    broken(lambda: home.disable_alarm_actions(AlarmNames=silent), lambda: home.enable_alarm_actions(AlarmNames=silent))
    forwarder = {"Name": names.ROOT_RULE}
    broken(
        lambda: abroad.disable_rule(**forwarder),
        lambda: deployed.make(deployed.made["audit-root-alert-us-east-1"]),
    )
    lost = [line.removesuffix(": not delivered within 20 s") for line in failed(drill(*SOME, *UNDELIVERED))]
    name, topics = names.UNDELIVERED_EVENTS, (names.ALERT_TOPIC, f"{names.ALERT_TOPIC}-chat")
    assert sorted(lost) == sorted(
        [f"FAILED rule {name} of audit in us-east-1 to {topic}" for topic in topics]
        + [f"FAILED queue {name} in us-east-1 over the hub to {topic}" for topic in topics]
        + [f"FAILED queue {name} in {HOME} to {topic}" for topic in (*topics, names.NOTICE_TOPIC)]
    )
    assert [waiting(deployed, region) for region in (HOME, "us-east-1")] == [[], []]


def test_a_queue_that_holds_an_event_is_left_alone(drill, deployed, queue):
    queue()
    lost = failed(drill(*SOME, *UNDELIVERED))
    assert lost
    assert all(f"queue {names.UNDELIVERED_EVENTS} in {HOME}" in line for line in lost)
    assert all(line.endswith("it is raised already: calm it first") for line in lost)
    assert waiting(deployed, HOME) == ["an event that did not arrive"]


def test_an_event_that_does_not_arrive_meanwhile_is_not_lost_sight_of(drill, deployed, queue, monkeypatch):
    put = undelivered_drill.UndeliveredQueues.put
    monkeypatch.setattr(undelivered_drill.UndeliveredQueues, "put", lambda *given: (put(*given), queue())[0])
    (said,) = failed(drill(*SOME, *UNDELIVERED))
    assert said.startswith(f"FAILED queue {names.UNDELIVERED_EVENTS} in {HOME} afterwards: 1 that did not arrive")
    assert waiting(deployed, HOME) == ["an event that did not arrive"]


@pytest.mark.parametrize("link", ["topic", "key"])
def test_without_the_statement_for_rules_none_of_them_arrives(drill, deployed, broken, link):
    sns, kms = deployed.client("sns", AUDIT), deployed.client("kms", AUDIT)
    topic = f"arn:aws:sns:{HOME}:{AUDIT}:{names.ALERT_TOPIC}"
    attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    key = {"KeyId": attributes["KmsMasterKeyId"], "PolicyName": "default"}

    def put(policy):
        if link == "topic":
            sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
        else:
            kms.put_key_policy(**key, Policy=policy)

    whole = attributes["Policy"] if link == "topic" else kms.get_key_policy(**key)["Policy"]
    document = json.loads(whole)
    document["Statement"] = [one for one in document["Statement"] if not one["Sid"].startswith("Rules")]
    broken(lambda: put(json.dumps(document)), lambda: put(whole))
    result = drill(*SOME, "--only", names.BREAK_GLASS_RULE, "--wait", "20")
    lost = failed(result)
    assert lost
    assert all(line.startswith("FAILED rule ") and f"to {names.ALERT_TOPIC}" in line for line in lost)
    assert f"ok     alarm {names.BREAK_GLASS_RULE} to {names.ALERT_TOPIC}: arrived" in result.stdout


def test_dry_nothing_is_sent(drill, received, project):
    result = drill("--account", "shop")
    assert f"-      rule {names.ROOT_RULE} of shop in us-east-1 to {names.ALERT_TOPIC}: not sent" in result.stdout
    assert "add --apply" in result.stderr
    assert received() == []
    assert not (project / "evidence").exists()


def test_without_the_role_nothing_is_sent(drill, deployed, broken):
    iam, role = deployed.client("iam", SHOP), {"RoleName": names.DRILL_ROLE}
    trust = iam.get_role(**role)["Role"]["AssumeRolePolicyDocument"]
    other = json.loads(json.dumps(trust).replace(AUDIT, SHOP))
    broken(
        lambda: iam.update_assume_role_policy(**role, PolicyDocument=json.dumps(other)),
        lambda: iam.update_assume_role_policy(**role, PolicyDocument=json.dumps(trust)),
    )
    result = drill(*SOME, "--only", names.ROOT_RULE, "--wait", "20")
    assert result.exit_code == 1
    lost = failed(result)
    assert lost[0] == f"FAILED drill role of shop: arn:aws:iam::{SHOP}:role/{names.DRILL_ROLE}: AccessDenied"
    assert all(" of shop in " in line and "no event was put" in line for line in lost[1:])


@pytest.mark.parametrize(
    ("options", "said"), [(["--apply"], "found nobody who does it"), (["--only", "nothing"], "found no rule or alarm")]
)
def test_what_can_not_be_drilled(drill, options, said):
    result = drill(*options)
    assert result.exit_code == 2
    assert said in result.stderr
