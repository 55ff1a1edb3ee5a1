"""The boundary of the deployer's role in a member account: whoever makes the role can change it, the role can't."""

from policies import names
from policies.baseline_resources import PREFIX
from policies.boundaries.denials import key_grants, privileged_resources, reserved_tags
from policies.boundaries.grants import IDENTITY, INTERACTIVE, LENT, SECRET_VALUES, TARGETED
from policies.document import Document, Statement
from policies.machine_names import WORKLOAD_PATH

# Whoever deploys the baseline runs nothing, for what runs has a role of its own.
_RUNNING = (
    "cloudformation:*",
    "codebuild:*",
    "codedeploy:*",
    "codepipeline:*",
    "datapipeline:*",
    "ecr:*",
    "ecs:*",
    "eks:*",
    "glue:*",
    "lambda:*",
    "sagemaker:*",
    "ssm:*",
    "states:*",
)
_MADE = (
    "oidc-provider/*",
    f"policy/{names.BOUNDARY_POLICY}*",
    f"policy/{names.BREAK_GLASS_BOUNDARY}",
    "policy/guardrails-policies/*",
    "role/aws-service-role/*",
    f"role/{PREFIX}*",
    f"role/{WORKLOAD_PATH}*",
)


def ceiling(partition: str, account: str, deployer: str, *, identity_center: bool = False) -> Document:
    """What the deployer of a member account does at most, whatever is attached to it or names it.

    It changes neither itself nor its policies, makes no users, enters no other role, and runs nothing. With
    `identity_center` it manages people's access besides, and is then as much as an administrator.
    """
    iam = f"arn:{partition}:iam::{account}"
    people = (Statement(sid="PeoplesAccess", effect="Allow", actions=("sso:*",)),) if identity_center else ()
    return Document(
        statements=(
            Statement(
                sid="Services",
                effect="Allow",
                not_actions=(*IDENTITY, *INTERACTIVE, *LENT, *SECRET_VALUES, *TARGETED, *_RUNNING, "sts:*"),
            ),
            Statement(
                sid="Account",
                effect="Allow",
                actions=(
                    "account:*AlternateContact",
                    "iam:*AccountPasswordPolicy",
                    "iam:Get*",
                    "iam:List*",
                    "iam:SetSecurityTokenServicePreferences",
                ),
            ),
            Statement(
                sid="WhatItMakes",
                effect="Allow",
                actions=("iam:*",),
                resources=tuple(f"{iam}:{made}" for made in _MADE),
            ),
            *people,
            Statement(
                sid="Itself",
                effect="Deny",
                not_actions=("iam:Get*", "iam:List*"),
                resources=(f"{iam}:role/{deployer}", f"{iam}:policy/{deployer}-*"),
            ),
            Statement(
                sid="OtherSessions",
                effect="Deny",
                actions=("sts:Assume*", "sts:GetFederationToken", "sts:GetWebIdentityToken", "sts:TagSession"),
            ),
            privileged_resources(),
            reserved_tags(),
            key_grants(),
        )
    )
