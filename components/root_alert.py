"""Root use, heard from every account and region, and on the same way what AWS's services found there."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.event_forwarding import Forwarding, forward
from components.hub_rule import Hub, hub_rule
from components.own_role import OwnRole, able, own_role
from components.target import AccountTarget
from policies import names
from policies.hub import forwarder_permissions, hub_bus_arn, hub_bus_policy
from policies.hub_rules import PERMANENT_ROOT, ROOT_RULES
from policies.trust import eventbridge_trust


@dataclass(frozen=True, kw_only=True)
class RootHubArgs:
    """What the hub's rules share, its region, and the organization that may put events, else the account."""

    hub: Hub
    region: str
    organization: str | None


class RootHub(pulumi.ComponentResource):
    """The bus in the audit account on which every account's events end, and the rules that write messages about root.

    What root only reads has no rule here: that is RootReads, which tells it once instead of hundreds of times.
    """

    bus_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RootHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:RootHub", name, None, opts)
        hub = args.hub
        options = hub.target.options(self)
        bus = aws.cloudwatch.EventBus(f"{name}-bus", name=names.ROOT_HUB_BUS, opts=options)
        policy = aws.cloudwatch.EventBusPolicy(
            f"{name}-policy",
            event_bus_name=bus.name,
            policy=hub_bus_policy(hub.partition, args.region, hub.target.id, args.organization).json(),
            opts=options,
        )
        for rule in ROOT_RULES:
            # The first rule that there was has no name of its own.
            hub_rule(self, name if rule is PERMANENT_ROOT else f"{name}-{rule.id}", rule, hub, bus)
        # Whoever forwards waits for the policy.
        self.bus_arn = pulumi.Output.all(bus.arn, policy.id).apply(lambda ids: ids[0])
        self.register_outputs({"busArn": self.bus_arn})


@dataclass(frozen=True, kw_only=True)
class RootForwarderArgs:
    """One account, the hub, and of each region to listen in, the global one included, what is sent and the queue."""

    target: AccountTarget
    partition: str
    patterns: Mapping[str, str]
    queue_arns: Mapping[str, pulumi.Input[str]]
    home_region: str
    audit: str
    boundary_arn: pulumi.Input[str]


class RootForwarder(pulumi.ComponentResource):
    """A rule in every region of an account that sends root events and findings to the hub, and the role for it."""

    role_arn: pulumi.Output[str]
    rule_arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: RootForwarderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:RootForwarder", name, None, opts)
        hub = hub_bus_arn(args.partition, args.home_region, args.audit)
        wanted = OwnRole(
            target=args.target,
            name=names.ROOT_FORWARDER_ROLE,
            trust=eventbridge_trust(args.target.id),
            policy="put-on-hub",
            permissions=forwarder_permissions(hub),
            boundary_arn=args.boundary_arn,
        )
        role, permissions = own_role(self, name, wanted)
        self.role_arn = able(role, permissions)
        forwarding = Forwarding(
            target=args.target,
            rule=names.ROOT_RULE,
            description="Root was used in this account, what guards it changed, or a service found something",
            patterns=args.patterns,
            hub_arn=hub,
            role_arn=role.arn,
            queue_arns=args.queue_arns,
        )
        self.rule_arns = forward(self, name, forwarding, after=[permissions])
        self.register_outputs({"roleArn": self.role_arn, "ruleArns": self.rule_arns})
