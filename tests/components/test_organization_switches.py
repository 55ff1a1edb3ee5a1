"""Every option of an organization on and off again, as test_switches.py does it for one account.

Each step adds one thing to what is there before it; the step back must leave nothing in the way and, but for what is
kept by design, nothing in AWS.
"""

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from config.security_services import Config, GuardDuty, ProtectionPlan, SecurityHub, SecurityStandard
from review.recorder import Graph
from tests.components.alarm_invariants import ALARM, FILTER, LOG_GROUP, TRAIL
from tests.components.helpers import A_TEAM, added, read_stack, record_baseline

ACCOUNTS = ("management", "log-archive", "audit")
ELSEWHERE = ("assignments", "customerPolicies", "groups", "machineAccess", "managementAssignments")
SETS = ("managementPermissionSets", "permissionSets")
CONNECTION = "arn:aws:events:eu-west-1:333344445555:connection/guardrails-pager/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
EMAIL = {"email": {"email": "security@example.com"}}
CHAT = {"chat": {"slack": {"workspace": "T0123ABCD", "channel": "C0123ABCD"}}}
TEAMS = {"room": {"teams": A_TEAM}}
PAGER = {"pager": {"webhook": {"url": "https://events.example.com/alerts", "connection": CONNECTION}}}


def services(**blocks: Any) -> dict[str, Any]:
    return {"securityServices": blocks}


def heard_by(*channels: Mapping[str, Any]) -> dict[str, Any]:
    every = {key: channel for one in (EMAIL, *channels) for key, channel in one.items()}
    return {"alerts": {"channels": every, "page": list(every), "notify": list(every)}}


STATES: Mapping[str, dict[str, Any]] = {
    "nothing": heard_by(),
    "root access": {"rootAccess": {}},
    "root sessions": {"rootAccess": {"sessions": True}},
    "unused access": {"unusedAccess": {}},
    "cost anomalies": {"costAnomalies": {}},
    "chat": heard_by(CHAT),
    "Teams": heard_by(TEAMS),
    "webhook": heard_by(PAGER),
    "chat and webhook": heard_by(CHAT, PAGER),
    "alarms in each account": {"trail": {"alarms": "perAccount"}},
    "alarms in each account, with webhook": {"trail": {"alarms": "perAccount"}, **heard_by(PAGER)},
    "GuardDuty": services(guardDuty={}),
    "plans": services(guardDuty={"plans": [plan.value for plan in ProtectionPlan]}),
    "Config": services(config={}),
    "daily items": services(config={"frequency": "DAILY", "maxKeyDays": 30, "maxUnusedDays": 30, "expireDays": 90}),
    "no role to make": services(config={"usedBefore": ["audit"]}),
    "another bucket": services(config={"bucketName": "exampleorg1-items"}),
    "Security Hub": services(config={}, securityHub={}),
    "one standard": services(config={}, securityHub={"standards": [SecurityStandard.CIS.value]}),
    "Security Hub disabled": services(config={}, securityHub={"enabled": False}),
}
STEPS = (
    ("nothing", "root access"),
    ("root access", "root sessions"),
    ("nothing", "unused access"),
    ("nothing", "cost anomalies"),
    ("nothing", "chat"),
    ("nothing", "Teams"),
    ("nothing", "webhook"),
    ("chat", "chat and webhook"),
    ("webhook", "chat and webhook"),
    ("nothing", "GuardDuty"),
    ("GuardDuty", "plans"),
    ("nothing", "Config"),
    ("Config", "daily items"),
    ("no role to make", "Config"),
    ("Config", "another bucket"),
    ("Config", "Security Hub"),
    ("one standard", "Security Hub"),
    ("Security Hub disabled", "Security Hub"),
)
BUCKET = {f"config-bucket-{part}" for part in ("bucket", "lifecycle", "policy", "public-access", "versioning")}
MOVES = (("nothing", "alarms in each account"), ("webhook", "alarms in each account, with webhook"))
"""Steps that put something in the place of other things, which come back with the step back."""
KEPT_BY_DESIGN: Mapping[str, set[str]] = {"Config": BUCKET}
"""Names of resources that the step leaves in AWS: Config's items, and what keeps others out of them."""


def record_state(state: str) -> Graph:
    """A small organization with what a state says, deployed with protection."""

    def change(values: dict[str, Any]) -> None:
        baseline = values["baseline"]
        for key in (*ELSEWHERE, *SETS, "costAnomalies", "securityServices"):
            baseline.pop(key, None)
        values["organization"]["regions"] = ["eu-west-1"]
        baseline["accounts"] = {key: baseline["accounts"][key] for key in ACCOUNTS}
        ids = {account["id"] for account in baseline["accounts"].values()}
        there = values["snapshot"]["accounts"]
        values["snapshot"]["accounts"] = {account: fact for account, fact in there.items() if account in ids}
        baseline.update(STATES["nothing"] | STATES[state])

    return record_baseline(read_stack("prod", change))


graph = cache(record_state)


@pytest.mark.parametrize(("off", "on"), STEPS)
def test_what_a_step_adds_goes_with_it(off, on):
    new = added(graph(off), graph(on))
    assert [resource.name for resource in new if resource.protect] == []
    kept = KEPT_BY_DESIGN.get(on, set()) if off == "nothing" else set()
    assert {resource.name for resource in new if resource.retain_on_delete} == kept


@pytest.mark.parametrize(("off", "on"), MOVES)
def test_what_a_step_moves_comes_back_and_nothing_of_it_is_left(off, on):
    """Alarms of CIS are in each account or central, and neither stands in the other's way."""
    rest, whole = graph(off).resources, graph(on).resources
    added, taken = ({urn: a[urn] for urn in a.keys() - b.keys()} for a, b in ((whole, rest), (rest, whole)))
    assert {r.type for r in added.values()} >= {TRAIL, ALARM, FILTER, LOG_GROUP}
    assert {r.type for r in taken.values() if r.custom} == {ALARM, FILTER}
    assert [r.name for r in (*added.values(), *taken.values()) if r.protect or r.retain_on_delete] == []


def test_every_option_of_the_security_services_is_switched():
    """An option that is new is to be in a step, too."""
    given = {
        (key, option)
        for state in STATES.values()
        for key, options in state.get("securityServices", {}).items()
        for option in options
    }
    models = {"guardDuty": GuardDuty, "config": Config, "securityHub": SecurityHub}
    known = {(key, field.alias) for key, model in models.items() for field in model.model_fields.values()}
    # Control Tower's recorders are others': tests/components/test_security_services.py
    assert known - given == {("config", "controlTower")}


def test_off_again_is_as_if_it_had_never_been_on():
    before = graph("nothing")
    assert len(graph("Security Hub").resources) > len(before.resources)
    again = record_state("nothing")
    assert {urn: dataclasses.asdict(r) for urn, r in again.resources.items()} == {
        urn: dataclasses.asdict(r) for urn, r in before.resources.items()
    }
