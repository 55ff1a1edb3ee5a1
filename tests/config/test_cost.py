"""The bill: what is deployed is what is counted, and every price says where it stands."""

import datetime
import json
import re

import pytest
from typer.testing import CliRunner

from cli import build
from config.cost import Assumptions, bill
from config.security_cost import SecurityAssumptions
from config.security_services import ProtectionPlan
from policies import prices
from policies.prices import Price
from tests.components.helpers import EVERY_SERVICE, ROOT, everything, read_stack, record_baseline, recorded

COUNTED = {
    "KMS keys": "aws:kms/key:Key",
    "CloudWatch alarms": "aws:cloudwatch/metricAlarm:MetricAlarm",
    "CloudWatch metrics of their filters": "aws:cloudwatch/logMetricFilter:LogMetricFilter",
}


def line(found, part):
    return next(line for line in found.lines if line.part == part)


def core(values):
    """Without what is charged by what it reads."""
    values["baseline"].pop("securityServices", None)


def grown(accounts):
    """The example with further accounts and no security services."""

    def change(values):
        core(values)
        have = values["baseline"]["accounts"]
        for at in range(accounts - len(values["snapshot"]["accounts"]) + 1):
            number = f"9000000000{at:02}"
            have[f"more-{at}"] = {**have["playground"], "id": number, "email": f"aws+{at}@example.com"}
            values["snapshot"]["accounts"][number] = {"state": "ACTIVE"}

    return read_stack("prod", change)


@pytest.mark.parametrize("part", COUNTED)
def test_as_many_are_billed_as_are_deployed(part):
    graph, stack = recorded("prod")
    # A metric by account is charged in the hours in which root reads.
    found = [r for r in graph.of_type(COUNTED[part]) if "dimensions" not in r.inputs.get("metricTransformation", {})]
    assert line(bill(stack), part).count == len(found)


def in_each(values):
    values["baseline"]["trail"] = {"alarms": "perAccount"}


@pytest.fixture(scope="module")
def each_its_own():
    stack = read_stack("prod", in_each)
    return record_baseline(stack), stack


@pytest.mark.parametrize("part", COUNTED)
def test_as_many_are_billed_as_are_deployed_where_each_account_has_its_own(each_its_own, part):
    graph, stack = each_its_own
    own = {
        "CloudWatch alarms": ["own trails: CloudWatch alarms"],
        "CloudWatch metrics of their filters": ["own trails: CloudWatch metrics of filters"],
    }
    found = [
        resource
        for resource in graph.of_type(COUNTED[part])
        if "dimensions" not in resource.inputs.get("metricTransformation", {})
    ]
    assert sum(line(bill(stack), name).count for name in (part, *own.get(part, ()))) == len(found)


def test_alarms_in_each_account_add_what_the_option_and_the_pages_say():
    plain, changed = bill(recorded("prod")[1]), bill(read_stack("prod", in_each))
    key = "trail.alarms: perAccount"
    (before,), (after,) = ([o for o in found.options if o.key == key] for found in (plain, changed))
    assert (before.on, after.on) == (False, True)
    assert before.usd == pytest.approx(after.usd)
    assert changed.usd_per_account - plain.usd_per_account == pytest.approx(before.usd)
    assert line(changed, "own trails: CloudTrail, management events").usd == pytest.approx(6 * 2 * 2.0)
    page = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    assert f"| `trail.alarms: perAccount` | {before.usd:.2f} |" in page
    central = 15 * (prices.ALARM.usd + prices.METRIC.usd) / 6
    assert f"| `trail.alarms: central` | {central:.2f} |" in page
    said = f"`trail.alarms: perAccount`, for {before.usd:.2f} USD per account and month"
    assert said in (ROOT / "docs/prowler-exceptions.md").read_text(encoding="utf-8")


