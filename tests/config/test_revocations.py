"""People whose access was ended, in the stack file: what is refused, what is told, and what they no longer get."""

import datetime

import pytest

from config.identity_plan import access, management_sets, member_sets
from config.loader import expiry_errors, expiry_warnings, inspect, proof_errors
from config.plan import policies
from config.revocation_references import revoked_assignments
from config.view import View
from policies.revocation import denied_people
from tests.components.helpers import read_stack
from tests.config.project import STACK_FILE, change, project

ALICE, BOB = "33333333-4444-5555-6666-777777777777", "44444444-5555-6666-7777-888888888888"
PLACE = "    guardrails:\n"
TODAY = datetime.date(2026, 12, 20)


def entry(user=ALICE, expires="2027-01-31"):
    return (
        f'{{userId: {user}, name: alice, since: "2026-12-01T08:00:00Z", owner: ana@example.com, '
        f'reason: left without notice, ticket: SEC-102, expires: "{expires}"}}'
    )


def loaded(folder, *entries, mode=""):
    root = project(folder)
    lines = "".join(f"          - {one}\n" for one in entries)
    change(root, STACK_FILE, PLACE, f"{PLACE}      revocations:\n{mode}        people:\n{lines}")
    return inspect("prod", root)


def texts(problems):
    return [str(problem) for problem in problems]


def test_people_are_denied_by_the_organizations_policy(tmp_path):
    found = loaded(tmp_path, entry(), entry(BOB))
    assert texts([*found.problems, *proof_errors(found), *expiry_errors(found, TODAY)]) == []
    (policy,) = (policy for policy in policies(found.stack) if "revocations" in policy.guardrails)
    assert denied_people(policy.content) == {ALICE, BOB}
    assert policy.target == "Root"


@pytest.mark.parametrize(
    ("entries", "mode", "said"),
    [
        ((entry(), entry()), "", f'people[1].userId: found "{ALICE}" again, expected each person once'),
        (
            (entry(),),
            '        mode: "off"\n',
            "revocations.mode: found off, and people whose access ended, expected enf",
        ),
        ((entry("alice"),), "", 'people[0].userId: found "alice", expected an id of the identity store'),
        ((entry().replace("08:00:00Z", "08:00"),), "", "since: found"),
        ((entry(expires="soon"),), "", 'expires: found "soon", expected a day in double quotes'),
    ],
)
def test_what_would_deny_nobody_or_twice_is_refused(tmp_path, entries, mode, said):
    found = texts(loaded(tmp_path, *entries, mode=mode).problems)
    assert len(found) == 1
    assert said in found[0]


def test_a_day_that_is_over_asks_what_becomes_of_the_person(tmp_path):
    found = loaded(tmp_path, entry(expires="2026-12-19"), entry(BOB, "2026-12-31"))
    (late,) = texts(expiry_errors(found, TODAY))
    assert 'people[0].expires: found "2026-12-19", which is past; the person is denied still' in late
    assert any("people[1].expires: found" in text for text in texts(expiry_warnings(found, TODAY)))


def revoked(user):
    person = {"userId": user, "name": "alice", "since": "2026-12-01T08:00:00Z", "owner": "ana@example.com"}
    person |= {"reason": "left without notice", "ticket": "SEC-102", "expires": "2027-01-31"}
    exemption = {"owner": "ana@example.com", "reason": "alone on duty", "ticket": "SEC-1", "expires": "2027-01-31"}
    own = {"userId": ALICE, "exemption": exemption, "permissionSets": ["ReadOnly"], "accounts": ["shop"]}

    def changes(values):
        values["baseline"]["guardrails"]["revocations"] = {"people": [person]}
        values["baseline"]["assignments"] = [own]
        management = {key: value for key, value in own.items() if key != "accounts"}
        values["baseline"]["managementAssignments"] = [management | {"permissionSets": ["ManagementAdministrator"]}]

    return read_stack("prod", changes)


def test_what_was_assigned_to_them_alone_is_left_out():
    """Else the next deployment would give it back."""
    gone, others = access(revoked(ALICE)), access(revoked(BOB))
    assert (gone.members, gone.management) == ((), ())
    assert [len(others.members), len(others.management)] == [1, 1]


def test_an_assignment_that_gives_nothing_any_longer_is_told():
    guardrails = {"revocations": {"people": [{"userId": ALICE}]}}
    view = View({"baseline": {"guardrails": guardrails, "assignments": [{"userId": BOB}, {"userId": ALICE}]}})
    (found,) = revoked_assignments(view)
    assert found.path == ("baseline", "assignments", 1, "userId")
    assert "whose access was ended under guardrails.revocations" in found.found


def test_sets_of_the_management_account_deny_them_and_the_members_do_not():
    stack = revoked(ALICE)
    assert all(denied_people(found.inline) == {ALICE} for found in management_sets(stack).values())
    assert not any(denied_people(found.inline) for found in member_sets(stack).values())
    assert management_sets(read_stack("prod"))["ManagementAdministrator"].inline is None
