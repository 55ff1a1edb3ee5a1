"""What a pipeline deploys, and the rights that this needs: over resources of known names, never over IAM."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from policies.baseline_resources import PREFIX
from policies.document import Document, Statement
from policies.guardrail import Settings
from policies.machine_names import WORKLOAD_PATH
from policies.named_principals import words
from policies.permissions import account_arn


class Deploys(StrEnum):
    """The kinds of things that a pipeline puts in place."""

    CLOUDFORMATION_STACKS = "cloudformationStacks"
    CLOUDFRONT_INVALIDATION = "cloudfrontInvalidation"
    ECR_PUSH = "ecrPush"
    ECS = "ecs"
    LAMBDA = "lambda"
    S3_SITE = "s3Site"


def _not_reserved(name: str) -> str:
    """The baseline's own things are the deployer's alone."""
    stem = name.removesuffix("*")
    if stem.startswith(PREFIX) or (stem != name and PREFIX.startswith(stem)):
        raise ValueError(f"{name} is the baseline's")
    return name


OwnedName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{2,}\*?$",
        json_schema_extra=words(
            f"a name, or its first 3 characters or more with a star, that doesn't take in {PREFIX}*",
            "name what the pipeline owns: shop-*",
        ),
    ),
    AfterValidator(_not_reserved),
]


class Deploy(Settings):
    """A kind of things, and the names of those that are the pipeline's."""

    kind: Deploys
    """What is deployed."""
    names: Annotated[tuple[OwnedName, ...], Field(min_length=1)]
    """Names of functions, buckets, repositories, stacks, distribution ids; for `ecs` of clusters and task families."""


# One row for each statement: suffix of the Sid, actions, service and the ends of the ARNs that a name stands for.
_Row = tuple[str, tuple[str, ...], str, tuple[str, ...]]
_ROWS: dict[Deploys, tuple[_Row, ...]] = {
    # https://docs.aws.amazon.com/lambda/latest/dg/deploying-github-actions.html
    Deploys.LAMBDA: (
        (
            "",
            (
                "lambda:CreateAlias",
                "lambda:GetAlias",
                "lambda:GetFunction",
                "lambda:GetFunctionConfiguration",
                "lambda:PublishVersion",
                "lambda:UpdateAlias",
                "lambda:UpdateFunctionCode",
                "lambda:UpdateFunctionConfiguration",
            ),
            "lambda",
            ("function:{}", "function:{}:*"),
        ),
    ),
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    Deploys.S3_SITE: (
        ("Objects", ("s3:DeleteObject", "s3:GetObject", "s3:PutObject"), "s3", ("{}/*",)),
        ("Buckets", ("s3:GetBucketLocation", "s3:ListBucket"), "s3", ("{}",)),
    ),
    Deploys.CLOUDFRONT_INVALIDATION: (
        ("", ("cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"), "cloudfront", ("distribution/{}",)),
    ),
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
    Deploys.ECR_PUSH: (
        (
            "",
            (
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeImages",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ),
            "ecr",
            ("repository/{}",),
        ),
    ),
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    Deploys.ECS: (
        ("Services", ("ecs:DescribeServices", "ecs:UpdateService"), "ecs", ("service/{}/*",)),
        ("Tasks", ("ecs:RegisterTaskDefinition",), "ecs", ("task-definition/{}:*",)),
    ),
    # The stacks' resources are made with the rights of whoever deploys, who can pass no role here.
    Deploys.CLOUDFORMATION_STACKS: (
        (
            "",
            (
                "cloudformation:CreateChangeSet",
                "cloudformation:DeleteChangeSet",
                "cloudformation:DescribeChangeSet",
                "cloudformation:DescribeStackEvents",
                "cloudformation:DescribeStacks",
                "cloudformation:ExecuteChangeSet",
            ),
            "cloudformation",
            ("stack/{}/*",),
        ),
    ),
}
# What AWS lets nobody narrow to a resource.
_UNNARROWED = {
    Deploys.ECR_PUSH: ("ecr:GetAuthorizationToken",),
    Deploys.ECS: ("ecs:DescribeTaskDefinition",),
}


def deployment_permissions(partition: str, account: str, deploys: tuple[Deploy, ...]) -> Document:
    """The rights of a pipeline's role in its account; two entries of one kind count as one with both their names."""
    owned: dict[Deploys, list[str]] = {}
    for deploy in deploys:
        owned.setdefault(deploy.kind, []).extend(deploy.names)
    return Document(
        statements=tuple(s for kind in sorted(owned) for s in _statements(partition, account, kind, owned[kind]))
    )


def _statements(partition: str, account: str, kind: Deploys, owned: list[str]) -> Iterator[Statement]:
    label = kind.value[0].upper() + kind.value[1:]
    for suffix, actions, service, ends in _ROWS[kind]:
        resources = tuple(account_arn(partition, service, account, end.format(name)) for name in owned for end in ends)
        yield Statement(sid=f"{label}{suffix}", effect="Allow", actions=actions, resources=resources)
    if kind in _UNNARROWED:
        yield Statement(sid=f"{label}Any", effect="Allow", actions=_UNNARROWED[kind])
    if kind == Deploys.ECS:
        yield _pass_task_roles(partition, account, owned)


def _pass_task_roles(partition: str, account: str, owned: list[str]) -> Statement:
    """Only bounded roles are below the path, and only tasks of ECS get them.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
    """
    return Statement(
        sid="EcsTaskRoles",
        effect="Allow",
        actions=("iam:PassRole",),
        resources=tuple(f"arn:{partition}:iam::{account}:role/{WORKLOAD_PATH}{name}" for name in owned),
        conditions={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
    )
