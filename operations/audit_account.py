"""The audit account, where alerts end, and any other account, reached as the deployment reaches them."""

from functools import cache

import boto3

from config.models import Stack
from operations.aws import client, session_of
from policies.names import role_arn


def in_audit_account(session: boto3.Session, stack: Stack) -> boto3.Session:
    """A session of the audit account: the caller's own where it is one, else that of the deployment's role there.

    Raises botocore's exceptions.
    """
    return in_account(session, stack, stack.organization.audit_account, "guardrails-alerts")


def in_account(session: boto3.Session, stack: Stack, key: str, name: str) -> boto3.Session:
    """A session of an account, by its key: the caller's own where it is one, else that of the deployment's role there.

    Raises botocore's exceptions.
    """
    account, home = stack.baseline.accounts[key].id, stack.organization.home_region
    if _account_of(session, home) == account:
        return session
    return assumed(session, home, role_arn(home, account, stack.baseline.deployment.role_name), name)


@cache
def _account_of(session: boto3.Session, region: str) -> str:
    """Asked once: a session's credentials are of one account, and a command may go through all of them."""
    return client(session, "sts", region).get_caller_identity()["Account"]


def assumed(session: boto3.Session, region: str, role: str, name: str) -> boto3.Session:
    """A session of a role, by its ARN. Raises botocore's exceptions."""
    answer = client(session, "sts", region).assume_role(RoleArn=role, RoleSessionName=name, DurationSeconds=3600)
    return session_of(answer["Credentials"])
