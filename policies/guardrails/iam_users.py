"""No new IAM users and no new passwords, keys or certificates for those that exist: credentials that never expire."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, MEMBER, ROOT, USER
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity

# Updating a key or certificate is how one is deactivated, and no condition key tells the new status: never denied.
_CREDENTIALS = (
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:CreateUser",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateLoginProfile",
    "iam:UploadSSHPublicKey",
    "iam:UploadSigningCertificate",
)
_CONSOLE = ("signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token")


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Access keys have a guardrail of their own, since service accounts may still need them.

    `aws login` turns a console session into credentials for the command line through Sign-In's public clients.
    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SignInLocalDevelopmentAccess.html
    """
    del settings
    return (
        Statement(sid="IamUsers", effect="Deny", actions=_CREDENTIALS),
        Statement(
            sid="IamUsersConsoleLogin",
            effect="Deny",
            actions=_CONSOLE,
            resources=(context.arn("signin", "oauth2/public-client/*"),),
        ),
    )


_LOCAL_CLIENT = f"arn:aws:signin:eu-west-1:{MEMBER}:oauth2/public-client/localhost"
_REMOTE_CLIENT = f"arn:aws:signin:eu-west-1:{MEMBER}:oauth2/public-client/remote"
_CLEAN_UP = (
    "iam:DeactivateMFADevice",
    "iam:DeleteAccessKey",
    "iam:DeleteLoginProfile",
    "iam:DeleteServiceSpecificCredential",
    "iam:DeleteUser",
    "iam:DeleteUserPolicy",
    "iam:DetachUserPolicy",
    "iam:RemoveUserFromGroup",
    "iam:UpdateAccessKey",
    "iam:UpdateSSHPublicKey",
    "iam:UpdateServiceSpecificCredential",
    "iam:UpdateSigningCertificate",
)

GUARDRAIL = Guardrail(
    title="Deny IAM users and their lasting credentials",
    rationale="What never expires is what leaks; people sign in through Identity Center, machines take roles.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 IA-5", "NIST 800-53 AC-2(1)"),
    practice="Identity: no IAM users with console access; federation and roles",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_signin.html",
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SignInLocalDevelopmentAccess.html",
    ),
    bundle=Bundle.IDENTITY,
    exemptable=False,
    statements=statements,
    denies=(
        *(
            Request(name=f"developer: {action}", action=action, resource=USER, principal=DEVELOPER)
            for action in _CREDENTIALS
        ),
        *(
            Request(name=f"IAM user's console session: {action}", action=action, resource=_LOCAL_CLIENT, principal=USER)
            for action in _CONSOLE
        ),
        Request(
            name="root's console session on another machine",
            action="signin:CreateOAuth2Token",
            resource=_REMOTE_CLIENT,
            principal=ROOT,
        ),
        Request(
            name="administrator's console session outlives Identity Center's",
            action="signin:AuthorizeOAuth2Access",
            resource=_LOCAL_CLIENT,
            principal=ADMINISTRATOR,
        ),
        Request(
            name="root creates a password for itself", action="iam:CreateLoginProfile", resource=ROOT, principal=ROOT
        ),
        Request(name="deployer creates a user", action="iam:CreateUser", resource=USER, principal=DEPLOYER),
        Request(name="break-glass creates a user", action="iam:CreateUser", resource=USER, principal=BREAK_GLASS),
    ),
    allows=(
        *(
            Request(name=f"clean-up: {action}", action=action, resource=USER, principal=DEVELOPER)
            for action in _CLEAN_UP
        ),
        Request(
            name="administrator creates a role",
            action="iam:CreateRole",
            resource=f"arn:aws:iam::{MEMBER}:role/app",
            principal=ADMINISTRATOR,
        ),
        Request(name="user changes its own password", action="iam:ChangePassword", resource=USER, principal=USER),
        Request(
            name="user enrols an MFA device",
            action="iam:EnableMFADevice",
            resource=USER,
            principal=USER,
        ),
        Request(
            name="an application signs people in",
            action="signin:AuthorizeOAuth2Access",
            resource=f"arn:aws:signin:eu-west-1:{MEMBER}:service-principal/example.amazonaws.com",
            principal=ADMINISTRATOR,
        ),
    ),
)
