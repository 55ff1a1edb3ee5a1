"""Every control of CIS 7.0.0 has its answer, and what the answers name exists."""

import re
from pathlib import Path

from config.cis_document import cis_text
from config.models import Baseline
from config.shapes import known_keys
from policies.alarms import ALARMS
from policies.cis import CONTROLS, LEFT_OUT, Answer
from policies.config_rules import identity_rules
from policies.guardrails import catalogue

ROOT = Path(__file__).parents[2]
RULES = {rule.identifier for rule in identity_rules("aws", key_days=90, unused_days=45)}


def test_the_document_is_fresh():
    assert (ROOT / "docs/cis.md").read_text() == cis_text(), "run `guardrails docs --write`"


def test_every_control_is_there_once():
    """70 in 7.0.0, 63 in 5.0.0, of which two are gone."""
    numbers = [control.number for control in CONTROLS]
    before = [control.before for control in CONTROLS if control.before]
    assert len(numbers) == len(set(numbers)) == 70
    assert len(before) == len(set(before)) == 61
    assert not set(before) & set(LEFT_OUT)


def test_evidence_names_guardrails_rules_or_settings_that_exist():
    settings = {
        *known_keys(Baseline, ()),
        *known_keys(Baseline, ("presets", "x")),
        *known_keys(Baseline, ("machineAccess",)),
    }
    unknown = set()
    for control in CONTROLS:
        for name in re.findall(r"`([A-Za-z0-9_.]+)`", control.evidence):
            head = name.partition(".")[0]
            if head not in settings and name not in catalogue() and name not in RULES and head != "organization":
                unknown.add((control.number, name))
    assert unknown == set()


def test_alarms_are_held_by_the_alarms():
    alarms = {alarm.control for alarm in ALARMS if alarm.control}
    held = {c.number for c in CONTROLS if c.number.startswith("5.") and c.answer == Answer.HELD}
    assert held == alarms


def test_guardrails_claim_controls_that_exist():
    numbers = {control.number for control in CONTROLS}
    claimed = {
        control.removeprefix("CIS 7.0.0 ")
        for entry in catalogue().values()
        for control in entry.controls
        if control.startswith("CIS 7.0.0 ")
    }
    assert claimed <= numbers
