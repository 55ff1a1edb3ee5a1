"""What must hold of every trail and of the alarms over accounts' own: records get to the archive, alarms to people."""

import json
from collections.abc import Iterator
from typing import Any

from config.alarm_plan import account_alarms, in_account
from config.models import Stack
from policies import names
from policies.compiled import Compiled
from policies.evaluator import Policies, decide
from policies.examples import FULL, call_of
from policies.guardrail import Request
from policies.names import partition
from policies.types import Urgency
from review.recorder import Graph, Resource
from tests.components.tokens import ALARM, DESTINATION, FILTER, KEY, PROVIDER, RULE, TARGET, TOPIC, TOPIC_POLICY, TRAIL
from tests.policies.event_patterns import matches
from tests.policies.root_records import alarm as alarm_event

BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
SERVICE = "cloudtrail.amazonaws.com"


def account_of(graph: Graph, resource: Resource) -> str:
    """Id of the account that a resource's provider reaches."""
    through = next(p for p in graph.of_type(PROVIDER) if p.urn == resource.provider.rsplit("::", 1)[0])
    (account,) = json.loads(through.inputs["allowedAccountIds"])
    return account


def arn(resource: Resource) -> str:
    """The ARN that the recorder gives a resource."""
    return f"arn:aws:mock:::{resource.type.rsplit(':', 1)[-1]}/{resource.name}"


def lets_in(policy: str, service: str, action: str, resource: str, **context: str) -> bool:
    """Whether a resource's policy lets a service do it on behalf of what it says in the context."""
    request = Request(
        name="asked",
        action=action,
        resource=resource,
        principal=service,
        resource_account="999988887777",
        context={"aws:SecureTransport": "true", **{key.replace("_", ":", 1): value for key, value in context.items()}},
    )
    said = Policies(identity=[FULL], resource=Compiled(json.loads(policy)))
    return decide(call_of(request), said).decision == "Allow"


def trails_reach_the_archive(graph: Graph, stack: Stack) -> list[str]:
    """trail -> bucket and key, whose policies name it where its accounts' records are, and nowhere else."""
    return [why for trail in graph.of_type(TRAIL) for why in _unkept(graph, stack, trail)]


def _unkept(graph: Graph, stack: Stack, trail: Resource) -> Iterator[str]:
    region, organization = stack.organization.home_region, stack.organization.id
    whole, known = trail.inputs["isOrganizationTrail"], stack.baseline.accounts
    account = known[stack.organization.management_account].id if whole else account_of(graph, trail)
    source = {"aws_SourceArn": f"arn:{partition(region)}:cloudtrail:{region}:{account}:trail/{trail.inputs['name']}"}
    bucket = stack.baseline.log_archive.bucket_name
    places = {account: True, **({str(organization): True} if whole else {}), "000000000000": False}
    (policy,) = (p for p in graph.of_type(BUCKET_POLICY) if p.name == "log-archive-policy")
    for place, may in places.items():
        record = f"arn:{partition(region)}:s3:::{bucket}/AWSLogs/{place}/CloudTrail/a.json.gz"
        canned = {"s3_x-amz-acl": "bucket-owner-full-control"}
        if lets_in(policy.inputs["policy"], SERVICE, "s3:PutObject", record, **source, **canned) != may:
            yield f"the archive {'does not let' if may else 'lets'} {trail.name} write below AWSLogs/{place}"
    if not lets_in(
        policy.inputs["policy"], SERVICE, "s3:GetBucketAcl", f"arn:{partition(region)}:s3:::{bucket}", **source
    ):
        yield f"the archive does not let {trail.name} check it"
    keys = [key for key in graph.of_type(KEY) if arn(key) == trail.inputs["kmsKeyId"]]
    if not keys or not lets_in(keys[0].inputs["policy"], SERVICE, "kms:GenerateDataKey", "*", **source):
        yield f"the archive's key does not encrypt for {trail.name}"


def alarms_may_publish(graph: Graph, stack: Stack) -> list[str]:
    """alarm -> each topic's policy and key, which let CloudWatch publish for the alarm's own account."""
    return [why for alarm in graph.of_type(ALARM) for why in _silent(graph, stack, alarm)]


def _silent(graph: Graph, stack: Stack, alarm: Resource) -> Iterator[str]:
    account, region = account_of(graph, alarm), alarm.inputs.get("region") or stack.organization.home_region
    own = f"arn:{partition(region)}:cloudwatch:{region}:{account}:alarm:{alarm.inputs['name']}"
    context = {"aws_SourceArn": own, "aws_SourceAccount": account}
    for topic in (topic for topic in graph.of_type(TOPIC) if arn(topic) in alarm.inputs.get("alarmActions", ())):
        at = f"arn:{partition(region)}:sns:{region}:{account_of(graph, topic)}:{topic.inputs['name']}"
        policies = [p.inputs["policy"] for p in graph.of_type(TOPIC_POLICY) if p.inputs["arn"] == arn(topic)]
        if not any(lets_in(p, "cloudwatch.amazonaws.com", "sns:Publish", at, **context) for p in policies):
            yield f"{topic.name} is closed to {alarm.name}"
        keys = [k.inputs["policy"] for k in graph.of_type(KEY) if arn(k) == topic.inputs.get("kmsMasterKeyId")]
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            if not any(lets_in(key, "cloudwatch.amazonaws.com", action, "*", **context) for key in keys):
                yield f"{topic.name}'s key is closed to {alarm.name}"


