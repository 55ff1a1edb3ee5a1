"""Root's calls are heard twice: by a rule of the account and region in which they are made, and by the trail."""

from policies import names
from tests.detection.site import GLOBAL, SHOP


def test_a_change_by_root_is_heard_twice(aws, received):
    aws.root_client("iam", account=SHOP).create_group(GroupName="roots")
    heard = received()
    alarms = [(message.topic, message.alarm) for message in heard if message.alarm]
    assert sorted(alarms) == [
        (names.ALERT_TOPIC, "guardrails-permanent-root"),
        (names.NOTICE_TOPIC, "cis-5.3-root-use"),
    ]
    written = [message.text for message in heard if message.alarm is None]
    assert len(written) == 1
    assert all(word in written[0] for word in (SHOP, "CreateGroup", GLOBAL))