def test_a_stand_alone_account_and_a_trail_of_others_have_no_such_option():
    def existing(values):
        values["baseline"]["trail"] = {"existing": {"logGroup": "aws-controltower/CloudTrailLogs"}}
        values["baseline"]["logArchive"] = {"bucketName": "aws-controltower-logs"}

    for stack in (recorded("standalone")[1], read_stack("prod", existing)):
        assert not [option for option in bill(stack).options if option.key.startswith("trail.alarms")]


def test_every_analyzer_is_billed_by_its_kind():
    stack = everything()
    found = record_baseline(stack).of_type("aws:accessanalyzer/analyzer:Analyzer")
    external = [analyzer for analyzer in found if analyzer.inputs["type"] == "ACCOUNT"]
    assert line(bill(stack), "Access Analyzer, external access").count == len(external) == 18
    unused = line(bill(stack, Assumptions(principals=10)), "Access Analyzer, unused access")
    assert unused.usd == pytest.approx(6 * 10 * 0.20)
    assert len(found) == len(external) + 1


def test_the_core_of_six_accounts_is_about_three_dollars_per_account_and_month():
    assert 0 < bill(read_stack("prod", core)).usd_per_account < 3.3


def test_twenty_accounts_stay_under_three_dollars_even_when_keys_were_rotated():
    found = bill(grown(20))
    assert found.accounts == 20
    assert (found.usd + found.rotations) / found.accounts < 3


def test_each_option_adds_what_it_says():
    plain = bill(recorded("prod")[1])
    for key, value in (("unusedAccess", {}), ("rootAccess", {})):
        changed = bill(read_stack("prod", lambda values, key=key, value=value: values["baseline"].update({key: value})))
        option = next(option for option in plain.options if option.key == key)
        assert not option.on
        assert next(option for option in changed.options if option.key == key).on
        assert changed.usd_per_account - plain.usd_per_account == pytest.approx(option.usd)
    without = bill(read_stack("prod", lambda values: values["baseline"].pop("breakGlass")))
    option = next(option for option in plain.options if option.key == "breakGlass")
    assert plain.usd_per_account - without.usd_per_account == pytest.approx(option.usd)


@pytest.mark.parametrize("key", EVERY_SERVICE)
def test_each_security_service_adds_what_it_says(key):
    def change(values):
        core(values)
        values["baseline"]["securityServices"] = {key: EVERY_SERVICE[key]}

    plain, changed = bill(read_stack("prod", core)), bill(read_stack("prod", change))
    option = next(option for option in plain.options if option.key == f"securityServices.{key}")
    assert (option.on, option.usd > 0) == (False, True)
    after = next(other for other in changed.options if other.key == option.key)
    assert after.on
    assert changed.usd_per_account - plain.usd_per_account == pytest.approx(after.usd)


def test_guardduty_is_charged_by_what_it_reads():
    stack = read_stack("prod", lambda values: values["baseline"].update(securityServices={"guardDuty": {}}))
    found = bill(stack, Assumptions(events=1_000_000, security=SecurityAssumptions(log_gigabytes=10)))
    assert line(found, "GuardDuty, management events").usd == pytest.approx(6 * 1 * 4.0)
    assert line(found, "GuardDuty, flow and DNS logs").usd == pytest.approx(6 * 10 * 1.0)


def guarded(*plans):
    services = {"guardDuty": {"plans": list(plans)}}
    return bill(read_stack("prod", lambda values: values["baseline"].update(securityServices=services)))


def test_protection_plans_are_listed_by_use_with_the_price_of_one_unit():
    assert bill(read_stack("prod", core)).by_use == ()
    plans = [plan.value for plan in ProtectionPlan]
    everywhere = {part.part: part.price for part in guarded(*plans).by_use}
    assert list(everywhere) == [f"GuardDuty, {plan}" for plan in plans]
    assert everywhere["GuardDuty, EBS_MALWARE_PROTECTION"] == prices.GUARDDUTY_EBS
    without = [part.part for part in guarded().by_use]
    assert without == [f"GuardDuty, {plan}, 2 accounts" for plan in plans if plan != "RUNTIME_MONITORING"]
    assert guarded(*plans).usd == guarded().usd


