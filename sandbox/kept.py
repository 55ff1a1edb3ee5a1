"""What a change of the stack leaves in AWS by design."""

from collections.abc import Mapping
from typing import Any

_DETECTORS = "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
_HUB_POLICY = "aws:securityhub/configurationPolicy:ConfigurationPolicy"
_HUB_REGIONS = "aws:securityhub/findingAggregator:FindingAggregator"
_TRUSTED = {
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": "guardduty.amazonaws.com",
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": "securityhub.amazonaws.com",
}


def stays(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What a change from one of Pulumi's states to another leaves in AWS, in lines for people; none where nothing."""
    found, on = kept(before, after), left_on(before, after)
    return [
        *(["Kept by design; remove by hand if you must:", *(f"  {one}" for one in found)] if found else []),
        *(["Left on by AWS; docs/security-services.md says how it goes:", *(f"  {one}" for one in on)] if on else []),
    ]


def kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Types and ids of what Pulumi has let go of, between two of its states, and AWS keeps: it was to be retained."""
    left = {(resource["type"], resource.get("id")) for resource in _resources(after)}
    return sorted(
        f"{resource['type']} {resource['id']}"
        for resource in _resources(before)
        if resource.get("custom") and resource.get("retainOnDelete") and (resource["type"], resource["id"]) not in left
    )


def left_on(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What AWS switched on by itself for a service that is gone, between two states, and leaves on.

    docs/security-services.md has the source of each, and how it goes.
    """
    there = {resource["urn"] for resource in _resources(after)}
    gone = {
        resource["type"]: resource.get("inputs", {}) for resource in _resources(before) if resource["urn"] not in there
    }
    words = []
    if _DETECTORS in gone:
        words.append("GuardDuty's detectors of member accounts")
    if gone.get(_HUB_POLICY, {}).get("configurationPolicy", {}).get("serviceEnabled"):
        words.append("Security Hub in member accounts")
    if gone.get(_HUB_REGIONS, {}).get("specifiedRegions"):
        words.append("Security Hub of the audit account outside the home region")
    return words + [
        f"trusted access of {service} in Organizations" for kind, service in _TRUSTED.items() if kind in gone
    ]


def _resources(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return (state.get("deployment") or {}).get("resources") or []
