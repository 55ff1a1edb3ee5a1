"""The stack file's block of alarms, made from the catalogue so that a new alarm needs no second place."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, create_model

from config.model import Model
from policies.alarms import ALARMS, Alarm

AlarmThreshold = tuple[Alarm, int]


class AlarmSetting(Model):
    """Whether an alarm is deployed, and how much raises it."""

    enabled: bool = True
    threshold: Annotated[int | None, Field(ge=1, le=100_000)] = None
    """Records within the alarm's period that raise it; the catalogue's number where none is given."""


def _fields() -> dict[str, Any]:
    return {
        alarm.key: (AlarmSetting, Field(default=AlarmSetting(), alias=alarm.key, description=_meaning(alarm)))
        for alarm in ALARMS
    }


def _meaning(alarm: Alarm) -> str:
    control = f"CIS {alarm.control}. " if alarm.control else ""
    often = f"{alarm.threshold} records in {alarm.period} seconds" if alarm.threshold > 1 else "one record"
    return f"{control}{alarm.title}; {often}; {'pages' if alarm.pages else 'a notice'}."


class AlarmsBase(Model):
    """What the block of alarms can do whatever its keys are."""

    def wanted(self) -> tuple[AlarmThreshold, ...]:
        """The alarms that are deployed, each with its threshold."""
        settings = [(alarm, self.setting(alarm)) for alarm in ALARMS]
        return tuple((alarm, setting.threshold or alarm.threshold) for alarm, setting in settings if setting.enabled)

    def setting(self, alarm: Alarm) -> AlarmSetting:
        """One alarm's block."""
        return getattr(self, alarm.key)


class Alarms(create_model("Alarms", __base__=AlarmsBase, **_fields())):
    """Alarms over the organization's trail by key; each one left out is deployed with its default threshold."""

    model_config = ConfigDict(json_schema_extra={"expected": "a mapping", "names": "an alarm of the catalogue"})
