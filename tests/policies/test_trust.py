"""Who gets in by a trust policy and who doesn't, decided by the evaluator; each condition is needed by a caller."""

import datetime

import pytest

from policies.boundaries.owned import RUNTIMES
from policies.document import Document
from policies.example import MEMBER, ORGANIZATION, OTHER_MEMBER, OUTSIDE, ROOT, USER, role
from policies.grantees import Account, Role, Service
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.log_path import TrailPath, trail_logs_trust
from policies.oidc import Bitbucket, GitHub, GitLab, Oidc, provider_arn
from policies.third_parties import ThirdParty
from policies.trust import eventbridge_trust, pipeline_trust, roles_trust, service_trust
from policies.workloads import Runtime, runtime_service
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

ROLE = role("guardrails-deploy-shop")
_REPOSITORY, _STAGING, _STEP = (f"{digit * 8}-2222-3333-4444-555555555555" for digit in "123")
_ENVIRONMENT = "44444444-2222-3333-4444-555555555555"
_WORKSPACE = "55555555-2222-3333-4444-555555555555"

GITHUB = GitHub(
    organization="example",
    organization_id="1234567",
    repository="shop",
    repository_id="7654321",
    environment="production",
    workflow="example/shop/.github/workflows/deploy.yml@refs/heads/main",
)
GITLAB = GitLab(project="example/shop", project_id="42", branch="main", audience="https://aws.example.com")
BITBUCKET = Bitbucket(
    workspace="example", workspace_id=_WORKSPACE, repository_id=_REPOSITORY, environment_id=_ENVIRONMENT
)
TERRAFORM = Oidc(
    issuer="app.terraform.io",
    audience="aws.workload.identity",
    subject="organization:example:project:default:workspace:shop:run_phase:apply",
)

GITHUB_TOKEN = {
    "aud": "sts.amazonaws.com",
    "sub": "repo:example/shop:environment:production",
    "repository_id": "7654321",
    "repository_owner_id": "1234567",
    "environment": "production",
    "job_workflow_ref": "example/shop/.github/workflows/deploy.yml@refs/heads/main",
}
IMMUTABLE = "repo:example@1234567/shop@7654321:environment:production"
GITLAB_TOKEN = {
    "aud": "https://aws.example.com",
    "sub": "project_path:example/shop:ref_type:branch:ref:main",
    "project_id": "42",
    "ref_protected": "true",
}
BITBUCKET_TOKEN = {
    "aud": f"ari:cloud:bitbucket::workspace/{_WORKSPACE}",
    "sub": f"{{{_REPOSITORY}}}:{{{_ENVIRONMENT}}}:{{{_STEP}}}",
}
TERRAFORM_TOKEN = {"aud": TERRAFORM.audience, "sub": TERRAFORM.subject}

VENDOR = ThirdParty(account=OUTSIDE, role="vendor/Collector", external_id="shop-1", expires=datetime.date(2027, 6, 30))
INVENTORY, COLLECTOR = role("Inventory", OTHER_MEMBER), role("vendor/Collector", OUTSIDE)
FUNCTION = f"arn:aws:lambda:eu-west-1:{MEMBER}:function:shop-orders"
TASK = f"arn:aws:ecs:eu-west-1:{MEMBER}:task/shop/0123456789abcdef"
TRAIL = TrailPath(
    partition="aws",
    region="eu-west-1",
    organization=ORGANIZATION,
    management="111122223333",
    log_archive="222233334444",
    audit="333344445555",
    bucket="logs",
)


def token(name, pipeline, claims, **changes):
    """A sign-in with the claims, of which some are changed, or left out by None."""
    issuer, kept = pipeline.issuer, {**claims, **changes}
    return Request(
        name=name,
        action="sts:AssumeRoleWithWebIdentity",
        resource=ROLE,
        principal=provider_arn("aws", MEMBER, issuer),
        context={f"{issuer}:{claim}": value for claim, value in kept.items() if value is not None},
    )


def assume(name, principal, action="sts:AssumeRole", **context):
    keys = {key.replace("_", ":", 1): value for key, value in context.items()}
    return Request(name=name, action=action, resource=ROLE, principal=principal, context=keys)


def _github(name, **changes):
    return token(name, GITHUB, GITHUB_TOKEN, **changes)


def _gitlab(name, **changes):
    return token(name, GITLAB, GITLAB_TOKEN, **changes)


def _bitbucket(name, **changes):
    return token(name, BITBUCKET, BITBUCKET_TOKEN, **changes)


