"""Nothing is shared with everybody: snapshots, images, buckets, documents, functions; RAM shares stay inside.

An account's blocks of public access are what closes images, bucket policies and access control lists, since no
condition key tells a public image or policy from a private one; they are set by the deployer and kept here. RDS
snapshots and documents are shared with single accounts by those who are named only. EBS snapshots and images may be
shared with single accounts, strangers' too: what is encrypted opens to nobody whom organizationPerimeter keeps from the
key.
"""

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEPLOYER, DEVELOPER, IMPOSTOR, MEMBER, ROOT, SERVICE_LINKED, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import BareRoleName
from policies.types import Bundle, Exempt, Severity

# Patterns, each with the actions that it covers.
_SETTINGS = {
    "ec2:Disable*BlockPublicAccess": ("ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess"),
    "ecr-public:CreateRepository": ("ecr-public:CreateRepository",),
    "ecr-public:PutImage": ("ecr-public:PutImage",),
    "s3:PutAccountPublicAccessBlock": ("s3:PutAccountPublicAccessBlock",),
    "ssm:ModifyDocumentPermission": ("ssm:ModifyDocumentPermission",),
}
_SSM_SETTING = {
    "ssm:ResetServiceSetting": ("ssm:ResetServiceSetting",),
    "ssm:UpdateServiceSetting": ("ssm:UpdateServiceSetting",),
}
_DATABASE = {
    "rds:ModifyDB*SnapshotAttribute": ("rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute"),
}
_ACL = {
    "s3:CreateBucket": ("s3:CreateBucket",),
    "s3:Put*Acl": ("s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
    "s3:PutObject": ("s3:PutObject",),
}
_PUBLIC_ACLS = ("authenticated-read", "public-read*")
_URL = {
    "lambda:AddPermission": ("lambda:AddPermission",),
    "lambda:CreateFunctionUrlConfig": ("lambda:CreateFunctionUrlConfig",),
    "lambda:UpdateFunctionUrlConfig": ("lambda:UpdateFunctionUrlConfig",),
}
_SHARES = {
    "ram:CreateResourceShare": ("ram:CreateResourceShare",),
    "ram:UpdateResourceShare": ("ram:UpdateResourceShare",),
}
_FUNCTION_POLICIES = ("lambda:AddPermission", "lambda:PutResourcePolicy")
# What a condition key tells apart. A function's permission for everybody has the principal "*", and no other principal
# is a single character.
_BY_KEY = (
    ("SharingSnapshots", ("ec2:ModifySnapshotAttribute",), {"StringEquals": {"ec2:Add/group": "all"}}),
    ("SharingObjects", (*_ACL,), {"StringLike": {"s3:x-amz-acl": _PUBLIC_ACLS}}),
    ("SharingFunctionUrls", (*_URL,), {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}),
    ("SharingFunctions", _FUNCTION_POLICIES, {"StringLike": {"lambda:Principal": "?"}}),
    ("SharingShares", (*_SHARES,), {"Bool": {"ram:RequestedAllowsExternalPrincipals": "true"}}),
    ("SharingOpenShares", ("ram:AssociateResourceShare",), {"Bool": {"ram:AllowsExternalPrincipals": "true"}}),
)


class SharingSettings(Settings):
    """Who shares what no condition key narrows."""

    snapshot_sharers: tuple[BareRoleName, ...] = ()
    """Names of roles that may share manual RDS snapshots, with whomever: RDS offers no condition key for it."""


def statements(context: Context, settings: SharingSettings) -> tuple[Statement, ...]:
    """What is always public or strange is denied whole, the rest by its condition key."""
    sharers = tuple(context.role(name) for name in settings.snapshot_sharers)
    return (
        Statement(sid="SharingSettings", effect="Deny", actions=(*_SETTINGS,)),
        Statement(
            sid="SharingDocuments",
            effect="Deny",
            actions=(*_SSM_SETTING,),
            resources=(context.arn("ssm", "servicesetting/ssm/documents/console/public-sharing-permission"),),
        ),
        Statement(
            sid="SharingDatabases",
            effect="Deny",
            actions=(*_DATABASE,),
            conditions={"ArnNotLike": {"aws:PrincipalArn": sharers}} if sharers else {},
        ),
        *(Statement(sid=sid, effect="Deny", actions=actions, conditions=keys) for sid, actions, keys in _BY_KEY),
    )


_SHARER = role("SnapshotSharer")
_SSM = f"arn:aws:ssm:eu-west-1:{MEMBER}:servicesetting/ssm"
_DB_SNAPSHOT = f"arn:aws:rds:eu-west-1:{MEMBER}:snapshot:orders-2026-11-25"
_SNAPSHOT = "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0"
_FUNCTION = f"arn:aws:lambda:eu-west-1:{MEMBER}:function:shop"
_SHARE = f"arn:aws:ram:eu-west-1:{MEMBER}:resource-share/12345678-abcd-09876543-abcd-1234567890ab"


def _asks(name: str, action: str, resource: str = "*", principal: str = DEVELOPER, **context: str) -> Request:
    return Request(
        name=f"{name}: {action}",
        action=action,
        resource=resource,
        principal=principal,
        context={key.replace("_", ":", 1).replace("_", "-"): value for key, value in context.items()},
        resource_account=MEMBER,
    )


def _all(
    name: str, patterns: dict[str, tuple[str, ...]], resource: str = "*", principal: str = DEVELOPER, **context: str
) -> tuple[Request, ...]:
    return tuple(
        _asks(name, action, resource, principal, **context) for actions in patterns.values() for action in actions
    )


def _group(name: str, value: str | None, principal: str = DEVELOPER) -> Request:
    context = {"ec2:Add/userId": "555566667777"} if value is None else {"ec2:Add/group": value}
    return Request(
        name=name,
        action="ec2:ModifySnapshotAttribute",
        resource=_SNAPSHOT,
        principal=principal,
        context={"ec2:Attribute": "CreateVolumePermission", **context},
        resource_account=MEMBER,
    )


GUARDRAIL = Guardrail(
    title="Deny public and foreign sharing",
    rationale="Most data leaks need no break-in: one attribute makes a snapshot, an image or a bucket everybody's.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 AC-3", "NIST 800-53 AC-21", "AWS FSBP EC2.1", "AWS FSBP RDS.1", "AWS FSBP S3.1"),
    practice="SCPs: no public access to data",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_ram.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html",
    ),
    bundle=Bundle.DATA,
    settings=SharingSettings,
    example_settings=SharingSettings(snapshot_sharers=("SnapshotSharer",)),
    exempt={Exempt.DEPLOYER: "sets the account's blocks of public access"},
    statements=statements,
    denies=(
        *_all("developer", _SETTINGS),
        *_all("administrator", _SETTINGS, principal=ADMINISTRATOR),
        *_all("developer", _SSM_SETTING, f"{_SSM}/documents/console/public-sharing-permission"),
        *_all("developer", _DATABASE, _DB_SNAPSHOT),
        *_all("named like a sharer", _DATABASE, _DB_SNAPSHOT, role("SnapshotSharer-too")),
        _group("developer publishes a snapshot", "all"),
        *_all("public", _ACL, "arn:aws:s3:::reports/a", s3_x_amz_acl="public-read"),
        _asks("writable", "s3:PutBucketAcl", "arn:aws:s3:::reports", s3_x_amz_acl="public-read-write"),
        _asks("every AWS user", "s3:PutObjectAcl", "arn:aws:s3:::reports/a", s3_x_amz_acl="authenticated-read"),
        *_all("open", _URL, _FUNCTION, lambda_FunctionUrlAuthType="NONE"),
        *(_asks("everybody", action, _FUNCTION, lambda_Principal="*") for action in _FUNCTION_POLICIES),
        *_all("strangers", _SHARES, _SHARE, ram_RequestedAllowsExternalPrincipals="true"),
        _asks("strangers", "ram:AssociateResourceShare", _SHARE, ram_AllowsExternalPrincipals="true"),
        _asks("root", "s3:PutAccountPublicAccessBlock", principal=ROOT),
        _asks("named like the deployer", "s3:PutAccountPublicAccessBlock", principal=IMPOSTOR),
    ),
    allows=(
        *_all("deployer", _SETTINGS, principal=DEPLOYER),
        *_all("deployer", _SSM_SETTING, f"{_SSM}/documents/console/public-sharing-permission", DEPLOYER),
        *_all("deployer", _DATABASE, _DB_SNAPSHOT, DEPLOYER),
        _group("deployer publishes a snapshot", "all", DEPLOYER),
        *_all("deployer", _ACL, "arn:aws:s3:::reports/a", DEPLOYER, s3_x_amz_acl="public-read"),
        *_all("deployer", _URL, _FUNCTION, DEPLOYER, lambda_FunctionUrlAuthType="NONE"),
        *(_asks("deployer to everybody", a, _FUNCTION, DEPLOYER, lambda_Principal="*") for a in _FUNCTION_POLICIES),
        *_all("deployer", _SHARES, _SHARE, DEPLOYER, ram_RequestedAllowsExternalPrincipals="true"),
        _asks("deployer", "ram:AssociateResourceShare", _SHARE, DEPLOYER, ram_AllowsExternalPrincipals="true"),
        *_all("parameter tier", _SSM_SETTING, f"{_SSM}/parameter-store/default-parameter-tier"),
        *_all("sharer", _DATABASE, _DB_SNAPSHOT, _SHARER),
        _group("developer shares a snapshot with an account", None),
        *_all("silent", _ACL, "arn:aws:s3:::reports/a"),
        *_all("owner", _ACL, "arn:aws:s3:::reports/a", s3_x_amz_acl="bucket-owner-full-control"),
        *_all("signed", _URL, _FUNCTION, lambda_FunctionUrlAuthType="AWS_IAM"),
        *(_asks("S3", action, _FUNCTION, lambda_Principal="s3.amazonaws.com") for action in _FUNCTION_POLICIES),
        *_all("within", _SHARES, _SHARE, ram_RequestedAllowsExternalPrincipals="false"),
        _asks("within", "ram:AssociateResourceShare", _SHARE, ram_AllowsExternalPrincipals="false"),
        _asks("a bucket's own block", "s3:PutBucketPublicAccessBlock", "arn:aws:s3:::reports"),
        _asks("turn on", "ec2:EnableImageBlockPublicAccess"),
        _asks("service-linked role", "ecr-public:PutImage", principal=SERVICE_LINKED),
    ),
)
