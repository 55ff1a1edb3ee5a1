"""What must hold of every channel and alarm: it is the configuration's own, and an alarm is raised at once."""

from collections.abc import Iterator

from config.alarm_plan import account_alarms, in_account
from config.alerts import Slack
from config.models import Stack
from policies import names
from policies.chat import REGIONS, nothing
from policies.names import partition
from review.recorder import Graph, Resource
from tests.components.tokens import ALARM, CHAT, DESTINATION, ROLE, SUBSCRIPTION, TEAMS

LONGEST = 900
"""Seconds that an alarm may wait: the quarter of an hour in which root's reads are one notice."""


def channels_are_the_configurations(graph: Graph, stack: Stack) -> list[str]:
    """Each address, channel of chat and webhook is that of the stack file, under a name that guardrails protect."""
    alerts = stack.baseline.alerts
    mail = {channel.email for channel in alerts.known().values() if channel.email}
    found = {s.inputs["endpoint"] for s in graph.of_type(SUBSCRIPTION) if s.inputs["protocol"] == "email"}
    why = [f"mail goes to {address}, which the configuration doesn't name" for address in sorted(found - mail)]
    for chat in (*graph.of_type(CHAT), *graph.of_type(TEAMS)):
        why += _chat(graph, stack, chat)
    webhooks = {f"guardrails-{key}": webhook for key, webhook in alerts.any_webhooks()}
    for destination in graph.of_type(DESTINATION):
        wanted = webhooks.get(destination.inputs.get("name"))
        if wanted is None or destination.inputs.get("invocationEndpoint") != wanted.url:
            why.append(f"{destination.name} calls another endpoint than the configuration's")
    return why


def _chat(graph: Graph, stack: Stack, chat: Resource) -> Iterator[str]:
    known = {f"guardrails-{key}": channel.chat for key, channel in stack.baseline.alerts.known().items()}
    wanted = known.get(chat.inputs.get("configurationName"))
    if isinstance(wanted, Slack):
        ids = {"slackTeamId": wanted.workspace, "slackChannelId": wanted.channel}
    else:
        ids = {} if wanted is None else {"tenantId": wanted.tenant, "teamId": wanted.team, "channelId": wanted.channel}
    if not ids or any(chat.inputs.get(key) != value for key, value in ids.items()):
        yield f"{chat.name} is another channel than the configuration's"
    if chat.inputs.get("region") not in REGIONS:
        yield f"{chat.name} is in a region without the service's API"
    roles = {
        f"arn:aws:mock:::Role/{role.name}" for role in graph.of_type(ROLE) if role.inputs["name"] == names.CHAT_ROLE
    }
    denied = [nothing(partition(stack.organization.home_region))]
    if chat.inputs.get("iamRoleArn") not in roles or chat.inputs.get("guardrailPolicyArns") != denied:
        yield f"{chat.name} may do something in AWS"


def alarms_are_raised_at_once(graph: Graph, stack: Stack) -> list[str]:
    """By the first period that reaches the configured number of records, which the statistic must be able to count."""
    numbers = {alarm.name: threshold for alarm, threshold in stack.baseline.alarms.wanted()}
    numbers |= {
        in_account(stack, key, alarm).name: threshold
        for key in stack.active_accounts()
        for alarm, threshold in account_alarms(stack)
    }
    return [why for alarm in graph.of_type(ALARM) for why in _late(alarm, numbers)]


def _late(alarm: Resource, numbers: dict[str, int]) -> Iterator[str]:
    wanted = numbers.get(alarm.inputs["name"], 1)
    if alarm.inputs.get("threshold") != wanted:
        yield f"{alarm.name} has not the configured threshold {wanted}"
    if alarm.inputs.get("statistic") != ("Maximum" if wanted == 1 else "Sum"):
        yield f"{alarm.name} has a statistic that can't count it"
    if alarm.inputs.get("comparisonOperator") != "GreaterThanOrEqualToThreshold":
        yield f"{alarm.name} is not raised by the threshold itself"
    if alarm.inputs.get("evaluationPeriods") != 1 or (alarm.inputs.get("period") or LONGEST + 1) > LONGEST:
        yield f"{alarm.name} is raised too late"
    if alarm.inputs.get("treatMissingData") != "notBreaching":
        yield f"{alarm.name} treats no record as news"
    if not alarm.inputs.get("alarmDescription"):
        yield f"{alarm.name} doesn't say what to do"
