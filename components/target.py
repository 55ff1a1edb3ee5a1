"""Where a component deploys: one account, through the provider that was made for it and no other."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from config.models import Account, Stack
from policies.names import role_arn


@dataclass(frozen=True, kw_only=True)
class AccountTarget:
    """An account and the explicit provider that reaches it."""

    key: str
    id: str
    name: str
    provider: aws.Provider

    def options(self, parent: pulumi.Resource | None = None, **more: Any) -> pulumi.ResourceOptions:  # noqa: ANN401
        """Options of a resource in this account."""
        return pulumi.ResourceOptions.merge(
            pulumi.ResourceOptions(parent=parent, provider=self.provider), pulumi.ResourceOptions(**more)
        )


def account_targets(stack: Stack) -> dict[str, AccountTarget]:
    """One provider per account that answers; each refuses to work in any other account than its own."""
    return {
        key: AccountTarget(key=key, id=account.id, name=account.name, provider=_provider(stack, key, account))
        for key, account in stack.active_accounts().items()
    }


def _provider(stack: Stack, key: str, account: Account) -> aws.Provider:
    home, deployment = stack.organization.home_region, stack.baseline.deployment
    role = aws.ProviderAssumeRoleArgs(
        role_arn=role_arn(home, account.id, deployment.role_name), session_name="guardrails"
    )
    return aws.Provider(
        key,
        region=home,
        allowed_account_ids=[account.id],
        assume_roles=None if key == stack.organization.management_account else [role],
        default_tags=aws.ProviderDefaultTagsArgs(tags={"managed-by": "guardrails", "guardrails-stack": stack.name}),
    )
