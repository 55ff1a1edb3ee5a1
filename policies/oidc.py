"""Pipelines that sign in with a token of their own: which provider, and which of its tokens is meant.

Every pattern refuses `*`, so that no pipeline can be named but one's own.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from policies.document import Conditions
from policies.guardrail import Settings
from policies.named_principals import words

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Issuers of which AWS or the provider knows more claims than sub and aud: they have a form of their own here.
_OWN_FORM = ("token.actions.githubusercontent.com", "gitlab.com", "api.bitbucket.org")


def _text(pattern: str, expected: str, fix: str = "name it without wildcard") -> object:
    return Field(pattern=pattern, json_schema_extra=words(expected, fix))


def _generic(issuer: str) -> str:
    """GitHub's, GitLab's and Bitbucket's tokens say more than sub and aud, and it must be asked."""
    if issuer.split("/")[0] in _OWN_FORM:
        raise ValueError(f"{issuer} has a form of its own")
    return issuer


Number = Annotated[str, _text(r"^[1-9][0-9]*$", "an id of digits in double quotes")]
Uuid = Annotated[str, _text(f"^{_UUID}$", "a UUID in lower case without braces")]
Audience = Annotated[
    str, _text(r"^[A-Za-z0-9][A-Za-z0-9._:/-]{2,254}$", "the audience of the token, such as sts.amazonaws.com")
]
Ref = Annotated[str, _text(r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", "one branch or tag, without refs/heads/")]


class GitHub(Settings):
    """A job of GitHub Actions: one repository, one environment, one workflow file at one ref.

    Subjects come in two forms: repositories made, renamed or transferred after 2026-07-15 and those that opted in send
    the second, with ids that nobody can take over
    (https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims).
    """

    organization: Annotated[str, _text(r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}$", "the name of one organization or user")]
    organization_id: Number
    """The owner's number, which outlives a rename: `gh api /orgs/NAME --jq .id`."""
    repository: Annotated[str, _text(r"^[A-Za-z0-9._-]{1,100}$", "the name of one repository, without its owner")]
    repository_id: Number
    """The repository's number: `gh api /repos/OWNER/NAME --jq .id`."""
    environment: Annotated[str, _text(r"^[A-Za-z0-9._-]{1,255}$", "the name of one environment")]
    """With required reviewers or at least a branch rule: whoever can run a job in it gets in."""
    workflow: Annotated[
        str,
        _text(
            r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+/\.github/workflows/[A-Za-z0-9._-]+\.ya?ml@refs/(heads|tags)/[A-Za-z0-9._/-]+$",
            "OWNER/REPOSITORY/.github/workflows/FILE.yml@refs/heads/BRANCH",
            "name one workflow file at one protected branch or tag",
        ),
    ]
    """The workflow file at a protected ref, as the claim job_workflow_ref has it; a reusable workflow's is its own."""
    audience: Audience = "sts.amazonaws.com"

    @property
    def issuer(self) -> str:
        """The provider's host."""
        return "token.actions.githubusercontent.com"

    @property
    def subjects(self) -> tuple[str, str]:
        """The classic form and the one with immutable ids."""
        owner = f"{self.organization}@{self.organization_id}"
        return (
            f"repo:{self.organization}/{self.repository}:environment:{self.environment}",
            f"repo:{owner}/{self.repository}@{self.repository_id}:environment:{self.environment}",
        )

    @property
    def conditions(self) -> Conditions:
        """The claims that AWS evaluates.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
        """
        return _equal(
            self.issuer,
            aud=self.audience,
            sub=self.subjects,
            repository_id=self.repository_id,
            repository_owner_id=self.organization_id,
            environment=self.environment,
            job_workflow_ref=self.workflow,
        )


class GitLab(Settings):
    """A job of GitLab.com: one project, one protected branch or tag.

    https://docs.gitlab.com/ci/secrets/id_token_authentication
    """

    project: Annotated[str, _text(r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+$", "the path of one project, GROUP/PROJECT")]
    project_id: Number
    branch: Ref
    """A protected branch."""
    audience: Audience
    """What `id_tokens` in the pipeline asks for; a value of its own for AWS."""

    @property
    def issuer(self) -> str:
        """The provider's host."""
        return "gitlab.com"

    @property
    def conditions(self) -> Conditions:
        """The claims that AWS evaluates (see GitHub)."""
        return _equal(
            self.issuer,
            aud=self.audience,
            sub=f"project_path:{self.project}:ref_type:branch:ref:{self.branch}",
            project_id=self.project_id,
            ref_protected="true",
        )


class Bitbucket(Settings):
    """A step of Bitbucket Pipelines: one repository, one deployment environment.

    https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/
    """

    workspace: Annotated[str, _text(r"^[a-z0-9][a-z0-9_-]*$", "the name of one workspace")]
    workspace_id: Uuid
    repository_id: Uuid
    environment_id: Uuid

    @property
    def issuer(self) -> str:
        """The workspace's provider."""
        return f"api.bitbucket.org/2.0/workspaces/{self.workspace}/pipelines-config/identity/oidc"

    @property
    def audience(self) -> str:
        """Bitbucket's own, one for each workspace."""
        return f"ari:cloud:bitbucket::workspace/{self.workspace_id}"

    @property
    def conditions(self) -> Conditions:
        """A subject is repository, environment and the step's own id, which is new in each run."""
        subject = f"{{{self.repository_id}}}:{{{self.environment_id}}}:*"
        return {
            **_equal(self.issuer, aud=self.audience),
            "StringLike": {f"{self.issuer}:sub": subject},
        }


class Oidc(Settings):
    """A token of another provider, by its exact subject."""

    issuer: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9.-]+\.[a-z]+(/[A-Za-z0-9._/-]+)?$",
            json_schema_extra=words(
                "an issuer's host and path without https://, and none of GitHub, GitLab.com and Bitbucket",
                "use github, gitlab or bitbucket for these",
            ),
        ),
        AfterValidator(_generic),
    ]
    audience: Audience
    subject: Annotated[
        str,
        _text(
            r"^[^*?\s$]{8,1024}$", "the exact subject of the token, 8 characters or more", "write it without wildcard"
        ),
    ]

    @property
    def conditions(self) -> Conditions:
        """The two claims that AWS evaluates of any provider."""
        return _equal(self.issuer, aud=self.audience, sub=self.subject)


Pipeline = GitHub | GitLab | Bitbucket | Oidc


def provider_arn(partition: str, account: str, issuer: str) -> str:
    """ARN of an issuer's identity provider in an account."""
    return f"arn:{partition}:iam::{account}:oidc-provider/{issuer}"


def _equal(issuer: str, **claims: str | tuple[str, ...]) -> Conditions:
    return {"StringEquals": {f"{issuer}:{claim}": value for claim, value in claims.items()}}
