"""Unusual spending is told where AWS tells it: in the management account, and in AWS's own partition alone."""

import pytest

from config.alert_references import alert_findings
from config.finding_sources import alert_regions, finding_places, finding_rules, finding_sources
from config.view import View
from policies.finding_rules import COST
from tests.components.helpers import STACKS, read_stack
from tests.policies.event_patterns import matches
from tests.policies.finding_records import anomaly


def with_anomalies(name, block):
    def change(values):
        values["baseline"]["costAnomalies"] = block

    return read_stack(name, change)


@pytest.mark.parametrize("name", STACKS)
def test_it_is_heard_in_the_management_account(name):
    stack = with_anomalies(name, {})
    accounts, regions = stack.active_accounts(), alert_regions(stack)
    heard = [(a, r) for a in accounts for r in regions if COST in finding_sources(stack, a, r)]
    assert heard == [(stack.organization.management_account, "us-east-1")]
    assert finding_places(stack)["cost-anomaly"] == heard[0]
    assert "cost-anomaly" not in finding_places(with_anomalies(name, None))


@pytest.mark.parametrize(("block", "least"), [({}, 100), ({"minimumUsd": 20}, 20)])
def test_it_is_told_from_the_dollars_of_the_configuration(block, least):
    (rule,) = [rule for rule in finding_rules(with_anomalies("prod", block)) if rule.id == "cost-anomaly"]
    assert matches(anomaly(least), rule.pattern)
    assert not matches(anomaly(least - 0.5), rule.pattern)


@pytest.mark.parametrize("part", ["organization", "standalone"])
@pytest.mark.parametrize(("region", "refused"), [("eu-west-1", 0), ("cn-north-1", 1), ("us-gov-west-1", 1)])
def test_other_partitions_are_refused(part, region, refused):
    alerts = {"email": "security@example.com"}
    values: dict[str, object] = {part: {"homeRegion": region}, "baseline": {"alerts": alerts, "costAnomalies": {}}}
    found = list(alert_findings(View(values)))
    assert [(finding.path, finding.key) for finding in found] == [(("baseline", "costAnomalies"), True)] * refused
    assert list(alert_findings(View(values | {"baseline": {"alerts": alerts}}))) == []
