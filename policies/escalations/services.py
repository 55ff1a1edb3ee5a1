"""Ways up through what runs under other roles, through other sessions, other accounts and the organization."""

from policies import names
from policies.escalations import sources
from policies.escalations.attempt import IAM, ID, INSTANCE, Attempt, regional
from policies.example import DEPLOYER, role

_OTHER, _OWN = role("Administrator"), role(f"{names.OWNED_PATH}/shop-orders")
_PRIVILEGED = {f"aws:ResourceTag/{names.PRIVILEGED_TAG}": "true"}
# Services that run things under a role which they are given.
_PASSED = {
    "an EC2 instance": ("ec2", sources.RHINO),
    "a Lambda function": ("lambda", sources.RHINO),
    "a Glue job": ("glue", sources.RHINO),
    "a CloudFormation stack": ("cloudformation", sources.RHINO),
    "a Data Pipeline": ("datapipeline", sources.RHINO),
    "an SSM automation": ("ssm", sources.HYBRID),
    "an ECS task": ("ecs-tasks", sources.HACKING),
    "a CodeBuild project": ("codebuild", sources.HACKING),
    "a SageMaker notebook": ("sagemaker", sources.RHINO),
    "a Step Functions state machine": ("states", sources.PASSING),
    "an EventBridge schedule": ("scheduler", sources.PASSING),
    "an EventBridge pipe": ("pipes", sources.PIPES),
    "an agent of AgentCore": ("bedrock-agentcore", sources.AGENT_CORE),
    "a pod of EKS": ("pods.eks", sources.PODS),
    "an App Runner service": ("tasks.apprunner", sources.APP_RUNNER),
    "an Amplify application": ("amplify", sources.AMPLIFY),
    "a Transfer Family user": ("transfer", sources.TRANSFER),
    "S3's replication": ("s3", sources.REPLICATION),
    "an experiment of FIS": ("fis", sources.FIS),
    "a chat channel": ("chatbot", sources.CHAT),
}


def _pass(name: str, resource: str, service: str, why: str, source: str) -> Attempt:
    context = {"iam:PassedToService": f"{service}.amazonaws.com"}
    return Attempt(name=name, action="iam:PassRole", resource=resource, context=context, why=why, source=source)


_PASSES = (
    *(
        _pass(f"run {what} as an administrator's role", _OTHER, service, "what runs there has that role", source)
        for what, (service, source) in _PASSED.items()
    ),
    _pass(
        "run a Lambda function as break-glass",
        role(names.BREAK_GLASS_ROLE),
        "lambda",
        "guardrails spare it",
        sources.PASSING,
    ),
    _pass("run a Lambda function as the deployer", DEPLOYER, "lambda", "guardrails spare it", sources.PASSING),
    _pass(
        "lend a role to certificates", _OWN, "rolesanywhere", "whoever has one uses the role for ever", sources.ANYWHERE
    ),
    _pass("lend a role to devices", _OWN, "credentials.iot", "its credentials leave the account", sources.ROLE_ALIASES),
    _pass("lend a role to machines elsewhere", _OWN, "ssm", "its credentials leave the account", sources.HYBRID),
    Attempt(
        name="put an administrator's role on an instance profile",
        action="iam:AddRoleToInstanceProfile",
        resource=f"{IAM}:instance-profile/Administrator",
        why="every instance that has the profile has that role",
        source=sources.HACKING,
    ),
)
_FUNCTION = regional("lambda", "function:vault-rotation")
_AS = "the code runs under the privileged role"


def privileged(name: str, action: str, resource: str, why: str, source: str) -> Attempt:
    """An attempt of everybody on something that carries the mark."""
    return Attempt(
        name=f"{name} that is marked as privileged",
        action=action,
        resource=resource,
        context=_PRIVILEGED,
        why=why,
        source=source,
    )


