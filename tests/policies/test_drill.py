"""Each rule and each alarm matches its own sample, as EventBridge and CloudWatch Logs do it; and who may drill."""

import json

import pytest

from policies import names
from policies.alarms import ALARMS
from policies.alarms.root_reads import ROOT_READS
from policies.baseline_changes import outside_deployment
from policies.break_glass_events import filter_pattern as break_glass_filter
from policies.compiled import Compiled
from policies.deployer.use import outside_pipeline
from policies.document import Document
from policies.drill import (
    drill_permissions,
    drill_queue_policy,
    drill_trust,
)
from policies.drill_samples import BASELINE_CHANGE, BREAK_GLASS_USE, EVENTS, ROOT_READ, record, records, role_use
from policies.evaluator import Policies, decide
from policies.example import AUDIT, DEPLOYER_ROLE, DEVELOPER, MANAGEMENT, MEMBER, ORGANIZATION, role
from policies.examples import call_of
from policies.finding_rules import FINDING_SOURCES, deployed_rule
from policies.guardrail import Request
from policies.hub_rules import HUB_RULES
from policies.lint import Kind, lint
from policies.names import BREAK_GLASS_RULE, ROOT_RULE
from policies.root_events import forwarded
from policies.vending import VENDED, outside_vending
from sandbox.aws.filter_patterns import filter_pattern
from sandbox.aws.filter_selectors import select
from tests.policies.admission import wrong
from tests.policies.event_patterns import matches
from tests.policies.mutation import mutants

MARK = "20261125T140000Z"


def event(sample, source=names.DRILL_SOURCE):
    return {
        "source": source,
        "detail-type": sample.detail_type,
        "account": MEMBER,
        "region": "us-east-1",
        "detail": sample.detail(MARK, MEMBER),
    }


@pytest.mark.parametrize("sample", EVENTS, ids=lambda sample: sample.rule.id)
def test_a_rule_and_its_forwarder_match_the_drills_event(sample):
    sources = [source.forwarded for source in FINDING_SOURCES if sample.rule in source.rules]
    forwarder = sample.rule.pattern if sample.rule.name == BREAK_GLASS_RULE else forwarded(tuple(sources))
    assert matches(event(sample), sample.rule.pattern)
    assert matches(event(sample), forwarder)
    assert not matches(event(sample, "application.own"), sample.rule.pattern)


@pytest.mark.parametrize("sample", EVENTS, ids=lambda sample: sample.rule.id)
def test_an_event_is_told_by_its_own_rule_alone(sample):
    deployed = [deployed_rule(rule, "aws", (AUDIT, MEMBER)) for rule in HUB_RULES]
    assert [rule.id for rule in deployed if matches(event(sample), rule.pattern)] == [sample.rule.id]


def test_every_rule_has_a_sample():
    assert {sample.rule.id for sample in EVENTS} == {rule.id for rule in HUB_RULES}


@pytest.mark.parametrize("sample", EVENTS, ids=lambda sample: sample.rule.id)
def test_the_mark_stands_in_the_message(sample):
    message = sample.rule.message("aws")
    found = {word: select(event(sample), path) for word, path in message.paths.items()}
    marked = {word for word, values in found.items() if MARK in str(values)}
    assert any(f"<{word}>" in line for word in marked for line in message.lines)
    assert "nobody: this is a drill" in str(found)


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_an_alarms_own_pattern_counts_its_records(alarm):
    counted = filter_pattern(alarm.pattern)
    found = [json.dumps(one) for one in records(alarm, alarm.threshold, MARK, AUDIT)]
    assert [counted(one) for one in found] == [True] * alarm.threshold
    assert all(names.DRILL_SOURCE in one and MARK in one for one in found)


def test_break_glass_is_counted():
    assert filter_pattern(break_glass_filter())(json.dumps(record(MARK, AUDIT, **BREAK_GLASS_USE)))


def test_what_root_reads_is_counted():
    assert filter_pattern(ROOT_READS.pattern)(json.dumps(record(MARK, MEMBER, **ROOT_READ)))


def test_a_deployers_role_that_is_taken_by_hand_is_counted():
    alarm = outside_pipeline("aws", MEMBER, DEPLOYER_ROLE)
    assert filter_pattern(alarm.pattern)(json.dumps(record(MARK, AUDIT, **role_use(role(DEPLOYER_ROLE)))))


def test_a_change_by_hand_is_counted():
    alarm = outside_deployment(DEPLOYER_ROLE)
    assert filter_pattern(alarm.pattern)(json.dumps(record(MARK, AUDIT, **BASELINE_CHANGE)))


def test_a_vended_role_that_is_taken_is_counted():
    alarm = outside_vending(MANAGEMENT, ("Vendor",))
    assert filter_pattern(alarm.pattern)(json.dumps(record(MARK, AUDIT, **role_use(role(VENDED[0])))))


def test_the_forwarders_name():
    assert {ROOT_RULE, BREAK_GLASS_RULE} <= {rule.name for rule in HUB_RULES}


DRILLER, BUS = role(names.DRILL_ROLE), f"arn:aws:events:us-east-1:{MEMBER}:event-bus/default"


