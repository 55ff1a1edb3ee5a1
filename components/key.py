"""Keys of the baseline: each has an alias, by which the guardrails know it as theirs."""

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.document import Document


def baseline_key(
    name: str,
    *,
    alias: str,
    description: str,
    policy: Document,
    target: AccountTarget,
    parent: pulumi.Resource,
    protect: bool = False,
) -> aws.kms.Key:
    """A key with yearly rotation that outlives the stack, and its alias, `alias` of policies.names.

    protectBaseline and logArchive deny changes to keys with such an alias (kms:ResourceAliases), so that a key without
    one would be nobody's.
    """
    options = target.options(parent, protect=protect, retain_on_delete=True)
    key = aws.kms.Key(name, description=description, enable_key_rotation=True, policy=policy.json(), opts=options)
    aws.kms.Alias(f"{name}-alias", name=alias, target_key_id=key.id, opts=options)
    return key
