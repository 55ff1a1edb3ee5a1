"""AWS's limits as data, each with its source and the day it was read, since they move."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number that AWS enforces."""

    value: int
    unit: str
    source: str
    read: str


_ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"

SCP_CHARACTERS = Limit(value=10_240, unit="characters", source=_ORGANIZATIONS, read="2026-11-25")
SCPS_PER_TARGET = Limit(value=10, unit="policies", source=_ORGANIZATIONS, read="2026-11-25")
MANAGED_POLICY_CHARACTERS = Limit(value=6_144, unit="characters", source=_IAM, read="2026-11-25")
