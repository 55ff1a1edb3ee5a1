"""The organization in which the catalogue's examples are decided."""

from policies import names
from policies.guardrail import Context

ORGANIZATION = "o-exampleorg1"
MANAGEMENT, LOG_ARCHIVE, AUDIT, MEMBER, OTHER_MEMBER = (
    "111122223333",
    "222233334444",
    "333344445555",
    "444455556666",
    "555566667777",
)
OUTSIDE = "999988887777"
BUCKET = "exampleorg1-log-archive"
ACCESS_LOGS = "exampleorg1-log-archive-access-logs"
CONFIG_BUCKET = "exampleorg1-log-archive-config"
DEPLOYER_ROLE = "OrganizationAccountAccessRole"


def role(name: str, account: str = MEMBER) -> str:
    """ARN of a role in the member account, or in the account given."""
    return f"arn:aws:iam::{account}:role/{name}"


DEVELOPER = role("Developer")
ADMINISTRATOR = role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_0123456789abcdef")
DEPLOYER = role(DEPLOYER_ROLE)
BREAK_GLASS = role(names.BREAK_GLASS_ROLE)
CONTROL_TOWER = role("AWSControlTowerExecution")
SERVICE_LINKED = role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")
IMPOSTOR = role(f"{DEPLOYER_ROLE}-too")
USER = f"arn:aws:iam::{MEMBER}:user/alice"
ROOT = f"arn:aws:iam::{MEMBER}:root"
OUTSIDER = role("Attacker", OUTSIDE)
ANYBODY = "*"
LOG_DELIVERY = "cloudtrail.amazonaws.com"

CONTEXT = Context(
    partition="aws",
    organization=ORGANIZATION,
    root="r-exam",
    management=MANAGEMENT,
    log_archive=LOG_ARCHIVE,
    audit=AUDIT,
    home_region="eu-west-1",
    regions=("eu-west-1", "eu-central-1"),
    deployer_role=DEPLOYER_ROLE,
    bucket=BUCKET,
    access_logs=ACCESS_LOGS,
    config_bucket=CONFIG_BUCKET,
    identity_center_region="eu-west-1",
    control_tower=True,
    units={
        "Security": "ou-exam-security",
        "Workloads": "ou-exam-workload",
        "Workloads/Canary": "ou-exam-canary01",
        "Sandbox": "ou-exam-sandbox1",
        "Suspended": "ou-exam-suspende",
    },
    accounts={
        "management": MANAGEMENT,
        "log-archive": LOG_ARCHIVE,
        "audit": AUDIT,
        "shop": MEMBER,
        "playground": OTHER_MEMBER,
    },
)
