"""What CIS asks no alarm for: noise taken out of its own, new users, Identity Center, contacts, accounts that leave."""

from policies.alarms.alarm import Alarm, any_of
from policies.root_events import CREDENTIALS
from policies.types import Severity

_IDENTITY_CENTER = ("account-access", "identity-sync", "identitystore", "sso", "sso-directory")
# Verbs of the calls that change something; what only reads begins with Describe, Get, Is, List, Search or Verify
# (https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html). Account access manager gives
# its people roles without a permission set.
_CHANGES = (
    "Add",
    "Associate",
    "Attach",
    "Create",
    "Delete",
    "Detach",
    "Disable",
    "Disassociate",
    "Enable",
    "Import",
    "Provision",
    "Put",
    "Remove",
    "StartSSO",
    "Update",
)
_DEPARTURES = (
    "AccountDepartedOrganization",
    "RemoveAccountFromOrganization",
    "LeaveOrganization",
    "CloseAccount",
    "DeleteOrganization",
    "InviteOrganizationToTransferResponsibility",
    "ResponsibilityTransferAccepted",
)
# The password of a user who is there is as good as a new one's.
_LASTING = (
    "CreateUser",
    "CreateLoginProfile",
    "UpdateLoginProfile",
    "CreateAccessKey",
    "CreateServiceSpecificCredential",
    "ResetServiceSpecificCredential",
    "UploadSSHPublicKey",
    "UploadSigningCertificate",
)
_CONTACTS = ("DeleteAlternateContact", "PutAlternateContact", "PutContactInformation")
_TRUST = (
    "RegisterDelegatedAdministrator",
    "DeregisterDelegatedAdministrator",
    "EnableAWSServiceAccess",
    "DisableAWSServiceAccess",
    "PutResourcePolicy",
    "DeleteResourcePolicy",
)


