"""The ceiling of what runs: it uses services, and changes neither what others run nor who may do what."""

from policies.boundaries.denials import denials
from policies.boundaries.grants import INTERACTIVE, services_but
from policies.boundaries.owned import passing
from policies.document import Document

# Whoever changes what another role runs has that role.
_DEPLOYMENT = (
    "amplify:*",
    "apprunner:*",
    "cloudformation:*",
    "codebuild:*",
    "codecommit:GitPush",
    "codedeploy:*",
    "codepipeline:*",
    "ec2:CreateLaunchTemplateVersion",
    "ec2:CreateReplaceRootVolumeTask",
    "ec2:ModifyInstanceAttribute",
    "ecr:PutImage",
    "eks:AssociateAccessPolicy",
    "eks:CreateAccessEntry",
    "elasticbeanstalk:UpdateEnvironment",
    "imagebuilder:*",
    "lambda:AddPermission",
    "lambda:CreateFunction",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "secretsmanager:PutResourcePolicy",
    "servicecatalog:*",
    "ssm:SendCommand",
    "ssm:UpdateDocument*",
    "states:UpdateStateMachine",
)


def document(partition: str, account: str) -> Document:
    """What a workload's role does at most in an account; it may start tasks and instances under roles like its own."""
    return Document(
        statements=(
            services_but(*INTERACTIVE, *_DEPLOYMENT),
            passing(partition, account),
            *denials(partition),
        )
    )
