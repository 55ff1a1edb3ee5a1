"""What AWS's services found, written as messages like all else that the hub hears."""

from dataclasses import dataclass

import pulumi

from components.hub_rule import Hub, hub_rule
from components.root_alert import RootHub
from policies.hub_rule import HubRule


@dataclass(frozen=True, kw_only=True)
class FindingHubArgs:
    """What the hub's rules share, the hub itself, and the rules of the services that are heard."""

    hub: Hub
    bus: RootHub
    rules: tuple[HubRule, ...]


class FindingHub(pulumi.ComponentResource):
    """The rules on the hub bus about findings; the accounts' own forwarders of root events send these, too."""

    def __init__(self, name: str, args: FindingHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:FindingHub", name, None, opts)
        for rule in args.rules:
            hub_rule(self, f"{name}-{rule.id}", rule, args.hub, args.bus)
        self.register_outputs({})
