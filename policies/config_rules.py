"""The managed rules of AWS Config that watch identities: what IAM should look like in every account.

https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from policies.baseline_resources import PREFIX

# What CIS AWS Foundations 7.0.0, 2.8 and 2.9, asks of passwords; their age is left open, as in 2.8's rationale.
_PASSWORDS = {
    "MinimumPasswordLength": "14",
    "PasswordReusePrevention": "24",
    "RequireLowercaseCharacters": "true",
    "RequireNumbers": "true",
    "RequireSymbols": "true",
    "RequireUppercaseCharacters": "true",
}


@dataclass(frozen=True, kw_only=True)
class ManagedRule:
    """A rule by AWS's identifier, what it says, and its parameters, which are texts."""

    identifier: str
    says: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    partitions: tuple[str, ...] = ("aws", "aws-cn", "aws-us-gov")
    """Where AWS has the rule."""

    @property
    def name(self) -> str:
        """The baseline's name of the rule."""
        return f"{PREFIX}{self.identifier.lower().replace('_', '-')}"

    @property
    def input(self) -> str | None:
        """The parameters as AWS takes them."""
        return json.dumps(dict(self.parameters), sort_keys=True, separators=(",", ":")) if self.parameters else None


def identity_rules(partition: str, *, key_days: int, unused_days: int) -> tuple[ManagedRule, ...]:
    """The rules of a partition: access keys are rotated after `key_days`, credentials used within `unused_days`."""
    rules = (
        ManagedRule(
            identifier="ROOT_ACCOUNT_MFA_ENABLED",
            says="The root user has MFA, or no password",
            partitions=("aws",),
        ),
        ManagedRule(
            identifier="ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
            says="The root user's MFA is a device, or there is no password",
            partitions=("aws",),
        ),
        ManagedRule(identifier="IAM_ROOT_ACCESS_KEY_CHECK", says="The root user has no access key"),
        ManagedRule(identifier="MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", says="Every user with a password has MFA"),
        ManagedRule(identifier="IAM_USER_MFA_ENABLED", says="Every user has MFA"),
        ManagedRule(
            identifier="ACCESS_KEYS_ROTATED",
            says=f"No access key is older than {key_days} days",
            parameters={"maxAccessKeyAge": str(key_days)},
        ),
        ManagedRule(
            identifier="IAM_USER_UNUSED_CREDENTIALS_CHECK",
            says=f"No password or access key is unused for {unused_days} days",
            parameters={"maxCredentialUsageAge": str(unused_days)},
        ),
        ManagedRule(identifier="IAM_PASSWORD_POLICY", says="Passwords are long and not reused", parameters=_PASSWORDS),
        ManagedRule(identifier="IAM_NO_INLINE_POLICY_CHECK", says="No user, group or role has an inline policy"),
        ManagedRule(
            identifier="IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", says="No policy of the account allows everything"
        ),
        ManagedRule(identifier="IAM_USER_GROUP_MEMBERSHIP_CHECK", says="Every user is in a group"),
    )
    return tuple(rule for rule in rules if partition in rule.partitions)
