"""Ways up through what runs under other roles, through other sessions, other accounts and the organization."""

from dataclasses import replace

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.escalations import sources
from policies.escalations.attempt import DELEGATE, EVERYBODY, IAM, Attempt
from policies.example import AUDIT, DEPLOYER, DEPLOYER_ROLE, MANAGEMENT, MEMBER, role

_OTHER, _OWN = role("Administrator"), role(f"{names.OWNED_PATH}/shop-orders")
_PRIVILEGED = {f"aws:ResourceTag/{names.PRIVILEGED_TAG}": "true"}
_ID = "11111111-2222-3333-4444-555555555555"
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
}


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:eu-west-1:{MEMBER}:{resource}"


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
    _pass("lend a role to machines elsewhere", _OWN, "ssm", "its credentials leave the account", sources.HYBRID),
    Attempt(
        name="put an administrator's role on an instance profile",
        action="iam:AddRoleToInstanceProfile",
        resource=f"{IAM}:instance-profile/Administrator",
        why="every instance that has the profile has that role",
        source=sources.HACKING,
    ),
)
_FUNCTION = _arn("lambda", "function:vault-rotation")
_INSTANCE = _arn("ec2", "instance/i-0123456789abcdef0")
_AS = "the code runs under the privileged role"


def _privileged(name: str, action: str, resource: str, why: str, source: str) -> Attempt:
    return Attempt(
        name=f"{name} that is marked as privileged",
        action=action,
        resource=resource,
        context=_PRIVILEGED,
        why=why,
        source=source,
    )


