"""AWS Config of the organization: what the audit account sees and has checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.own_role import OwnRole, own_role
from components.target import AccountTarget
from policies import names
from policies.config_delivery import aggregator_permissions, aggregator_trust
from policies.config_rules import ManagedRule

# Aggregators and rules are delegated each by its own principal
# (https://docs.aws.amazon.com/config/latest/developerguide/set-up-aggregator-cli.html#register-a-delegated-administrator-cli).
_PRINCIPALS = {"aggregators": "config.amazonaws.com", "rules": "config-multiaccountsetup.amazonaws.com"}


@dataclass(frozen=True, kw_only=True)
class ConfigDelegationArgs:
    """The management account and the id of the audit account."""

    management: AccountTarget
    audit: str


class ConfigDelegation(pulumi.ComponentResource):
    """Makes the audit account Config's administrator, for aggregators and for rules."""

    registrations: Sequence[pulumi.Resource]

    def __init__(self, name: str, args: ConfigDelegationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:ConfigDelegation", name, None, opts)
        self.registrations = [
            aws.organizations.DelegatedAdministrator(
                f"{name}-{what}",
                account_id=args.audit,
                service_principal=principal,
                opts=args.management.options(self),
            )
            for what, principal in _PRINCIPALS.items()
        ]
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class ConfigOrganizationArgs:
    """The audit account, the regions in use, the rules, and the accounts without recorder, which they leave out.

    `after` is what must be there first: the delegation, and the recorders, without which AWS makes no rule.
    """

    audit: AccountTarget
    regions: tuple[str, ...]
    boundary_arn: pulumi.Input[str]
    rules: tuple[ManagedRule, ...]
    excluded: tuple[str, ...]
    delegation: Sequence[pulumi.Resource]
    recorders: Sequence[pulumi.Resource]


class ConfigOrganization(pulumi.ComponentResource):
    """Every account's configuration in one aggregator, and the rules over identities in every account.

    The rules are in the home region, where users, roles and policies are recorded.
    https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
    """

    def __init__(self, name: str, args: ConfigOrganizationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:security:ConfigOrganization", name, None, opts)
        wanted = OwnRole(
            target=args.audit,
            name=names.CONFIG_AGGREGATOR_ROLE,
            trust=aggregator_trust(args.audit.id),
            policy="look-at-organization",
            permissions=aggregator_permissions(),
            boundary_arn=args.boundary_arn,
        )
        role, permissions = own_role(self, name, wanted)
        aws.cfg.ConfigurationAggregator(
            f"{name}-aggregator",
            name=names.CONFIG_AGGREGATOR,
            organization_aggregation_source=aws.cfg.ConfigurationAggregatorOrganizationAggregationSourceArgs(
                regions=list(args.regions), role_arn=role.arn
            ),
            opts=args.audit.options(self, depends_on=[permissions, *args.delegation]),
        )
        for rule in args.rules:
            aws.cfg.OrganizationManagedRule(
                f"{name}-{rule.name}",
                name=rule.name,
                rule_identifier=rule.identifier,
                description=rule.says,
                input_parameters=rule.input,
                excluded_accounts=list(args.excluded) or None,
                opts=args.audit.options(self, depends_on=[*args.delegation, *args.recorders]),
            )
        self.register_outputs({})
