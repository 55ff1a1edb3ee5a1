"""What the baseline deploys, as ARN patterns: names start with `guardrails-`, and that prefix is reserved for it."""

from collections.abc import Mapping

from policies.guardrail import Context
from policies.types import Exempt

PREFIX = "guardrails-"
KEY_ALIASES = f"alias/{PREFIX}*"
# The alarms of CIS chapter 5, named by their control.
_CIS_ALARMS = "cis-*"
# The role that CloudFormation makes in each account that it deploys a service-managed stack set to
# (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html).
STACK_SETS = "stacksets-exec-*"
_RESERVED = ":role/aws-reserved/"
ROLE_CHANGES: Mapping[str, tuple[str, ...]] = {
    "iam:*agRole": ("iam:TagRole", "iam:UntagRole"),
    "iam:*tachRolePolicy": ("iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    "iam:CreateRole": ("iam:CreateRole",),
    "iam:DeleteRole*": ("iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy"),
    "iam:PassRole": ("iam:PassRole",),
    "iam:PutRole*": ("iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
    "iam:UpdateAssumeRolePolicy": ("iam:UpdateAssumeRolePolicy",),
    "iam:UpdateRole*": ("iam:UpdateRole", "iam:UpdateRoleDescription"),
}
"""What takes a role over or hands it on: patterns, each with the actions that it covers."""
POLICY_CHANGES: Mapping[str, tuple[str, ...]] = {
    "iam:*agPolicy": ("iam:TagPolicy", "iam:UntagPolicy"),
    "iam:CreatePolicy*": ("iam:CreatePolicy", "iam:CreatePolicyVersion"),
    "iam:DeletePolicy*": ("iam:DeletePolicy", "iam:DeletePolicyVersion"),
    "iam:SetDefaultPolicyVersion": ("iam:SetDefaultPolicyVersion",),
}
"""What changes a managed policy, in the same form."""


def protected_roles(context: Context) -> tuple[str, ...]:
    """The baseline's own roles and every role that a guardrail spares: who could take one over would be spared too.

    Identity Center's roles are left out: they can be changed by AWS alone, IAM answers UnmodifiableEntity to others
    (https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html).
    """
    spared = (*(arn for exempt in Exempt for arn in context.principals(exempt)), *context.exempted)
    roles = (arn for arn in spared if ":role/" in arn and _RESERVED not in arn and f":role/{PREFIX}" not in arn)
    return (context.role(f"{PREFIX}*"), context.role(STACK_SETS), *roles)


def boundary_policies(context: Context) -> str:
    """The managed policies that are the baseline's boundaries."""
    return context.arn("iam", f"policy/{PREFIX}*", region="")


def key_aliases(context: Context) -> str:
    """The aliases of the baseline's keys."""
    return context.arn("kms", KEY_ALIASES)


def archive(context: Context) -> tuple[str, ...]:
    """The buckets of the archive, its access logs and Config's items, their objects, and objects by any access point.

    By an access point a request has the access point's ARN as its resource, whichever bucket is behind it
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
    """
    names = (context.bucket, context.access_logs, context.config_bucket)
    buckets = [context.arn("s3", name, region="", account="") for name in names if name]
    points = context.arn("s3", "accesspoint/*", account=context.log_archive)
    return (*buckets, *(f"{bucket}/*" for bucket in buckets), points)


def alerting(context: Context) -> tuple[str, ...]:
    """What carries an alert: alarms, log groups with their streams, topics, queues, rules, buses, chat, webhooks.

    Rules and buses are in every account and region, the default bus among them, alarms and log groups where they count
    a trail, the others in the audit account.
    """
    audit = context.audit
    counting = "*" if context.account_alarms else audit
    return (
        context.arn("chatbot", f"chat-configuration/*/{PREFIX}*", region="", account=audit),
        context.arn("cloudwatch", f"alarm:{_CIS_ALARMS}", account=counting),
        context.arn("cloudwatch", f"alarm:{PREFIX}*", account=audit),
        context.arn("events", f"api-destination/{PREFIX}*", account=audit),
        context.arn("events", f"connection/{PREFIX}*", account=audit),
        context.arn("events", "event-bus/default"),
        context.arn("events", f"event-bus/{PREFIX}*"),
        context.arn("events", f"rule/{PREFIX}*"),
        context.arn("logs", f"log-group:{PREFIX}*", account=counting),
        context.arn("sns", f"{PREFIX}*", account=audit),
        context.arn("sqs", f"{PREFIX}*", account=audit),
    )
