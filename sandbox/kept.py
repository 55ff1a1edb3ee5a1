"""What a change of the stack leaves in AWS by design."""

from collections.abc import Mapping
from typing import Any


def kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Types and ids of what Pulumi has let go of, between two of its states, and AWS keeps: it was to be retained."""
    left = {(resource["type"], resource.get("id")) for resource in _resources(after)}
    return sorted(
        f"{resource['type']} {resource['id']}"
        for resource in _resources(before)
        if resource.get("custom") and resource.get("retainOnDelete") and (resource["type"], resource["id"]) not in left
    )


def lines(found: list[str]) -> list[str]:
    """The same in words; nothing where nothing is kept."""
    return ["Kept by design; remove by hand if you must:", *(f"  {line}" for line in found)] if found else []


def _resources(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return (state.get("deployment") or {}).get("resources") or []
