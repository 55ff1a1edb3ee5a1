"""No bucket of any account is public: Block Public Access holds for the organization, over what accounts set.

A bucket that must be public belongs behind CloudFront, or into a unit on which this isn't targeted.
"""

from collections.abc import Mapping
from typing import Any

from policies.guardrail import Context, Declaration, Settings
from policies.types import Bundle, PolicyType, Severity


def content(context: Context, settings: Settings) -> Mapping[str, Any]:
    """All four settings at once: AWS takes no single one here."""
    del context, settings
    return {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}


GUARDRAIL = Declaration(
    title="Block public access to S3",
    rationale="Public buckets are the most frequent leak, and each is one wrong click or template away.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 3.1.4", "NIST 800-53 AC-3", "AWS FSBP S3.1", "AWS FSBP S3.8"),
    practice="Declarative policies: no public buckets",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3_syntax.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html",
    ),
    bundle=Bundle.DECLARATIVE,
    policy_type=PolicyType.S3,
    content=content,
)
