"""Which alerts reach whom, read from the local AWS: alarms and the hub's rules to addresses, chat and webhooks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.table import Table

from config.models import Stack
from config.problem import counted
from policies.chat import chat_region
from policies.names import ROOT_HUB_BUS, ROOT_RULE, global_region
from sandbox.aws.client import LocalAws


def alerts_wired(stack: Stack, aws: LocalAws) -> Table:
    """Alarms over the trails by who hears them, each rule on the hub, and the rules that send there."""
    home = stack.organization.home_region
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    hears = _hears(aws, home, audit)
    table = Table("alert", "where", "heard by", title="Alerts wired")
    accounts = stack.active_accounts().values()
    alarms = [alarm for account in accounts for alarm in _alarms(aws, home, account.id)]
    for (where, who), count in sorted(Counter((_where(a), _who(hears, a["AlarmActions"])) for a in alarms).items()):
        table.add_row(counted(count, "alarm"), where, who)
    events = aws.client("events", home, audit)
    for rule in events.list_rules(EventBusName=ROOT_HUB_BUS)["Rules"]:
        targets = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=ROOT_HUB_BUS)["Targets"]
        table.add_row(rule["Name"], "the hub", _who(hears, (target["Arn"] for target in targets)))
    for region in sorted({*stack.organization.regions, global_region(home)}):
        clients = (aws.client("events", region, account.id) for account in accounts)
        count = sum(bool(client.list_rules(NamePrefix=ROOT_RULE)["Rules"]) for client in clients)
        table.add_row("root use", f"{region}: {count} of {len(accounts)} accounts", "the hub")
    return table


def _alarms(aws: LocalAws, home: str, account: str) -> list[Mapping[str, Any]]:
    pages = aws.client("cloudwatch", home, account).get_paginator("describe_alarms").paginate()
    return [alarm for page in pages for alarm in page["MetricAlarms"]]


def _hears(aws: LocalAws, home: str, audit: str) -> dict[str, list[str]]:
    """Who hears, by the ARN of the topic or API destination."""
    found: dict[str, list[str]] = {}
    for subscription in aws.client("sns", home, audit).list_subscriptions()["Subscriptions"]:
        if subscription["Protocol"] == "email":
            waits = not subscription["SubscriptionArn"].startswith("arn:")
            text = f"{subscription['Endpoint']}{' (to be confirmed)' if waits else ''}"
            found.setdefault(subscription["TopicArn"], []).append(text)
    for who, topics in _chats(aws, home, audit):
        for topic in topics:
            found.setdefault(topic, []).append(who)
    for destination in aws.client("events", home, audit).list_api_destinations()["ApiDestinations"]:
        found[destination["ApiDestinationArn"]] = [f"webhook {destination['Name']}"]
    return found


def _chats(aws: LocalAws, home: str, audit: str) -> Iterator[tuple[str, list[str]]]:
    """Each channel of a chat application, and the ARNs of the topics that it shows."""
    client = aws.client("chatbot", chat_region(home), audit)
    for channel in client.describe_slack_channel_configurations()["SlackChannelConfigurations"]:
        yield f"Slack {channel['SlackChannelId']}", channel["SnsTopicArns"]
    for channel in client.list_microsoft_teams_channel_configurations()["TeamChannelConfigurations"]:
        yield f"Teams {channel['ConfigurationName']}", channel["SnsTopicArns"]


def _where(alarm: Mapping[str, Any]) -> str:
    """What an alarm watches: AWS's own metrics are those of the queues; by an account's key one over its own trail."""
    if alarm["Namespace"].startswith("AWS/"):
        return "what could not be delivered"
    own = alarm["AlarmName"] != alarm["MetricName"] and not alarm["Dimensions"]
    return "each account, through its own trail" if own else "every account, through the trail"


def _who(hears: dict[str, list[str]], arns: Iterable[str]) -> str:
    return ", ".join(sorted({who for arn in arns for who in hears.get(arn, ())})) or "nobody"
