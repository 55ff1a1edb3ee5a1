"""Root use, heard from every account and region."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.event_forwarding import Forwarding, forward
from components.target import AccountTarget
from policies import names
from policies.root_events import (
    forwarder_permissions,
    forwarder_trust,
    hub_bus_arn,
    hub_bus_policy,
    root_event_pattern,
)


@dataclass(frozen=True, kw_only=True)
class RootHubArgs:
    """The audit account, the hub's region, the organization that may put events (else the account), and the topic."""

    audit: AccountTarget
    partition: str
    region: str
    organization: str | None
    topic_arn: pulumi.Input[str]


class RootHub(pulumi.ComponentResource):
    """The bus in the audit account on which every account's root events end, and the rule that writes the message."""

    bus_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RootHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:RootHub", name, None, opts)
        options = args.audit.options(self)
        bus = aws.cloudwatch.EventBus(f"{name}-bus", name=names.ROOT_HUB_BUS, opts=options)
        policy = aws.cloudwatch.EventBusPolicy(
            f"{name}-policy",
            event_bus_name=bus.name,
            policy=hub_bus_policy(args.partition, args.region, args.audit.id, args.organization).json(),
            opts=options,
        )
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=names.ROOT_RULE,
            description="Root was used in an account of the organization",
            event_bus_name=bus.name,
            event_pattern=root_event_pattern(),
            opts=options,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-topic",
            rule=rule.name,
            event_bus_name=bus.name,
            target_id="alerts",
            arn=args.topic_arn,
            input_transformer=aws.cloudwatch.EventTargetInputTransformerArgs(
                input_paths={
                    "account": "$.account",
                    "event": "$.detail.eventName",
                    "region": "$.region",
                    "source": "$.detail.sourceIPAddress",
                    "time": "$.time",
                },
                input_template='"Root of account <account> called <event> in <region> at <time> from <source>. '
                'If nobody announced it, treat it as an intrusion."',
            ),
            opts=options,
        )
        # Whoever forwards waits for the policy.
        self.bus_arn = pulumi.Output.all(bus.arn, policy.id).apply(lambda ids: ids[0])
        self.register_outputs({"busArn": self.bus_arn})


@dataclass(frozen=True, kw_only=True)
class RootForwarderArgs:
    """One account, the regions to listen in (the global one included), and the hub."""

    target: AccountTarget
    partition: str
    regions: tuple[str, ...]
    home_region: str
    audit: str
    boundary_arn: pulumi.Input[str]


class RootForwarder(pulumi.ComponentResource):
    """A rule in every region of an account that sends root events to the hub, and the role that puts them there."""

    role_arn: pulumi.Output[str]
    rule_arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: RootForwarderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:RootForwarder", name, None, opts)
        hub = hub_bus_arn(args.partition, args.home_region, args.audit)
        options = args.target.options(self)
        role = aws.iam.Role(
            f"{name}-role",
            name=names.ROOT_FORWARDER_ROLE,
            assume_role_policy=forwarder_trust(args.target.id).json(),
            permissions_boundary=args.boundary_arn,
            opts=options,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="put-on-hub",
            role=role.name,
            policy=forwarder_permissions(hub).json(),
            opts=options,
        )
        # Whoever forwards by it waits for its permissions.
        self.role_arn = pulumi.Output.all(role.arn, permissions.id).apply(lambda ids: ids[0])
        forwarding = Forwarding(
            target=args.target,
            rule=names.ROOT_RULE,
            description="Root was used in this account",
            pattern=root_event_pattern(),
            hub_arn=hub,
            role_arn=role.arn,
        )
        self.rule_arns = forward(self, name, forwarding, args.regions, after=[permissions])
        self.register_outputs({"roleArn": self.role_arn, "ruleArns": self.rule_arns})
