"""CIS AWS Foundations 7.0.0 beside 5.0.0, the newest that Security Hub checks, and what shows each control here.

Numbers as Prowler's cis_7.0_aws and cis_5.0_aws have them (https://github.com/prowler-cloud/prowler, 5.46.0, read
2026-11-25); titles in short words of our own.
"""

from dataclasses import dataclass
from enum import StrEnum

LEFT_OUT = {
    "1.10": "access keys at the creation of a user: there are no new users (`iamUsers`)",
    "1.12": "one active key of a user: there are no new keys (`accessKeys`)",
}
"""Controls of 5.0.0 that 7.0.0 no longer has."""


class Answer(StrEnum):
    """Who answers for a control."""

    HELD = "held"
    """The baseline makes it so by default."""
    OPTIONAL = "option"
    """The baseline can make it so."""
    OUTSIDE = "outside"
    """It is about workloads or people, which a baseline doesn't make."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """A control of 7.0.0, its number in 5.0.0 where it has one, and the evidence in Markdown."""

    number: str
    before: str | None
    title: str
    answer: Answer
    evidence: str


def _held(number: str, before: str | None, title: str, evidence: str) -> Control:
    return Control(number=number, before=before, title=title, answer=Answer.HELD, evidence=evidence)


def _optional(number: str, before: str | None, title: str, evidence: str) -> Control:
    return Control(number=number, before=before, title=title, answer=Answer.OPTIONAL, evidence=evidence)


def _outside(number: str, before: str | None, title: str, evidence: str) -> Control:
    return Control(number=number, before=before, title=title, answer=Answer.OUTSIDE, evidence=evidence)


_ALARM = "the alarm of the [runbook](runbook.md) with CIS's own pattern"
_RULE = "`securityServices.config`: rule"

CONTROLS = (
    _optional("2.1.1", None, "Centralised root access", "`rootAccess`, [step by step](root-access.md)"),
    _held("2.1.2", None, "Guardrails for all accounts", "the [catalogue](guardrails.md), proved by `guardrails check`"),
    _outside("2.1.3", None, "No workloads in the management account", "the stack runs nothing there; yours to keep"),
    _outside(
        "2.1.4", None, "Units by environment and sensitivity", "`organization.json` shows the units that you chose"
    ),
    _outside(
        "2.1.5",
        None,
        "A delegate manages organization policies",
        "by decision: one [pipeline](deployer.md) enters the management account and no person; a member that could "
        "change the policies that bind it would be the weaker place",
    ),
    _held(
        "2.1.6",
        None,
        "Delegates manage integrated services",
        "CloudTrail, Access Analyzer and `securityServices` in the audit account",
    ),
    _outside("2.2", "1.1", "Contact details", "by a person, in each account"),
    _held("2.3", "1.2", "Security contact", "`alternateContacts.security` of the presets"),
    _optional(
        "2.4", "1.3", "No access key of root", f"`rootUser` denies new ones; {_RULE} `IAM_ROOT_ACCESS_KEY_CHECK`"
    ),
    _optional(
        "2.5", "1.4", "MFA of root", f"`rootAccess` leaves members none to protect; {_RULE} `ROOT_ACCOUNT_MFA_ENABLED`"
    ),
    _optional("2.6", "1.5", "Hardware MFA of root", f"as 2.5; {_RULE} `ROOT_ACCOUNT_HARDWARE_MFA_ENABLED`"),
    _held("2.7", "1.6", "Root isn't used", "`rootUser` denies it in members; root use is heard everywhere"),
    _held("2.8", "1.7", "Passwords of 14 characters", "`passwordPolicy.minimumLength`"),
    _held("2.9", "1.8", "Passwords aren't reused", "`passwordPolicy.reusePrevention`"),
    _optional("2.10", "1.9", "MFA of users with a password", f"`mfa`; {_RULE} `MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS`"),
    _optional("2.11", "1.11", "Unused credentials", f"{_RULE} `IAM_USER_UNUSED_CREDENTIALS_CHECK`, 45 days"),
    _optional(
        "2.12", "1.13", "Keys are rotated", f"`accessKeys` denies new ones; {_RULE} `ACCESS_KEYS_ROTATED`, 90 days"
    ),
    _optional("2.13", "1.14", "Rights through groups", f"`iamUsers`; {_RULE} `IAM_USER_GROUP_MEMBERSHIP_CHECK`"),
    _optional("2.14", "1.15", "No policy allows everything", f"{_RULE} `IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS`"),
    _optional(
        "2.15",
        "1.16",
        "A role for AWS Support",
        "a set under `permissionSets` with the managed policy AWSSupportAccess; the presets Administrator and "
        "PowerUser open cases without it",
    ),
    _outside(
        "2.16", "1.17", "Instances have roles", "`workloadRoles` makes them; which instance has one is the workload's"
    ),
    _outside("2.17", "1.18", "No expired certificates in IAM", "workloads' certificates; Security Hub's IAM.26"),
    _held("2.18", "1.19", "External access is analysed", "`externalAccessAnalyzer` in every account and region"),
    _held("2.19", "1.20", "Users are managed centrally", "[Identity Center](access.md); `iamUsers` denies others"),
    _held(
        "2.20",
        "1.21",
        "CloudShell is restricted",
        "no preset has its policy; [boundaries](escalations.md) deny it",
    ),
    _optional("2.21", None, "No policy is open to everybody", "analyzers of external access; `organizationPerimeter`"),
    _held("3.1.1", "2.1.1", "S3 by TLS only", "`tlsOnly`; the policies of the baseline's buckets"),
    _outside("3.1.2", "2.1.2", "MFA Delete", "root alone can switch it on; the archive has Object Lock instead"),
    _outside("3.1.3", "2.1.3", "Data is classified", "by its owners"),
    _held("3.1.4", "2.1.4", "S3 isn't public", "`blockS3PublicAccess`; `s3PublicAccess`"),
    _outside("3.2.1", "2.2.1", "RDS at rest", "`encryption` can deny others; Security Hub's RDS.3"),
    _outside("3.2.2", "2.2.2", "RDS minor versions", "workloads; Security Hub's RDS.13"),
    _outside("3.2.3", "2.2.3", "RDS isn't public", "`publicSharing` for snapshots; Security Hub's RDS.2"),
    _outside("3.2.4", "2.2.4", "RDS in several zones", "workloads; Security Hub's RDS.5"),
    _outside("3.3.1", "2.3.1", "EFS at rest", "`encryption` can deny others; Security Hub's EFS.1"),
    _held("4.1", "3.1", "CloudTrail in all regions", "the organization's trail"),
    _held("4.2", "3.2", "Log files are validated", "the organization's trail"),
    _optional("4.3", "3.3", "AWS Config in all regions", "`securityServices.config`, in the regions in use"),
    _held("4.4", "3.4", "Access to the trail's bucket is logged", "`logArchive.accessLogs`"),
    _held("4.5", "3.5", "Logs are encrypted with an own key", "the log archive's key"),
    _held("4.6", "3.6", "Keys rotate", "every key of the baseline"),
    _outside("4.7", "3.7", "Flow logs of VPCs", "the baseline makes no network; Security Hub's EC2.6"),
    _optional("4.8", "3.8", "Writes to S3 objects are logged", "`trail.dataEvents`: s3Writes"),
    _optional("4.9", "3.9", "Reads of S3 objects are logged", "`trail.dataEvents`: s3Reads"),
    _outside("4.10", None, "Web front ends log access", "workloads"),
    *(
        _held(f"5.{number}", f"4.{number}", title, _ALARM)
        for number, title in enumerate(
            (
                "Refused calls are seen",
                "Sign-in without MFA is seen",
                "Root use is seen",
                "Changed IAM policies are seen",
                "Changed trails are seen",
                "Failed sign-ins are seen",
                "Keys that go are seen",
                "Changed bucket policies are seen",
                "Changed Config is seen",
                "Changed security groups are seen",
                "Changed network ACLs are seen",
                "Changed gateways are seen",
                "Changed routes are seen",
                "Changed VPCs are seen",
                "Changes of the organization are seen",
            ),
            1,
        )
    ),
    _optional("5.16", "4.16", "Security Hub is on", "`securityServices.securityHub`"),
    _held("6.1.1", "5.1.1", "EBS volumes are encrypted", "`encryptEbsByDefault`"),
    _outside("6.1.2", "5.1.2", "CIFS from known networks", "workloads' security groups"),
    _outside("6.2", "5.2", "No administration ports in ACLs", "workloads' networks; Security Hub's EC2.21"),
    _outside("6.3", "5.3", "No administration ports by IPv4", "workloads' security groups; Security Hub's EC2.53"),
    _outside("6.4", "5.4", "No administration ports by IPv6", "workloads' security groups; Security Hub's EC2.54"),
    _outside(
        "6.5",
        "5.5",
        "Default security groups are closed",
        "`guardrails accounts close-default-security-groups` "
        "[closes them](account-settings.md#what-is-left-to-a-command); 5.10 hears changes; Security Hub's EC2.2",
    ),
    _outside("6.6", "5.6", "Peering routes are narrow", "the baseline makes no network"),
    _held("6.7", "5.7", "IMDSv2", "`requireImdsv2`; `ec2Declarative`, `ec2Metadata`"),
    _outside("6.8", None, "VPC endpoints are used", "`vpcEndpoints` can ask for them"),
)