_TAKES_OVER = (
    privileged("change the code of a function", "lambda:UpdateFunctionCode", _FUNCTION, _AS, sources.RHINO),
    privileged("add a layer to a function", "lambda:UpdateFunctionConfiguration", _FUNCTION, _AS, sources.LAMBDA),
    privileged("invoke a function", "lambda:InvokeFunction", _FUNCTION, "it acts for its caller", sources.LAMBDA),
    privileged("run a command on an instance", "ssm:SendCommand", INSTANCE, _AS, sources.RUN_COMMAND),
    privileged("open a session on an instance", "ssm:StartSession", INSTANCE, _AS, sources.SESSIONS),
    privileged("rewrite the user data of an instance", "ec2:ModifyInstanceAttribute", INSTANCE, _AS, sources.USER_DATA),
    privileged("push a key to an instance", "ec2-instance-connect:SendSSHPublicKey", INSTANCE, _AS, sources.CONNECT),
    privileged("enter a task", "ecs:ExecuteCommand", regional("ecs", "task/core/0123456789abcdef"), _AS, sources.EXEC),
    privileged(
        "update a stack",
        "cloudformation:UpdateStack",
        regional("cloudformation", "stack/network/1"),
        _AS,
        sources.CLOUDFORMATION,
    ),
    privileged(
        "start a build of a project",
        "codebuild:StartBuild",
        regional("codebuild", "project/core"),
        _AS,
        sources.CODEBUILD,
    ),
    privileged(
        "change a state machine",
        "states:UpdateStateMachine",
        regional("states", "stateMachine:core"),
        _AS,
        sources.PASSING,
    ),
    privileged(
        "push an image to a repository", "ecr:PutImage", regional("ecr", "repository/core"), _AS, sources.IMAGES
    ),
    privileged(
        "add a version to a launch template",
        "ec2:CreateLaunchTemplateVersion",
        regional("ec2", "launch-template/lt-0123456789abcdef0"),
        _AS,
        sources.USER_DATA,
    ),
    privileged(
        "become administrator of a cluster",
        "eks:CreateAccessEntry",
        regional("eks", "cluster/core"),
        "its pods have roles of their own",
        sources.CLUSTERS,
    ),
    privileged(
        "change a Glue endpoint", "glue:UpdateDevEndpoint", regional("glue", "devEndpoint/core"), _AS, sources.RHINO
    ),
    privileged(
        "open a notebook",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        regional("sagemaker", "notebook-instance/core"),
        _AS,
        sources.SAGEMAKER,
    ),
    privileged(
        "read a secret",
        "secretsmanager:GetSecretValue",
        regional("secretsmanager", "secret:vault-AbCdEf"),
        "it holds somebody's credentials",
        sources.SECRETS,
    ),
    privileged(
        "rewrite the policy of a key",
        "kms:PutKeyPolicy",
        regional("kms", f"key/{ID}"),
        "its data can be read",
        sources.GRANTS,
    ),
)


def _tagged(name: str, action: str, resource: str, key: str, why: str, source: str) -> Attempt:
    return Attempt(name=name, action=action, resource=resource, context={"aws:TagKeys": (key,)}, why=why, source=source)


_TAGS = (
    _tagged(
        "take the mark off an instance",
        "ec2:DeleteTags",
        INSTANCE,
        names.PRIVILEGED_TAG,
        "what the mark protected is open",
        sources.TAGS,
    ),
    _tagged(
        "give a resource a reserved tag",
        "ec2:CreateTags",
        INSTANCE,
        "guardrails:owner",
        "policies that trust the baseline's tags are misled",
        sources.TAGS,
    ),
    _tagged(
        "give a function a reserved tag",
        "lambda:TagResource",
        regional("lambda", "function:shop-orders"),
        "guardrails:owner",
        "policies that trust the baseline's tags are misled",
        sources.TAGS,
    ),
    _tagged(
        "tag one's next session",
        "sts:TagSession",
        _OWN,
        "team",
        "policies that compare tags take one for another team",
        sources.SESSION_TAGS,
    ),
)
SERVICE_ATTEMPTS = (*_PASSES, *_TAKES_OVER, *_TAGS)
"""Every one of them is tried by everybody."""