def _inventory(name, principal=INVENTORY, **changes):
    return assume(name, principal, **{"aws_PrincipalOrgID": ORGANIZATION, **changes})


def _vendor(name, principal=COLLECTOR, **changes):
    facts = {
        "sts_ExternalId": "shop-1",
        "aws_CurrentTime": "2026-11-25T09:00:00Z",
        "aws_PrincipalOrgID": "o-vendor00001",
    }
    kept = {key: value for key, value in {**facts, **changes}.items() if value is not None}
    return assume(name, principal, **kept)


def _lambda(name, principal="lambda.amazonaws.com", account=MEMBER, arn=FUNCTION):
    return assume(name, principal, aws_SourceAccount=account, aws_SourceArn=arn)


# Trust policy, who gets in, who doesn't.
TRUSTS = {
    "github": (
        pipeline_trust("aws", MEMBER, GITHUB),
        (_github("classic subject"), _github("immutable subject", sub=IMMUTABLE)),
        (
            _github("another repository", sub="repo:example/blog:environment:production", repository_id="7654322"),
            _github("a repository that took the name over", repository_id="9999999"),
            _github("a fork", sub="repo:mallory/shop:environment:production", repository_owner_id="666"),
            _github("an owner who took the name over", repository_owner_id="666"),
            _github("immutable subject of another owner", sub="repo:example@666/shop@7654321:environment:production"),
            _github("immutable subject of another repository", sub=IMMUTABLE.replace("7654321", "1")),
            _github("a branch without environment", sub="repo:example/shop:ref:refs/heads/main", environment=None),
            _github("a pull request", sub="repo:example/shop:pull_request", environment=None),
            _github("another environment", sub="repo:example/shop:environment:staging", environment="staging"),
            _github("a subject of one's own making", environment="staging"),
            _github(
                "another branch's workflow",
                job_workflow_ref="example/shop/.github/workflows/deploy.yml@refs/heads/feature",
            ),
            _github("another workflow", job_workflow_ref="example/shop/.github/workflows/test.yml@refs/heads/main"),
            _github("another audience", aud="https://github.com/example"),
            _github("no subject", sub=None),
            _github("no audience", aud=None),
            _github("no workflow", job_workflow_ref=None),
            _github("a longer name", sub="repo:example/shop:environment:production-2"),
            token("GitLab's provider", GITLAB, GITHUB_TOKEN),
        ),
    ),
    "gitlab": (
        pipeline_trust("aws", MEMBER, GITLAB),
        (_gitlab("the protected branch"),),
        (
            _gitlab("another project", sub="project_path:example/blog:ref_type:branch:ref:main", project_id="43"),
            _gitlab("a project that took the path over", project_id="43"),
            _gitlab("another branch", sub="project_path:example/shop:ref_type:branch:ref:feature"),
            _gitlab("a tag of the name", sub="project_path:example/shop:ref_type:tag:ref:main"),
            _gitlab("an unprotected branch", ref_protected="false"),
            _gitlab("another audience", aud="https://gitlab.com"),
            _gitlab("no subject", sub=None),
        ),
    ),
    "bitbucket": (
        pipeline_trust("aws", MEMBER, BITBUCKET),
        (_bitbucket("the environment"),),
        (
            _bitbucket("another repository", sub=f"{{{_STAGING}}}:{{{_ENVIRONMENT}}}:{{{_STEP}}}"),
            _bitbucket("another environment", sub=f"{{{_REPOSITORY}}}:{{{_STAGING}}}:{{{_STEP}}}"),
            _bitbucket("no environment", sub=f"{{{_REPOSITORY}}}:{{{_STEP}}}"),
            _bitbucket("another audience", aud=f"ari:cloud:bitbucket::workspace/{_STAGING}"),
            _bitbucket("no subject", sub=None),
        ),
    ),
    "oidc": (
        pipeline_trust("aws", MEMBER, TERRAFORM),
        (token("the workspace", TERRAFORM, TERRAFORM_TOKEN),),
        (
            token("the plan phase", TERRAFORM, TERRAFORM_TOKEN, sub=TERRAFORM.subject.replace("apply", "plan")),
            token("another audience", TERRAFORM, TERRAFORM_TOKEN, aud="other"),
            token("no subject", TERRAFORM, TERRAFORM_TOKEN, sub=None),
        ),
    ),
    "roles": (
        roles_trust("aws", ORGANIZATION, roles=(Role(account=OTHER_MEMBER, name="Inventory"),)),
        (_inventory("the role"),),
        (
            _inventory("another role of the account", role("Inventory-2", OTHER_MEMBER)),
            _inventory("the role's name in another account", role("Inventory", "333344445555")),
            _inventory("the account's root user", f"arn:aws:iam::{OTHER_MEMBER}:root"),
            _inventory("the account after it left", aws_PrincipalOrgID="o-elsewhere01"),
            _inventory("a user of this account", USER),
            assume("an account without organization", INVENTORY),
            _inventory("a source identity", action="sts:SetSourceIdentity"),
        ),
    ),
    "source identity": (
        roles_trust(
            "aws",
            ORGANIZATION,
            roles=(Role(account=OTHER_MEMBER, name="Inventory"),),
            third_parties=(VENDOR,),
            source_identity=True,
        ),
        (
            _inventory("who says who is behind it", sts_SourceIdentity="alice"),
            _inventory("setting it", action="sts:SetSourceIdentity", sts_SourceIdentity="alice"),
            _vendor("the vendor, who says it", sts_SourceIdentity="scan-1"),
            _vendor("the vendor setting it", action="sts:SetSourceIdentity", sts_SourceIdentity="scan-1"),
        ),
        (
            _inventory("who doesn't say it"),
            _inventory("setting nothing", action="sts:SetSourceIdentity"),
            _inventory("another role", role("Other", OTHER_MEMBER), sts_SourceIdentity="alice"),
            _inventory("the account after it left", aws_PrincipalOrgID="o-elsewhere01", sts_SourceIdentity="alice"),
            _vendor("the vendor, who doesn't say it"),
            _vendor("the vendor's other role", role("Other", OUTSIDE), sts_SourceIdentity="scan-1"),
            _vendor("without external id", sts_ExternalId=None, sts_SourceIdentity="scan-1"),
            _vendor("when its time is over", aws_CurrentTime="2027-07-01T00:00:00Z", sts_SourceIdentity="scan-1"),
        ),
    ),
    "third party": (
        roles_trust("aws", ORGANIZATION, third_parties=(VENDOR,)),
        (_vendor("with its external id"),),
        (
            _vendor("without external id", sts_ExternalId=None),
            _vendor("with another customer's", sts_ExternalId="blog-1"),
            _vendor("another role of the vendor", role("Collector", OUTSIDE)),
            _vendor("another vendor", role("vendor/Collector", "888877776666")),
            _vendor("when its time is over", aws_CurrentTime="2027-07-01T00:00:00Z"),
        ),
    ),
    "service": (
        service_trust(Service(name="lambda.amazonaws.com", accounts=(MEMBER,), arns=(FUNCTION,))),
        (_lambda("the function"),),
        (
            _lambda("another account's function", account=OUTSIDE, arn=FUNCTION.replace(MEMBER, OUTSIDE)),
            _lambda("another account", account=OUTSIDE),
            _lambda("another function", arn=f"{FUNCTION}-2"),
            _lambda("another service", "ecs-tasks.amazonaws.com"),
            assume("no source", "lambda.amazonaws.com"),
            _lambda("the account's root user", ROOT),
        ),
    ),
    "named function": (
        service_trust(runtime_service("aws", MEMBER, Runtime.LAMBDA, ("function:shop-orders",))),
        (_lambda("the function"),),
        (
            _lambda("another account", account=OUTSIDE),
            _lambda("another function", arn=f"{FUNCTION}-2"),
            _lambda("another account's function", account=OUTSIDE, arn=FUNCTION.replace(MEMBER, OUTSIDE)),
        ),
    ),
    "any task of the account": (
        service_trust(runtime_service("aws", MEMBER, Runtime.ECS_TASKS, ())),
        (_lambda("a task", "ecs-tasks.amazonaws.com", arn=TASK),),
        (
            _lambda("another account's task", "ecs-tasks.amazonaws.com", OUTSIDE, TASK.replace(MEMBER, OUTSIDE)),
            _lambda("a function", "lambda.amazonaws.com"),
        ),
    ),
    "service of the organization": (
        service_trust(Service(name="scheduler.amazonaws.com", organization=ORGANIZATION)),
        (assume("a source of the organization", "scheduler.amazonaws.com", aws_SourceOrgID=ORGANIZATION),),
        (
            assume("a source elsewhere", "scheduler.amazonaws.com", aws_SourceOrgID="o-elsewhere01"),
            assume("no source", "scheduler.amazonaws.com"),
        ),
    ),
    "trail to logs": (
        trail_logs_trust(TRAIL),
        (assume("the trail", "cloudtrail.amazonaws.com", aws_SourceArn=TRAIL.trail_arn),),
        (
            assume("another trail", "cloudtrail.amazonaws.com", aws_SourceArn=f"{TRAIL.trail_arn}-2"),
            assume("no source", "cloudtrail.amazonaws.com"),
        ),
    ),
    "root forwarder": (
        eventbridge_trust(MEMBER),
        (assume("a rule of the account", "events.amazonaws.com", aws_SourceAccount=MEMBER),),
        (
            assume("a rule of another account", "events.amazonaws.com", aws_SourceAccount=OUTSIDE),
            assume("no source", "events.amazonaws.com"),
        ),
    ),
}


