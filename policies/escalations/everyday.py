"""Everyday work, which a ceiling must not stop: what each of the subjects does all day."""

from collections.abc import Mapping

from policies import names
from policies.boundaries.kind import BoundaryKind
from policies.boundaries.owned import RUNTIMES
from policies.config_delivery import LISTS
from policies.escalations.attempt import (
    ADMINISTRATOR_POLICY,
    BASELINE,
    DELEGATE,
    IAM,
    ID,
    INSTANCE,
    WORKLOAD_BOUNDARY,
    Context,
    asked,
    regional,
)
from policies.example import AUDIT, OTHER_MEMBER, role
from policies.guardrail import Request
from policies.machine_names import cross_account_role

_Row = tuple[str, str, str, Context]
_OWN, _POLICY = role(f"{names.OWNED_PATH}/shop-orders"), f"{IAM}:policy/{names.OWNED_PATH}/shop-orders"
_PROFILE = f"{IAM}:instance-profile/{names.OWNED_PATH}/shop-orders"
_BOUNDED: Context = {"iam:PermissionsBoundary": WORKLOAD_BOUNDARY}
_TEAM: Context = {"aws:TagKeys": ("team",)}
_NOTHING: Context = {}


_FUNCTION, _LOGS = regional("lambda", "function:shop-orders"), regional("logs", "log-group:/aws/lambda/shop-orders")
_KEY = regional("kms", f"key/{ID}")
_MAKING: tuple[_Row, ...] = (
    ("create a bounded role", "iam:CreateRole", _OWN, {**_BOUNDED, **_TEAM}),
    ("bound a role again", "iam:PutRolePermissionsBoundary", _OWN, _BOUNDED),
    ("attach a policy of AWS to it", "iam:AttachRolePolicy", _OWN, {**_BOUNDED, "iam:PolicyARN": ADMINISTRATOR_POLICY}),
    ("detach a policy from it", "iam:DetachRolePolicy", _OWN, _BOUNDED),
    ("write its inline policy", "iam:PutRolePolicy", _OWN, _BOUNDED),
    ("delete its inline policy", "iam:DeleteRolePolicy", _OWN, _BOUNDED),
    ("say who assumes it", "iam:UpdateAssumeRolePolicy", _OWN, _BOUNDED),
    ("change its session length", "iam:UpdateRole", _OWN, _BOUNDED),
    ("tag it", "iam:TagRole", _OWN, _TEAM),
    ("untag it", "iam:UntagRole", _OWN, _TEAM),
    ("delete it", "iam:DeleteRole", _OWN, _BOUNDED),
    ("create a policy", "iam:CreatePolicy", _POLICY, _NOTHING),
    ("change the policy", "iam:CreatePolicyVersion", _POLICY, _NOTHING),
    ("take a change of the policy back", "iam:SetDefaultPolicyVersion", _POLICY, _NOTHING),
    ("delete a version of the policy", "iam:DeletePolicyVersion", _POLICY, _NOTHING),
    ("delete the policy", "iam:DeletePolicy", _POLICY, _NOTHING),
    ("create an instance profile", "iam:CreateInstanceProfile", _PROFILE, _NOTHING),
    ("put the role on the profile", "iam:AddRoleToInstanceProfile", _PROFILE, _NOTHING),
    ("take the role off the profile", "iam:RemoveRoleFromInstanceProfile", _PROFILE, _NOTHING),
    ("tag the policy", "iam:TagPolicy", _POLICY, _TEAM),
    ("untag the policy", "iam:UntagPolicy", _POLICY, _TEAM),
    ("tag the profile", "iam:TagInstanceProfile", _PROFILE, _TEAM),
    ("untag the profile", "iam:UntagInstanceProfile", _PROFILE, _TEAM),
    ("delete the profile", "iam:DeleteInstanceProfile", _PROFILE, _NOTHING),
)
_PASSING: tuple[_Row, ...] = tuple(
    (f"pass a role of the team to {service}", "iam:PassRole", _OWN, {"iam:PassedToService": service})
    for service in (*RUNTIMES, "ec2.amazonaws.com")
)
_DEPLOYING: tuple[_Row, ...] = (
    ("create a function", "lambda:CreateFunction", _FUNCTION, _TEAM),
    ("change its code", "lambda:UpdateFunctionCode", _FUNCTION, _NOTHING),
    ("change its settings", "lambda:UpdateFunctionConfiguration", _FUNCTION, _NOTHING),
    ("publish a version", "lambda:PublishVersion", _FUNCTION, _NOTHING),
    ("create an alias", "lambda:CreateAlias", f"{_FUNCTION}:live", _NOTHING),
    ("move the alias", "lambda:UpdateAlias", f"{_FUNCTION}:live", _NOTHING),
    ("tag the function", "lambda:TagResource", _FUNCTION, _TEAM),
    ("untag the function", "lambda:UntagResource", _FUNCTION, _TEAM),
    ("try the function", "lambda:InvokeFunction", _FUNCTION, _NOTHING),
    ("delete the function", "lambda:DeleteFunction", _FUNCTION, _NOTHING),
    ("create its log group", "logs:CreateLogGroup", _LOGS, _NOTHING),
    ("keep its logs for a month", "logs:PutRetentionPolicy", _LOGS, _NOTHING),
    ("tag its log group", "logs:TagResource", _LOGS, _TEAM),
)
_IAM_LOOKING: tuple[_Row, ...] = (
    ("look at a role", "iam:GetRole", role("Administrator"), _NOTHING),
    ("list roles", "iam:ListRoles", "*", _NOTHING),
    ("try a policy out", "iam:SimulateCustomPolicy", "*", _NOTHING),
    ("ask what a role may do", "iam:SimulatePrincipalPolicy", _OWN, _NOTHING),
)
_LOOKING: tuple[_Row, ...] = (
    *_IAM_LOOKING,
    ("list the regions", "account:ListRegions", "*", _NOTHING),
    ("see the organization's id", "organizations:DescribeOrganization", "*", _NOTHING),
)
_READING: tuple[_Row, ...] = (
    ("look at a function", "lambda:GetFunction", _FUNCTION, _NOTHING),
    ("list functions", "lambda:ListFunctions", "*", _NOTHING),
    ("find log groups", "logs:DescribeLogGroups", "*", _NOTHING),
    ("read logs", "logs:FilterLogEvents", _LOGS, _NOTHING),
    ("read a stream", "logs:GetLogEvents", f"{_LOGS}:log-stream:1", _NOTHING),
    ("query logs", "logs:StartQuery", _LOGS, _NOTHING),
    ("see alarms", "cloudwatch:DescribeAlarms", regional("cloudwatch", "alarm:shop"), _NOTHING),
    ("read metrics", "cloudwatch:GetMetricData", "*", _NOTHING),
    ("list metrics", "cloudwatch:ListMetrics", "*", _NOTHING),
    ("see who did what", "cloudtrail:LookupEvents", "*", _NOTHING),
    ("list instances", "ec2:DescribeInstances", "*", _NOTHING),
    ("list security groups", "ec2:DescribeSecurityGroups", "*", _NOTHING),
    ("list subnets", "ec2:DescribeSubnets", "*", _NOTHING),
    ("find resources by tag", "tag:GetResources", "*", _NOTHING),
)
_BUCKET, _TABLE, _QUEUE = "arn:aws:s3:::shop-orders", regional("dynamodb", "table/orders"), regional("sqs", "orders")
_SECRET: _Row = (
    "read its secret",
    "secretsmanager:GetSecretValue",
    regional("secretsmanager", "secret:shop-orders-AbCdEf"),
    _NOTHING,
)
_USING: tuple[_Row, ...] = (
    ("read an object", "s3:GetObject", f"{_BUCKET}/1.json", _NOTHING),
    ("write an object", "s3:PutObject", f"{_BUCKET}/1.json", {"s3:x-amz-server-side-encryption": "aws:kms"}),
    ("list a bucket", "s3:ListBucket", _BUCKET, _NOTHING),
    ("read an item", "dynamodb:GetItem", _TABLE, _NOTHING),
    ("write an item", "dynamodb:PutItem", _TABLE, _NOTHING),
    ("send a message", "sqs:SendMessage", _QUEUE, _NOTHING),
    ("receive messages", "sqs:ReceiveMessage", _QUEUE, _NOTHING),
    ("write a log", "logs:PutLogEvents", f"{_LOGS}:log-stream:1", _NOTHING),
    ("publish an event", "events:PutEvents", regional("events", "event-bus/shop"), _NOTHING),
    ("write a metric", "cloudwatch:PutMetricData", "*", _NOTHING),
    ("decrypt", "kms:Decrypt", _KEY, _NOTHING),
    ("let a volume use a key", "kms:CreateGrant", _KEY, {"kms:GrantIsForAWSResource": "true"}),
    ("read a parameter", "ssm:GetParameter", regional("ssm", "parameter/shop/url"), _NOTHING),
    ("call a function", "lambda:InvokeFunction", _FUNCTION, _NOTHING),
    ("call an agent", "bedrock-agentcore:InvokeAgentRuntime", regional("bedrock-agentcore", "runtime/shop"), _NOTHING),
    ("submit a job", "batch:SubmitJob", regional("batch", "job-queue/shop"), _NOTHING),
    ("run a Glue job", "glue:StartJobRun", regional("glue", "job/shop"), _NOTHING),
    ("publish to devices", "iot:Publish", regional("iot", "topic/shop"), _NOTHING),
    ("assume a role of the team", "sts:AssumeRole", _OWN, _NOTHING),
    ("assume a team's role elsewhere", "sts:AssumeRole", role(f"{names.OWNED_PATH}/shop", OTHER_MEMBER), _NOTHING),
    ("assume a role made for the account", "sts:AssumeRole", role(cross_account_role("shop"), OTHER_MEMBER), _NOTHING),
    ("tag a resource", "ec2:CreateTags", INSTANCE, _TEAM),
    ("ask who it is", "sts:GetCallerIdentity", "*", _NOTHING),
)
_ENVIRONMENT = regional("elasticbeanstalk", "environment/shop/blue")
_BUILDING: tuple[_Row, ...] = (
    *_DEPLOYING,
    ("create a stack", "cloudformation:CreateStack", regional("cloudformation", "stack/shop/1"), _NOTHING),
    ("run a build", "codebuild:StartBuild", regional("codebuild", "project/shop"), _NOTHING),
    ("let a topic call the function", "lambda:AddPermission", _FUNCTION, _NOTHING),
    ("let a role into a cluster", "eks:CreateAccessEntry", regional("eks", "cluster/shop"), _NOTHING),
    ("update a Beanstalk environment", "elasticbeanstalk:UpdateEnvironment", _ENVIRONMENT, _NOTHING),
    ("see what Config says", "config:DescribeComplianceByConfigRule", "*", _NOTHING),
    ("create a bucket", "s3:CreateBucket", _BUCKET, _NOTHING),
    ("create a table", "dynamodb:CreateTable", _TABLE, _NOTHING),
    (
        "let a service make its role",
        "iam:CreateServiceLinkedRole",
        role("aws-service-role/ecs.amazonaws.com/X"),
        _NOTHING,
    ),
)
_PEOPLE: tuple[_Row, ...] = (
    _SECRET,
    ("open a session on an instance", "ssm:StartSession", INSTANCE, _NOTHING),
    ("run a command", "ssm:SendCommand", INSTANCE, _NOTHING),
    ("connect to an instance", "ec2-instance-connect:SendSSHPublicKey", INSTANCE, _NOTHING),
    ("open a shell in the browser", "cloudshell:CreateEnvironment", "*", _NOTHING),
    (
        "open a notebook",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        regional("sagemaker", "notebook-instance/shop"),
        _NOTHING,
    ),
    ("ask for access to an instance", "ssm:StartAccessRequest", INSTANCE, _NOTHING),
)
_ROWS: Mapping[str, tuple[_Row, ...]] = {
    DELEGATE: (*_MAKING, *_PASSING, *_DEPLOYING, *_IAM_LOOKING, *_READING),
    BoundaryKind.DEVELOPER: (*_LOOKING, *_PASSING, *_BUILDING, *_USING, *_PEOPLE),
    BoundaryKind.WORKLOAD: (*_PASSING, *_USING, _SECRET),
    BoundaryKind.CI: (*_LOOKING, *_MAKING, *_PASSING, *_BUILDING, *_USING, _PEOPLE[2]),
    BoundaryKind.DELEGATED_ADMINISTRATOR: (*_LOOKING, *_MAKING, *_PASSING, *_BUILDING, *_USING, *_READING),
    BASELINE: (
        *_LOOKING,
        *_USING,
        _SECRET,
        (
            "pass an event on",
            "events:PutEvents",
            f"arn:aws:events:eu-west-1:{AUDIT}:event-bus/guardrails-hub",
            _NOTHING,
        ),
        *(("see who belongs to the organization: " + action, action, "*", _NOTHING) for action in LISTS),
    ),
}


def everyday(subject: str) -> tuple[Request, ...]:
    """What a subject does all day."""
    return tuple(asked(name, action, resource, subject, context) for name, action, resource, context in _ROWS[subject])
