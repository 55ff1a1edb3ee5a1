"""The ceiling of the baseline's own roles: everything but the baseline itself and ways around the ceiling."""

from policies import names
from policies.document import Document, Statement

# Actions that carry the key iam:PermissionsBoundary (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
_BOUNDARY_KEYED = (
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
)
_CHANGES_OF_BASELINE = (
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole*",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutRole*",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole*",
)
# No condition key reaches these.
_LONG_TERM = (
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
    "iam:AddUserToGroup",
)


def boundary_document(partition: str, account: str) -> Document:
    """What a bounded role may do at most.

    The boundary can't remove itself, and the baseline's own roles and policies are out of its reach
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
    """
    iam = f"arn:{partition}:iam::{account}"
    boundary = f"{iam}:policy/{names.BOUNDARY_POLICY}"
    return Document(
        statements=(
            Statement(sid="Everything", effect="Allow", actions=("*",)),
            Statement(
                sid="KeepBoundary",
                effect="Deny",
                actions=("iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"),
            ),
            Statement(
                sid="OnlyBoundedPrincipals",
                effect="Deny",
                actions=_BOUNDARY_KEYED,
                conditions={"StringNotEquals": {"iam:PermissionsBoundary": boundary}},
            ),
            Statement(
                sid="ProtectBaselineIam",
                effect="Deny",
                actions=_CHANGES_OF_BASELINE,
                resources=(f"{iam}:policy/guardrails-*", f"{iam}:role/guardrails-*"),
            ),
            Statement(
                sid="NoLongTermCredentials",
                effect="Deny",
                actions=_LONG_TERM,
            ),
        )
    )
