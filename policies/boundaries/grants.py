"""What the boundaries let through, in the parts that several of them share."""

from policies.document import Statement

IDENTITY = (
    "account:*",
    "iam:*",
    "identitystore:*",
    "organizations:*",
    "rolesanywhere:*",
    "sso-directory:*",
    "sso:*",
)
"""Who may do what: a boundary grants of these what it names, so that AWS's new actions are closed from the start."""
TARGETED = (
    "ssm:CreateAssociation",
    "ssm:CreateAssociationBatch",
    "ssm:RegisterTaskWithMaintenanceWindow",
    "ssm:UpdateAssociation",
    "ssm:UpdateMaintenanceWindowTask",
)
"""Commands on instances that are chosen by tag: IAM never sees which they are, so no mark protects them.

https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-iam.html
"""
INTERACTIVE = (
    "cloudshell:*",
    "ec2-instance-connect:*",
    "ecs:ExecuteCommand",
    "ssm:ResumeSession",
    "ssm:StartSession",
)
"""People's way to a shell."""
SECRET_VALUES = ("secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue")


def services_but(*excluded: str) -> Statement:
    """Every service, without what decides who may do what, what reaches unseen targets, and what is given."""
    return Statement(sid="Services", effect="Allow", not_actions=(*IDENTITY, *TARGETED, *excluded))


def looking() -> Statement:
    """Reading what the account is made of; consoles and tools need it."""
    return Statement(
        sid="Look",
        effect="Allow",
        actions=(
            "account:ListRegions",
            "iam:Get*",
            "iam:List*",
            "iam:SimulateCustomPolicy",
            "iam:SimulatePrincipalPolicy",
            "organizations:DescribeOrganization",
        ),
    )


def service_linked_roles() -> Statement:
    """AWS decides what these may do (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html)."""
    return Statement(
        sid="ServiceLinkedRoles",
        effect="Allow",
        actions=("iam:CreateServiceLinkedRole",),
    )
