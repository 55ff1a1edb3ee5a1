"""Opt-in regions: what is enabled for nothing, what is missing where it is used, and what nobody read."""

import pytest

from config.finding_sources import alert_regions
from config.region_facts import opt_in_findings
from tests.components.helpers import read_stack

SHOP, MANAGEMENT, RETIRED = "444455556666", "111122223333", "666677778888"


def said(*enabled, part="regions", more=(), standalone=False):
    """What is said of the example with opt-in regions enabled, (account, regions) each, and further regions in use."""

    def change(values):
        values["standalone" if standalone else "organization"].setdefault(part, []).extend(more)
        for account, regions in enabled:
            values["snapshot"]["accounts"][account]["optInRegions"] = regions

    stack = read_stack("standalone" if standalone else "prod", change)
    return [(str(finding.path[-1]), finding.found, finding.fix) for finding in opt_in_findings(stack)]


def test_the_example_is_silent():
    assert said() == []
    assert said(standalone=True) == []


@pytest.mark.parametrize(
    ("account", "key", "which"), [(SHOP, "shop", f"--account-id {SHOP} "), (MANAGEMENT, "management", "")]
)
def test_one_that_is_enabled_for_nothing_is_named_with_the_command_that_disables_it(account, key, which):
    ((where, found, fix),) = said((account, ["ap-east-1"]))
    assert (where, found) == (key, "the opt-in region ap-east-1 enabled and not in use")
    assert f"aws account disable-region {which}--region-name ap-east-1;" in fix


def test_an_account_that_is_closed_is_nobodys_concern():
    assert said((RETIRED, ["ap-east-1"])) == []


@pytest.mark.parametrize("part", ["regions", "alertRegions"])
def test_one_in_use_must_be_enabled_everywhere(part):
    found = said((SHOP, ["ap-east-1"]), part=part, more=["ap-east-1", "ap-south-1"])
    assert {what for _, what, _ in found} == {"the opt-in region ap-east-1 not enabled"}
    assert sorted(where for where, _, _ in found) == ["audit", "log-archive", "management", "playground", "shop-canary"]
    (fix,) = [fix for key, _, fix in found if key == "management"]
    assert "aws account enable-region --region-name ap-east-1" in fix


def test_what_nobody_read_is_said_once():
    ((where, found, fix),) = said((SHOP, None), (MANAGEMENT, None))
    assert where in (SHOP, MANAGEMENT)
    assert found == "no optInRegions, as of 2 active accounts"
    assert "accounts discover --write" in fix


def test_rules_listen_where_it_is_asked_for():
    stack = read_stack("prod", lambda values: values["organization"].update(alertRegions=["ap-south-1"]))
    assert alert_regions(stack) == ("ap-south-1", "eu-central-1", "eu-west-1", "us-east-1")
