"""Root's calls are heard twice: by a rule of the account and region in which they are made, and by CIS 5.3."""

from policies import names
from tests.detection.site import GLOBAL, SHOP


def test_a_change_by_root_is_heard_twice(aws, received):
    aws.root_client("iam", account=SHOP).create_group(GroupName="roots")
    heard = received(names.ALERT_TOPIC)
    assert [message.alarm for message in heard].count("cis-5.3-root-use") == 1
    written = [message.text for message in heard if message.alarm is None]
    assert len(written) == 1
    assert all(word in written[0] for word in (SHOP, "CreateGroup", GLOBAL))
