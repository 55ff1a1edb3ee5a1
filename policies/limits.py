"""AWS's limits as data, each with its source and the day it was read, since they move."""

from dataclasses import dataclass

from policies.types import PolicyType


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number that AWS enforces."""

    value: int
    unit: str
    source: str
    read: str


_ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_IDENTITY_CENTER = "https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html"

SCP_CHARACTERS = Limit(value=10_240, unit="characters", source=_ORGANIZATIONS, read="2026-11-25")
SCPS_PER_TARGET = Limit(value=10, unit="policies", source=_ORGANIZATIONS, read="2026-11-25")
MANAGED_POLICY_CHARACTERS = Limit(value=6_144, unit="characters", source=_IAM, read="2026-11-25")
ROLE_INLINE_CHARACTERS = Limit(value=10_240, unit="characters", source=_IAM, read="2026-11-25")
TRUST_CHARACTERS = Limit(value=2_048, unit="characters", source=_IAM, read="2026-11-25")
PERMISSION_SET_INLINE = Limit(value=10_240, unit="non-white characters", source=_IDENTITY_CENTER, read="2026-11-25")
PERMISSION_SET_POLICIES = Limit(value=20, unit="managed policies", source=_IDENTITY_CENTER, read="2026-11-25")
CHARACTERS: dict[PolicyType, Limit] = {
    PolicyType.SCP: SCP_CHARACTERS,
    PolicyType.RCP: Limit(value=5_120, unit="characters", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.EC2: Limit(value=10_000, unit="characters", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.S3: Limit(value=10_000, unit="characters", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.AI: Limit(value=2_500, unit="characters", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.TAG: Limit(value=10_000, unit="characters", source=_ORGANIZATIONS, read="2026-11-25"),
}
"""What one policy may hold, white space included."""
PLACES: dict[PolicyType, Limit] = {
    PolicyType.SCP: SCPS_PER_TARGET,
    PolicyType.RCP: Limit(value=5, unit="policies", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.EC2: Limit(value=10, unit="policies", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.S3: Limit(value=10, unit="policies", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.AI: Limit(value=5, unit="policies", source=_ORGANIZATIONS, read="2026-11-25"),
    PolicyType.TAG: Limit(value=10, unit="policies", source=_ORGANIZATIONS, read="2026-11-25"),
}
"""How many policies a root, unit or account takes, AWS's own included."""
