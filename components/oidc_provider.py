"""An account's door for the tokens of one issuer."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget


@dataclass(frozen=True, kw_only=True)
class OidcProviderArgs:
    """The account, the issuer without https://, and the audiences of the tokens that its roles take."""

    target: AccountTarget
    issuer: str
    audiences: tuple[str, ...]


class OidcProvider(pulumi.ComponentResource):
    """The identity provider that the roles of one account share; AWS takes one of each issuer.

    No thumbprint is given: AWS knows the authorities itself
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html).
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: OidcProviderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:machines:OidcProvider", name, None, opts)
        provider = aws.iam.OpenIdConnectProvider(
            f"{name}-provider",
            url=f"https://{args.issuer}",
            client_id_lists=sorted(set(args.audiences)),
            opts=args.target.options(self),
        )
        self.arn = provider.arn
        self.register_outputs({"arn": self.arn})
