"""Whoever may put data into the alarms' metrics can't even out what the filters counted."""

import pytest

from policies import names
from policies.alarms import ALARMS
from tests.detection.deeds import DEEDS
from tests.detection.site import AUDIT

SINGLE = [alarm for alarm in ALARMS if alarm.id in ("new-users", "permanent-root", "root-use")]


@pytest.mark.parametrize("alarm", SINGLE, ids=lambda alarm: alarm.id)
def test_a_negative_number_outweighs_no_record(deployed, received, alarm):
    data = [{"MetricName": alarm.name, "Value": -1_000_000.0}]
    deployed.client("cloudwatch", AUDIT).put_metric_data(Namespace=names.METRICS, MetricData=data)
    DEEDS[alarm.id](deployed)
    assert alarm.name in [message.alarm for message in received()]