BEYOND_CIS = (
    Alarm(
        id="refused-changes",
        title="Changes were refused in numbers",
        # Refused reads, and what AWS's services try on somebody's behalf, are the noise of CIS 5.1.
        pattern=f"{{ ({any_of('errorCode', '*UnauthorizedOperation', 'AccessDenied*')}) && ($.readOnly IS FALSE) && "
        '($.userIdentity.invokedBy NOT EXISTS) && ($.sourceIPAddress != "*.amazonaws.com") }',
        threshold=10,
        severity=Severity.HIGH,
        meaning="Changes were refused in numbers, reads and AWS's own services left out.",
        steps=(
            "Find the caller in the trail; if it is no deployment that lacks a permission, end its sessions.",
            "Look which guardrail or policy refused it, and whether other calls of the caller were let through.",
        ),
        sources=(
            "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
        ),
    ),
    Alarm(
        id="failed-sign-ins",
        title="Console sign-ins failed in numbers",
        # Names that don't exist fail with another message than the one that CIS 5.6 counts.
        pattern='{ ($.eventName = "ConsoleLogin") && ($.responseElements.ConsoleLogin = "Failure") }',
        threshold=10,
        severity=Severity.HIGH,
        meaning="Console sign-ins of IAM users or root failed in numbers: passwords are being tried.",
        steps=(
            "Find account, user and source address in the trail; look for a sign-in from there that succeeded.",
            "Change the password of a user who was signed in, end the sessions, and see that MFA is enrolled.",
        ),
        sources=(
            "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html",
        ),
    ),
    Alarm(
        id="new-users",
        title="New IAM users or credentials",
        pattern='{ ($.eventSource = "iam.amazonaws.com") && ($.errorCode NOT EXISTS) && '
        f"({any_of('eventName', *_LASTING)}) }}",
        severity=Severity.HIGH,
        meaning="An IAM user was made, or a password, an access key or another credential that lasts.",
        steps=(
            "Ask who made it; what nobody announced is deleted at once, and its maker's sessions are ended.",
            "People belong into Identity Center and machines into roles: see which guardrail should have refused it.",
        ),
        sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",),
    ),
    Alarm(
        id="identity-center-changes",
        title="Identity Center changed",
        # Everybody who signs in on the command line gets a token.
        pattern=f"{{ ({any_of('eventSource', *(f'{name}.amazonaws.com' for name in _IDENTITY_CENTER))}) && "
        f'($.eventName != "CreateToken") && ({any_of("eventName", *(f"{verb}*" for verb in _CHANGES))}) }}',
        severity=Severity.MEDIUM,
        meaning="A user, a group, a permission set, an assignment or the identity source was changed.",
        steps=(
            "Compare it with the deployment of the hour; assignments and permission sets come from there alone.",
            "A changed identity provider, or a person who is an administrator since, is an emergency: revert it first.",
        ),
        sources=(
            "https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html",
            "https://docs.aws.amazon.com/account-access/latest/APIReference/API_CreateEntitlement.html",
        ),
    ),
    Alarm(
        id="identity-center-failures",
        title="Identity Center sign-ins failed in numbers",
        pattern='{ ($.eventName = "CredentialVerification") && '
        '($.serviceEventDetails.CredentialVerification = "Failure") }',
        threshold=10,
        severity=Severity.HIGH,
        meaning="Passwords or codes of Identity Center users were refused in numbers.",
        steps=(
            "Find user and source address in the trail; disable a user who was signed in from there.",
            "With an identity provider of your own these records don't exist: its alerts take this one's place.",
        ),
        sources=("https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html",),
    ),
    Alarm(
        id="permanent-root",
        title="The root user was used, by the trail",
        # Root sessions and reads are the noise of CIS 5.3; calls of STS that give credentials pass for reads.
        pattern='{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && '
        '($.eventType != "AwsServiceEvent") && (($.userIdentity.sessionContext.assumedRoot NOT EXISTS) || '
        '($.userIdentity.sessionContext.assumedRoot != "true")) && (($.readOnly NOT EXISTS) || ($.readOnly IS FALSE) '
        f"|| {any_of('eventName', *CREDENTIALS)}) }}",
        severity=Severity.CRITICAL,
        meaning="The root user signed in, failed to, or changed something, in whatever account and region.",
        steps=(
            "There is a page with the details from guardrails-root-use; without one, the rules of that account or "
            "region are gone, or nobody listens there: see to that too.",
            "Ask the owner of the account now; if nobody announced it, treat it as an intrusion.",
        ),
        sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html",),
    ),
    Alarm(
        id="contact-changes",
        title="Contacts of an account changed",
        pattern=f'{{ ($.eventSource = "account.amazonaws.com") && ({any_of("eventName", *_CONTACTS)}) }}',
        severity=Severity.MEDIUM,
        meaning="Whom AWS writes to about an account, or its owner's address, was changed.",
        steps=(
            "Compare it with the deployment of the hour: alternate contacts come from there alone.",
            "Put back what nobody announced: AWS's warning about a leaked key goes to these people.",
        ),
        sources=("https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html",),
    ),
    Alarm(
        id="organization-departure",
        title="Accounts leave, or others get a say",
        pattern=f'{{ ($.eventSource = "organizations.amazonaws.com") && ({any_of("eventName", *_DEPARTURES)}) }}',
        severity=Severity.CRITICAL,
        meaning="An account left the organization or is about to, or others were given responsibility for it.",
        steps=(
            "Invite the account back at once, or withdraw the transfer: no guardrail holds outside the organization.",
            "An account that was closed can be opened again for 90 days through AWS Support.",
            "End the sessions of whoever called; in the management account that is break-glass work.",
        ),
        sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html",),
    ),
    Alarm(
        id="organization-delegation",
        title="Who administers the organization changed",
        pattern=f'{{ ($.eventSource = "organizations.amazonaws.com") && ({any_of("eventName", *_TRUST)}) }}',
        severity=Severity.HIGH,
        meaning="A delegated administrator, trusted access of a service or the delegation policy changed.",
        steps=(
            "Compare it with the deployment of the hour; take back a delegation that nobody announced.",
            "Look what the delegated account did since: in its service it acts on every account.",
        ),
        sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html",),
    ),
    Alarm(
        id="organization-joined",
        title="Accounts joined",
        pattern='{ ($.eventSource = "organizations.amazonaws.com") && ($.eventName = "AccountJoinedOrganization") }',
        severity=Severity.HIGH,
        meaning="An account joined the organization.",
        steps=(
            "See that it is in the configuration: until then it has neither baseline nor alerts of its own.",
            "One that was invited brings roles and trusts of its past: review them first.",
        ),
        sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html",),
    ),
)
