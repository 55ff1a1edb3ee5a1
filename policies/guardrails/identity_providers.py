"""Nobody but the deployer opens a door from outside: a provider added today lets its owner in for years."""

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    BREAK_GLASS,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

# Removing a provider, a client id or an anchor closes a door and stays open to everybody; so does declining a request.
_DOORS = (
    "account-access:CreateApplication",
    "account-access:CreateEntitlement",
    "iam:AcceptDelegationRequest",
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:AssociateDelegationRequest",
    "iam:CreateDelegationRequest",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreateSAMLProvider",
    "iam:EnableOutboundWebIdentityFederation",
    "iam:PutAccountProperties",
    "iam:SendDelegationToken",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateSAMLProvider",
    "rolesanywhere:CreateProfile",
    "rolesanywhere:CreateTrustAnchor",
    "rolesanywhere:DeleteAttributeMapping",
    "rolesanywhere:DeleteCrl",
    "rolesanywhere:DisableCrl",
    "rolesanywhere:EnableProfile",
    "rolesanywhere:EnableTrustAnchor",
    "rolesanywhere:PutAttributeMapping",
    "rolesanywhere:UpdateCrl",
    "rolesanywhere:UpdateProfile",
    "rolesanywhere:UpdateTrustAnchor",
    "sso:CreateInstance",
    "sts:GetWebIdentityToken",
)


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Signing in through the providers that exist isn't touched."""
    del context, settings
    return (Statement(sid="IdentityProviders", effect="Deny", actions=_DOORS),)


_IAM = f"arn:aws:iam::{MEMBER}"
_ANYWHERE = f"arn:aws:rolesanywhere:eu-west-1:{MEMBER}"
_ID = "11111111-2222-3333-4444-555555555555"
_OIDC = f"{_IAM}:oidc-provider/token.actions.githubusercontent.com"
_SAML = f"{_IAM}:saml-provider/company"
_IDENTITY_CENTER = role("aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO")


def _resource(action: str) -> str:
    resources = {
        "OpenIDConnectProvider": _OIDC,
        "SAMLProvider": _SAML,
        "Delegation": f"{_IAM}:delegation-request/{_ID}",
        "anywhere:Create": "*",
        "TrustAnchor": f"{_ANYWHERE}:trust-anchor/{_ID}",
        "Profile": f"{_ANYWHERE}:profile/{_ID}",
        "AttributeMapping": f"{_ANYWHERE}:profile/{_ID}",
        "Crl": f"{_ANYWHERE}:crl/{_ID}",
        "Instance": "arn:aws:sso:::instance/*",
    }
    return next((resource for word, resource in resources.items() if word in action), "*")


GUARDRAIL = Guardrail(
    title="Deny new identity providers and other doors from outside",
    rationale="An intruder's own identity provider is the way back in that no password reset ends.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-20", "NIST 800-53 IA-8"),
    practice="Identity: one identity provider for people",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementrolesanywhere.html",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOutboundWebIdentityFederation.html",
        "https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateInstance.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/account-access-manager.html",
    ),
    bundle=Bundle.IDENTITY,
    exempt={Exempt.DEPLOYER: "sets up the providers that this configuration names"},
    statements=statements,
    denies=(
        *(
            Request(name=f"administrator: {action}", action=action, resource=_resource(action), principal=ADMINISTRATOR)
            for action in _DOORS
        ),
        Request(name="root adds a SAML provider", action="iam:CreateSAMLProvider", resource=_SAML, principal=ROOT),
        Request(
            name="break-glass adds an OIDC provider",
            action="iam:CreateOpenIDConnectProvider",
            resource=_OIDC,
            principal=BREAK_GLASS,
        ),
        Request(
            name="a role named like the deployer",
            action="iam:CreateOpenIDConnectProvider",
            resource=_OIDC,
            principal=IMPOSTOR,
        ),
    ),
    allows=(
        Request(
            name="deployer adds the pipeline's provider",
            action="iam:CreateOpenIDConnectProvider",
            resource=_OIDC,
            principal=DEPLOYER,
        ),
        Request(
            name="Identity Center provisions its provider",
            action="iam:CreateSAMLProvider",
            resource=f"{_IAM}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
            principal=_IDENTITY_CENTER,
        ),
        Request(
            name="pipeline signs in",
            action="sts:AssumeRoleWithWebIdentity",
            resource=role("pipeline"),
            principal="arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com",
            resource_account=MEMBER,
        ),
        Request(
            name="administrator removes a provider",
            action="iam:DeleteSAMLProvider",
            resource=_SAML,
            principal=ADMINISTRATOR,
        ),
        Request(
            name="administrator declines a delegation",
            action="iam:RejectDelegationRequest",
            resource=_resource("DelegationRequest"),
            principal=ADMINISTRATOR,
        ),
        Request(
            name="administrator disables an anchor",
            action="rolesanywhere:DisableTrustAnchor",
            resource=_resource("TrustAnchor"),
            principal=ADMINISTRATOR,
        ),
        Request(name="developer asks who it is", action="sts:GetCallerIdentity", principal=DEVELOPER),
        Request(name="scaling goes on", action="ec2:RunInstances", principal=SERVICE_LINKED),
    ),
)
