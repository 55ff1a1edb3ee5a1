"""Records that the alerts must hear, put into the local AWS as often as it takes."""

import json

from moto.events.models import EventPattern

from policies import names
from policies.alarms import ALARMS
from tests.detection.deploy import Deployed
from tests.detection.site import MANAGEMENT
from tests.policies import alarm_records

ROOT = alarm_records.call("CreateGroup", "iam", userIdentity=alarm_records.ROOT)
BREAK_GLASS = alarm_records.call(
    "CreateGroup",
    "iam",
    userIdentity={"type": "IAMUser", "accountId": MANAGEMENT, "userName": names.BREAK_GLASS_USERS[0]},
)
RECORDS = (ROOT, BREAK_GLASS)
ONE_FOR_EACH_TOPIC = [
    alarm_records.MATCHING[next(alarm.id for alarm in ALARMS if alarm.pages is pages and alarm.threshold == 1)][0]
    for pages in (True, False)
]


def raise_alarm(deployed: Deployed, name: str) -> None:
    """Put in what the alarm of a name counts, up to its threshold."""
    alarm = next((alarm for alarm in ALARMS if alarm.name == name), None)
    record = alarm_records.MATCHING[alarm.id][0] if alarm else BREAK_GLASS
    for _ in range(alarm.threshold if alarm else 1):
        deployed.aws.record(record)


def put_for(deployed: Deployed, pattern: str, account: str, region: str) -> None:
    """Put in a record that the pattern matches, as if it happened in an account and region."""
    record = next(record for record in RECORDS if _matches(pattern, record))
    deployed.aws.record({**record, "recipientAccountId": account, "awsRegion": region})


def _matches(pattern: str, record: dict) -> bool:
    parsed = json.loads(pattern)
    event = {"source": f"aws.{record['eventSource'].partition('.')[0]}", "detail": record}
    return EventPattern(pattern, parsed).matches_event(event)  # pyright: ignore[reportArgumentType]
