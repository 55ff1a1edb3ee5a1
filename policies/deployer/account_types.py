"""What the settings of an account and its alerts need: in every account the same.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from policies import names
from policies.baseline_resources import PREFIX
from policies.deployer.need import Need, Needs, Part, Place, arn, iam

_SETTINGS = Place(part=Part.ACCOUNT, sid="AccountSettings")
_CONTACTS = Place(part=Part.ACCOUNT, sid="Contacts", arns=("arn:{partition}:account::{account}:account",))
_ANALYZERS = Place(
    part=Part.ACCOUNT,
    sid="Analyzers",
    arns=(arn("access-analyzer", f"analyzer/{PREFIX}*"),),
)
_RULES = Place(
    part=Part.ACCOUNT,
    sid="Rules",
    arns=(arn("events", f"rule/{PREFIX}*"),),
)
_PASSED = Place(
    part=Part.ACCOUNT,
    sid="PassForwarder",
    arns=(iam(f"role/{names.ROOT_FORWARDER_ROLE}"),),
    conditions={"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}},
)
_CALLER_PASSED = Place(
    part=Part.AUDIT,
    sid="PassWebhooks",
    arns=(iam(f"role/{names.WEBHOOK_ROLE}"),),
    conditions={"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}},
)
_ANALYZER_ROLE = Place(
    part=Part.ACCOUNT,
    sid="AnalyzerRole",
    arns=(iam("role/aws-service-role/access-analyzer.amazonaws.com/*"),),
)

ACCOUNT_TYPES: Needs = {
    "aws:accessanalyzer/analyzer:Analyzer": (
        Need(
            place=_ANALYZERS,
            create="access-analyzer:CreateAnalyzer TagResource",
            read="access-analyzer:GetAnalyzer",
            update="access-analyzer:UntagResource UpdateAnalyzer",
            delete="access-analyzer:DeleteAnalyzer",
        ),
        Need(place=_ANALYZER_ROLE, create="iam:CreateServiceLinkedRole"),
    ),
    "aws:account/alternativeContact:AlternativeContact": (
        Need(
            place=_CONTACTS,
            create="account:PutAlternateContact",
            read="account:GetAlternateContact",
            delete="account:DeleteAlternateContact",
        ),
    ),
    "aws:cloudwatch/eventRule:EventRule": (
        Need(
            place=_RULES,
            create="events:PutRule TagResource",
            read="events:DescribeRule ListTagsForResource",
            update="events:UntagResource",
            delete="events:DeleteRule",
        ),
    ),
    "aws:cloudwatch/eventTarget:EventTarget": (
        Need(
            place=_RULES,
            create="events:PutTargets",
            read="events:ListTargetsByRule",
            delete="events:RemoveTargets",
        ),
        Need(place=_PASSED, create="iam:PassRole", when={"roleArn": "?*", "targetId": "hub"}),
        Need(place=_CALLER_PASSED, create="iam:PassRole", when={"roleArn": "?*", "inputTransformer": "?*"}),
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": (
        Need(
            place=_SETTINGS,
            create="ec2:EnableEbsEncryptionByDefault",
            read="ec2:GetEbsEncryptionByDefault",
            delete="ec2:DisableEbsEncryptionByDefault",
        ),
    ),
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": (
        Need(
            place=_SETTINGS,
            create="ec2:EnableSnapshotBlockPublicAccess",
            read="ec2:GetSnapshotBlockPublicAccessState",
            delete="ec2:DisableSnapshotBlockPublicAccess",
        ),
    ),
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": (
        Need(
            place=_SETTINGS,
            create="ec2:EnableImageBlockPublicAccess",
            read="ec2:GetImageBlockPublicAccessState",
            delete="ec2:DisableImageBlockPublicAccess",
        ),
    ),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        Need(
            place=_SETTINGS,
            create="ec2:ModifyInstanceMetadataDefaults",
            read="ec2:GetInstanceMetadataDefaults",
        ),
    ),
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": (
        Need(
            place=_SETTINGS,
            create="ec2:DisableSerialConsoleAccess EnableSerialConsoleAccess",
            read="ec2:GetSerialConsoleAccessStatus",
        ),
    ),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (
        Need(
            place=_SETTINGS,
            create="iam:UpdateAccountPasswordPolicy",
            read="iam:GetAccountPasswordPolicy",
            delete="iam:DeleteAccountPasswordPolicy",
        ),
    ),
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences": (
        Need(place=_SETTINGS, create="iam:SetSecurityTokenServicePreferences", read="iam:GetAccountSummary"),
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (
        Need(
            place=_SETTINGS,
            create="s3:PutAccountPublicAccessBlock",
            read="s3:GetAccountPublicAccessBlock",
        ),
    ),
}
