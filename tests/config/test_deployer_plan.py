"""Who takes the vended roles without waking anybody, by the configuration."""

import pytest

from config.deployer_plan import deployer_alarms, vendors
from policies.vending import CONTROL_TOWER, PEOPLE
from tests.components.helpers import read_stack
from tests.policies.deployer_stack import by_its_own_role

NAMED = {"roles": ["AccountFactory"], "permissionSets": ["ManagementAdministrator"]}


def told(values):
    by_its_own_role(values)
    values["baseline"]["deployment"]["vending"] = NAMED


def governed(values):
    values["organization"]["controlTower"] = True


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (dict, [PEOPLE]),
        (by_its_own_role, []),
        (told, ["AccountFactory", f"{PEOPLE}ManagementAdministrator_"]),
        (governed, [*CONTROL_TOWER, PEOPLE]),
    ],
    ids=["people deploy by a vended role", "a role of its own", "named", "Control Tower"],
)
def test_who_vends(change, expected):
    assert list(vendors(read_stack("prod", change))) == expected


def test_an_account_without_an_organization_has_no_such_role():
    assert [alarm.id for alarm, _ in deployer_alarms(read_stack("standalone"))] == ["baseline-changes"]
    assert [alarm.id for alarm, _ in deployer_alarms(read_stack("prod"))] == ["baseline-changes", "vended-role-use"]
