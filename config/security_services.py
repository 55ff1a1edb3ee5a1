"""The security services that the audit account runs for the organization, each off unless the stack file has it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from config.log_archive import BucketName
from config.model import Model
from config.texts import AccountKey


class ProtectionPlan(StrEnum):
    """What GuardDuty looks at besides its foundations, named as its API names it.

    https://docs.aws.amazon.com/guardduty/latest/APIReference/API_OrganizationFeatureConfiguration.html
    """

    S3_DATA_EVENTS = "S3_DATA_EVENTS"
    EKS_AUDIT_LOGS = "EKS_AUDIT_LOGS"
    EBS_MALWARE_PROTECTION = "EBS_MALWARE_PROTECTION"
    RDS_LOGIN_EVENTS = "RDS_LOGIN_EVENTS"
    LAMBDA_NETWORK_LOGS = "LAMBDA_NETWORK_LOGS"
    RUNTIME_MONITORING = "RUNTIME_MONITORING"


class GuardDuty(Model):
    """GuardDuty in every account of the organization, new ones included, in every region in use."""

    plans: frozenset[ProtectionPlan] = frozenset()
    """Protection plans of every account, each charged by what it reads; none is needed for the foundations."""


class SecurityStandard(StrEnum):
    """What Security Hub checks by; version 7 of CIS's benchmark is not among its standards.

    https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
    """

    CIS = "cis-aws-foundations-benchmark/v/5.0.0"
    FSBP = "aws-foundational-security-best-practices/v/1.0.0"

    def arn(self, partition: str, region: str) -> str:
        """The standard's ARN, which has a region and no account."""
        return f"arn:{partition}:securityhub:{region}::standards/{self.value}"


class SecurityHub(Model):
    """Security Hub in every account of the organization, new ones included, in every region in use."""

    standards: Annotated[frozenset[SecurityStandard], Field(min_length=1)] = frozenset(SecurityStandard)
    enabled: bool = True
    """`false` disables it in every account, before the block is removed: AWS leaves on what is on by then."""


class RecordingFrequency(StrEnum):
    """How often a resource that changes is recorded.

    https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html#select-resources-recording-frequency
    """

    CONTINUOUS = "CONTINUOUS"
    DAILY = "DAILY"


class Config(Model):
    """AWS Config in every active account of the stack, in every region in use, and rules over its identities."""

    control_tower: bool = False
    """Whether Control Tower's recorders are used instead of own ones: an account has one in a region."""
    frequency: RecordingFrequency = RecordingFrequency.CONTINUOUS
    bucket_name: BucketName | None = None
    """Where items are delivered to, in the log-archive account; the archive's name and `-config` where left out."""
    expire_days: Annotated[int, Field(ge=90, le=36_500)] = 365
    """Days after which items are deleted."""
    used_before: tuple[AccountKey, ...] = ()
    """Accounts that have Config's service-linked role already, since Config was once on in them."""
    max_key_days: Annotated[int, Field(ge=1, le=365)] = 90
    """Age from which an access key is found; CIS AWS Foundations 2.12 asks for 90."""
    max_unused_days: Annotated[int, Field(ge=1, le=365)] = 45
    """Days without use from which credentials are found; CIS AWS Foundations 2.11 asks for 45."""


class SecurityServices(Model):
    """What detects and checks, delegated to the audit account; `guardrails cost` says each price."""

    guard_duty: GuardDuty | None = None
    """Threat detection over CloudTrail, DNS and flow logs; an empty mapping, `{}`, is enough to have it."""
    config: Config | None = None
    """What resources look like and have looked like, and rules over it; enable its trusted access first."""
    security_hub: SecurityHub | None = None
    """Findings of all services in one place, and checks of every account against standards; they need `config`."""
