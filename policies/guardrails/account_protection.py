"""An account keeps its owner: it isn't closed, renamed, nor handed over by changing whom AWS writes to.

Nor are the settings undone that the baseline made for all of it. Default encryption among them, since no service
control policy binds the service-linked roles by which Auto Scaling and fleets make volumes.
"""

from policies.document import Statement
from policies.example import (
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    ROOT,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

_OWNERSHIP = (
    "account:AcceptPrimaryEmailUpdate",
    "account:CloseAccount",
    "account:DeleteAlternateContact",
    "account:PutAccountName",
    "account:PutAlternateContact",
    "account:PutContactInformation",
    "account:StartPrimaryEmailUpdate",
    # The console's own permissions for the root user's e-mail address and the name, besides those of the API.
    "iam:UpdateAccountEmailAddress",
    "iam:UpdateAccountName",
)
_REGIONS = ("account:DisableRegion", "account:EnableRegion")
_SETTINGS = (
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:EnableSerialConsoleAccess",
    "ec2:ModifyInstanceMetadataDefaults",
    "iam:DeleteAccountPasswordPolicy",
    "iam:SetSecurityTokenServicePreferences",
    "iam:UpdateAccountPasswordPolicy",
)
_ACCOUNT = f"arn:aws:account::{MEMBER}:account"
_MEMBER_OF = f"arn:aws:account::{MANAGEMENT}:account/{ORGANIZATION}/{MEMBER}"


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Apart, so that a denial says what it is about."""
    del context, settings
    return (
        Statement(sid="AccountOwnership", effect="Deny", actions=_OWNERSHIP),
        Statement(sid="AccountRegions", effect="Deny", actions=_REGIONS),
        Statement(sid="AccountSettings", effect="Deny", actions=_SETTINGS),
    )


def _resource(action: str) -> str:
    # Another account's e-mail address is changed from a delegated administrator, by the organization's path.
    if action.endswith("PrimaryEmailUpdate"):
        return _MEMBER_OF
    return _ACCOUNT if action.startswith("account:") else "*"


GUARDRAIL = Guardrail(
    title="Protect the account itself",
    rationale="Whoever changes root's e-mail address owns the account; nobody looks into a region that is opened; and "
    "what is set by default is what nobody thinks of.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-2", "NIST 800-53 CM-5", "AWS FSBP Account.1"),
    practice="SCPs: no leaving the organization",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsaccountmanagement.html",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
        "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    ),
    bundle=Bundle.ORGANIZATION,
    exempt={Exempt.DEPLOYER: "sets contacts, names, opt-in regions and settings on behalf of this configuration"},
    statements=statements,
    denies=(
        *(
            Request(name=f"developer: {action}", action=action, resource=_resource(action), principal=DEVELOPER)
            for action in (*_OWNERSHIP, *_REGIONS, *_SETTINGS)
        ),
        Request(name="root changes its e-mail", action="iam:UpdateAccountEmailAddress", principal=ROOT),
        Request(
            name="break-glass closes the account",
            action="account:CloseAccount",
            resource=_ACCOUNT,
            principal=BREAK_GLASS,
        ),
        Request(
            name="Control Tower's role opens a region",
            action="account:EnableRegion",
            resource=_ACCOUNT,
            principal=CONTROL_TOWER,
            context={"account:TargetRegion": "af-south-1"},
        ),
        Request(
            name="a role named like the deployer", action="account:EnableRegion", resource=_ACCOUNT, principal=IMPOSTOR
        ),
        Request(
            name="through the organization's path",
            action="account:PutAlternateContact",
            resource=_MEMBER_OF,
            principal=DEVELOPER,
            context={"account:AlternateContactTypes": "SECURITY"},
        ),
    ),
    allows=(
        Request(
            name="deployer sets the security contact",
            action="account:PutAlternateContact",
            resource=_ACCOUNT,
            principal=DEPLOYER,
            context={"account:AlternateContactTypes": "SECURITY"},
        ),
        Request(
            name="deployer disables an unused region",
            action="account:DisableRegion",
            resource=_ACCOUNT,
            principal=DEPLOYER,
            context={"account:TargetRegion": "af-south-1"},
        ),
        *(Request(name=f"deployer: {action}", action=action, principal=DEPLOYER) for action in _SETTINGS),
        Request(
            name="developer encrypts volumes by default",
            action="ec2:EnableEbsEncryptionByDefault",
            principal=DEVELOPER,
        ),
        Request(name="developer reads the password policy", action="iam:GetAccountPasswordPolicy", principal=DEVELOPER),
        Request(
            name="developer reads the contacts",
            action="account:GetAlternateContact",
            resource=_ACCOUNT,
            principal=DEVELOPER,
        ),
        Request(name="developer lists regions", action="account:ListRegions", resource=_ACCOUNT, principal=DEVELOPER),
        Request(
            name="developer names the account's alias",
            action="iam:CreateAccountAlias",
            principal=DEVELOPER,
        ),
    ),
)
