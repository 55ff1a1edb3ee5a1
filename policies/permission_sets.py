"""The permission sets that ship with the baseline: who gets in as what, for how long, under which ceiling."""

from dataclasses import dataclass

from policies.boundaries.denials import privileged_resources, reserved_tags
from policies.boundaries.grants import looking
from policies.boundaries.kind import BoundaryKind
from policies.boundaries.owned import making, passing
from policies.document import Document, Statement

_READ = (
    "cloudtrail:LookupEvents",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "ec2:DescribeInstances",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "iam:Get*",
    "iam:List*",
    "iam:SimulateCustomPolicy",
    "iam:SimulatePrincipalPolicy",
    "lambda:Get*",
    "lambda:List*",
    "logs:Describe*",
    "logs:FilterLogEvents",
    "logs:Get*",
    "logs:StartQuery",
    "tag:GetResources",
)
_DEPLOY = (
    "lambda:CreateAlias",
    "lambda:CreateFunction",
    "lambda:DeleteFunction",
    "lambda:InvokeFunction",
    "lambda:PublishVersion",
    "lambda:TagResource",
    "lambda:UntagResource",
    "lambda:UpdateAlias",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "logs:CreateLogGroup",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
)


@dataclass(frozen=True, kw_only=True)
class PermissionSetPreset:
    """A permission set as data; managed policies are named by what follows `policy/` in AWS's own ARNs."""

    description: str
    session_hours: int
    managed_policies: tuple[str, ...] = ()
    inline: Document | None = None
    boundary: BoundaryKind | None = None


def presets(partition: str) -> dict[str, PermissionSetPreset]:
    """The shipped sets by name; sessions are the shorter the more they can change.

    Managed policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
    Session length: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
    """
    return {
        "Administrator": PermissionSetPreset(
            description="Everything, for few people and short sessions",
            session_hours=1,
            managed_policies=("AdministratorAccess",),
        ),
        "PowerUser": PermissionSetPreset(
            description="Build and run workloads; no change of who may do what",
            session_hours=4,
            managed_policies=("PowerUserAccess",),
            inline=Document(statements=(looking(), passing(partition, "*"))),
            boundary=BoundaryKind.DEVELOPER,
        ),
        "ReadOnly": PermissionSetPreset(
            description="Look at everything, change nothing",
            session_hours=8,
            managed_policies=("ReadOnlyAccess",),
            inline=Document(statements=(_nobody_else(),)),
        ),
        "SecurityAudit": PermissionSetPreset(
            description="Read the configuration of every service, not the data",
            session_hours=8,
            managed_policies=("SecurityAudit",),
        ),
        "Billing": PermissionSetPreset(
            description="Bills, budgets and cost reports",
            session_hours=4,
            managed_policies=("job-function/Billing",),
        ),
        "DelegatedIamAdmin": PermissionSetPreset(
            description="Make bounded roles for workloads and deploy their functions",
            session_hours=2,
            inline=delegated_iam_admin(partition),
            boundary=BoundaryKind.DELEGATED_ADMINISTRATOR,
        ),
    }


def _nobody_else() -> Statement:
    """AWS counts as reading what makes the reader somebody else: tokens for the roles of a pool, a node or an instance.

    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
    https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdTokenForDeveloperIdentity.html
    """
    return Statement(
        sid="NobodyElse",
        effect="Deny",
        actions=(
            "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
            "connect:GetFederationToken",
            "ssm:GetAccessToken",
        ),
    )


def delegated_iam_admin(partition: str) -> Document:
    """What the delegated administrator does all day; enough for it without a managed policy, so all of it is proved."""
    return Document(
        statements=(
            Statement(sid="Read", effect="Allow", actions=_READ),
            *making(partition, "*"),
            passing(partition, "*"),
            Statement(sid="Deploy", effect="Allow", actions=_DEPLOY),
            privileged_resources(),
            reserved_tags(),
        )
    )
