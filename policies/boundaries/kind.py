"""The ceilings that principals other than the baseline's own can have."""

from enum import StrEnum


class BoundaryKind(StrEnum):
    """Whom a boundary is for; the value ends the policy's name."""

    DEVELOPER = "developer"
    WORKLOAD = "workload"
    CI = "ci"
    DELEGATED_ADMINISTRATOR = "delegated-administrator"
