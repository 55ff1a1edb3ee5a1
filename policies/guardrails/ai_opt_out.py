"""AWS's AI services don't learn from the organization's content, nor does any service that AWS adds.

Attached to Root it binds the management account too, which service control policies never do.
"""

from collections.abc import Mapping
from typing import Any

from policies.guardrail import Context, Declaration, Settings
from policies.types import Bundle, PolicyType, Severity

_NO_CHANGES_BELOW = {"@@operators_allowed_for_child_policies": ["@@none"]}


def content(context: Context, settings: Settings) -> Mapping[str, Any]:
    """Closed on each level: policies below can neither opt in again nor name single services."""
    del context, settings
    return {
        "services": {
            **_NO_CHANGES_BELOW,
            "default": {**_NO_CHANGES_BELOW, "opt_out_policy": {**_NO_CHANGES_BELOW, "@@assign": "optOut"}},
        }
    }


GUARDRAIL = Declaration(
    title="Opt out of the use of content by AI services",
    rationale="Without it AWS may keep what is sent to its AI services, in other regions too, to improve them.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 AC-21", "NIST 800-53 SC-4"),
    practice="Declarative policies: content isn't used for training",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_all.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html",
    ),
    bundle=Bundle.DECLARATIVE,
    policy_type=PolicyType.AI,
    content=content,
)
