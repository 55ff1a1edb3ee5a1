"""The account that manages IAM Identity Center in the management account's stead."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget


@dataclass(frozen=True, kw_only=True)
class IdentityCenterDelegationArgs:
    """The management account and the id of the account that it delegates to."""

    management: AccountTarget
    account_id: str


class IdentityCenterDelegation(pulumi.ComponentResource):
    """Registers the delegated administrator, of which there is one; it can't touch the management account's sets.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
    """

    registration: pulumi.Resource

    def __init__(
        self, name: str, args: IdentityCenterDelegationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("guardrails:organization:IdentityCenterDelegation", name, None, opts)
        self.registration = aws.organizations.DelegatedAdministrator(
            f"{name}-registration",
            account_id=args.account_id,
            service_principal="sso.amazonaws.com",
            opts=args.management.options(self),
        )
        self.register_outputs({})
