"""Each type of resource that the program makes is a part of the bill, or AWS says that it costs nothing."""

from collections.abc import Mapping
from functools import cache

import pytest

from config.cost import Bill, bill
from config.trail import DataEvents, Insight
from tests.components.helpers import ROOT, everything, read_stack, record_baseline

PRICED: Mapping[str, tuple[str, ...]] = {
    "aws:accessanalyzer/analyzer:Analyzer": ("Access Analyzer, external access", "Access Analyzer, unused access"),
    "aws:cfg/deliveryChannel:DeliveryChannel": ("S3, files of AWS Config",),
    "aws:cfg/organizationManagedRule:OrganizationManagedRule": ("AWS Config, evaluations of its rules",),
    "aws:cfg/recorder:Recorder": ("AWS Config, configuration items",),
    "aws:cloudtrail/trail:Trail": (
        "CloudTrail, management events",
        "S3, files of the trail",
        "KMS, one request for each of them",
        *(f"CloudTrail, {kind}" for kind in (*DataEvents, *Insight)),
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ("EventBridge, calls of webhooks",),
    "aws:cloudwatch/eventBus:EventBus": ("EventBridge, events to the hub",),
    "aws:cloudwatch/logGroup:LogGroup": (
        "CloudWatch Logs, ingestion",
        "CloudWatch Logs, storage",
        *(f"CloudWatch Logs, {kind}" for kind in DataEvents),
        *(f"CloudWatch Logs, storage of {kind}" for kind in DataEvents),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": ("CloudWatch metrics of their filters",),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("CloudWatch alarms",),
    "aws:guardduty/detector:Detector": ("GuardDuty, management events", "GuardDuty, flow and DNS logs"),
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": ("GuardDuty, S3_DATA_EVENTS",),
    "aws:kms/key:Key": ("KMS keys",),
    "aws:s3/bucket:Bucket": ("S3, storage of the archive", *(f"S3, storage of {kind}" for kind in DataEvents)),
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": ("Security Hub, checks",),
    "aws:sns/topicSubscription:TopicSubscription": ("SNS, e-mail", "SQS, messages for the drill's queue"),
}
IAM = "https://aws.amazon.com/iam/faqs/: IAM and STS are offered at no additional charge"
ORGANIZATIONS = "https://aws.amazon.com/organizations/faqs/: at no additional charge"
CENTER = "https://aws.amazon.com/iam/identity-center/faqs/: at no extra cost"
SETTING = "a setting of what is priced itself, or of an account"
HUB = "https://aws.amazon.com/security-hub/pricing/: by check and finding, not by setting"
FREE: Mapping[str, str] = {
    "aws:account/": SETTING,
    "aws:cfg/configurationAggregator": "https://aws.amazon.com/config/pricing/: aggregators at no extra cost",
    "aws:cfg/recorderStatus": SETTING,
    "aws:chatbot/": "https://aws.amazon.com/chatbot/pricing/: no additional charge",
    "aws:cloudtrail/organizationDelegatedAdminAccount": ORGANIZATIONS,
    "aws:cloudwatch/eventBusPolicy": SETTING,
    "aws:cloudwatch/eventRule": "https://aws.amazon.com/eventbridge/pricing/: AWS's own events and rules are free",
    "aws:cloudwatch/eventTarget": "what it sends is priced: to the hub, to webhooks, to topics",
    "aws:cloudwatch/queryDefinition": "a saved text; running it is priced by what it reads",
    "aws:ebs/": SETTING,
    "aws:ec2/": SETTING,
    "aws:guardduty/organizationAdminAccount": ORGANIZATIONS,
    "aws:guardduty/organizationConfiguration:": SETTING,
    "aws:iam/": IAM,
    "aws:kms/alias": "https://aws.amazon.com/kms/pricing/: keys are priced, aliases are not",
    "aws:organizations/": ORGANIZATIONS,
    "aws:s3/accountPublicAccessBlock": SETTING,
    "aws:s3/bucketLifecycleConfiguration": "S3 moves no file under 128 KB, and most of a trail's are smaller",
    "aws:s3/bucketLogging": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html: no extra charge",
    "aws:s3/bucketObjectLockConfiguration": SETTING,
    "aws:s3/bucketPolicy": SETTING,
    "aws:s3/bucketPublicAccessBlock": SETTING,
    "aws:s3/bucketServerSideEncryptionConfiguration": SETTING,
    "aws:s3/bucketVersioning": SETTING,
    "aws:securityhub/account": HUB,
    "aws:securityhub/configurationPolicyAssociation": HUB,
    "aws:securityhub/findingAggregator": HUB,
    "aws:securityhub/organization": HUB,
    "aws:sns/topic:": "messages are priced, by the subscription that takes them",
    "aws:sns/topicPolicy": SETTING,
    "aws:sqs/": "messages are priced, where a topic sends them; undelivered events are none in a good month",
    "aws:ssoadmin/": CENTER,
}
"""Starts of types, each with the reason."""


@cache
def whole():
    """The example with every option, those of the trail and webhooks included."""

    def change(values):
        found = everything().baseline.model_dump(mode="json", by_alias=True, exclude_none=True)
        values["baseline"] = found | {"trail": {"insights": [*Insight], "dataEvents": [*DataEvents]}}

    return read_stack("prod", change)


def test_every_type_is_priced_or_free():
    types = {resource.type for resource in record_baseline(whole()).resources.values() if resource.custom}
    types = {kind for kind in types if kind.startswith("aws:")}
    unknown = {kind for kind in types if kind not in PRICED and not kind.startswith(tuple(FREE))}
    assert unknown == set()
    assert PRICED.keys() <= types
    assert {start for start in FREE if not any(kind.startswith(start) for kind in types)} == set()
    assert {kind for kind in PRICED if kind.startswith(tuple(FREE))} == set()


def test_each_part_of_the_bill_is_of_a_type():
    found: Bill = bill(whole())
    told = {line.part for line in found.lines} | {use.part for use in found.by_use}
    named = {part for parts in PRICED.values() for part in parts}
    assert named <= told
    assert {part for part in told - named if not part.startswith("GuardDuty, ")} == set()
    assert {line.part for line in found.lines if line.count == 0} == set()


@pytest.mark.parametrize("kind", DataEvents)
def test_data_events_are_stored_and_charged_as_management_events_are(kind):
    def with_events(*kinds):
        return bill(read_stack("prod", lambda values: values["baseline"].update(trail={"dataEvents": kinds})))

    more = {line.part: line.usd for line in with_events(kind).lines}
    for part in (f"CloudWatch Logs, storage of {kind}", f"S3, storage of {kind}"):
        assert more[part] > 0
    (option,) = [option for option in with_events().options if option.key == f"trail.dataEvents.{kind}"]
    assert with_events(kind).usd_per_account - with_events().usd_per_account == pytest.approx(option.usd)


def test_the_page_has_what_the_options_of_the_trail_cost():
    page = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    options = [
        option for option in bill(whole()).options if option.key.startswith(("trail.dataEvents", "trail.insights"))
    ]
    assert len(options) == len(DataEvents) + len(Insight)
    for option in options:
        key, _, kind = option.key.rpartition(".")
        assert f"| `{key}: [{kind}]` | {option.usd:.2f} |" in page
