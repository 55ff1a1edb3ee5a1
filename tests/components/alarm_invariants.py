"""What must hold of every alarm over the trail: it counts the trail's records, and wakes or tells whom it should."""

from collections.abc import Iterator

from config.alarm_plan import account_alarms, central_alarms, in_account
from config.models import Stack
from policies import names
from policies.alarms import ALARMS
from review.recorder import Graph, Resource
from tests.components.undelivered_invariants import SQS

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TOPIC = "aws:sns/topic:Topic"
TRAIL = "aws:cloudtrail/trail:Trail"


def filters_of(graph: Graph, alarm: Resource) -> list[Resource]:
    """The metric filters that write the alarm's metric."""
    return [
        f
        for f in graph.of_type(FILTER)
        if f.inputs["metricTransformation"]["name"] == alarm.inputs["metricName"]
        and f.inputs["metricTransformation"]["namespace"] == alarm.inputs["namespace"]
        and f.provider == alarm.provider
    ]


def topic_names(graph: Graph, alarm: Resource) -> list[str]:
    """The physical names of the topics that the alarm publishes on."""
    topics = {f"arn:aws:mock:::Topic/{topic.name}": topic.inputs["name"] for topic in graph.of_type(TOPIC)}
    return [topics.get(arn, arn) for arn in alarm.inputs.get("alarmActions") or ()]


def alarms_count_the_trails_records(graph: Graph, stack: Stack) -> list[str]:
    """alarm -> filter -> log group -> trail; alerts_are_heard follows it to topic, key and subscriber."""
    del stack
    over_trail = (alarm for alarm in graph.of_type(ALARM) if alarm.inputs["namespace"] != SQS)
    return [why for alarm in over_trail for why in _uncounted(graph, alarm)]


def _uncounted(graph: Graph, alarm: Resource) -> Iterator[str]:
    written = {trail.inputs.get("cloudWatchLogsGroupArn") for trail in graph.of_type(TRAIL)}
    groups = {
        (group.inputs["name"], group.provider)
        for group in graph.of_type(LOG_GROUP)
        if f"arn:aws:mock:::LogGroup/{group.name}:*" in written
    }
    for found in filters_of(graph, alarm):
        if (found.inputs["logGroupName"], found.provider) not in groups:
            yield f"{found.name} reads a log group that no trail writes to"
        if found.urn not in alarm.dependencies:
            yield f"{alarm.name} may be made before {found.name}"
    if len(filters_of(graph, alarm)) != 1:
        yield f"{alarm.name} has not one filter"
    if alarm.inputs.get("treatMissingData") != "notBreaching":
        yield f"{alarm.name} treats no record as news"


def severity_decides_the_topic(graph: Graph, stack: Stack) -> list[str]:
    """Every alarm of the catalogue that is switched on is there, and on the topic of its severity alone."""
    deployed = {alarm.inputs["name"]: alarm for alarm in graph.of_type(ALARM)}
    central = {alarm.name: alarm for alarm in ALARMS}
    own = {in_account(stack, key, alarm).name: alarm for key in stack.active_accounts() for alarm in ALARMS}
    wanted = {alarm.name for alarm, _ in central_alarms(stack)} & central.keys()
    wanted |= {name for name, alarm in own.items() if alarm in {alarm for alarm, _ in account_alarms(stack)}}
    why = [f"{name} is missing" for name in sorted(wanted - deployed.keys())]
    for name, alarm in (central | own).items():
        if name in deployed:
            topic = names.ALERT_TOPIC if alarm.pages else names.NOTICE_TOPIC
            chat = [f"{topic}-chat"] if stack.baseline.alerts.chats(alarm.urgency) else []
            if topic_names(graph, deployed[name]) != [topic, *chat]:
                why.append(f"{name} is not on {topic}")
            if name not in wanted:
                why.append(f"{name} is switched off, and there")
    return why