def accounts_have_their_alarms(graph: Graph, stack: Stack) -> list[str]:
    """Each account has those of CIS over its own trail, saying whose they are, and nobody else; or all are central."""
    wanted = {
        (stack.baseline.accounts[key].id, own.name): (own, threshold)
        for key in stack.active_accounts()
        for alarm, threshold in account_alarms(stack)
        for own in [in_account(stack, key, alarm)]
    }
    there = {(account_of(graph, alarm), alarm.inputs["name"]): alarm for alarm in graph.of_type(ALARM)}
    why = [f"{name} of {account} is missing" for account, name in sorted(wanted.keys() - there.keys())]
    if wanted:
        why += [
            f"{name} of {account} is heard twice"
            for account, name in sorted(there.keys() - wanted.keys())
            if name.startswith("cis-")
        ]
    for place in wanted.keys() & there.keys():
        why += _other_than_it_should(graph, place[0], there[place], *wanted[place])
    return why


def _other_than_it_should(graph: Graph, account: str, alarm: Resource, own: Any, threshold: int) -> Iterator[str]:
    said = alarm.inputs["alarmDescription"]
    if own.key not in said or account not in said or own.alarm.description not in said:
        yield f"{alarm.name} does not say whose it is"
    if alarm.inputs["threshold"] != threshold:
        yield f"{alarm.name} has another threshold"
    trails = [t for t in graph.of_type(TRAIL) if t.provider == alarm.provider and not t.inputs["isOrganizationTrail"]]
    groups = {g.inputs["name"] for g in graph.of_type(LOG_GROUP) if g.provider == alarm.provider}
    counted = [
        f
        for f in graph.of_type(FILTER)
        if f.provider == alarm.provider and f.inputs["metricTransformation"]["name"] == alarm.inputs["metricName"]
    ]
    written = {f"arn:aws:mock:::LogGroup/{g.name}:*": g.inputs["name"] for g in graph.of_type(LOG_GROUP)}
    into = {written.get(trail.inputs.get("cloudWatchLogsGroupArn", "")) for trail in trails}
    if not any(f.inputs["logGroupName"] in into & groups and f.inputs["pattern"] == own.alarm.pattern for f in counted):
        yield f"{alarm.name} does not count its account's own trail"


def webhooks_hear_alarms(graph: Graph, stack: Stack) -> list[str]:
    """Each alarm over a trail calls each webhook of its urgency once: by a rule of its account, or over the hub."""
    why = []
    topics = {arn(topic): topic.inputs["name"] for topic in graph.of_type(TOPIC)}
    for alarm in (alarm for alarm in graph.of_type(ALARM) if alarm.inputs["namespace"] == "Guardrails"):
        page = names.ALERT_TOPIC in {topics.get(topic) for topic in alarm.inputs.get("alarmActions", ())}
        wanted = sorted(stack.baseline.alerts.webhooks(Urgency.PAGE if page else Urgency.NOTIFY))
        if sorted(_called(graph, stack, alarm)) != wanted:
            why.append(f"{alarm.name} calls {sorted(_called(graph, stack, alarm))}, and {wanted} hear it")
    return why


def _called(graph: Graph, stack: Stack, alarm: Resource) -> Iterator[str]:
    """Channels of the webhooks, each as often as it is called."""
    home, event = stack.organization.home_region, alarm_event(alarm.inputs["name"])
    hub = [rule for rule in graph.of_type(RULE) if rule.inputs.get("eventBusName")]
    for rule in graph.of_type(RULE):
        near = rule.provider == alarm.provider and rule.inputs.get("region") in (None, home)
        if not near or rule in hub or not matches(event, rule.inputs["eventPattern"]):
            continue
        yield from _webhooks(graph, rule)
        if any(
            rule.urn in target.dependencies and ":event-bus/" in target.inputs["arn"]
            for target in graph.of_type(TARGET)
        ):
            for follower in (one for one in hub if matches(event, one.inputs["eventPattern"])):
                yield from _webhooks(graph, follower)


def _webhooks(graph: Graph, rule: Resource) -> Iterator[str]:
    known = {arn(one): one.inputs["name"].removeprefix("guardrails-") for one in graph.of_type(DESTINATION)}
    targets = (target for target in graph.of_type(TARGET) if rule.urn in target.dependencies)
    yield from (known[target.inputs["arn"]] for target in targets if target.inputs["arn"] in known)