def test_each_protection_plan_is_an_option_whose_price_the_page_says():
    page = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    options = [option for option in guarded("EKS_AUDIT_LOGS").options if option.by_use is not None]
    assert [option.key.rpartition(".")[2] for option in options if option.on] == ["EKS_AUDIT_LOGS"]
    assert {option.key.rpartition(".")[2] for option in options} == {plan.value for plan in ProtectionPlan}
    for option in options:
        plan, price = option.key.rpartition(".")[2], option.by_use
        assert f"| `{plan}` | {price.usd:g} per {price.unit} |" in page


def test_webhooks_and_the_drills_queue_are_charged_by_message():
    found = bill(recorded("prod")[1], Assumptions(messages=1_000_000))
    assert line(found, "EventBridge, calls of webhooks").usd == pytest.approx(6 * 0.20)
    assert line(found, "SQS, messages for the drill's queue").usd == pytest.approx(6 * 2 * 0.40)
    alone = bill(recorded("standalone")[1], Assumptions(messages=1_000_000))
    assert line(alone, "EventBridge, calls of webhooks").usd == 0
    assert line(alone, "SQS, messages for the drill's queue").usd == pytest.approx(0.40)


def test_a_second_trail_beside_control_towers_is_charged():
    stack = read_stack("prod", lambda values: values["organization"].update(controlTower=True))
    assert line(bill(stack), "CloudTrail, management events").usd == pytest.approx(6 * 2 * 2.0)


def test_more_events_cost_more_and_a_longer_life_too():
    few, many = (bill(recorded("prod")[1], Assumptions(events=events)) for events in (0, 1_000_000))
    assert line(few, "CloudWatch Logs, ingestion").usd == 0
    assert line(many, "CloudWatch Logs, ingestion").usd == pytest.approx(6 * 1.5 * 0.5)
    short = read_stack("prod", lambda values: values["baseline"]["logArchive"].update(lifecycle={"expireDays": 400}))
    part = "S3, storage of the archive"
    assert line(bill(short), part).usd < line(bill(recorded("prod")[1]), part).usd


def test_every_price_names_its_source_and_a_day_that_was():
    found = [value for value in vars(prices).values() if isinstance(value, Price)]
    assert len(found) > 10
    for price in found:
        assert price.usd >= 0
        assert price.page.startswith("https://aws.amazon.com/")
        assert price.source.startswith("https://")
        assert datetime.date.fromisoformat(price.read) <= datetime.datetime.now(tz=datetime.UTC).date()


def run(*arguments):
    return CliRunner().invoke(build(), ["cost", "-C", str(ROOT), *arguments])


def test_the_command_prints_the_bill():
    result = run("-s", "prod")
    assert result.exit_code == 0
    assert "USD per account and month" in result.stdout
    assert "unusedAccess" in result.stdout
    assert re.search(
        r"^GuardDuty, S3_DATA_EVENTS, 2 accounts +by use +0.8 per 1,000,000 data events$", result.stdout, re.MULTILINE
    )


def test_the_command_prints_json_with_sources():
    found = json.loads(run("-s", "prod", "--json", "--principals", "10").stdout)
    expected = bill(recorded("prod")[1])
    assert found["usdPerAccountAndMonth"] == pytest.approx(expected.usd_per_account, abs=0.001)
    assert sum(each["usdPerMonth"] for each in found["lines"]) == pytest.approx(found["usdPerMonth"], abs=0.01)
    assert all(each["price"]["source"] for each in found["lines"])
    assert {"key": "unusedAccess", "on": False, "usdPerAccountAndMonth": 2.0} in found["options"]
    assert all(part["price"]["source"] for part in found["byUse"])
    assert sum("byUse" in option for option in found["options"]) == len(ProtectionPlan)


def test_an_unknown_stack_is_wrong_input():
    assert run("-s", "absent").exit_code == 2
