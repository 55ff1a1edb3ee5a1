"""Records that the alerts must hear, chosen by the patterns that must match them."""

import json
from collections.abc import Mapping

from policies import names
from policies.alarms import ALARMS
from review.recorder import Resource
from sandbox.aws.filter_patterns import filter_pattern
from tests.detection.deploy import Deployed
from tests.detection.site import AUDIT, MANAGEMENT
from tests.policies import alarm_records, finding_records, test_baseline_changes
from tests.policies.event_patterns import matches
from tests.policies.test_vending import PAGES

STATE_CHANGE = "CloudWatch Alarm State Change"
ROOT_CHANGES = alarm_records.call("CreateGroup", "iam", userIdentity=alarm_records.ROOT)
ROOT_READS = alarm_records.call("ListUsers", "iam", read_only=True, userIdentity=alarm_records.ROOT)
ROOT_SESSION = alarm_records.call("AssumeRoot", "sts", read_only=True)
BREAK_GLASS = alarm_records.call(
    "CreateGroup",
    "iam",
    userIdentity={"type": "IAMUser", "accountId": MANAGEMENT, "userName": names.BREAK_GLASS_USERS[0]},
)
SESSION_CHANGES = alarm_records.call(
    "DeleteBucketPolicy", "s3", userIdentity={**alarm_records.ROOT, "sessionContext": {"assumedRoot": "true"}}
)
FEATURE = alarm_records.call("DisableOrganizationsRootSessions", "iam")
RECORDS = (ROOT_CHANGES, ROOT_SESSION, BREAK_GLASS)
"""One for each kind of message that rules write."""
VENDED = PAGES["another role of management"]
BY_HAND = test_baseline_changes.PAGES["a rule is disabled"]
ALARMING = [alarm_records.MATCHING[alarm.id][0] for alarm in ALARMS] + [BREAK_GLASS, BY_HAND, ROOT_READS, VENDED]
EVENTS = (*RECORDS, SESSION_CHANGES, FEATURE)
FOUND = [event for event, _ in finding_records.HEARD.values()]
"""What AWS's services found, each where they tell it."""
ONE_FOR_EACH_TOPIC = [
    alarm_records.MATCHING[next(alarm.id for alarm in ALARMS if alarm.pages is pages and alarm.threshold == 1)][0]
    for pages in (True, False)
]


def raise_alarm(deployed: Deployed, alarm: Resource, pattern: str) -> None:
    """Put in what the alarm's filter counts, up to its threshold, in the account that it is about, if it is."""
    matches = filter_pattern(pattern)
    record = next(record for record in ALARMING if matches(json.dumps(record)))
    about: Mapping[str, str] = alarm.inputs.get("dimensions") or {}
    account = next(iter(about.values()), record["recipientAccountId"])
    for _ in range(alarm.inputs["threshold"]):
        deployed.aws.record({**record, "recipientAccountId": account})


def happen(deployed: Deployed, pattern: str, account: str, region: str) -> None:
    """Let something happen in an account and region that the pattern of a rule matches."""
    parsed = json.loads(pattern)
    if parsed.get("detail-type") == [STATE_CHANGE]:
        _go_off(deployed, parsed["detail"]["alarmName"][0], region)
        return
    for record in EVENTS:
        if _matches(parsed, record):
            deployed.aws.record({**record, "recipientAccountId": account, "awsRegion": region})
            return
    deployed.aws.event(next(event for event in FOUND if matches(event, parsed)))


def _go_off(deployed: Deployed, alarm: str, region: str) -> None:
    cloudwatch = deployed.client("cloudwatch", AUDIT, region)
    for state in ("OK", "ALARM"):
        cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="test")


def _matches(pattern: dict, record: dict) -> bool:
    return matches({"source": f"aws.{record['eventSource'].partition('.')[0]}", "detail": record}, pattern)
