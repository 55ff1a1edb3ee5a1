"""The security services that the audit account runs for the organization, each off unless the stack file has it."""

from enum import StrEnum

from config.model import Model


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


class SecurityServices(Model):
    """What detects and checks, delegated to the audit account; `guardrails cost` says each price."""

    guard_duty: GuardDuty | None = None
    """Threat detection over CloudTrail, DNS and flow logs; an empty mapping, `{}`, is enough to have it."""
