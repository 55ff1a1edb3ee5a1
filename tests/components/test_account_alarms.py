"""Trails and CIS alarms in every account: every invariant holds, and a link that is taken away turns one red."""

import json

import pytest

from config.alarm_plan import account_alarms
from policies import names
from policies.alarms import ALARMS
from review.recorder import Graph
from tests.components import invariants as i
from tests.components import tokens as t
from tests.components.alarm_invariants import filters_of
from tests.components.helpers import add, plant, read_stack, record_baseline, recorded, remove
from tests.components.test_planted import one, red
from tests.components.trail_invariants import BUCKET_POLICY, LOG_GROUP, account_of

SHOP, AUDIT = "444455556666", "333344445555"
ACL = "shop-account-alarms-cis-5-11-alarm"


def per_account(values):
    values["baseline"]["trail"] = {"alarms": "perAccount"}
    values["baseline"]["alerts"]["notify"].append("pager")
    values["baseline"]["alarms"] = {"vpcChanges": {"enabled": False}, "unauthorizedCalls": {"threshold": 5}}


@pytest.fixture(scope="module")
def stack():
    """The example with them, notices by webhook too, one alarm off and one with another threshold."""
    return read_stack("prod", per_account)


@pytest.fixture(scope="module")
def graph(stack) -> Graph:
    return record_baseline(stack)


@pytest.mark.parametrize("invariant", i.INVARIANTS, ids=lambda invariant: invariant.__name__)
def test_every_invariant_holds(graph, stack, invariant):
    assert invariant(graph, stack) == []


def test_each_account_has_its_own_and_what_cis_asks_no_alarm_for_stays_central(graph, stack):
    alarms = [a for a in graph.of_type(t.ALARM) if a.inputs["namespace"] == "Guardrails"]
    by_account = {}
    for alarm in alarms:
        by_account.setdefault(account_of(graph, alarm), set()).add(alarm.inputs["name"])
    cis = {alarm.name for alarm in ALARMS if alarm.control and alarm.id != "vpc-changes"}
    assert by_account[SHOP] == {f"{name}-shop" for name in cis}
    assert by_account.keys() == {account.id for account in stack.active_accounts().values()}
    rest = {alarm.name for alarm in ALARMS if not alarm.control}
    assert by_account[AUDIT] > rest | {f"{name}-audit" for name in cis}
    assert not by_account[AUDIT] & cis


def test_the_trails_record_management_events_and_go_with_the_option(graph, stack):
    own = [trail for trail in graph.of_type(t.TRAIL) if not trail.inputs["isOrganizationTrail"]]
    assert len(own) == len(stack.active_accounts())
    for trail in own:
        assert trail.inputs["name"] == names.ACCOUNT_TRAIL
        assert trail.inputs["isMultiRegionTrail"]
        assert trail.inputs["includeGlobalServiceEvents"]
        assert trail.inputs["enableLogFileValidation"]
        assert (trail.protect, trail.retain_on_delete) == (False, False)
    new = graph.resources.keys() - recorded("prod")[0].resources.keys()
    assert [graph.resources[urn].name for urn in new if graph.resources[urn].retain_on_delete] == []


def test_without_webhooks_no_rule_sends_alarms_to_the_hub():
    def quiet(values):
        per_account(values)
        values["baseline"]["alerts"] = {"email": "security@example.com"}

    stack = read_stack("prod", quiet)
    graph = record_baseline(stack)
    assert [rule.name for rule in graph.of_type(t.RULE) if '"prefix":"cis-' in rule.inputs["eventPattern"]] == []
    assert [invariant for invariant in i.INVARIANTS if invariant(graph, stack)] == []


def without(graph: Graph, token: str, name: str, sid: str) -> Graph:
    """The graph with a policy that lacks one statement."""
    found = one(graph, token, name)
    policy = json.loads(found.inputs["policy"])
    assert sid in [statement["Sid"] for statement in policy["Statement"]]
    policy["Statement"] = [statement for statement in policy["Statement"] if statement["Sid"] != sid]
    return plant(graph, found, inputs={"policy": json.dumps(policy)})


@pytest.mark.parametrize(
    ("token", "name", "sid", "invariant", "word"),
    [
        (t.TOPIC_POLICY, "notices-policy", "AlarmsPublish", i.alarms_may_publish, f"closed to {ACL}"),
        (t.KEY, "notices-key", "AlarmsEncrypt", i.alarms_may_publish, f"key is closed to {ACL}"),
        (
            BUCKET_POLICY,
            "log-archive-policy",
            f"CloudTrailWrites{SHOP}",
            i.trails_reach_the_archive,
            f"not let shop-account-trail-trail write below AWSLogs/{SHOP}",
        ),
        (BUCKET_POLICY, "log-archive-policy", "CloudTrailChecksAcl", i.trails_reach_the_archive, "check it"),
        (t.KEY, "log-archive-key", "CloudTrailEncrypts", i.trails_reach_the_archive, "not encrypt for shop-account"),
    ],
)
def test_a_statement_that_is_taken_away(graph, stack, token, name, sid, invariant, word):
    red(invariant, without(graph, token, name, sid), stack, word)


