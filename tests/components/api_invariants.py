"""Names and texts that AWS's APIs would refuse, by botocore's description of them."""

import re
from collections.abc import Iterator
from functools import cache

import botocore.session

from config.models import Stack
from review.recorder import Graph
from tests.components.tokens import ALARM, BUS, FILTER, KEY, POLICY, ROLE, ROLE_POLICY, RULE, SCP, TARGET, USER

# What AWS itself checks of a name or a text, by botocore's description of the API.
SHAPES = (
    (RULE, "name", "events", "PutRule", "Name"),
    (RULE, "description", "events", "PutRule", "Description"),
    (RULE, "eventPattern", "events", "PutRule", "EventPattern"),
    (RULE, "state", "events", "PutRule", "State"),
    (BUS, "name", "events", "CreateEventBus", "Name"),
    (ALARM, "name", "cloudwatch", "PutMetricAlarm", "AlarmName"),
    (ALARM, "alarmDescription", "cloudwatch", "PutMetricAlarm", "AlarmDescription"),
    (ALARM, "metricName", "cloudwatch", "PutMetricAlarm", "MetricName"),
    (ALARM, "namespace", "cloudwatch", "PutMetricAlarm", "Namespace"),
    (ALARM, "comparisonOperator", "cloudwatch", "PutMetricAlarm", "ComparisonOperator"),
    (ALARM, "statistic", "cloudwatch", "PutMetricAlarm", "Statistic"),
    (FILTER, "name", "logs", "PutMetricFilter", "filterName"),
    (FILTER, "pattern", "logs", "PutMetricFilter", "filterPattern"),
    ("aws:cloudwatch/logGroup:LogGroup", "name", "logs", "CreateLogGroup", "logGroupName"),
    (ROLE, "name", "iam", "CreateRole", "RoleName"),
    (ROLE, "assumeRolePolicy", "iam", "CreateRole", "AssumeRolePolicyDocument"),
    (USER, "name", "iam", "CreateUser", "UserName"),
    (ROLE_POLICY, "name", "iam", "PutRolePolicy", "PolicyName"),
    (ROLE_POLICY, "policy", "iam", "PutRolePolicy", "PolicyDocument"),
    (POLICY, "name", "iam", "CreatePolicy", "PolicyName"),
    (POLICY, "description", "iam", "CreatePolicy", "Description"),
    (POLICY, "policy", "iam", "CreatePolicy", "PolicyDocument"),
    (SCP, "name", "organizations", "CreatePolicy", "Name"),
    (SCP, "description", "organizations", "CreatePolicy", "Description"),
    (SCP, "type", "organizations", "CreatePolicy", "Type"),
    (KEY, "description", "kms", "CreateKey", "Description"),
    (KEY, "policy", "kms", "CreateKey", "Policy"),
    ("aws:account/alternativeContact:AlternativeContact", "name", "account", "PutAlternateContact", "Name"),
    ("aws:account/alternativeContact:AlternativeContact", "title", "account", "PutAlternateContact", "Title"),
    (
        "aws:account/alternativeContact:AlternativeContact",
        "phoneNumber",
        "account",
        "PutAlternateContact",
        "PhoneNumber",
    ),
)
TARGET_SHAPES = (("targetId", "Id"), ("arn", "Arn"))


@cache
def _service(name: str) -> object:
    return botocore.session.get_session().get_service_model(name)


def names_fit_the_api(graph: Graph, stack: Stack) -> list[str]:
    del stack
    why = []
    for token, key, service, operation, member in SHAPES:
        shape = _service(service).operation_model(operation).input_shape.members[member]
        why += _misfits(graph, token, key, shape)
    target = _service("events").shape_for("Target")
    for key, member in TARGET_SHAPES:
        why += _misfits(graph, TARGET, key, target.members[member])
    return why


def _misfits(graph: Graph, token: str, key: str, shape: object) -> Iterator[str]:
    for resource in graph.of_type(token):
        if (value := resource.inputs.get(key)) is None:
            continue
        low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
        pattern, enum = shape.metadata.get("pattern"), getattr(shape, "enum", None)
        if len(value) < low or (high is not None and len(value) > high):
            yield f"{resource.name}: {key} has {len(value)} characters, not {low} to {high}"
        if pattern and not re.fullmatch(pattern, value):
            yield f"{resource.name}: {key} does not match {pattern}"
        if enum and value not in enum:
            yield f"{resource.name}: {key} is none of {enum}"
