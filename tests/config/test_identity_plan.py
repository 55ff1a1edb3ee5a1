"""Assignments expanded over accounts, units and tags; sets put together from preset, words and conditions."""

import datetime
import json

import pytest

from config.identity import PermissionSet, Preset
from config.identity_plan import Holder, access, member_sets
from config.identity_sets import resolved
from config.loader import expiry_errors, expiry_warnings, inspect
from policies.permission_sets import presets
from tests.components.helpers import read_stack
from tests.config.project import STACK_FILE, change, project

ADMINISTRATORS, DEVELOPERS = "11111111-2222-3333-4444-555555555555", "22222222-3333-4444-5555-666666666666"
USER = "99999999-2222-3333-4444-555555555555"


def stack(*assignments, **more):
    def changes(values):
        baseline = values["baseline"]
        for key in ("permissionSets", "managementPermissionSets", "assignments", "managementAssignments"):
            baseline.pop(key, None)
        baseline["permissionSets"] = {"ReadOnly": {"preset": "ReadOnly"}, "PowerUser": {"preset": "PowerUser"}}
        baseline["assignments"] = list(assignments)
        baseline["accounts"]["shop"]["tags"] = {"environment": "production", "team": "shop"}
        baseline["accounts"]["playground"]["tags"] = {"environment": "test", "team": "shop"}
        baseline.update(more)

    return read_stack("prod", changes)


def assigned(**values):
    return {"group": "Developers", "permissionSets": ["ReadOnly"], **values}


def accounts(*assignments):
    return [found.account for found in access(stack(*assignments)).members]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"accounts": ["shop", "audit"]}, ["audit", "shop"]),
        ({"organizationalUnits": ["Workloads"]}, ["shop", "shop-canary"]),
        ({"organizationalUnits": ["Workloads/Canary"]}, ["shop-canary"]),
        ({"organizationalUnits": ["Root"]}, ["audit", "log-archive", "playground", "shop", "shop-canary"]),
        ({"accountTags": {"team": "shop"}}, ["playground", "shop"]),
        ({"accountTags": {"team": "shop", "environment": "production"}}, ["shop"]),
        ({"accounts": ["shop"], "organizationalUnits": ["Workloads"], "accountTags": {"team": "shop"}},
         ["playground", "shop", "shop-canary"]),
    ],
)  # fmt: skip
def test_an_assignment_reaches_accounts_units_below_and_tags_each_once(where, expected):
    assert accounts(assigned(**where)) == expected


def test_an_account_that_is_not_active_is_left_out_and_told():
    found = access(stack(assigned(accounts=["retired", "shop"])))
    assert [grant.account for grant in found.members] == ["shop"]
    assert [(skipped.account, skipped.state) for skipped in found.skipped] == [("retired", "SUSPENDED")]


def test_an_assignment_over_an_empty_unit_is_told():
    def changes(values):
        values["snapshot"]["organizationalUnits"]["Empty"] = {"id": "ou-exam-empty001"}
        values["baseline"]["assignments"] = [assigned(organizationalUnits=["Empty"])]

    assert access(read_stack("prod", changes)).empty == (0,)


def test_a_unit_that_only_begins_alike_is_another():
    def change(values):
        values["snapshot"]["organizationalUnits"]["WorkloadsOld"] = {"id": "ou-exam-oldwork1"}
        values["baseline"]["accounts"]["shop"]["organizationalUnit"] = "WorkloadsOld"
        values["baseline"]["assignments"] = [assigned(organizationalUnits=["Workloads"])]

    assert [grant.account for grant in access(read_stack("prod", change)).members] == ["shop-canary"]


def test_what_several_assignments_say_is_there_once_and_for_the_longest_time():
    short, long = assigned(accounts=["shop"], expires="2027-01-31"), assigned(accounts=["shop"], expires="2027-02-28")
    assert [grant.expires for grant in access(stack(short, long, short)).members] == ["2027-02-28"]
    assert [grant.expires for grant in access(stack(long, assigned(accounts=["shop"]), short)).members] == [None]


def test_keys_follow_what_an_assignment_is_and_no_name():
    before = access(stack(assigned(accounts=["shop"], permissionSets=["PowerUser", "ReadOnly"]))).members
    keys = [grant.key for grant in before]
    assert keys == [f"PowerUser/{DEVELOPERS}/shop", f"ReadOnly/{DEVELOPERS}/shop"]

    def renamed(values):
        values["baseline"]["accounts"]["shop"]["name"] = "Store"
        groups = values["snapshot"]["identityCenter"]["groups"]
        groups["Engineers"] = groups.pop("Developers")
        values["baseline"]["permissionSets"] = {"ReadOnly": {"preset": "ReadOnly"}, "PowerUser": {}}
        values["baseline"]["assignments"] = [
            {"group": "Engineers", "permissionSets": ["ReadOnly", "PowerUser"], "accounts": ["shop"]}
        ]

    assert [grant.key for grant in access(read_stack("prod", renamed)).members] == keys


