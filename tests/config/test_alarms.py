"""What the block of alarms switches off and moves, and what the runbook says."""

import re
from pathlib import Path

import pytest

from config.alarms import Alarms
from config.runbook_document import runbook_text
from policies.alarms import ALARMS

RUNBOOK = Path(__file__).parents[2] / "docs/runbook.md"


def settings(**values) -> Alarms:
    return Alarms.model_validate(values)


def test_every_alarm_is_on_by_default():
    assert settings().wanted() == tuple((alarm, alarm.threshold) for alarm in ALARMS)


def test_an_alarm_is_switched_off_alone():
    left = {alarm.id for alarm, _ in settings(vpcChanges={"enabled": False}).wanted()}
    assert left == {alarm.id for alarm in ALARMS} - {"vpc-changes"}


def test_a_threshold_is_moved_alone():
    moved = {alarm.id: n for alarm, n in settings(failedSignIns={"threshold": 25}).wanted() if n != alarm.threshold}
    assert moved == {"failed-sign-ins": 25}


@pytest.mark.parametrize("values", [{"vpcChange": {}}, {"vpcChanges": {"threshold": 0}}, {"noticesEmail": "a@b.c"}])
def test_what_is_no_alarm_is_refused(values):
    with pytest.raises(ValueError, match=next(iter(values))):
        settings(**values)


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.id)
def test_the_message_leads_to_a_section_of_the_runbook(alarm):
    where = re.search(r"docs/(\S+)#(\S+)$", alarm.description)
    assert where is not None
    assert where[1] == RUNBOOK.name
    section = RUNBOOK.read_text().split(f'<a id="{where[2]}"></a>')[1].split("<a id=")[0]
    assert all(text in section for text in (alarm.name, alarm.meaning, alarm.pattern, *alarm.steps))
    assert f"](#{where[2]})" in runbook_text()
