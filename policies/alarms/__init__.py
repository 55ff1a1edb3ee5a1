"""The alarms over the organization's trail: every one of CIS AWS Foundations, chapter 5, and what CIS leaves out."""

from policies.alarms.alarm import Alarm
from policies.alarms.beyond_cis import BEYOND_CIS
from policies.alarms.cis import CIS_ACCESS, CIS_ORGANIZATION
from policies.alarms.network import CIS_NETWORK
from policies.alarms.ways_in import WAYS_IN

ALARMS: tuple[Alarm, ...] = (*CIS_ACCESS, *CIS_NETWORK, CIS_ORGANIZATION, *BEYOND_CIS, *WAYS_IN)

__all__ = ["ALARMS", "Alarm"]