def test_an_id_stands_for_a_group_that_the_snapshot_lacks():
    (grant,) = access(stack({**assigned(accounts=["shop"]), "group": "New"}, groups={"New": USER})).members
    assert (grant.holder, grant.holder_id, grant.name) == (Holder.GROUP, USER, "New")


def test_a_person_is_assigned_until_the_exemption_ends():
    exemption = {"owner": "a@example.com", "reason": "on call this week", "ticket": "A-1", "expires": "2026-12-01"}
    person = {"userId": USER, "exemption": exemption, "permissionSets": ["ReadOnly"], "accounts": ["shop"]}
    (grant,) = access(stack(person)).members
    assert (grant.holder, grant.holder_id, grant.expires) == (Holder.USER, USER, "2026-12-01")


def test_the_management_account_has_assignments_of_its_own():
    found = access(
        stack(
            assigned(organizationalUnits=["Root"]),
            managementPermissionSets={"Payer": {"preset": "Billing"}},
            managementAssignments=[{"group": "Administrators", "permissionSets": ["Payer"]}],
        )
    )
    assert [grant.key for grant in found.management] == [f"Payer/{ADMINISTRATORS}"]
    assert "management" not in {grant.account for grant in found.members}


@pytest.mark.parametrize(
    ("day", "warned", "refused"),
    [
        ("2026-07-16", False, False),
        ("2026-07-15", True, False),
        ("2026-07-01", True, False),
        ("2026-06-30", False, True),
    ],
)
def test_the_end_of_an_assignment_is_announced_two_weeks_before(day, warned, refused, tmp_path):
    root = project(tmp_path)
    body = f'{{group: Developers, permissionSets: [ReadOnly], accounts: [audit], expires: "{day}"}}'
    new = f"    assignments:\n      - {body}\n"
    old = "        managedPolicies: [ReadOnlyAccess]\n"
    change(root, STACK_FILE, old, old + new)
    loaded, today = inspect("prod", root), datetime.date(2026, 7, 1)
    place = ["guardrails:baseline.assignments[0].expires"]
    assert [problem.path for problem in expiry_warnings(loaded, today)] == place * warned
    assert [problem.path for problem in expiry_errors(loaded, today)] == place * refused
    # Midnight must not block a deployment.
    assert loaded.stack is not None


def test_the_presets_are_those_of_the_configuration():
    assert sorted(presets("aws")) == sorted(Preset)


def test_a_set_adds_to_its_preset_and_wins_over_it():
    statement = {"Sid": "Own", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    entry = PermissionSet.model_validate(
        {
            "preset": "PowerUser",
            "sessionHours": 2,
            "managedPolicies": ["Billing", "arn:aws:iam::aws:policy/PowerUserAccess"],
            "inline": {"Version": "2012-10-17", "Statement": statement},
            "conditions": {"mfaAttribute": {"key": "mfa", "value": "true"}},
        }
    )
    found = resolved("Shop", entry, "aws-cn")
    assert found.session == "PT2H"
    assert found.hours == 2
    assert found.managed == (
        "arn:aws-cn:iam::aws:policy/PowerUserAccess",
        "arn:aws-cn:iam::aws:policy/job-function/Billing",
    )
    assert found.boundary == ("guardrails-boundary-developer", "/")
    assert found.inline is not None
    shipped = presets("aws-cn")["PowerUser"].inline
    assert shipped is not None
    sids = [statement.sid for statement in shipped.statements]
    assert [s["Sid"] for s in found.inline["Statement"]] == [*sids, "Own", "WithoutAttribute"]
    assert json.dumps(found.inline).count("2012-10-17") == 1


def test_a_set_of_its_own_has_what_it_says():
    entry = PermissionSet.model_validate({"customerManagedPolicies": [{"name": "Deploy", "path": "/teams/"}]})
    found = resolved("Own", entry, "aws")
    assert (found.session, found.description, found.inline, found.boundary) == ("PT1H", None, None, None)
    assert found.customer == (("Deploy", "/teams/"),)
    assert found.named() == ("Deploy",)


def test_the_stacks_sets_are_in_the_partition_of_its_region():
    found = member_sets(stack())
    assert found["ReadOnly"].managed == ("arn:aws:iam::aws:policy/ReadOnlyAccess",)
