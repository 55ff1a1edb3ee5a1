"""AWS's prices as data, each with its source and the day that it stood there, since they move.

Prices are those of us-east-1 without free tiers, in US dollars; other regions cost some per cent more or less.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Price:
    """What AWS asks for one unit: `page` is AWS's own price list, `source` where the number was read, as of `read`."""

    usd: float
    unit: str
    page: str
    source: str
    read: str


Part = tuple[str, float, Price]
"""What, how many priced units in a month, and the price of one."""
REGION = "us-east-1"

_CLOUDTRAIL = "https://aws.amazon.com/cloudtrail/pricing/"
_CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
_S3 = "https://aws.amazon.com/s3/pricing/"
_KMS = "https://aws.amazon.com/kms/pricing/"
_CLOUDWATCH_READ = "https://cloudburn.io/blog/amazon-cloudwatch-pricing"
_KMS_READ = "https://cloudburn.io/blog/aws-kms-pricing"
_ALARMS_READ = "https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm"
_METRICS_READ = "https://signoz.io/guides/cloudwatch-pricing"
_LOGS_READ = "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/"
_REQUESTS_READ = "https://c3x.dev/blog/s3-request-fees-explained"
_STORAGE_READ = "https://go-cloud.io/?p=10624"

KEY = Price(usd=1.0, unit="key and month", page=_KMS, source=_KMS_READ, read="2026-03-14")
ROTATION = Price(
    usd=1.0, unit="key, month and rotation, of the first two", page=_KMS, source=_KMS_READ, read="2026-03-14"
)
KEY_REQUESTS = Price(usd=0.03, unit="10,000 requests", page=_KMS, source=_KMS_READ, read="2026-03-14")
ALARM = Price(usd=0.10, unit="alarm and month", page=_CLOUDWATCH, source=_ALARMS_READ, read="2026-11-25")
METRIC = Price(usd=0.30, unit="metric and month", page=_CLOUDWATCH, source=_METRICS_READ, read="2026-02-15")
LOG_INGESTION = Price(usd=0.50, unit="GB", page=_CLOUDWATCH, source=_LOGS_READ, read="2026-06-13")
LOG_STORAGE = Price(usd=0.03, unit="GB and month", page=_CLOUDWATCH, source=_CLOUDWATCH_READ, read="2026-02-28")
TRAIL_FIRST_COPY = Price(
    usd=0.0, unit="100,000 management events", page=_CLOUDTRAIL, source=_CLOUDTRAIL, read="2026-11-25"
)
TRAIL_FURTHER_COPY = Price(
    usd=2.0, unit="100,000 management events", page=_CLOUDTRAIL, source=_CLOUDTRAIL, read="2026-11-25"
)
DATA_EVENTS = Price(usd=0.10, unit="100,000 data events", page=_CLOUDTRAIL, source=_CLOUDTRAIL, read="2026-11-25")
INSIGHTS = Price(
    usd=0.35, unit="100,000 events and kind of insight", page=_CLOUDTRAIL, source=_CLOUDTRAIL, read="2026-11-25"
)
FLOW_LOGS = Price(
    usd=0.25,
    unit="GB delivered to S3",
    page=_CLOUDWATCH,
    source="https://glama.fly.dev/mcp/servers/@aws-samples/sample-cfm-tips-mcp/blob/"
    "7063778fd7aebe2b95ef56a7ca5a4535dd4b74ff/services/cloudwatch_service_vended_log.py",
    read="2026-11-25",
)
STORAGE = Price(usd=0.023, unit="GB and month in STANDARD", page=_S3, source=_STORAGE_READ, read="2026-11-25")
UPLOADS = Price(usd=0.005, unit="1,000 PUT requests", page=_S3, source=_REQUESTS_READ, read="2026-11-25")
CROSS_ACCOUNT_EVENTS = Price(
    usd=1.0,
    unit="1,000,000 events",
    page="https://aws.amazon.com/eventbridge/pricing/",
    source="https://cloudburn.io/blog/amazon-eventbridge-pricing",
    read="2026-03-13",
)
WEBHOOKS = Price(
    usd=0.20,
    unit="1,000,000 calls of an API destination",
    page="https://aws.amazon.com/eventbridge/pricing/",
    source="https://www.factualminds.com/blog/amazon-eventbridge-pricing-events-pipes-schema-archive/",
    read="2026-06-13",
)
QUEUES = Price(
    usd=0.40,
    unit="1,000,000 requests",
    page="https://aws.amazon.com/sqs/pricing/",
    source="https://cloudburn.io/blog/amazon-sqs-pricing",
    read="2026-03-14",
)
EMAILS = Price(
    usd=2.0,
    unit="100,000 messages",
    page="https://aws.amazon.com/sns/pricing/",
    source="https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols.md",
    read="2026-06-13",
)
_GUARDDUTY = "https://aws.amazon.com/guardduty/pricing/"
_GUARDDUTY_READ = "https://www.factualminds.com/blog/amazon-guardduty-pricing-data-sources-multi-account.md"
GUARDDUTY_EVENTS = Price(
    usd=4.0, unit="1,000,000 management events", page=_GUARDDUTY, source=_GUARDDUTY_READ, read="2026-06-13"
)
GUARDDUTY_LOGS = Price(
    usd=1.0, unit="GB of flow and DNS logs", page=_GUARDDUTY, source=_GUARDDUTY_READ, read="2026-06-13"
)
# The page's own numbers for us-east-1, copied on that day.
_PLANS_READ = (
    "https://github.com/api-evangelist/amazon-guardduty/blob/443c7e9d1f491c88e233a6817aedf9c39f3c4eb2/"
    "plans/amazon-guardduty-plans-pricing.yml"
)


