"""What the demo shows at its end, read from the local AWS and from Pulumi's state."""

import json
from collections import Counter

from rich.console import Console
from rich.table import Table

from config.models import Stack
from config.plan import policies
from policies.limits import SCP_CHARACTERS, SCPS_PER_TARGET
from policies.names import ROOT_RULE, global_region
from sandbox.aws.client import LocalAws


def show(console: Console, stack: Stack, aws: LocalAws, state: str) -> None:
    """Print accounts with their resources, guardrails per target with the characters they use, and the alerts."""
    console.print(_accounts(stack, state))
    console.print(_guardrails(stack, aws))
    console.print(_alerts(stack, aws))


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
    """The policies that AWS lists for every target, beside what the configuration put there."""
    ours = {policy.name for policy in policies(stack)}
    client = aws.client("organizations", global_region(stack.organization.home_region))
    title = f"Service control policies (limit: {SCPS_PER_TARGET.value} of {SCP_CHARACTERS.value} characters each)"
    table = Table("target", "guardrails: characters", "attached by others", "places used", title=title)
    for target in ("Root", *sorted(stack.snapshot.organizational_units)):
        found = client.list_policies_for_target(TargetId=stack.target_id(target), Filter="SERVICE_CONTROL_POLICY")
        names = {policy["Name"]: policy["Id"] for policy in found["Policies"]}
        content = {
            name: client.describe_policy(PolicyId=names[name])["Policy"]["Content"] for name in ours & set(names)
        }
        sized = (f"{name.removeprefix('guardrails-')}: {len(content[name])}" for name in sorted(content))
        others = ", ".join(sorted(name for name in names if name not in ours))
        table.add_row(target, "\n".join(sized) or "-", others or "-", f"{len(names)} of {SCPS_PER_TARGET.value}")
    return table


def _alerts(stack: Stack, aws: LocalAws) -> Table:
    home = stack.organization.home_region
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    topics = aws.client("sns", home, audit).list_subscriptions()["Subscriptions"]
    heard = ", ".join(sorted(s["Endpoint"] for s in topics)) or "nobody"
    table = Table("alert", "where", "heard by", title="Alerts")
    for alarm in aws.client("cloudwatch", home, audit).describe_alarms()["MetricAlarms"]:
        table.add_row(alarm["AlarmName"], "every account, through the organization's trail", heard)
    for region in sorted({*stack.organization.regions, global_region(home)}):
        count = sum(
            bool(aws.client("events", region, account.id).list_rules(NamePrefix=ROOT_RULE)["Rules"])
            for account in stack.active_accounts().values()
        )
        table.add_row("root use", f"{region}: {count} of {len(stack.active_accounts())} accounts", heard)
    return table
