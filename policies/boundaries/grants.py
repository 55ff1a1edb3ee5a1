"""What the boundaries let through, in the parts that several of them share."""

from policies.document import Statement

IDENTITY = (
    "account-access:*",
    "account:*",
    "controltower:*",
    "ds-data:*",
    "ds:ResetUserPassword",
    "iam:*",
    "identity-sync:*",
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
LENT = (
    "config:PutConformancePack",
    "config:PutRemediationConfigurations",
    "datazone:GetDomainExecutionRoleCredentials",
    "datazone:GetEnvironmentCredentials",
    "iot:AttachPolicy",
    "iot:AttachPrincipalPolicy",
)
"""Roles that a service hands out or runs things under without iam:PassRole; IAM never sees which, so no mark helps.

https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSConfigRemediationServiceRolePolicy.html
"""
INTERACTIVE = (
    "bedrock-agentcore:InvokeAgentRuntimeCommand*",
    "cloud9:*",
    "cloudshell:*",
    "ec2-instance-connect:*",
    "ecs:ExecuteCommand",
    "sagemaker:CreatePresigned*",
    "sagemaker:StartSession",
    "ssm-guiconnect:*",
    "ssm:GetAccessToken",
    "ssm:ResumeSession",
    "ssm:StartAccessRequest",
    "ssm:StartSession",
)
"""People's way to a shell."""
SECRET_VALUES = (
    "bedrock-agentcore:GetResource*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutResourcePolicy",
)
"""What is secret, and who may read it."""


def services_but(*excluded: str) -> Statement:
    """Every service, without what decides who may do what, what reaches unseen targets or roles, and what is given."""
    return Statement(sid="Services", effect="Allow", not_actions=(*IDENTITY, *TARGETED, *LENT, *excluded))


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