def puts(sources, bus=BUS, action="events:PutEvents"):
    context = {"events:source": sources} if sources else {}
    return Request(name=f"{action} {sources} {bus}", action=action, resource=bus, principal=DRILLER, context=context)


def admits(document, request):
    if not document.statements:
        return False
    return decide(call_of(request), Policies(identity=[Compiled(document.as_dict())])).decision == "Allow"


ALLOWS = [puts((names.DRILL_SOURCE,))]
DENIES = [
    puts(("shop.orders",)),
    puts((names.DRILL_SOURCE, "shop.orders")),
    puts(()),
    puts((names.DRILL_SOURCE,), BUS.replace("default", "shop")),
    puts((names.DRILL_SOURCE,), BUS.replace(MEMBER, AUDIT)),
    puts((names.DRILL_SOURCE,), action="events:PutRule"),
]


def test_the_role_puts_drill_events_and_nothing_else():
    document = drill_permissions("aws", "eu-west-1", MEMBER)
    assert wrong(document, ALLOWS, DENIES, admits) == []
    tried = list(mutants(document.statements))
    assert [what for what, kept in tried if not wrong(Document(statements=kept), ALLOWS, DENIES, admits)] == []


def test_where_an_account_has_alarms_of_its_own_it_writes_the_drills_streams():
    document = drill_permissions("aws", "eu-west-1", MEMBER, names.ACCOUNT_TRAIL)
    group = f"arn:aws:logs:eu-west-1:{MEMBER}:log-group:{names.ACCOUNT_TRAIL}:log-stream:"

    def asks(action, resource="*"):
        return Request(name=f"{action} {resource}", action=action, resource=resource, principal=DRILLER)

    writes = [asks(f"logs:{name}", f"{group}guardrails-drill-x") for name in ("CreateLogStream", "PutLogEvents")]
    allows = [*ALLOWS, *writes, asks("cloudwatch:DescribeAlarms")]
    denies = [
        *DENIES,
        asks("logs:PutLogEvents", f"{group}{MEMBER}_CloudTrail_eu-west-1"),
        asks("logs:PutLogEvents", f"{group}guardrails-drill-x".replace(MEMBER, AUDIT)),
        asks("logs:DeleteLogStream", f"{group}guardrails-drill-x"),
        asks("cloudwatch:SetAlarmState"),
    ]
    assert wrong(document, allows, denies, admits) == []
    tried = list(mutants(document.statements))
    assert [what for what, kept in tried if not wrong(Document(statements=kept), allows, denies, admits)] == []
    assert lint(document.as_dict(), Kind.IDENTITY) == ()


def test_in_the_audit_account_it_also_listens():
    document = drill_permissions("aws", "eu-west-1", AUDIT, names.TRAIL, listens=True)
    group = f"arn:aws:logs:eu-west-1:{AUDIT}:log-group:{names.TRAIL}:log-stream:"
    driller = role(names.DRILL_ROLE, AUDIT)

    def asks(action, resource):
        return Request(name=f"{action} {resource}", action=action, resource=resource, principal=driller)

    queue = f"arn:aws:sqs:eu-west-1:{AUDIT}:{names.DRILL_QUEUE}"
    undelivered = f"arn:aws:sqs:us-east-1:{AUDIT}:{names.UNDELIVERED_EVENTS}"
    allows = [asks("logs:PutLogEvents", f"{group}guardrails-drill-x"), asks("sqs:ReceiveMessage", queue)]
    allows += [asks(f"sqs:{name}", undelivered) for name in ("SendMessage", "ReceiveMessage", "DeleteMessage")]
    denies = [
        asks("logs:PutLogEvents", f"{group}o-exampleorg1_111122223333_CloudTrail_eu-west-1"),
        asks("logs:DeleteLogStream", f"{group}guardrails-drill-x"),
        asks("sqs:SendMessage", queue),
        asks("sqs:ReceiveMessage", queue.replace("drill", "orders")),
        asks("sqs:PurgeQueue", undelivered),
    ]
    assert wrong(document, allows, denies, admits) == []


def test_only_the_audit_accounts_deployer_takes_it():
    document = drill_trust("aws", ORGANIZATION, AUDIT, DEPLOYER_ROLE)

    def takes(principal, organization=ORGANIZATION):
        context = {"aws:PrincipalOrgID": organization}
        return Request(name=principal, action="sts:AssumeRole", principal=principal, resource=DRILLER, context=context)

    allows = [takes(role(DEPLOYER_ROLE, AUDIT))]
    denies = [takes(role(DEPLOYER_ROLE)), takes(DEVELOPER), takes(role("Developer", AUDIT))]
    assert wrong(document, allows, denies) == []


def test_the_lint_has_nothing_to_say():
    listening = drill_permissions("aws", "eu-west-1", AUDIT, names.TRAIL, listens=True)
    for document in (drill_permissions("aws", "eu-west-1", MEMBER), listening):
        assert lint(document.as_dict(), Kind.IDENTITY) == ()
    assert lint(drill_queue_policy("aws", "eu-west-1", AUDIT).as_dict(), Kind.RESOURCE) == ()
