"""The vocabulary that guardrails, configuration and components share."""

from enum import StrEnum


class Mode(StrEnum):
    """How far a guardrail is rolled out."""

    OFF = "off"
    CANARY = "canary"
    ENFORCE = "enforce"


class AccountState(StrEnum):
    """AWS Organizations' account states (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html)."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"


class Severity(StrEnum):
    """What is at stake when the guardrail is off; a critical one can't be switched off without an exemption."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"

    @property
    def urgency(self) -> "Urgency":
        """What an alert of it asks of people."""
        return Urgency.NOTIFY if self == Severity.MEDIUM else Urgency.PAGE


class Urgency(StrEnum):
    """What an alert asks of people: somebody is woken, or somebody reads it in working hours."""

    PAGE = "page"
    NOTIFY = "notify"


class PolicyType(StrEnum):
    """AWS Organizations' policy types that the catalogue uses.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html
    """

    SCP = "SERVICE_CONTROL_POLICY"
    RCP = "RESOURCE_CONTROL_POLICY"
    EC2 = "DECLARATIVE_POLICY_EC2"
    S3 = "S3_POLICY"
    AI = "AISERVICES_OPT_OUT_POLICY"
    TAG = "TAG_POLICY"


class Exempt(StrEnum):
    """The principals that recovery, deployment and drills need; a guardrail justifies each cell of the matrix."""

    DEPLOYER = "deployer"
    BREAK_GLASS = "breakGlass"
    CONTROL_TOWER = "controlTower"
    DRILL = "drill"


class Bundle(StrEnum):
    """The policies that guardrails are packed into: a change of one guardrail moves one policy."""

    ORGANIZATION = "organization"
    SECURITY = "security"
    IDENTITY = "identity"
    REGIONS = "regions"
    DATA = "data"
    ISOLATION = "isolation"
    PERIMETER = "perimeter"
    DECLARATIVE = "declarative"