@pytest.mark.parametrize("name", TRUSTS)
def test_the_right_caller_gets_in_and_nobody_else(name):
    assert wrong(*TRUSTS[name]) == []


@pytest.mark.parametrize("name", TRUSTS)
def test_every_statement_and_condition_is_needed(name):
    document, allows, denies = TRUSTS[name]
    tried = list(mutants(document.statements))
    assert tried
    assert [what for what, changed in tried if not _noticed(changed, allows, denies)] == []


def _noticed(statements, allows, denies):
    return not statements or wrong(Document(statements=statements), allows, denies)


@pytest.mark.parametrize("name", TRUSTS)
def test_the_lint_has_nothing_to_say(name):
    assert lint(TRUSTS[name][0].as_dict(), Kind.TRUST) == ()


@pytest.mark.parametrize("name", TRUSTS)
def test_it_fits_the_limit_of_a_trust_policy(name):
    assert TRUSTS[name][0].characters <= 2048


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Account, {"id": "*"}),
        (Account, {"id": "44445555666?"}),
        (Role, {"account": "*", "name": "Inventory"}),
        (Role, {"account": MEMBER, "name": "*"}),
        (Role, {"account": MEMBER, "name": "Inv*"}),
        (Service, {"name": "*", "accounts": (MEMBER,)}),
        (Service, {"name": "*.amazonaws.com", "accounts": (MEMBER,)}),
        (Service, {"name": "lambda.amazonaws.com", "accounts": ("*",)}),
        (Service, {"name": "lambda.amazonaws.com", "arns": ("*",)}),
        (Service, {"name": "lambda.amazonaws.com", "arns": ("arn:aws:lambda:*:*:function:shop",)}),
        (Service, {"name": "lambda.amazonaws.com", "organization": "*"}),
        (Service, {"name": "lambda.amazonaws.com"}),
        (GitHub, {**GITHUB.model_dump(), "organization": "*"}),
        (GitHub, {**GITHUB.model_dump(), "repository": "*"}),
        (GitHub, {**GITHUB.model_dump(), "environment": "*"}),
        (GitHub, {**GITHUB.model_dump(), "workflow": "example/shop/.github/workflows/*@refs/heads/main"}),
        (GitHub, {**GITHUB.model_dump(), "workflow": "example/shop/.github/workflows/deploy.yml@*"}),
        (GitLab, {**GITLAB.model_dump(), "project": "example/*"}),
        (GitLab, {**GITLAB.model_dump(), "branch": "*"}),
        (Bitbucket, {**BITBUCKET.model_dump(), "repository_id": "*"}),
        (Bitbucket, {**BITBUCKET.model_dump(), "environment_id": "*"}),
        (Oidc, {**TERRAFORM.model_dump(), "subject": "organization:example:*"}),
        (Oidc, {**TERRAFORM.model_dump(), "subject": ""}),
        (Oidc, {**TERRAFORM.model_dump(), "issuer": "token.actions.githubusercontent.com"}),
        (Oidc, {"issuer": "app.terraform.io", "audience": "aws.workload.identity"}),
        (ThirdParty, {**VENDOR.model_dump(), "account": "*"}),
        (ThirdParty, {**VENDOR.model_dump(), "role": "*"}),
    ],
)
def test_no_type_takes_a_wildcard_or_goes_without_what_pins_it(kind, values):
    with pytest.raises(ValueError):
        kind(**values)


def test_what_pipelines_may_pass_a_role_to_is_what_roles_are_made_for():
    assert {runtime.value for runtime in Runtime} == set(RUNTIMES)


def test_a_role_that_nobody_may_assume_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        roles_trust("aws", ORGANIZATION)
    with pytest.raises(ValueError, match="nobody"):
        service_trust()
