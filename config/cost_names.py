"""The names of the cost profiles, apart from what they set, so that the command's help needs no models."""

from enum import StrEnum


class ProfileName(StrEnum):
    """Ways to set the options that cost something."""

    CORE = "core"
    """Central alarms; Config, Security Hub, GuardDuty, unused access and data events off."""
    CIS_L2 = "cis-l2"
    """Everything that level 2 of CIS AWS Foundations asks for."""