_TAKES_OVER = (
    _privileged("change the code of a function", "lambda:UpdateFunctionCode", _FUNCTION, _AS, sources.RHINO),
    _privileged("add a layer to a function", "lambda:UpdateFunctionConfiguration", _FUNCTION, _AS, sources.LAMBDA),
    _privileged("invoke a function", "lambda:InvokeFunction", _FUNCTION, "it acts for its caller", sources.LAMBDA),
    _privileged("run a command on an instance", "ssm:SendCommand", _INSTANCE, _AS, sources.RUN_COMMAND),
    _privileged("open a session on an instance", "ssm:StartSession", _INSTANCE, _AS, sources.SESSIONS),
    _privileged(
        "rewrite the user data of an instance", "ec2:ModifyInstanceAttribute", _INSTANCE, _AS, sources.USER_DATA
    ),
    _privileged("push a key to an instance", "ec2-instance-connect:SendSSHPublicKey", _INSTANCE, _AS, sources.CONNECT),
    _privileged("enter a task", "ecs:ExecuteCommand", _arn("ecs", "task/core/0123456789abcdef"), _AS, sources.EXEC),
    _privileged(
        "update a stack",
        "cloudformation:UpdateStack",
        _arn("cloudformation", "stack/network/1"),
        _AS,
        sources.CLOUDFORMATION,
    ),
    _privileged(
        "start a build of a project", "codebuild:StartBuild", _arn("codebuild", "project/core"), _AS, sources.CODEBUILD
    ),
    _privileged(
        "change a Glue endpoint", "glue:UpdateDevEndpoint", _arn("glue", "devEndpoint/core"), _AS, sources.RHINO
    ),
    _privileged(
        "open a notebook",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        _arn("sagemaker", "notebook-instance/core"),
        _AS,
        sources.SAGEMAKER,
    ),
    _privileged(
        "read a secret",
        "secretsmanager:GetSecretValue",
        _arn("secretsmanager", "secret:vault-AbCdEf"),
        "it holds somebody's credentials",
        sources.SECRETS,
    ),
    _privileged(
        "rewrite the policy of a key",
        "kms:PutKeyPolicy",
        _arn("kms", f"key/{_ID}"),
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
        _INSTANCE,
        names.PRIVILEGED_TAG,
        "what the mark protected is open",
        sources.TAGS,
    ),
    _tagged(
        "give a resource a reserved tag",
        "ec2:CreateTags",
        _INSTANCE,
        "guardrails:owner",
        "policies that trust the baseline's tags are misled",
        sources.TAGS,
    ),
    _tagged(
        "give a function a reserved tag",
        "lambda:TagResource",
        _arn("lambda", "function:shop-orders"),
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


def _session(name: str, action: str, resource: str, why: str, source: str) -> Attempt:
    return Attempt(name=name, action=action, resource=resource, why=why, source=source)


_SESSIONS = (
    _session("assume an administrator's role", "sts:AssumeRole", _OTHER, "the session has that role", sources.CHAINING),
    _session(
        "assume break-glass", "sts:AssumeRole", role(names.BREAK_GLASS_ROLE), "guardrails spare it", sources.CHAINING
    ),
    _session("assume the deployer", "sts:AssumeRole", DEPLOYER, "guardrails spare it", sources.CHAINING),
    _session(
        "assume the deployer of another account",
        "sts:AssumeRole",
        role(DEPLOYER_ROLE, AUDIT),
        "it administers that account",
        sources.CHAINING,
    ),
    _session(
        "open a root session", "sts:AssumeRoot", f"arn:aws:iam::{AUDIT}:root", "root is above policies", sources.ROOT
    ),
    _session(
        "take a token of oneself abroad",
        "sts:GetWebIdentityToken",
        "*",
        "others outside take it for the account",
        sources.OUTBOUND,
    ),
)
_CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
_SET = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
_PEOPLE = "one gets in as an administrator of any account"
_ORGANIZATION = (
    _session("assign oneself a permission set", "sso:CreateAccountAssignment", _CENTER, _PEOPLE, sources.SSO),
    _session("widen a permission set", "sso:PutInlinePolicyToPermissionSet", _SET, _PEOPLE, sources.SSO),
    _session(
        "take the boundary off a permission set",
        "sso:DeletePermissionsBoundaryFromPermissionSet",
        _SET,
        _PEOPLE,
        sources.SSO,
    ),
    _session(
        "join a group of Identity Center",
        "identitystore:CreateGroupMembership",
        "arn:aws:identitystore:::group/11111111-2222-3333-4444-555555555555",
        _PEOPLE,
        sources.SSO,
    ),
    _session("join a group by the console's interface", "sso-directory:AddMemberToGroup", "*", _PEOPLE, sources.SSO),
    _session(
        "leave the organization", "organizations:LeaveOrganization", "*", "no guardrail binds", sources.ORGANIZATIONS
    ),
    _session(
        "detach a guardrail",
        "organizations:DetachPolicy",
        f"arn:aws:organizations::{MANAGEMENT}:policy/o-exampleorg1/service_control_policy/p-12345678",
        "it no longer binds",
        sources.ORGANIZATIONS,
    ),
    _session(
        "become a delegated administrator",
        "organizations:RegisterDelegatedAdministrator",
        "*",
        "a service obeys the account",
        sources.ORGANIZATIONS,
    ),
    _session(
        "take over the root user's address",
        "account:StartPrimaryEmailUpdate",
        "*",
        "root's password is reset",
        sources.ACCOUNT,
    ),
)


_FUNCTION_OF_OTHERS = _arn("lambda", "function:shop-invoices")
_SECRET_OF_OTHERS = _arn("secretsmanager", "secret:shop-invoices-AbCdEf")
_ENTERS, _READS, _TAKES = (
    "one acts as the role of that instance",
    "it holds credentials of others",
    "one acts as the other's role",
)
_NOT_PEOPLE = tuple(subject for subject in EVERYBODY if subject != BoundaryKind.DEVELOPER)
_NO_SECRETS = (DELEGATE, BoundaryKind.DELEGATED_ADMINISTRATOR, BoundaryKind.CI)
_NO_COMMANDS = (DELEGATE, BoundaryKind.DELEGATED_ADMINISTRATOR, BoundaryKind.WORKLOAD)
_RUNNING = (BoundaryKind.WORKLOAD,)


def _for(subjects: tuple[str, ...], *attempts: Attempt) -> tuple[Attempt, ...]:
    return tuple(replace(attempt, subjects=subjects) for attempt in attempts)


_BY_SOME = (
    *_for(
        _NOT_PEOPLE,
        _session("open a session on an instance", "ssm:StartSession", _INSTANCE, _ENTERS, sources.SESSIONS),
        _session(
            "take up somebody's session", "ssm:ResumeSession", _arn("ssm", "session/alice-1"), _ENTERS, sources.SESSIONS
        ),
        _session(
            "push a key to an instance", "ec2-instance-connect:SendSSHPublicKey", _INSTANCE, _ENTERS, sources.CONNECT
        ),
        _session(
            "open a shell in the browser", "cloudshell:CreateEnvironment", "*", "files leave by it", sources.SHELL
        ),
    ),
    *_for(
        _NO_SECRETS,
        _session(
            "read a secret of others", "secretsmanager:GetSecretValue", _SECRET_OF_OTHERS, _READS, sources.SECRETS
        ),
        _session("read all secrets at once", "secretsmanager:BatchGetSecretValue", "*", _READS, sources.SECRETS),
    ),
    *_for(
        _NO_COMMANDS,
        _session("run a command on an instance", "ssm:SendCommand", _INSTANCE, _ENTERS, sources.RUN_COMMAND),
    ),
    *_for(
        _RUNNING,
        _session("make a function", "lambda:CreateFunction", _FUNCTION_OF_OTHERS, _TAKES, sources.RHINO),
        _session(
            "change the code of another's function",
            "lambda:UpdateFunctionCode",
            _FUNCTION_OF_OTHERS,
            _TAKES,
            sources.RHINO,
        ),
        _session(
            "add a layer to another's function",
            "lambda:UpdateFunctionConfiguration",
            _FUNCTION_OF_OTHERS,
            _TAKES,
            sources.LAMBDA,
        ),
        _session(
            "rewrite an instance's user data", "ec2:ModifyInstanceAttribute", _INSTANCE, _ENTERS, sources.USER_DATA
        ),
        _session(
            "update another's stack",
            "cloudformation:UpdateStack",
            _arn("cloudformation", "stack/shop/1"),
            _TAKES,
            sources.CLOUDFORMATION,
        ),
        _session(
            "start another's build",
            "codebuild:StartBuild",
            _arn("codebuild", "project/shop"),
            _TAKES,
            sources.CODEBUILD,
        ),
        _session(
            "deploy over another",
            "codedeploy:CreateDeployment",
            _arn("codedeploy", "deploymentgroup:shop/blue"),
            _TAKES,
            sources.CODEDEPLOY,
        ),
        _session(
            "change another's pipeline",
            "codepipeline:UpdatePipeline",
            _arn("codepipeline", "shop"),
            _TAKES,
            sources.CODEPIPELINE,
        ),
    ),
)
_KEY, _STAYS = _arn("kms", f"key/{_ID}"), "the grant outlives the session that made it"
_GRANTS = (
    Attempt(
        name="grant a key to oneself",
        action="kms:CreateGrant",
        resource=_KEY,
        context={"kms:GrantIsForAWSResource": "false"},
        why=_STAYS,
        source=sources.GRANTS,
    ),
    _session("grant a key to a stranger", "kms:CreateGrant", _KEY, _STAYS, sources.GRANTS),
)
SERVICE_ATTEMPTS = (*_PASSES, *_TAKES_OVER, *_TAGS, *_SESSIONS, *_ORGANIZATION, *_BY_SOME, *_GRANTS)
"""Those without subjects of their own are tried by everybody."""
