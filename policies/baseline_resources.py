"""What the baseline deploys, as ARN patterns: names start with `guardrails-`, and that prefix is reserved for it."""

from policies.guardrail import Context
from policies.types import Exempt

PREFIX = "guardrails-"
KEY_ALIASES = f"alias/{PREFIX}*"
# The alarms of CIS chapter 5, named by their control.
_CIS_ALARMS = "cis-*"
# The role that CloudFormation makes in each account that it deploys a service-managed stack set to
# (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html).
_STACK_SETS = "stacksets-exec-*"
_RESERVED = ":role/aws-reserved/"


def protected_roles(context: Context) -> tuple[str, ...]:
    """The baseline's own roles and every role that a guardrail spares: who could take one over would be spared too.

    Identity Center's roles are left out: they can be changed by AWS alone, IAM answers UnmodifiableEntity to others
    (https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html).
    """
    spared = (*(arn for exempt in Exempt for arn in context.principals(exempt)), *context.exempted)
    roles = (arn for arn in spared if ":role/" in arn and _RESERVED not in arn and f":role/{PREFIX}" not in arn)
    return (context.role(f"{PREFIX}*"), context.role(_STACK_SETS), *roles)


def boundary_policies(context: Context) -> str:
    """The managed policies that are the baseline's boundaries."""
    return context.arn("iam", f"policy/{PREFIX}*", region="")


def key_aliases(context: Context) -> str:
    """The aliases of the baseline's keys."""
    return context.arn("kms", KEY_ALIASES)


def archive(context: Context) -> tuple[str, str]:
    """The log archive's bucket and its objects."""
    bucket = context.arn("s3", context.bucket, region="", account="")
    return bucket, f"{bucket}/*"


def alerting(context: Context) -> tuple[str, ...]:
    """What carries an alert: alarms, log groups with their streams, topics, rules and buses.

    The alarms, log groups and topics are in the audit account; the rules in every account and region.
    """
    audit = context.audit
    return (
        context.arn("cloudwatch", f"alarm:{_CIS_ALARMS}", account=audit),
        context.arn("cloudwatch", f"alarm:{PREFIX}*", account=audit),
        context.arn("events", f"event-bus/{PREFIX}*"),
        context.arn("events", f"rule/{PREFIX}*"),
        context.arn("logs", f"log-group:{PREFIX}*", account=audit),
        context.arn("sns", f"{PREFIX}*", account=audit),
    )
