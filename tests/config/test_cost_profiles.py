"""The profiles: core is cheap and says what it leaves open, cis-l2 leaves nothing open and says its price."""

import json

import pytest
from typer.testing import CliRunner

from cli import build
from config.cost import Assumptions, bill
from config.cost_names import ProfileName
from config.cost_profiles import ITEMS, priced, sized
from tests.components.helpers import ROOT, read_stack, recorded


def of(name, accounts=20, stack="prod"):
    return priced(sized(recorded(stack)[1], accounts), name, Assumptions())


def test_core_is_under_three_dollars_per_account_and_month_at_twenty_accounts():
    found = of(ProfileName.CORE).bill
    assert found.accounts == 20
    assert 0 < found.usd_per_account < 3
    assert (found.usd + found.rotations) / found.accounts < 3


def test_core_leaves_open_what_it_does_not_pay_for_and_cis_l2_nothing():
    assert [item.control for item in of(ProfileName.CORE).failing] == ["4.3", "4.7", "4.8", "4.9", "5.16"]
    assert of(ProfileName.CIS_L2).failing == ()


def test_cis_l2_costs_what_core_does_not_have():
    core, full = of(ProfileName.CORE).bill, of(ProfileName.CIS_L2).bill
    own = {line.part for line in full.lines} - {line.part for line in core.lines}
    assert {"VPC flow logs, to S3", "CloudTrail, s3Reads", "CloudTrail, s3Writes"} < own
    assert any(part.startswith("AWS Config") for part in own)
    assert any(part.startswith("Security Hub") for part in own)
    extra = sum(line.usd for line in full.lines if line.part in own)
    assert full.usd == pytest.approx(core.usd + extra)


def test_a_profile_sets_its_options_whatever_the_stack_file_has():
    def change(values):
        values["baseline"] |= {"unusedAccess": {}, "trail": {"insights": ["ApiErrorRateInsight"]}}

    changed, plain = (priced(stack, ProfileName.CORE, Assumptions()) for stack in (read_stack("prod", change), _prod()))
    assert changed.bill.usd == pytest.approx(plain.bill.usd)


def _prod():
    return recorded("prod")[1]


def test_more_accounts_are_billed_like_the_last():
    stack = _prod()
    assert len(sized(stack, 20).active_accounts()) == 20
    assert bill(sized(stack, 6)).usd == pytest.approx(bill(stack).usd)
    assert len(sized(stack, 4).active_accounts()) == 4
    with pytest.raises(ValueError, match="3 accounts or more"):
        sized(stack, 2)
    with pytest.raises(ValueError, match="one account"):
        sized(recorded("standalone")[1], 2)


def test_every_item_is_met_by_a_profile_and_left_open_by_another():
    found = {name: {item.control for item in of(name).failing} for name in ProfileName}
    for item in ITEMS:
        assert len({item.control in failing for failing in found.values()}) == 2


def run(*arguments):
    return CliRunner().invoke(build(), ["cost", "-C", str(ROOT), *arguments])


def test_the_command_prints_the_profiles_side_by_side():
    result = run("--profile", "core", "--accounts", "20")
    assert result.exit_code == 0
    assert "core, of what CIS AWS Foundations 7.0.0 asks for at a price, FAILs:\n  4.3   AWS Config" in result.stdout
    assert "cis-l2, of what CIS AWS Foundations 7.0.0 asks for at a price, FAILs:\n  nothing" in result.stdout


def test_the_command_prints_the_profiles_as_json():
    found = json.loads(run("--profile", "core", "--accounts", "20", "--json").stdout)
    assert found["accounts"] == 20
    assert found["profile"] == "core"
    prices = {one["name"]: one["usdPerAccountAndMonth"] for one in found["profiles"]}
    assert found["usdPerAccountAndMonth"] == prices["core"] < 3 < prices["cis-l2"]


def test_too_few_accounts_are_wrong_input():
    result = run("--accounts", "2")
    assert result.exit_code == 2
    assert "--accounts: found 2, expected 3 accounts or more; give another number" in result.stderr


@pytest.mark.parametrize("name", ProfileName)
def test_the_page_has_what_a_profile_costs(name):
    page = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {of(name).bill.usd_per_account:.2f} |" in page
