"""Of identity providers that serve everybody, such as GitHub's, only the organization's own tenant assumes roles.

A trust policy that forgets its owner lets every repository in the world in; this holds whatever a trust policy says.
"""

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from policies.document import Statement
from policies.example import DEPLOYER, MEMBER, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import words
from policies.types import Bundle, Mode, PolicyType, Severity

Issuer = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9.-]+\.[a-z]+(/[A-Za-z0-9._/-]+)?$",
        json_schema_extra=words("an issuer's host and path: token.actions.githubusercontent.com", "leave out https://"),
    ),
]
Tenant = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9:/_.@-]*\*?$",
        json_schema_extra=words("a tenant's value: 1234567, or organization:example:*", "put a star at the end only"),
    ),
]
_ACTION = "sts:AssumeRoleWithWebIdentity"
# Claims that AWS evaluates, beside sub and aud, with the hosts of the issuers that have them
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
_GITHUB_HOSTS = re.compile(r"token\.actions\.(githubusercontent\.com|[a-z0-9-]+\.ghe\.com)")
_HOSTS = {
    "repository_owner_id": _GITHUB_HOSTS,
    "enterprise_id": _GITHUB_HOSTS,
    "namespace_id": re.compile(r"gitlab\.com"),
    "organization_id": re.compile(r"agent\.buildkite\.com"),
}


class TrustedIssuer(Settings):
    """An identity provider and those of its tenants who are ours."""

    model_config = ConfigDict(
        json_schema_extra=words("an issuer and a claim of it that AWS evaluates", "use sub or aud as the claim")
    )

    issuer: Issuer
    """`token.actions.githubusercontent.com`."""
    claim: Literal["repository_owner_id", "enterprise_id", "namespace_id", "organization_id", "sub", "aud"]
    """What tells the tenant; GitHub's `repository_owner_id` is safer than a name, which others may take over."""
    values: Annotated[tuple[Tenant, ...], Field(min_length=1)]
    """The tenant's values of the claim: `1234567`, or for `sub` a beginning such as `organization:example:*`."""

    @model_validator(mode="after")
    def _claim_of_issuer(self) -> "TrustedIssuer":
        """AWS knows most claims of one issuer only; of others their key never comes, and everybody were locked out."""
        hosts = _HOSTS.get(self.claim)
        if hosts and not hosts.fullmatch(self.issuer.split("/")[0]):
            raise ValueError(f"AWS doesn't evaluate claim {self.claim} of {self.issuer}: use sub or aud")
        return self


class OidcSettings(Settings):
    """The identity providers that sign in to roles."""

    model_config = ConfigDict(json_schema_extra=words("issuers, where onlyThese is true", "list the issuers"))

    issuers: tuple[TrustedIssuer, ...] = ()
    """Shared providers with the tenants that are trusted; others' tokens are let through, unless `onlyThese`."""
    only_these: bool = False
    """Deny every provider that is not listed: also EKS clusters' own and Cognito's, unless they are."""

    @model_validator(mode="after")
    def _listed(self) -> "OidcSettings":
        """Without a list nothing would be denied, though it says so."""
        if self.only_these and not self.issuers:
            raise ValueError("onlyThese needs issuers")
        return self


def statements(context: Context, settings: OidcSettings) -> tuple[Statement, ...]:
    """A token is of an issuer when its key is there; a token without the claim is not of a trusted tenant."""
    del context
    return (
        *(_tenants(issuer) for issuer in settings.issuers),
        *((_others(settings.issuers),) if settings.only_these else ()),
    )


def _tenants(trusted: TrustedIssuer) -> Statement:
    label = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]", f"{trusted.issuer}.{trusted.claim}"))
    return Statement(
        sid=f"Oidc{label}",
        effect="Deny",
        principals="*",
        actions=(_ACTION,),
        conditions={
            "StringNotLikeIfExists": {f"{trusted.issuer}:{trusted.claim}": trusted.values},
            "Null": {f"{trusted.issuer}:{_telling(trusted)}": "false"},
        },
    )


def _telling(trusted: TrustedIssuer) -> str:
    """A claim that each token of the issuer has (https://openid.net/specs/openid-connect-core-1_0.html#IDToken)."""
    return "aud" if trusted.claim == "sub" else "sub"


def _others(issuers: tuple[TrustedIssuer, ...]) -> Statement:
    return Statement(
        sid="OidcOthers",
        effect="Deny",
        principals="*",
        actions=(_ACTION,),
        conditions={"Null": {f"{trusted.issuer}:{_telling(trusted)}": "true" for trusted in issuers}},
    )


_GITHUB, _TERRAFORM = "token.actions.githubusercontent.com", "app.terraform.io"
_EXAMPLE = OidcSettings(
    issuers=(
        TrustedIssuer(issuer=_GITHUB, claim="repository_owner_id", values=("1234567",)),
        TrustedIssuer(issuer=_TERRAFORM, claim="sub", values=("organization:example:*",)),
    ),
    only_these=True,
)


def _sign_in(name: str, issuer: str, claims: dict[str, str], action: str = _ACTION) -> Request:
    return Request(
        name=name,
        action=action,
        resource=DEPLOYER,
        principal=f"arn:aws:iam::{MEMBER}:oidc-provider/{issuer}",
        context={f"{issuer}:{claim}": value for claim, value in claims.items()},
    )


def _github(owner: str, owner_id: str) -> dict[str, str]:
    return {
        "aud": "sts.amazonaws.com",
        "sub": f"repo:{owner}/infrastructure:environment:production",
        "repository_owner_id": owner_id,
    }


def _terraform(organization: str) -> dict[str, str]:
    return {
        "aud": "aws.workload.identity",
        "sub": f"organization:{organization}:project:default:workspace:shop:run_phase:apply",
    }


GUARDRAIL = Guardrail(
    title="Trust the organization's own tenants of identity providers",
    rationale="One trust policy without its owner and any workflow on GitHub is a role of ours.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 IA-8", "NIST 800-53 AC-3"),
    practice="RCPs: OIDC sign-ins come from the organization's own repositories",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    mode=Mode.OFF,
    settings=OidcSettings,
    example_settings=_EXAMPLE,
    statements=statements,
    denies=(
        _sign_in("another owner's workflow", _GITHUB, _github("another", "7654321")),
        _sign_in("an owner who took our name over", _GITHUB, _github("example", "7654321")),
        _sign_in(
            "a token that doesn't say whose it is",
            _GITHUB,
            {"aud": "sts.amazonaws.com", "sub": "repo:example/infrastructure:ref:refs/heads/main"},
        ),
        _sign_in("another organization's workspace", _TERRAFORM, _terraform("another")),
        _sign_in("an organization with a longer name", _TERRAFORM, _terraform("example-too")),
        _sign_in("a provider that isn't listed", "gitlab.com", {"aud": "aws", "sub": "project_path:example/shop"}),
        Request(
            name="Google's users",
            action=_ACTION,
            resource=DEPLOYER,
            principal="accounts.google.com",
            context={"accounts.google.com:aud": "1", "accounts.google.com:sub": "2"},
        ),
    ),
    allows=(
        _sign_in("our workflow", _GITHUB, _github("example", "1234567")),
        _sign_in("our workspace", _TERRAFORM, _terraform("example")),
        _sign_in("session tags of our workflow", _GITHUB, _github("example", "1234567"), "sts:TagSession"),
        Request(name="a role is assumed", action="sts:AssumeRole", resource=DEPLOYER, principal=role("Pipeline")),
        Request(
            name="sign-in by Identity Center",
            action="sts:AssumeRoleWithSAML",
            resource=DEPLOYER,
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
        ),
    ),
)
