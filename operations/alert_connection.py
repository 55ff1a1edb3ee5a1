"""Connections of webhooks: what signs EventBridge in, put there by hand so that Pulumi never sees it."""

from typing import Any

import boto3

from config.models import Stack
from operations.aws import client

PREFIX = "guardrails-"


def connection(session: boto3.Session, stack: Stack, name: str) -> str | None:
    """ARN of the connection of a channel, None where there is none. Raises botocore's exceptions."""
    events = client(session, "events", stack.organization.home_region)
    try:
        return events.describe_connection(Name=f"{PREFIX}{name}")["ConnectionArn"]
    except events.exceptions.ResourceNotFoundException:
        return None


def connect(session: boto3.Session, stack: Stack, name: str, header: str, secret: str) -> str:
    """Make the connection, or give it another secret, and return its ARN; EventBridge keeps it in Secrets Manager.

    Raises botocore's exceptions.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
    """
    events = client(session, "events", stack.organization.home_region)
    wanted: dict[str, Any] = {
        "Name": f"{PREFIX}{name}",
        "AuthorizationType": "API_KEY",
        "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": header, "ApiKeyValue": secret}},
    }
    if connection(session, stack, name) is None:
        return events.create_connection(**wanted)["ConnectionArn"]
    return events.update_connection(**wanted)["ConnectionArn"]
