"""The id by which Pulumi finds a resource that AWS made, worked out from what the program asked for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.names import partition

# How Pulumi writes a value that is known only after a change is made
# (https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go, UnknownStringValue).
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

# What `pulumi import` takes, filled with the inputs and the place
# (https://www.pulumi.com/registry/packages/aws/api-docs/, "Import" of each resource).
IMPORT_IDS = {
    "aws:accessanalyzer/analyzer:Analyzer": "{analyzerName}",
    "aws:account/alternativeContact:AlternativeContact": "{alternateContactType}",
    "aws:cfg/configurationAggregator:ConfigurationAggregator": "{name}",
    "aws:cfg/deliveryChannel:DeliveryChannel": "{name}",
    "aws:cfg/organizationManagedRule:OrganizationManagedRule": "{name}",
    "aws:cfg/recorder:Recorder": "{name}",
    "aws:cfg/recorderStatus:RecorderStatus": "{name}",
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": (
        "arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{configurationName}"
    ),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": "{teamId}",
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": "{accountId}",
    "aws:cloudwatch/eventApiDestination:EventApiDestination": "{name}",
    "aws:cloudwatch/eventBus:EventBus": "{name}",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "{eventBusName}",
    "aws:cloudwatch/eventRule:EventRule": "{bus}{name}",
    "aws:cloudwatch/eventTarget:EventTarget": "{bus}{rule}/{targetId}",
    "aws:cloudwatch/logGroup:LogGroup": "{name}",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "{logGroupName}:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "{name}",
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "default",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": "default",
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": "default",
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": "{adminAccountId}",
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration": "{detectorId}",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "iam-account-password-policy",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "arn:{partition}:iam::{account}:oidc-provider/{issuer}",
    "aws:iam/policy:Policy": "arn:{partition}:iam::{account}:policy{path}{name}",
    "aws:iam/role:Role": "{name}",
    "aws:iam/rolePolicy:RolePolicy": "{role}:{name}",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": (
        "arn:{partition}:iam::{account}:role/aws-service-role/{awsServiceName}/AWSServiceRoleForConfig"
    ),
    "aws:iam/user:User": "{name}",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "{user}/{policyArn}",
    "aws:kms/alias:Alias": "{name}",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": "{accountId}/{servicePrincipal}",
    "aws:organizations/policyAttachment:PolicyAttachment": "{targetId}:{policyId}",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": "{account}",
    "aws:s3/bucket:Bucket": "{bucket}",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "{bucket}",
    "aws:s3/bucketLogging:BucketLogging": "{bucket}",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "{bucket}",
    "aws:s3/bucketPolicy:BucketPolicy": "{bucket}",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "{bucket}",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "{bucket}",
    "aws:s3/bucketVersioning:BucketVersioning": "{bucket}",
    "aws:securityhub/account:Account": "{account}",
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": "{targetId}",
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": "{adminAccountId}",
    "aws:securityhub/organizationConfiguration:OrganizationConfiguration": "{account}",
    "aws:ssoadmin/accountAssignment:AccountAssignment": (
        "{principalId},{principalType},{targetId},{targetType},{permissionSetArn},{instanceArn}"
    ),
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": (
        "{customerManagedPolicyReference[name]},{customerManagedPolicyReference[path]},{permissionSetArn},{instanceArn}"
    ),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": (
        "{managedPolicyArn},{permissionSetArn},{instanceArn}"
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "{permissionSetArn},{instanceArn}",
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": "{permissionSetArn},{instanceArn}",
    "aws:sns/topic:Topic": "arn:{partition}:sns:{region}:{account}:{name}",
    "aws:sns/topicPolicy:TopicPolicy": "{arn}",
    "aws:sqs/queue:Queue": "https://sqs.{region}.{domain}/{account}/{name}",
    "aws:sqs/queuePolicy:QueuePolicy": "{queueUrl}",
}

NOT_IMPORTED = {
    "pulumi:providers:aws": "Pulumi's own record: AWS has nothing of it",
    # The provider can't import these; made again, they say the same again.
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": "a setting that is there in any case",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "a setting that is there in any case",
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": "a setting of the organization",
    "aws:iam/organizationsFeatures:OrganizationsFeatures": "features that are on stay on when they are asked for again",
    "aws:iam/securityTokenServicePreferences:SecurityTokenServicePreferences": "a setting that is there in any case",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """The account and home region of a provider, and the tags that it puts on what it makes."""

    account: str
    region: str
    tags: Mapping[str, str]


def place_of(resource: Mapping[str, Any], state: Iterable[Mapping[str, Any]]) -> Place | None:
    """Where a resource is made, read from its provider in the state; None when the provider isn't there."""
    urn = str(resource.get("provider", "")).rpartition("::")[0]
    for other in state:
        if urn and other["urn"] == urn:
            inputs = other["inputs"]
            (account,) = json.loads(inputs["allowedAccountIds"])
            tags = json.loads(inputs.get("defaultTags", "{}")).get("tags", {})
            return Place(account=account, region=inputs["region"], tags=tags)
    return None


def import_id(resource: Mapping[str, Any], place: Place) -> str | None:
    """The id of a resource in Pulumi's state format; None when its type or one of its inputs doesn't give it.

    A resource outside its provider's region is named `id@region`
    (https://hashicorp.github.io/terraform-provider-aws/enhanced-region-support).
    """
    inputs, pattern = resource["inputs"], IMPORT_IDS.get(resource["type"])
    if pattern is None:
        return None
    bus = inputs.get("eventBusName", "default")
    fields = {
        "path": "/",
        "issuer": inputs.get("url", UNKNOWN).removeprefix("https://"),
        "bus": "" if bus == "default" else f"{bus}/",
        "account": place.account,
        "domain": "amazonaws.com.cn" if partition(place.region) == "aws-cn" else "amazonaws.com",
        "partition": partition(place.region),
        "region": place.region,
    }
    try:
        found = pattern.format_map(fields | inputs)
    except KeyError:
        return None
    if UNKNOWN in found:
        return None
    return found + region_suffix(inputs, place)


def region_suffix(inputs: Mapping[str, Any], place: Place) -> str:
    """What an id of another region than the provider's ends with."""
    region = inputs.get("region", place.region)
    return "" if region == place.region else f"@{region}"
