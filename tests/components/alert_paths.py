"""Walks every alarm and rule to whoever hears of it: target, topic, key, subscriber; or target, webhook, connection."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from config.models import Stack
from policies.names import partition
from review.recorder import Graph, Resource
from tests.components.event_samples import samples_of
from tests.components.tokens import (
    ALARM,
    BUS,
    CHAT,
    DESTINATION,
    FILTER,
    KEY,
    PROVIDER,
    RULE,
    SUBSCRIPTION,
    TARGET,
    TEAMS,
    TOPIC,
    TOPIC_POLICY,
)
from tests.components.undelivered_invariants import SQS

PUBLISHERS = {"cloudwatch.amazonaws.com", "events.amazonaws.com"}
# What EventBridge publishes carries none of these
# (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
NOT_CARRIED = {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"}
SCHEMA = ("version", "source", "content")


def arn(resource: Resource) -> str:
    """The ARN that the recorder gives a resource."""
    return f"arn:aws:mock:::{resource.type.rsplit(':', 1)[-1]}/{resource.name}"


def alerts_are_heard(graph: Graph, stack: Stack) -> list[str]:
    """Why an alarm or a rule is not heard, in words; nothing where each ends at a person or at their tool."""
    walk = Walk(graph, stack)
    why = [found for rule in graph.of_type(RULE) for found in walk.rule(rule)]
    return why + [found for alarm in graph.of_type(ALARM) for found in walk.alarm(alarm)]


@dataclass(frozen=True)
class Walk:
    """One graph, followed link by link."""

    graph: Graph
    stack: Stack

    def alarm(self, alarm: Resource) -> Iterator[str]:
        """From the metric that something writes to the topics."""
        metric = alarm.inputs["metricName"], alarm.inputs["namespace"]
        written = (f.inputs["metricTransformation"] for f in self.graph.of_type(FILTER))
        if metric[1] != SQS and metric not in {(one["name"], one["namespace"]) for one in written}:
            yield f"{alarm.name} watches a metric that nothing writes"
        for topic in alarm.inputs.get("alarmActions", ()):
            yield from self.topic(topic)

    def rule(self, rule: Resource, seen: tuple[str, ...] = ()) -> Iterator[str]:
        """From a rule to its targets, over buses."""
        targets = [target for target in self.graph.of_type(TARGET) if _belongs(target, rule)]
        if not targets:
            yield f"{rule.name} has no target"
        for target in targets:
            buses = [bus for bus in self.graph.of_type(BUS) if target.inputs["arn"] == self._bus_arn(bus)]
            webhooks = [one for one in self.graph.of_type(DESTINATION) if target.inputs["arn"] == arn(one)]
            if buses or webhooks:
                if not target.inputs.get("roleArn"):
                    yield f"{target.name} has no role to put events with"
                yield from self._onwards(rule, buses[0], seen) if buses else self._webhook(webhooks[0])
            else:
                yield from self.topic(target.inputs["arn"])
                yield from self._form(target)

    def topic(self, topic_arn: str) -> Iterator[str]:
        """From a topic to its subscribers, by a key and a policy that let every publisher publish."""
        topics = [topic for topic in self.graph.of_type(TOPIC) if arn(topic) == topic_arn]
        if not topics:
            yield f"{topic_arn} is no topic"
        for topic in topics:
            if not self._listeners(topic_arn):
                yield f"{topic.name} has no subscription"
            keys = [key for key in self.graph.of_type(KEY) if arn(key) == topic.inputs.get("kmsMasterKeyId")]
            if not keys:
                yield f"{topic.name} is not encrypted with a key of the stack"
            if any(not admits(key, {"kms:Decrypt", "kms:GenerateDataKey*"}) for key in keys):
                yield f"{topic.name}'s key does not admit the publishers"
            policies = [p for p in self.graph.of_type(TOPIC_POLICY) if p.inputs.get("arn") == topic_arn]
            if not any(admits(policy, {"sns:Publish"}) for policy in policies):
                yield f"{topic.name}'s policy does not admit the publishers"

    def _listeners(self, topic_arn: str) -> list[Resource]:
        """People: the drill's queue is nobody."""
        mail = [
            subscription
            for subscription in self.graph.of_type(SUBSCRIPTION)
            if subscription.inputs.get("topic") == topic_arn
            and subscription.inputs.get("protocol") == "email"
            and subscription.inputs.get("endpoint")
        ]
        return mail + self._shown(topic_arn)

    def _shown(self, topic_arn: str) -> list[Resource]:
        chats = (*self.graph.of_type(CHAT), *self.graph.of_type(TEAMS))
        return [chat for chat in chats if topic_arn in chat.inputs.get("snsTopicArns", ())]

    def _form(self, target: Resource) -> Iterator[str]:
        """Amazon Q drops what isn't in its schema; people read text."""
        template = target.inputs.get("inputTransformer", {}).get("inputTemplate", "null")
        said = [json.loads(line) for line in template.splitlines()]
        wanted = "custom JSON" if self._shown(target.inputs["arn"]) else "text"
        if wanted == "text" and not all(isinstance(line, str) for line in said):
            yield f"{target.name} is not text"
        if wanted != "text" and not all(isinstance(said[0], dict) and key in said[0] for key in SCHEMA):
            yield f"{target.name} is not {wanted}"

    def _onwards(self, rule: Resource, bus: Resource, seen: tuple[str, ...]) -> Iterator[str]:
        followers = [
            other
            for other in self.graph.of_type(RULE)
            if other.inputs.get("eventBusName") == bus.inputs["name"]
            and samples_of(other.inputs["eventPattern"]) & samples_of(rule.inputs["eventPattern"])
        ]
        heard = frozenset().union(*(samples_of(other.inputs["eventPattern"]) for other in followers))
        if not samples_of(rule.inputs["eventPattern"]) <= heard or not followers or bus.urn in seen:
            yield f"{rule.name} ends on {bus.name}"
            return
        for follower in followers:
            yield from self.rule(follower, (*seen, bus.urn))

    def _webhook(self, destination: Resource) -> Iterator[str]:
        known = {webhook.connection for _, webhook in self.stack.baseline.alerts.any_webhooks()}
        if destination.inputs.get("connectionArn") not in known:
            yield f"{destination.name} signs in by no connection of the configuration"

    def _bus_arn(self, bus: Resource) -> str:
        through = next(p for p in self.graph.of_type(PROVIDER) if p.urn == bus.provider.rsplit("::", 1)[0])
        (account,) = json.loads(through.inputs["allowedAccountIds"])
        home = self.stack.organization.home_region
        return f"arn:{partition(home)}:events:{home}:{account}:event-bus/{bus.inputs['name']}"


def admits(resource: Resource, actions: set[str]) -> bool:
    """Whether every publisher may do this, EventBridge without a condition that it can't meet."""
    admitted = set()
    for statement in json.loads(resource.inputs["policy"])["Statement"]:
        services = statement["Principal"].get("Service", ()) if isinstance(statement["Principal"], dict) else ()
        services = {services} if isinstance(services, str) else set(services)
        conditions = statement.get("Condition", {}).values()
        if NOT_CARRIED & {key.lower() for keys in conditions for key in keys}:
            services.discard("events.amazonaws.com")
        found = statement["Action"]
        if statement["Effect"] == "Allow" and actions <= ({found} if isinstance(found, str) else set(found)):
            admitted |= services
    return admitted >= PUBLISHERS


def _belongs(target: Resource, rule: Resource) -> bool:
    same = all(target.inputs.get(key) == rule.inputs.get(key) for key in ("region", "eventBusName"))
    return same and rule.urn in target.dependencies and target.provider == rule.provider
