"""What some may do all day and others never: entering what runs, reading secrets, changing what others run."""

from dataclasses import replace

from policies.boundaries.kind import BoundaryKind
from policies.escalations import sources
from policies.escalations.attempt import DELEGATE, EVERYBODY, INSTANCE, Attempt, regional, simple

_FUNCTION_OF_OTHERS = regional("lambda", "function:shop-invoices")
_SECRET_OF_OTHERS = regional("secretsmanager", "secret:shop-invoices-AbCdEf")
_ENTERS, _READS, _TAKES = (
    "one acts as the role of what runs there",
    "it holds credentials of others",
    "one acts as the other's role",
)
_NOT_PEOPLE = tuple(subject for subject in EVERYBODY if subject != BoundaryKind.DEVELOPER)
_NO_SECRETS = (DELEGATE, BoundaryKind.DELEGATED_ADMINISTRATOR, BoundaryKind.CI)
_NO_COMMANDS = (DELEGATE, BoundaryKind.DELEGATED_ADMINISTRATOR, BoundaryKind.WORKLOAD)
_RUNNING = (BoundaryKind.WORKLOAD,)


def _for(subjects: tuple[str, ...], *attempts: Attempt) -> tuple[Attempt, ...]:
    return tuple(replace(attempt, subjects=subjects) for attempt in attempts)


OTHER_ATTEMPTS = (
    *_for(
        _NOT_PEOPLE,
        simple("open a session on an instance", "ssm:StartSession", INSTANCE, _ENTERS, sources.SESSIONS),
        simple(
            "take up somebody's session",
            "ssm:ResumeSession",
            regional("ssm", "session/alice-1"),
            _ENTERS,
            sources.SESSIONS,
        ),
        simple(
            "push a key to an instance", "ec2-instance-connect:SendSSHPublicKey", INSTANCE, _ENTERS, sources.CONNECT
        ),
        simple("enter a task", "ecs:ExecuteCommand", regional("ecs", "task/shop/1"), _ENTERS, sources.EXEC),
        simple("open a shell in the browser", "cloudshell:CreateEnvironment", "*", "files leave by it", sources.SHELL),
    ),
    *_for(
        _NO_SECRETS,
        simple("read a secret of others", "secretsmanager:GetSecretValue", _SECRET_OF_OTHERS, _READS, sources.SECRETS),
        simple("read all secrets at once", "secretsmanager:BatchGetSecretValue", "*", _READS, sources.SECRETS),
    ),
    *_for(
        _NO_COMMANDS,
        simple("run a command on an instance", "ssm:SendCommand", INSTANCE, _ENTERS, sources.RUN_COMMAND),
    ),
    *_for(
        _RUNNING,
        simple(
            "change another's state machine",
            "states:UpdateStateMachine",
            regional("states", "stateMachine:shop"),
            _TAKES,
            sources.PASSING,
        ),
        simple("push another's image", "ecr:PutImage", regional("ecr", "repository/shop"), _TAKES, sources.IMAGES),
        simple(
            "add a version to another's launch template",
            "ec2:CreateLaunchTemplateVersion",
            regional("ec2", "launch-template/lt-0123456789abcdef0"),
            _TAKES,
            sources.USER_DATA,
        ),
        simple("make a function", "lambda:CreateFunction", _FUNCTION_OF_OTHERS, _TAKES, sources.RHINO),
        simple(
            "change the code of another's function",
            "lambda:UpdateFunctionCode",
            _FUNCTION_OF_OTHERS,
            _TAKES,
            sources.RHINO,
        ),
        simple(
            "add a layer to another's function",
            "lambda:UpdateFunctionConfiguration",
            _FUNCTION_OF_OTHERS,
            _TAKES,
            sources.LAMBDA,
        ),
        simple("rewrite an instance's user data", "ec2:ModifyInstanceAttribute", INSTANCE, _ENTERS, sources.USER_DATA),
        simple(
            "update another's stack",
            "cloudformation:UpdateStack",
            regional("cloudformation", "stack/shop/1"),
            _TAKES,
            sources.CLOUDFORMATION,
        ),
        simple(
            "start another's build",
            "codebuild:StartBuild",
            regional("codebuild", "project/shop"),
            _TAKES,
            sources.CODEBUILD,
        ),
        simple(
            "deploy over another",
            "codedeploy:CreateDeployment",
            regional("codedeploy", "deploymentgroup:shop/blue"),
            _TAKES,
            sources.CODEDEPLOY,
        ),
        simple(
            "change another's pipeline",
            "codepipeline:UpdatePipeline",
            regional("codepipeline", "shop"),
            _TAKES,
            sources.CODEPIPELINE,
        ),
    ),
)
