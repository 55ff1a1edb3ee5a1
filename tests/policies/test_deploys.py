"""What pipelines and machines may do: their own things, and never rights; decided by the evaluator."""

import pytest
from pydantic import ValidationError

from policies.compiled import Compiled
from policies.deploys import Deploy, Deploys, deployment_permissions
from policies.document import Document
from policies.evaluator import Policies, decide
from policies.example import MEMBER, OUTSIDE, role
from policies.examples import call_of
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.permissions import Permission
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

PIPELINE = role("guardrails-deploy-shop")
FUNCTION = f"arn:aws:lambda:eu-west-1:{MEMBER}:function:shop-orders"
REPOSITORY = f"arn:aws:ecr:eu-west-1:{MEMBER}:repository/shop-orders"
STACK = f"arn:aws:cloudformation:eu-west-1:{MEMBER}:stack/shop-orders/11111111-2222-3333-4444-555555555555"
SERVICE = f"arn:aws:ecs:eu-west-1:{MEMBER}:service/shop-web/orders"
TASK = f"arn:aws:ecs:eu-west-1:{MEMBER}:task-definition/shop-web:7"
DISTRIBUTION = f"arn:aws:cloudfront::{MEMBER}:distribution/E1SHOP"
TASK_ROLE = f"arn:aws:iam::{MEMBER}:role/delegated/shop-web"
TASKS = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}


def ask(action, resource="*", context=None):
    return Request(
        name=f"{action} {resource} {context or ''}",
        action=action,
        resource=resource,
        principal=PIPELINE,
        resource_account=MEMBER,
        context=context or {},
    )


def each(service, actions, *resources):
    return [ask(f"{service}:{action}", resource) for action in actions.split() for resource in resources]


ALIAS = "CreateAlias GetAlias GetFunction UpdateAlias"
CODE = "GetFunctionConfiguration PublishVersion UpdateFunctionCode UpdateFunctionConfiguration"
PUSH = (
    "BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload DescribeImages InitiateLayerUpload PutImage "
    "UploadLayerPart"
)
CHANGE = "CreateChangeSet DeleteChangeSet DescribeChangeSet DescribeStackEvents DescribeStacks ExecuteChangeSet"
# Kind, names, what is done every day, what isn't the pipeline's.
KINDS = {
    Deploys.LAMBDA: (
        "shop-orders",
        [*each("lambda", f"{ALIAS} {CODE}", FUNCTION), *each("lambda", ALIAS, f"{FUNCTION}:live")],
        [
            *each("lambda", CODE, f"{FUNCTION}-2", FUNCTION.replace(MEMBER, OUTSIDE)),
            ask("lambda:AddPermission", FUNCTION),
            ask("lambda:DeleteFunction", FUNCTION),
        ],
    ),
    Deploys.S3_SITE: (
        "shop-site",
        [
            *each("s3", "DeleteObject GetObject PutObject", "arn:aws:s3:::shop-site/index.html"),
            *each("s3", "GetBucketLocation ListBucket", "arn:aws:s3:::shop-site"),
        ],
        [
            *each("s3", "DeleteObject GetObject PutObject", "arn:aws:s3:::shop-site-2/index.html"),
            *each("s3", "GetBucketLocation ListBucket", "arn:aws:s3:::blog"),
            *each("s3", "DeleteBucket PutBucketPolicy", "arn:aws:s3:::shop-site"),
        ],
    ),
    Deploys.CLOUDFRONT_INVALIDATION: (
        "E1SHOP",
        each("cloudfront", "CreateInvalidation GetInvalidation", DISTRIBUTION),
        [
            *each("cloudfront", "CreateInvalidation", DISTRIBUTION.replace("E1SHOP", "E2BLOG")),
            *each("cloudfront", "UpdateDistribution", DISTRIBUTION),
        ],
    ),
    Deploys.ECR_PUSH: (
        "shop-*",
        [*each("ecr", PUSH, REPOSITORY), ask("ecr:GetAuthorizationToken")],
        [
            *each("ecr", "PutImage", REPOSITORY.replace("shop-orders", "blog")),
            *each("ecr", "DeleteRepository SetRepositoryPolicy", REPOSITORY),
        ],
    ),
    Deploys.ECS: (
        "shop-*",
        [
            *each("ecs", "DescribeServices UpdateService", SERVICE),
            ask("ecs:RegisterTaskDefinition", TASK),
            ask("ecs:DescribeTaskDefinition"),
            ask("iam:PassRole", TASK_ROLE, TASKS),
        ],
        [
            *each("ecs", "UpdateService", SERVICE.replace("shop-web", "blog")),
            ask("ecs:RegisterTaskDefinition", TASK.replace("shop-web", "blog")),
            ask("ecs:ExecuteCommand", SERVICE),
            ask("iam:PassRole", TASK_ROLE, {"iam:PassedToService": "lambda.amazonaws.com"}),
            ask("iam:PassRole", TASK_ROLE),
            ask("iam:PassRole", TASK_ROLE.replace("delegated/", ""), TASKS),
            ask("iam:PassRole", TASK_ROLE.replace("shop-web", "blog"), TASKS),
        ],
    ),
    Deploys.CLOUDFORMATION_STACKS: (
        "shop-*",
        each("cloudformation", CHANGE, STACK),
        [
            *each("cloudformation", CHANGE, STACK.replace("shop-orders", "StackSet-baseline")),
            *each("cloudformation", "DeleteStack SetStackPolicy", STACK),
        ],
    ),
}
RIGHTS = [
    ask("iam:AttachRolePolicy", PIPELINE),
    ask("iam:PutRolePolicy", PIPELINE),
    ask("iam:UpdateAssumeRolePolicy", PIPELINE),
    ask("iam:DeleteRolePermissionsBoundary", PIPELINE),
    ask("iam:CreateRole", role("other")),
    ask("iam:CreateAccessKey", f"arn:aws:iam::{MEMBER}:user/alice"),
    ask("iam:PassRole", PIPELINE, TASKS),
    ask("iam:PassRole", role("admin"), {"iam:PassedToService": "lambda.amazonaws.com"}),
    ask("iam:PassRole", role("admin"), {"iam:PassedToService": "cloudformation.amazonaws.com"}),
    ask("sts:AssumeRole", role("OrganizationAccountAccessRole")),
    ask("lambda:CreateFunction", FUNCTION),
    ask("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:eu-west-1:{MEMBER}:secret:shop-AbCdEf"),
]