def _plan(usd: float, unit: str) -> Price:
    """The price of a protection plan up to its first step; more of it costs less."""
    return Price(usd=usd, unit=unit, page=_GUARDDUTY, source=_PLANS_READ, read="2026-10-07")


GUARDDUTY_S3 = _plan(0.80, "1,000,000 data events")
GUARDDUTY_EKS = _plan(1.60, "1,000,000 audit events")
GUARDDUTY_EBS = _plan(0.03, "GB scanned")
GUARDDUTY_RDS = _plan(1.00, "vCPU of a database and month")
GUARDDUTY_LAMBDA = _plan(1.00, "GB of network logs")
GUARDDUTY_RUNTIME = _plan(1.50, "monitored vCPU and month")
_CONFIG = "https://aws.amazon.com/config/pricing/"
_CONFIG_READ = (
    "https://aws-gcr-wwso-security.gitbook.io/an-quan-zui-jia-shi-jian/an-quan-chan-pin-cheng-ben-gu-suan/"
    "an-quan-he-gui-chi-xu-jian-ce-he-zi-dong-xiu-fu-fei-yong"
)
CONFIG_ITEMS = Price(
    usd=0.003, unit="item, recorded continuously", page=_CONFIG, source=_CONFIG_READ, read="2026-11-25"
)
CONFIG_DAILY_ITEMS = Price(usd=0.012, unit="item, recorded daily", page=_CONFIG, source=_CONFIG_READ, read="2026-11-25")
CONFIG_EVALUATIONS = Price(
    usd=0.001,
    unit="evaluation of a rule",
    page=_CONFIG,
    source="https://aws.amazon.com/tw/config/pricing/",
    read="2026-11-25",
)
SECURITY_CHECKS = Price(
    usd=0.001,
    unit="check",
    page="https://aws.amazon.com/security-hub/pricing/",
    source=_CONFIG_READ,
    read="2026-11-25",
)
_ACCESS_ANALYZER = "https://aws.amazon.com/iam/access-analyzer/pricing/"
EXTERNAL_ACCESS = Price(
    usd=0.0, unit="analyzer and month", page=_ACCESS_ANALYZER, source=_ACCESS_ANALYZER, read="2026-11-25"
)
UNUSED_ACCESS = Price(
    usd=0.20,
    unit="role or user and month",
    page=_ACCESS_ANALYZER,
    source="https://www.geeksforgeeks.org/devops/activate-unused-access-analyzer/",
    read="2026-11-25",
)
