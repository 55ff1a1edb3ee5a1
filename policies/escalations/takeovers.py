"""Ways up through what is marked as privileged, service by service: whoever changes or enters it has its role."""

from policies.escalations import sources
from policies.escalations.attempt import ID, INSTANCE, Attempt, regional
from policies.escalations.services import privileged

_AS = "the code runs under the privileged role"
_HANDS = "the caller gets the role's own credentials"
_ENTERS = "one acts as the role of what runs there"

# Name, action, service and the end of the resource's ARN, why, source.
_ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("let others change a function", "lambda:AddPermission", "lambda", "function:core", _AS, sources.PERMISSION),
    ("submit a job of a definition", "batch:SubmitJob", "batch", "job-definition/core:1", _AS, sources.BATCH),
    (
        "run a step in a cluster",
        "elasticmapreduce:AddJobFlowSteps",
        "elasticmapreduce",
        "cluster/j-1",
        _AS,
        sources.EMR,
    ),
    (
        "run a job in a virtual cluster",
        "emr-containers:StartJobRun",
        "emr-containers",
        "/virtualclusters/1",
        _AS,
        sources.EMR,
    ),
    ("run a statement in a session", "glue:RunStatement", "glue", "session/core", _AS, sources.GLUE),
    ("run a job", "glue:StartJobRun", "glue", "job/core", _AS, sources.GLUE),
    (
        "deploy to a group",
        "codedeploy:CreateDeployment",
        "codedeploy",
        "deploymentgroup:core/blue",
        _AS,
        sources.CODEDEPLOY,
    ),
    ("change an application", "amplify:UpdateApp", "amplify", "apps/core", _AS, sources.AMPLIFY),
    ("change a service", "apprunner:UpdateService", "apprunner", "service/core/1", _AS, sources.APP_RUNNER),
    (
        "change an environment",
        "elasticbeanstalk:UpdateEnvironment",
        "elasticbeanstalk",
        "environment/core/blue",
        _AS,
        sources.BEANSTALK,
    ),
    (
        "change a lifecycle configuration",
        "sagemaker:UpdateNotebookInstanceLifecycleConfig",
        "sagemaker",
        "notebook-instance-lifecycle-config/core",
        _AS,
        sources.LIFECYCLE,
    ),
    (
        "open a Studio profile",
        "sagemaker:CreatePresignedDomainUrl",
        "sagemaker",
        "user-profile/d-1/core",
        _ENTERS,
        sources.SAGEMAKER,
    ),
    ("rewrite an automation document", "ssm:UpdateDocument", "ssm", "document/core", _AS, sources.RUN_COMMAND),
    ("change an experiment", "fis:UpdateExperimentTemplate", "fis", "experiment-template/EXT1", _AS, sources.FIS),
    (
        "change a pipeline of images",
        "imagebuilder:UpdateImagePipeline",
        "imagebuilder",
        "image-pipeline/core",
        _AS,
        sources.IMAGE_BUILDER,
    ),
    (
        "add a version to a product",
        "servicecatalog:CreateProvisioningArtifact",
        "catalog",
        "product/prod-1",
        "it is launched under the launch role",
        sources.CATALOG,
    ),
    (
        "execute a change set of a stack",
        "cloudformation:ExecuteChangeSet",
        "cloudformation",
        "stack/network/1",
        _AS,
        sources.CLOUDFORMATION,
    ),
    (
        "run code in an interpreter",
        "bedrock-agentcore:InvokeCodeInterpreter",
        "bedrock-agentcore",
        "code-interpreter-custom/core",
        _AS,
        sources.AGENT_CORE,
    ),
    (
        "run a command in an agent",
        "bedrock-agentcore:InvokeAgentRuntimeCommand",
        "bedrock-agentcore",
        "runtime/core",
        _ENTERS,
        sources.AGENT_CORE,
    ),
    (
        "move a chat's role to another channel",
        "chatbot:UpdateSlackChannelConfiguration",
        "chatbot",
        "chat-configuration/slack-channel/core",
        "whoever is in the channel commands the role",
        sources.CHAT,
    ),
    (
        "share a development environment",
        "cloud9:CreateEnvironmentMembership",
        "cloud9",
        "environment:1",
        "its owner's credentials are there",
        sources.CLOUD9,
    ),
    (
        "take the credentials of a queue's role",
        "deadline:AssumeQueueRoleForUser",
        "deadline",
        "farm/farm-1/queue/queue-1",
        _HANDS,
        sources.DEADLINE,
    ),
    (
        "take a token of an identity pool",
        "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
        "cognito-identity",
        f"identitypool/eu-west-1:{ID}",
        "it is exchanged for the pool's roles",
        sources.COGNITO,
    ),
    (
        "receive the credentials of tasks on an instance",
        "ecs:Poll",
        "ecs",
        "container-instance/core/1",
        _HANDS,
        sources.CONTAINER_INSTANCES,
    ),
    (
        "give a user one's own key",
        "transfer:ImportSshPublicKey",
        "transfer",
        "user/s-1/core",
        "one signs in with the user's role",
        sources.TRANSFER,
    ),
)
TAKEOVER_ATTEMPTS: tuple[Attempt, ...] = (
    *(
        privileged(name, action, regional(service, resource), why, source)
        for name, action, service, resource, why, source in _ROWS
    ),
    privileged(
        "swap the root volume of an instance", "ec2:CreateReplaceRootVolumeTask", INSTANCE, _AS, sources.VOLUMES
    ),
    privileged("ask for access to an instance", "ssm:StartAccessRequest", INSTANCE, _ENTERS, sources.NODE_ACCESS),
)
"""Every one of them is tried by everybody."""
