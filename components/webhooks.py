"""Alerts for other tools: API destinations, the role that calls them, and the alarms' way to them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.own_role import OwnRole, able, own_role
from components.target import AccountTarget
from config.alerts import Webhook
from policies import names
from policies.trust import eventbridge_trust
from policies.webhooks import caller_permissions


@dataclass(frozen=True, kw_only=True)
class WebhooksArgs:
    """The audit account and the endpoints by their channels' keys."""

    target: AccountTarget
    partition: str
    region: str
    boundary_arn: pulumi.Input[str]
    webhooks: Mapping[str, Webhook]


class Webhooks(pulumi.ComponentResource):
    """One API destination for each endpoint.

    Its connection is made beforehand by `guardrails alerts connect`: EventBridge takes a secret only as a value, which
    would then stand in Pulumi's state. It keeps the value in Secrets Manager
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html).
    """

    destinations: dict[str, pulumi.Output[str]]
    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: WebhooksArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:Webhooks", name, None, opts)
        options = args.target.options(self)
        self.destinations = {
            key: aws.cloudwatch.EventApiDestination(
                f"{name}-{key}",
                name=f"guardrails-{key}",
                description="Hears alerts of the baseline",
                connection_arn=webhook.connection,
                invocation_endpoint=webhook.url,
                http_method="POST",
                invocation_rate_limit_per_second=10,
                opts=options,
            ).arn
            for key, webhook in args.webhooks.items()
        }
        wanted = OwnRole(
            target=args.target,
            name=names.WEBHOOK_ROLE,
            description="Calls the webhooks that hear alerts",
            trust=eventbridge_trust(args.target.id),
            policy="call",
            permissions=caller_permissions(args.partition, args.region, args.target.id, tuple(args.webhooks)),
            boundary_arn=args.boundary_arn,
        )
        self.role_arn = able(*own_role(self, name, wanted))
        self.register_outputs({"roleArn": self.role_arn})