def permissions(kind):
    return deployment_permissions("aws", MEMBER, (Deploy(kind=kind, names=(KINDS[kind][0],)),))


def allowed(document, request):
    return decide(call_of(request), Policies(identity=[Compiled(document.as_dict())])).decision == "Allow"


def test_every_kind_is_proved():
    assert set(KINDS) == set(Deploys)


@pytest.mark.parametrize("kind", Deploys)
def test_a_pipeline_deploys_its_own_and_nothing_else(kind):
    _, allows, denies = KINDS[kind]
    assert wrong(permissions(kind), allows, denies, allowed) == []


@pytest.mark.parametrize("kind", Deploys)
def test_every_action_resource_and_condition_is_needed(kind):
    _, allows, denies = KINDS[kind]
    tried = [(what, changed) for what, changed in mutants(permissions(kind).statements) if changed]
    assert [what for what, changed in tried if not wrong(Document(statements=changed), allows, denies, allowed)] == []


def test_all_kinds_together_give_no_rights():
    everything = deployment_permissions("aws", MEMBER, tuple(Deploy(kind=k, names=("shop-*",)) for k in Deploys))
    assert wrong(everything, [], RIGHTS, allowed) == []
    assert lint(everything.as_dict(), Kind.IDENTITY) == ()
    assert everything.characters < 10_240


def test_two_entries_of_a_kind_count_as_one():
    apart = (Deploy(kind=Deploys.LAMBDA, names=("shop",)), Deploy(kind=Deploys.LAMBDA, names=("cart",)))
    together = (Deploy(kind=Deploys.LAMBDA, names=("cart", "shop")),)
    documents = [deployment_permissions("aws", MEMBER, deploys).json() for deploys in (apart, together)]
    assert documents[0] == documents[1]


@pytest.mark.parametrize(
    "name", ["*", "s*", "sh*", "guardrails-*", "guardrails-x", "gua*", "guardrails*", "shop-*-x", "a b c"]
)
def test_a_name_that_takes_in_more_than_ones_own_is_refused(name):
    with pytest.raises(ValidationError):
        Deploy(kind=Deploys.LAMBDA, names=(name,))


@pytest.mark.parametrize("name", ["shop-*", "gua-*", "guardrailing", "team/shop"])
def test_a_name_of_ones_own_is_taken(name):
    assert Deploy(kind=Deploys.LAMBDA, names=(name,)).names == (name,)


def test_a_permission_is_about_its_own_account():
    tables = Permission(service="dynamodb", actions=("GetItem", "BatchGet*"), resources=("table/shop-orders",))
    objects = Permission(service="s3", actions=("GetObject",), resources=("shop-orders/*",))
    look = Permission(service="cloudwatch", actions=("DescribeAlarms",), resources=("*",))
    document = Document(
        statements=tuple(p.statement("aws", MEMBER, at) for at, p in enumerate((tables, objects, look)))
    )
    table = f"arn:aws:dynamodb:eu-west-1:{MEMBER}:table/shop-orders"
    allows = [ask("dynamodb:GetItem", table), ask("dynamodb:BatchGetItem", table)]
    allows += [ask("s3:GetObject", "arn:aws:s3:::shop-orders/a"), ask("cloudwatch:DescribeAlarms")]
    denies = [ask("dynamodb:PutItem", table), ask("dynamodb:GetItem", table.replace(MEMBER, OUTSIDE))]
    denies += [ask("dynamodb:GetItem", f"{table}-2"), ask("s3:GetObject", "arn:aws:s3:::blog/a")]
    assert wrong(document, allows, denies, allowed) == []
    assert lint(document.as_dict(), Kind.IDENTITY) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"service": "iam"},
        {"service": "sts"},
        {"service": "*"},
        {"actions": ("*",)},
        {"actions": ("Get*Item",)},
        {"actions": ()},
        {"resources": ("*",)},
        {"resources": ("*/x",)},
        {"resources": ()},
        {"actions": ("DescribeTable", "GetItem"), "resources": ("*",)},
    ],
)
def test_a_permission_over_everything_or_over_rights_is_refused(changes):
    given = {"service": "dynamodb", "actions": ("GetItem",), "resources": ("table/shop",)}
    assert Permission(**given)
    with pytest.raises(ValidationError):
        Permission(**{**given, **changes})
