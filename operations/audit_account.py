"""The audit account, where alerts end, reached as the deployment reaches it."""

from collections.abc import Mapping
from typing import Any

import boto3

from config.models import Stack
from operations.aws import client
from policies.names import role_arn


def in_audit_account(session: boto3.Session, stack: Stack) -> boto3.Session:
    """A session of the audit account: the caller's own where it is one, else that of the deployment's role there.

    Raises botocore's exceptions.
    """
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    home = stack.organization.home_region
    if client(session, "sts", home).get_caller_identity()["Account"] == audit:
        return session
    return assumed(session, home, role_arn(home, audit, stack.baseline.deployment.role_name), "guardrails-alerts")


def assumed(session: boto3.Session, region: str, role: str, name: str) -> boto3.Session:
    """A session of a role, by its ARN. Raises botocore's exceptions."""
    answer = client(session, "sts", region).assume_role(RoleArn=role, RoleSessionName=name, DurationSeconds=3600)
    return with_credentials(answer["Credentials"])


def with_credentials(credentials: Mapping[str, Any]) -> boto3.Session:
    """A session of what STS handed out."""
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
