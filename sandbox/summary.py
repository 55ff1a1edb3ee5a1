"""What the demo shows at its end, read from the local AWS and from Pulumi's state."""

import json
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from config.models import Stack
from config.plan import policies
from policies.limits import CHARACTERS, PLACES
from policies.names import global_region
from policies.organization import PREFIX
from sandbox.alert_summary import alerts_wired
from sandbox.aws.client import LocalAws


def show(console: Console, stack: Stack, aws: LocalAws, state: str) -> None:
    """Print accounts with their resources, guardrails per target with the characters they use, and the alerts.

    A stand-alone account has no guardrails.
    """
    console.print(_accounts(stack, state))
    if not stack.standalone:
        console.print(_guardrails(stack, aws))
    console.print(alerts_wired(stack, aws))


def _accounts(stack: Stack, state: str) -> Table:
    """Resources by the provider that made them; a provider's name is its account's key."""
    resources = json.loads(state)["deployment"]["resources"]
    owners = Counter(r["provider"].split("::")[-2] for r in resources if r["type"].startswith("aws:"))
    table = Table("account", "id", "unit", "state", "resources", title="Accounts")
    for key, account in stack.baseline.accounts.items():
        account_state = stack.snapshot.accounts[account.id].state.value
        table.add_row(key, account.id, account.organizational_unit, account_state, str(owners.get(key, 0)))
    return table


def _guardrails(stack: Stack, aws: LocalAws) -> Table:
    """The policies that AWS lists for every target, by type, beside what the configuration put there."""
    wanted = policies(stack)
    ours = {policy.name for policy in wanted}
    client = aws.client("organizations", global_region(stack.organization.home_region))
    table = Table("target", "guardrails: characters", "attached by others", "places", title="Organization policies")
    for target in ("Root", *sorted(stack.snapshot.organizational_units)):
        for policy_type in sorted({policy.policy_type for policy in wanted}):
            found = client.list_policies_for_target(TargetId=stack.target_id(target), Filter=policy_type.value)
            ids = {policy["Name"]: policy["Id"] for policy in found["Policies"]}
            sizes = {name: _size(client, ids[name]) for name in sorted(ours & set(ids))}
            if not sizes:
                continue
            table.add_row(
                target,
                "\n".join(
                    f"{name.removeprefix(PREFIX)}: {size} of {CHARACTERS[policy_type].value}"
                    for name, size in sizes.items()
                ),
                ", ".join(sorted(name for name in ids if name not in ours)) or "-",
                f"{len(ids)} of {PLACES[policy_type].value}",
            )
    return table


def _size(client: Any, policy: str) -> int:  # noqa: ANN401
    return len(client.describe_policy(PolicyId=policy)["Policy"]["Content"])
