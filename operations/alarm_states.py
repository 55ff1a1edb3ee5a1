"""Which alarms a drill can raise: those that are there, and calm."""

from collections.abc import Iterable
from typing import Any


def undrillable(cloudwatch: Any, alarms: Iterable[str]) -> dict[str, str]:  # noqa: ANN401 - boto3 makes its classes at run time
    """Why an alarm can't be drilled, by its name; nothing for one that can. Raises botocore's exceptions."""
    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm"])
    states = {alarm["AlarmName"]: alarm["StateValue"] for page in pages for alarm in page["MetricAlarms"]}
    reasons = {None: "there is no such alarm", "ALARM": "it is raised already: calm it first"}
    return {alarm: reasons[states.get(alarm)] for alarm in alarms if states.get(alarm) in reasons}
