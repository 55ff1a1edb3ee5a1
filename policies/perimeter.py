"""Which services' resources others could reach from outside an account, as data for the guardrails around them.

A service belongs here when a resource of it can have a policy that names other accounts: what has none is reached by
the account's own principals only, whom service control policies bind. AWS's own perimeter, for a few services:
https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/resource_control_policies
"""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.example import MEMBER


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A service that others could reach: the actions to deny, and one real call of them with its resource."""

    actions: str
    call: str
    resource: str = "*"


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:eu-west-1:{MEMBER}:{resource}"


ROLES = Reach(actions="sts:AssumeRole", call="sts:AssumeRole", resource=f"arn:aws:iam::{MEMBER}:role/Application")
"""Alone of STS: sts:TagSession and sts:SetSourceIdentity come with federated sign-ins too, and open nothing alone."""

SHARED: Mapping[str, Reach] = {
    "aoss": Reach(actions="aoss:*", call="aoss:APIAccessAll", resource=_arn("aoss", "collection/07tjusf2h91cunochc")),
    "cloudfront": Reach(
        actions="cloudfront:*", call="cloudfront:GetVpcOrigin", resource=f"arn:aws:cloudfront::{MEMBER}:vpcorigin/vo_1"
    ),
    "cloudtrail-data": Reach(
        actions="cloudtrail-data:*",
        call="cloudtrail-data:PutAuditEvents",
        resource=_arn("cloudtrail", "channel/01234567890"),
    ),
    "codeartifact": Reach(
        actions="codeartifact:*",
        call="codeartifact:ReadFromRepository",
        resource=_arn("codeartifact", "repository/company/npm"),
    ),
    "codebuild": Reach(
        actions="codebuild:*", call="codebuild:BatchGetProjects", resource=_arn("codebuild", "project/application")
    ),
    "comprehend": Reach(
        actions="comprehend:*",
        call="comprehend:ImportModel",
        resource=_arn("comprehend", "document-classifier/letters"),
    ),
    "dsql": Reach(actions="dsql:*", call="dsql:DbConnect", resource=_arn("dsql", "cluster/foo0bar1baz2quux3quuux4")),
    "dynamodb": Reach(actions="dynamodb:*", call="dynamodb:GetItem", resource=_arn("dynamodb", "table/orders")),
    "ecr": Reach(actions="ecr:*", call="ecr:BatchGetImage", resource=_arn("ecr", "repository/application")),
    "ecr-public": Reach(
        actions="ecr-public:PutImage",
        call="ecr-public:PutImage",
        resource=f"arn:aws:ecr-public::{MEMBER}:repository/application",
    ),
    "events": Reach(actions="events:*", call="events:PutEvents", resource=_arn("events", "event-bus/default")),
    "kms": Reach(actions="kms:*", call="kms:Decrypt", resource=_arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")),
    "logs": Reach(actions="logs:*", call="logs:PutSubscriptionFilter", resource=_arn("logs", "destination:central")),
    "s3": Reach(actions="s3:*", call="s3:GetObject", resource="arn:aws:s3:::application/customers.csv"),
    "secretsmanager": Reach(
        actions="secretsmanager:*",
        call="secretsmanager:GetSecretValue",
        resource=_arn("secretsmanager", "secret:database-a1b2c3"),
    ),
    "servicediscovery": Reach(
        actions="servicediscovery:*",
        call="servicediscovery:DiscoverInstances",
        resource=_arn("servicediscovery", "namespace/ns-abcd1234567890"),
    ),
    "sqs": Reach(actions="sqs:*", call="sqs:ReceiveMessage", resource=_arn("sqs", "orders")),
    "wafv2": Reach(
        actions="wafv2:*", call="wafv2:GetRuleGroup", resource=_arn("wafv2", "regional/rulegroup/common/a1b2c3d4")
    ),
    "xray": Reach(actions="xray:*", call="xray:PutTraceSegments"),
}
"""Besides roles. Of public repositories only the pushes: to be pulled by everybody is what they are for."""

UNSIGNED: Mapping[str, Reach] = {
    "cognito-identity": Reach(actions="cognito-identity:*", call="cognito-identity:GetCredentialsForIdentity"),
    "cognito-idp": Reach(actions="cognito-idp:*", call="cognito-idp:InitiateAuth"),
}
"""Made for callers that have no AWS credentials yet, whose organization nobody can know."""
