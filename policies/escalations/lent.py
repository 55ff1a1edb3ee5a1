"""Ways up through services that lend roles, or say who somebody is, without IAM seeing which role or whom."""

from policies.boundaries.kind import BoundaryKind
from policies.escalations import sources
from policies.escalations.attempt import DELEGATE, EVERYBODY, Attempt, regional, simple

_PEOPLE = "one gets in as an administrator of any account"
_LENT = "the service hands out a role that the caller can't assume"
_CERTIFICATE = regional("iot", "cert/0123456789abcdef")
_DIRECTORY = regional("ds", "directory/d-1234567890")
_SECRET = regional("secretsmanager", "secret:shop-invoices-AbCdEf")
_VAULT = regional("bedrock-agentcore", "token-vault/default/apikeycredentialprovider/shop")
_NOT_PEOPLE = tuple(subject for subject in EVERYBODY if subject != BoundaryKind.DEVELOPER)
_NO_SECRETS = (DELEGATE, BoundaryKind.DELEGATED_ADMINISTRATOR, BoundaryKind.CI)


def _row(
    name: str, action: str, resource: str, why: str, source: str, subjects: tuple[str, ...] = EVERYBODY
) -> Attempt:
    return Attempt(name=name, action=action, resource=resource, why=why, source=source, subjects=subjects)


_IDENTITY = (
    simple(
        "let oneself into a role by an entitlement",
        "account-access:CreateEntitlement",
        regional("account-access", "application/core"),
        "it leads people of Identity Center into roles that trust the service",
        sources.ENTITLEMENTS,
    ),
    simple(
        "bring a group of a directory into Identity Center",
        "identity-sync:CreateSyncFilter",
        regional("identity-sync", "profile/core"),
        _PEOPLE,
        sources.DIRECTORY_SYNC,
    ),
    simple(
        "join a group of a directory",
        "ds-data:AddGroupMember",
        _DIRECTORY,
        "Identity Center takes its groups from there",
        sources.DIRECTORY_GROUPS,
    ),
    simple(
        "set the password of a directory's user",
        "ds:ResetUserPassword",
        _DIRECTORY,
        "one signs in as that user",
        sources.DIRECTORY_PASSWORDS,
    ),
    simple(
        "switch a control of Control Tower off",
        "controltower:DisableControl",
        "*",
        "no guardrail of its binds, though Organizations is closed",
        sources.CONTROLS,
    ),
)
_ROLES = (
    simple(
        "take the credentials of an environment", "datazone:GetEnvironmentCredentials", "*", _LENT, sources.DATAZONE
    ),
    simple(
        "take the credentials of a domain",
        "datazone:GetDomainExecutionRoleCredentials",
        "*",
        _LENT,
        sources.DATAZONE,
    ),
    simple("let a certificate use role aliases", "iot:AttachPolicy", _CERTIFICATE, _LENT, sources.ROLE_ALIASES),
    simple(
        "let a certificate use role aliases, the old way",
        "iot:AttachPrincipalPolicy",
        _CERTIFICATE,
        _LENT,
        sources.ROLE_ALIASES,
    ),
    simple(
        "have Config repair things as another role",
        "config:PutRemediationConfigurations",
        "*",
        "Config's own role passes any role to an automation",
        sources.REMEDIATION,
    ),
    simple(
        "have a conformance pack repair things as another role",
        "config:PutConformancePack",
        regional("config", "conformance-pack/shop/1"),
        "Config's own role passes any role to an automation",
        sources.REMEDIATION,
    ),
)
_ENTERS = "one acts as the role of what runs there"
_SHELLS = (
    ("open a desktop on an instance", "ssm-guiconnect:StartConnection", "*", sources.DESKTOPS),
    (
        "ask for access to an instance",
        "ssm:StartAccessRequest",
        regional("ec2", "instance/i-0123456789abcdef0"),
        sources.NODE_ACCESS,
    ),
    ("take the token of an access request", "ssm:GetAccessToken", regional("ssm", "opsitem/oi-1"), sources.NODE_ACCESS),
    ("open a Studio space", "sagemaker:StartSession", regional("sagemaker", "space/d-1/shop"), sources.SPACES),
    (
        "open a notebook",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        regional("sagemaker", "notebook-instance/shop"),
        sources.SAGEMAKER,
    ),
    (
        "run a command in an agent",
        "bedrock-agentcore:InvokeAgentRuntimeCommand",
        regional("bedrock-agentcore", "runtime/shop"),
        sources.AGENT_CORE,
    ),
    (
        "share a development environment",
        "cloud9:CreateEnvironmentMembership",
        regional("cloud9", "environment:2"),
        sources.CLOUD9,
    ),
)
_SECRETS = (("read a key of the token vault", "bedrock-agentcore:GetResourceApiKey", _VAULT, sources.AGENT_CORE),)
_TAKES = "one acts as the other's role"
_OF_OTHERS = (
    (
        "let oneself change another's function",
        "lambda:AddPermission",
        regional("lambda", "function:shop-invoices"),
        sources.PERMISSION,
    ),
    ("become administrator of a cluster", "eks:CreateAccessEntry", regional("eks", "cluster/shop"), sources.CLUSTERS),
    (
        "widen one's access to a cluster",
        "eks:AssociateAccessPolicy",
        regional("eks", "access-entry/shop/role/1"),
        sources.CLUSTERS,
    ),
    (
        "swap the root volume of an instance",
        "ec2:CreateReplaceRootVolumeTask",
        regional("ec2", "instance/i-0123456789abcdef0"),
        sources.VOLUMES,
    ),
    ("change another's application", "amplify:UpdateApp", regional("amplify", "apps/shop"), sources.AMPLIFY),
    (
        "change another's service",
        "apprunner:UpdateService",
        regional("apprunner", "service/shop/1"),
        sources.APP_RUNNER,
    ),
    (
        "change another's environment",
        "elasticbeanstalk:UpdateEnvironment",
        regional("elasticbeanstalk", "environment/shop/blue"),
        sources.BEANSTALK,
    ),
    ("push another's code", "codecommit:GitPush", regional("codecommit", "shop"), sources.REPOSITORIES),
    (
        "build another's image",
        "imagebuilder:StartImagePipelineExecution",
        regional("imagebuilder", "image-pipeline/shop"),
        sources.IMAGE_BUILDER,
    ),
    (
        "add a version to another's product",
        "servicecatalog:CreateProvisioningArtifact",
        regional("catalog", "product/prod-2"),
        sources.CATALOG,
    ),
    (
        "rewrite another's automation document",
        "ssm:UpdateDocument",
        regional("ssm", "document/shop"),
        sources.RUN_COMMAND,
    ),
)
LENT_ATTEMPTS: tuple[Attempt, ...] = (
    *_IDENTITY,
    *_ROLES,
    *(_row(name, action, resource, _ENTERS, source, _NOT_PEOPLE) for name, action, resource, source in _SHELLS),
    *(
        _row(name, action, resource, "it holds credentials of others", source, _NO_SECRETS)
        for name, action, resource, source in _SECRETS
    ),
    _row(
        "let oneself read a secret by its policy",
        "secretsmanager:PutResourcePolicy",
        _SECRET,
        "a policy that names the session itself is above its boundary",
        sources.SECRET_POLICIES,
        (*_NO_SECRETS, BoundaryKind.WORKLOAD),
    ),
    *(
        _row(name, action, resource, _TAKES, source, (BoundaryKind.WORKLOAD,))
        for name, action, resource, source in _OF_OTHERS
    ),
)