@pytest.mark.parametrize("invariant", [i.alarms_may_publish, i.trails_reach_the_archive])
def test_an_account_that_the_policies_do_not_name(graph, stack, invariant):
    """As if the account had been added to the stack, and neither topics nor archive had been told."""
    changed = graph
    for token in (t.TOPIC_POLICY, t.KEY, BUCKET_POLICY):
        for found in graph.of_type(token):
            policy = found.inputs["policy"].replace(SHOP, "000011112222")
            changed = plant(changed, found, inputs={"policy": policy})
    red(invariant, changed, stack, "shop-account")


@pytest.mark.parametrize(
    ("token", "name", "changes", "invariant", "word"),
    [
        (t.ALARM, ACL, {"alarmActions": []}, i.alarms_act, "has no action"),
        (t.ALARM, ACL, {"alarmDescription": "Network ACLs changed"}, i.accounts_have_their_alarms, "whose it is"),
        (t.ALARM, ACL, {"name": "cis-5.11-network-acl-changes"}, i.accounts_have_their_alarms, "heard twice"),
        (t.ALARM, "shop-account-alarms-cis-5-1-alarm", {"threshold": 1}, i.accounts_have_their_alarms, "threshold"),
        (
            t.FILTER,
            ACL.removesuffix("alarm") + "filter",
            {"logGroupName": names.TRAIL},
            i.accounts_have_their_alarms,
            "own trail",
        ),
        (t.TRAIL, "shop-account-trail-trail", {"cloudWatchLogsGroupArn": None}, i.accounts_have_their_alarms, "own"),
    ],
)
def test_an_alarm_that_is_not_what_it_should_be(graph, stack, token, name, changes, invariant, word):
    red(invariant, plant(graph, one(graph, token, name), inputs=changes), stack, word)


def test_a_trail_that_would_outlive_its_option(graph, stack):
    changed = plant(graph, one(graph, t.TRAIL, "shop-account-trail-trail"), retain_on_delete=True)
    red(i.records_survive, changed, stack, "record and cost on")


def test_a_central_alarm_besides(graph, stack):
    central = one(recorded("prod")[0], t.ALARM, "cis-5-11-alarm")
    red(i.accounts_have_their_alarms, add(graph, central), stack, "heard twice")


def test_alarms_that_no_rule_brings_to_the_webhooks(graph, stack):
    forwarder = one(graph, t.RULE, "shop-root-alert-eu-west-1")
    pattern = forwarder.inputs["eventPattern"].replace('"prefix":"cis-"', '"prefix":"none-"')
    changed = plant(graph, forwarder, inputs={"eventPattern": pattern})
    red(i.webhooks_hear_alarms, changed, stack, f"{ACL} calls []")
    hub = one(graph, t.RULE, "webhook-account-alarms-notify-rule")
    pattern = hub.inputs["eventPattern"].replace("cis-5.11-", "cis-none-")
    red(i.webhooks_hear_alarms, plant(graph, hub, inputs={"eventPattern": pattern}), stack, f"{ACL} calls []")


def test_patterns_have_room_where_one_region_is_home_and_global_too():
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""

    def change(values):
        per_account(values)
        values["organization"] |= {"homeRegion": "us-east-1", "regions": ["us-east-1"]}
        values["baseline"]["costAnomalies"] = {}

    rules = record_baseline(read_stack("prod", change)).of_type(t.RULE)
    assert {
        rule.name: len(rule.inputs["eventPattern"]) for rule in rules if len(rule.inputs["eventPattern"]) > 2048
    } == {}


def test_log_groups_without_trails(graph, stack):
    red(i.accounts_have_their_alarms, remove(graph, LOG_GROUP), stack, "own trail")


def test_every_alarm_has_one_filter_in_its_own_account(graph):
    for alarm in graph.of_type(t.ALARM):
        if alarm.name.startswith("shop-account-alarms"):
            (found,) = filters_of(graph, alarm)
            assert found.inputs["logGroupName"] == names.ACCOUNT_TRAIL


def test_the_catalogues_names_begin_differently(stack):
    """The hub's rules and those that send there know an alarm by the beginning of its name."""
    found = [f"{alarm.name}-" for alarm, _ in account_alarms(stack)]
    assert [a for a in found for b in found if a != b and a.startswith(b)] == []
