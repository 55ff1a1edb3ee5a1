"""The members' root users in the management account's hands."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.account_options import RootAccess as Settings


@dataclass(frozen=True, kw_only=True)
class RootAccessArgs:
    """The management account and the features that are wanted."""

    management: AccountTarget
    settings: Settings


class RootAccess(pulumi.ComponentResource):
    """Switches on centralised root access; nobody's credentials are removed by it (docs/root-access.md).

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
    """

    def __init__(self, name: str, args: RootAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:RootAccess", name, None, opts)
        wanted = {
            "RootCredentialsManagement": args.settings.manage_credentials,
            "RootSessions": args.settings.sessions,
        }
        aws.iam.OrganizationsFeatures(
            f"{name}-features",
            enabled_features=[feature for feature, on in wanted.items() if on],
            opts=args.management.options(self),
        )
        self.register_outputs({})
