"""Alarms of CIS in each account: what is done there is heard once, from there, until a link is taken away."""

import json
import shutil

import pytest

from config.loader import load_stack
from policies import names
from policies.alarms import ALARMS
from sandbox.aws.client import LocalAws
from sandbox.day_one import seed_of
from tests.components.helpers import ROOT, record_baseline
from tests.detection.conftest import calm, listened_to, looking
from tests.detection.deeds import DEEDS
from tests.detection.site import AUDIT, HOME, MANAGEMENT, SHOP, WEBHOOK
from tests.detection.webhook import listening

CIS = [alarm for alarm in ALARMS if alarm.control]
BY_ID = {alarm.id: alarm for alarm in ALARMS}
OF_MANAGEMENT = ("trail-changes", "organization-changes")
"""What the deed does there; the others are done in the shop."""
ACL, KEYS = BY_ID["network-acl-changes"], BY_ID["key-deletion"]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The example with alarms in each account."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("Pulumi.yaml", "organization.json"):
        shutil.copy(ROOT / name, folder)
    text = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    asked = text.replace("    breakGlass:\n", "    trail: {alarms: perAccount}\n    breakGlass:\n")
    (folder / "Pulumi.prod.yaml").write_text(asked, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def webhook():
    with listening() as one:
        yield one


@pytest.fixture(scope="module")
def aws(tmp_path_factory, project):
    seed = seed_of(load_stack("prod", project))
    with LocalAws(seed.management_account, tmp_path_factory.mktemp("aws") / "state", seed, events=True) as local:
        yield local


@pytest.fixture(scope="module")
def deployed(aws, webhook, project):
    return listened_to(aws, record_baseline(load_stack("prod", project)), webhook)


@pytest.fixture(scope="module")
def look(deployed, webhook):
    return looking(deployed, webhook)


@pytest.fixture
def received(aws, deployed, look):
    """What arrived on the plain topics."""
    calm(aws, deployed, look)
    return lambda: [m for m in look() if m.topic != WEBHOOK and not m.topic.endswith(names.CHAT_SUFFIX)]


@pytest.fixture
def called(aws, deployed, look):
    """Titles of the calls of the webhook."""
    calm(aws, deployed, look)
    return lambda: [message.subject for message in look() if message.topic == WEBHOOK]


@pytest.fixture(autouse=True)
def trail_logs(deployed):
    """What a test stopped goes on after it."""
    yield
    deployed.client("cloudtrail", MANAGEMENT).start_logging(Name=deployed.trail())


@pytest.mark.parametrize("alarm", CIS, ids=lambda alarm: alarm.id)
def test_a_deed_is_heard_once_and_from_the_account_in_which_it_is_done(deployed, received, alarm):
    DEEDS[alarm.id](deployed)
    heard = [message for message in received() if (message.alarm or "").startswith(alarm.name)]
    key, account = ("management", MANAGEMENT) if alarm.id in OF_MANAGEMENT else ("shop", SHOP)
    assert [message.alarm for message in heard] == [f"{alarm.name}-{key}"]
    assert heard[0].topic == (names.ALERT_TOPIC if alarm.pages else names.NOTICE_TOPIC)
    told = json.loads(heard[0].text)
    assert (told["AWSAccountId"], told["NewStateValue"]) == (account, "ALARM")
    assert told["AlarmDescription"].startswith(f"Account {key} (")
    assert alarm.description in told["AlarmDescription"]


@pytest.mark.parametrize("alarm", ["new-users", "permanent-root", "organization-delegation"])
def test_what_cis_asks_no_alarm_for_is_heard_once_and_centrally(deployed, received, alarm):
    DEEDS[alarm](deployed)
    heard = [json.loads(message.text) for message in received() if (message.alarm or "").startswith(BY_ID[alarm].name)]
    assert [told["AWSAccountId"] for told in heard] == [AUDIT]


def acl_is_heard(deployed, received):
    """A network ACL is made in the shop: how often that is heard."""
    deployed.aws.skip(1_000)
    received()
    DEEDS[ACL.id](deployed)
    return sum(message.alarm == f"{ACL.name}-shop" for message in received())


def without_shop(policy):
    return json.dumps(json.loads(policy.replace(SHOP, "000011112222")))


def statement_taken(policy, sid):
    document = json.loads(policy)
    kept = [statement for statement in document["Statement"] if statement["Sid"] != sid]
    assert len(kept) < len(document["Statement"])
    return json.dumps({**document, "Statement": kept})


@pytest.mark.parametrize("changed", [without_shop, lambda policy: statement_taken(policy, "AlarmsPublish")])
def test_a_topic_that_does_not_let_the_accounts_alarms_publish(deployed, received, changed):
    sns, policy = deployed.client("sns", AUDIT), deployed.made["notices-policy"].inputs["policy"]
    about = {"TopicArn": f"arn:aws:sns:{HOME}:{AUDIT}:{names.NOTICE_TOPIC}", "AttributeName": "Policy"}
    assert acl_is_heard(deployed, received) == 1
    sns.set_topic_attributes(**about, AttributeValue=changed(policy))
    try:
        assert acl_is_heard(deployed, received) == 0
    finally:
        sns.set_topic_attributes(**about, AttributeValue=policy)
    assert acl_is_heard(deployed, received) == 1


@pytest.mark.parametrize("changed", [without_shop, lambda policy: statement_taken(policy, "AlarmsEncrypt")])
def test_a_key_that_does_not_encrypt_for_the_accounts_alarms(deployed, received, changed):
    kms, key = deployed.client("kms", AUDIT), deployed.made["notices-key"]
    about = {"KeyId": deployed.arn(key), "PolicyName": "default"}
    kms.put_key_policy(**about, Policy=changed(key.inputs["policy"]))
    try:
        assert acl_is_heard(deployed, received) == 0
    finally:
        kms.put_key_policy(**about, Policy=key.inputs["policy"])
    assert acl_is_heard(deployed, received) == 1


def test_without_the_accounts_trail_role_or_filter_it_is_silent(deployed, received):
    iam, logs, cloudtrail = (deployed.client(name, SHOP) for name in ("iam", "logs", "cloudtrail"))
    role = deployed.made["shop-account-trail-role-policy"]
    found = deployed.made["shop-account-alarms-cis-5-11-filter"]
    trail = deployed.made["shop-account-trail-trail"]
    own = {"logGroupName": names.ACCOUNT_TRAIL, "filterName": found.inputs["name"]}
    links = (
        (
            lambda: iam.delete_role_policy(RoleName=names.ACCOUNT_TRAIL_LOGS_ROLE, PolicyName=role.inputs["name"]),
            lambda: deployed.make(role),
        ),
        (lambda: logs.delete_metric_filter(**own), lambda: deployed.make(found)),
        (
            lambda: cloudtrail.stop_logging(Name=deployed.arn(trail)),
            lambda: cloudtrail.start_logging(Name=deployed.arn(trail)),
        ),
    )
    for take, put in links:
        take()
        try:
            assert acl_is_heard(deployed, received) == 0
        finally:
            put()
        assert acl_is_heard(deployed, received) == 1


def test_a_webhook_hears_of_an_accounts_alarm_once_over_the_hub(deployed, called):
    title = f"Alarm {KEYS.name}-shop"
    DEEDS[KEYS.id](deployed)
    assert called().count(title) == 1
    forwarder, hub = deployed.client("events", SHOP), deployed.client("events", AUDIT)
    on_hub = {"Name": f"{names.ALARM_RULE}-page", "EventBusName": names.ROOT_HUB_BUS}
    for client, rule in ((forwarder, {"Name": names.ROOT_RULE}), (hub, on_hub)):
        deployed.aws.skip(1_000)
        client.disable_rule(**rule)
        try:
            DEEDS[KEYS.id](deployed)
            assert title not in called()
        finally:
            client.enable_rule(**rule)
    deployed.aws.skip(1_000)
    DEEDS[KEYS.id](deployed)
    assert called().count(title) == 1


@pytest.fixture
def drill(drill):
    """In the account in which the tests do what is bad."""
    return lambda *more: drill("--account", "shop", "--by", "ana", "--apply", "--wait", "20", *more)


def lines(result, name):
    return [line.partition(": ")[0] for line in result.stdout.splitlines() if name in line]


def test_a_drill_raises_the_alarms_of_each_account_there(drill):
    result = drill("--only", "cis-5.11")
    assert lines(result, ACL.name) == [
        f"ok     alarm {ACL.name}-{key} to {names.NOTICE_TOPIC}" for key in ("management", "shop")
    ], result.output


def test_a_drill_says_which_accounts_alarm_did_not_arrive(deployed, drill):
    logs, found = deployed.client("logs", SHOP), deployed.made["shop-account-alarms-cis-5-11-filter"]
    logs.delete_metric_filter(logGroupName=names.ACCOUNT_TRAIL, filterName=found.inputs["name"])
    try:
        result = drill("--only", "cis-5.11")
    finally:
        deployed.make(found)
    assert result.exit_code == 1
    assert lines(result, ACL.name) == [
        f"ok     alarm {ACL.name}-management to {names.NOTICE_TOPIC}",
        f"FAILED alarm {ACL.name}-shop to {names.NOTICE_TOPIC}",
    ]
