"""The baseline's own names: fixed, so that policies can name what components deploy without looking anything up."""

BOUNDARY_POLICY = "guardrails-boundary"
OWNED_PATH = "delegated"
RESERVED_TAGS = "guardrails:*"
PRIVILEGED_TAG = "guardrails:privileged"
TRAIL = "guardrails-organization-trail"
ACCOUNT_TRAIL = "guardrails-account-trail"
TRAIL_LOGS_ROLE = "guardrails-trail-to-logs"
ACCOUNT_TRAIL_LOGS_ROLE = "guardrails-account-trail-to-logs"
ALERT_TOPIC = "guardrails-alerts"
ALERT_KEY = "alias/guardrails-alerts"
NOTICE_TOPIC = "guardrails-notices"
NOTICE_KEY = "alias/guardrails-notices"
CHAT_SUFFIX = "-chat"
CHAT_ROLE = "guardrails-alert-chat"
WEBHOOK_ROLE = "guardrails-alert-webhooks"
ALARM_RULE = "guardrails-alarms"
METRICS = "Guardrails"
LOG_ARCHIVE_KEY = "alias/guardrails-log-archive"
TRAIL_LOGS_KEY = "alias/guardrails-trail-logs"
ROOT_RULE = "guardrails-root-use"
ROOT_HUB_BUS = "guardrails-hub"
ROOT_FORWARDER_ROLE = "guardrails-root-forwarder"
BREAK_GLASS_ROLE = "guardrails-break-glass"
BREAK_GLASS_USERS = ("guardrails-break-glass-1", "guardrails-break-glass-2")
BREAK_GLASS_BOUNDARY = "guardrails-break-glass-boundary"
BREAK_GLASS_USER_POLICY = "guardrails-break-glass-user"
BREAK_GLASS_POLICIES = (BREAK_GLASS_BOUNDARY, BREAK_GLASS_USER_POLICY)
BREAK_GLASS_RULE = "guardrails-break-glass"
ACCESS_ANALYZER = "guardrails-external-access"
UNUSED_ACCESS_ANALYZER = "guardrails-unused-access"
SECURITY_HUB_POLICY = "guardrails-security-hub"
CONFIG_RECORDER = "guardrails-recorder"
CONFIG_DELIVERY = "guardrails-delivery"
CONFIG_AGGREGATOR = "guardrails-aggregator"
CONFIG_AGGREGATOR_ROLE = "guardrails-config-aggregator"
DRILL_ROLE = "guardrails-drill"
DRILL_QUEUE = "guardrails-drill"
DRILL_STREAMS = "guardrails-drill-"
DRILL_SOURCE = "guardrails.drill"
UNDELIVERED_EVENTS = "guardrails-undelivered-events"
# What Control Tower itself needs (https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html).
CONTROL_TOWER_ROLES = (
    "AWSControlTowerExecution",
    "aws-controltower-AdministratorExecutionRole",
    "aws-controltower-ConfigRecorderRole",
    "aws-controltower-ForwardSnsNotificationRole",
    "AWSControlTower_VPCFlowLogsRole",
)


def boundary_policy(kind: str) -> str:
    """Name of the boundary policy of one kind of principal, the same in every account."""
    return f"{BOUNDARY_POLICY}-{kind}"


def partition(region: str) -> str:
    """The ARN partition of a region (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def global_region(region: str) -> str:
    """The region in which the partition's global services (IAM, sign-in, Organizations) record their events."""
    return {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}[partition(region)]


def role_arn(region: str, account: str, role: str) -> str:
    """ARN of a role in an account of the region's partition."""
    return f"arn:{partition(region)}:iam::{account}:role/{role}"
