"""Security Hub, run by the audit account for the organization from its home region."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.security_services import SecurityHub as Settings
from policies.names import SECURITY_HUB_POLICY, partition


@dataclass(frozen=True, kw_only=True)
class SecurityHubAccountArgs:
    """The audit account."""

    audit: AccountTarget


class SecurityHubAccount(pulumi.ComponentResource):
    """The audit account's own hub, without standards: the organization's policy brings them.

    It is made before the delegation, which would make it
    (https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html).
    """

    hub: pulumi.Resource

    def __init__(self, name: str, args: SecurityHubAccountArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:security:SecurityHubAccount", name, None, opts)
        self.hub = aws.securityhub.Account(f"{name}-hub", enable_default_standards=False, opts=args.audit.options(self))
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class SecurityHubDelegationArgs:
    """The management account, the id of the audit account, and the hub that comes first."""

    management: AccountTarget
    audit: str
    hub: pulumi.Resource


class SecurityHubDelegation(pulumi.ComponentResource):
    """Makes the audit account Security Hub's administrator; central configuration takes it to the other regions.

    https://docs.aws.amazon.com/securityhub/latest/userguide/start-central-configuration.html
    """

    registration: pulumi.Resource

    def __init__(self, name: str, args: SecurityHubDelegationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:SecurityHubDelegation", name, None, opts)
        self.registration = aws.securityhub.OrganizationAdminAccount(
            f"{name}-registration",
            admin_account_id=args.audit,
            opts=args.management.options(self, depends_on=[args.hub]),
        )
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class SecurityHubOrganizationArgs:
    """The audit account, the regions besides home, and AWS's id of the organization's root.

    `after` is what must be there first: the registration, and the recorders that checks read.
    """

    audit: AccountTarget
    after: Sequence[pulumi.Resource]
    home_region: str
    linked_regions: tuple[str, ...]
    root_id: str
    settings: Settings


class SecurityHubOrganization(pulumi.ComponentResource):
    """One policy at the root: every account, the management account and new ones included, in every region in use.

    Findings of all of them come together in the home region.
    https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
    """

    def __init__(
        self, name: str, args: SecurityHubOrganizationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("guardrails:security:SecurityHubOrganization", name, None, opts)
        aggregator = aws.securityhub.FindingAggregator(
            f"{name}-findings",
            linking_mode="SPECIFIED_REGIONS" if args.linked_regions else "NO_REGIONS",
            specified_regions=list(args.linked_regions) or None,
            opts=args.audit.options(self, depends_on=list(args.after)),
        )
        central = aws.securityhub.OrganizationConfiguration(
            f"{name}-central",
            auto_enable=False,
            auto_enable_standards="NONE",
            organization_configuration=aws.securityhub.OrganizationConfigurationOrganizationConfigurationArgs(
                configuration_type="CENTRAL"
            ),
            opts=args.audit.options(self, depends_on=[aggregator]),
        )
        policy = aws.securityhub.ConfigurationPolicy(
            f"{name}-policy",
            name=SECURITY_HUB_POLICY,
            description="What Security Hub checks in every account",
            configuration_policy=_policy(args),
            opts=args.audit.options(self, depends_on=[central]),
        )
        aws.securityhub.ConfigurationPolicyAssociation(
            f"{name}-root", policy_id=policy.id, target_id=args.root_id, opts=args.audit.options(self)
        )
        self.register_outputs({})


def _policy(args: SecurityHubOrganizationArgs) -> aws.securityhub.ConfigurationPolicyConfigurationPolicyArgs:
    """All controls of the standards, those to come included; nothing at all where the service is to be off."""
    if not args.settings.enabled:
        return aws.securityhub.ConfigurationPolicyConfigurationPolicyArgs(service_enabled=False)
    return aws.securityhub.ConfigurationPolicyConfigurationPolicyArgs(
        service_enabled=True,
        enabled_standard_arns=[
            standard.arn(partition(args.home_region), args.home_region) for standard in sorted(args.settings.standards)
        ],
        security_controls_configuration=aws.securityhub.ConfigurationPolicyConfigurationPolicySecurityControlsConfigurationArgs(
            disabled_control_identifiers=[]
        ),
    )
