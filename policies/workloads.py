"""Services that run our own things under a role, each for sources of the role's account only."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from policies.grantees import Service
from policies.named_principals import words


class Runtime(StrEnum):
    """Services that say for which account and resource they assume a role.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    """

    ECS_TASKS = "ecs-tasks.amazonaws.com"
    EVENTS = "events.amazonaws.com"
    LAMBDA = "lambda.amazonaws.com"
    SCHEDULER = "scheduler.amazonaws.com"
    STATES = "states.amazonaws.com"

    @property
    def arn_prefix(self) -> str:
        """The service in the ARNs of its sources."""
        return self.value.split(".")[0].removesuffix("-tasks")


SourceName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][A-Za-z-]*[:/][^\s?*$][^\s?$]*$",
        json_schema_extra=words(
            "an ARN's end with its kind: function:shop-orders, stateMachine:shop-*", "name kind and source"
        ),
    ),
]


def runtime_service(partition: str, account: str, runtime: Runtime, sources: tuple[str, ...]) -> Service:
    """The service for sources of the account, or of it for those alone whose ARNs end so.

    The scheduler names the group of a schedule: `schedule-group/shop`.
    """
    arns = tuple(f"arn:{partition}:{runtime.arn_prefix}:*:{account}:{source}" for source in sources)
    return Service(name=runtime.value, accounts=(account,), arns=arns)
