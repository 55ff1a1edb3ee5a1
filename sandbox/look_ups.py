"""Finds in AWS what AWS alone has named: the resources whose import id doesn't follow from their inputs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policies.names import partition
from sandbox.aws.client import LocalAws
from sandbox.import_ids import Place, region_suffix

Inputs = Mapping[str, Any]


def keys(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """KMS keys in use with the description and the provider's tags, newest first."""
    client = aws.client("kms", inputs.get("region", place.region), place.account)
    found = []
    for page in client.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            metadata = client.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if metadata["KeyState"] == "Enabled" and metadata["Description"] == inputs.get("description", ""):
                tags = {t["TagKey"]: t["TagValue"] for t in client.list_resource_tags(KeyId=key["KeyId"])["Tags"]}
                if place.tags.items() <= tags.items():
                    found.append(metadata)
    found.sort(key=lambda metadata: metadata["CreationDate"], reverse=True)
    return [metadata["KeyId"] for metadata in found]


def organization_policies(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Policies of the type with the name: one at most, for AWS refuses a second."""
    pages = aws.client("organizations", place.region, place.account).get_paginator("list_policies")
    policies = (policy for page in pages.paginate(Filter=inputs["type"]) for policy in page["Policies"])
    return [policy["Id"] for policy in policies if policy["Name"] == inputs["name"]]


def permission_sets(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Permission sets of the instance with the name: one at most, for the service refuses a second."""
    client = aws.client("sso-admin", inputs.get("region", place.region), place.account)
    instance = inputs["instanceArn"]
    pages = client.get_paginator("list_permission_sets").paginate(InstanceArn=instance)
    return [
        f"{arn},{instance}"
        for page in pages
        for arn in page["PermissionSets"]
        if client.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]["Name"]
        == inputs["name"]
    ]


def subscriptions(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Subscriptions of the endpoint to the topic; one that waits for its confirmation has no ARN yet."""
    client = aws.client("sns", inputs.get("region", place.region), place.account)
    pages = client.get_paginator("list_subscriptions").paginate()
    wanted = (inputs["topic"], inputs["protocol"], inputs["endpoint"])
    return [
        found["SubscriptionArn"]
        for page in pages
        for found in page["Subscriptions"]
        if (found["TopicArn"], found["Protocol"], found["Endpoint"]) == wanted
        and found["SubscriptionArn"].startswith("arn:")
    ]


def detectors(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """The region's detector: one at most, for GuardDuty refuses a second."""
    return aws.client("guardduty", inputs.get("region", place.region), place.account).list_detectors()["DetectorIds"]


def aggregators(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """The region's finding aggregator: one at most."""
    client = aws.client("securityhub", inputs.get("region", place.region), place.account)
    return [found["FindingAggregatorArn"] for found in client.list_finding_aggregators()["FindingAggregators"]]


def configuration_policies(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Security Hub's configuration policy with the name: one at most, for the service refuses a second."""
    client = aws.client("securityhub", inputs.get("region", place.region), place.account)
    found = client.list_configuration_policies()["ConfigurationPolicySummaries"]
    return [policy["Id"] for policy in found if policy["Name"] == inputs["name"]]


def trails(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Trails with the name; the ARN of an organization's trail holds the management account, whoever made it."""
    client = aws.client("cloudtrail", inputs.get("region", place.region), place.account)
    found = client.describe_trails(includeShadowTrails=False)["trailList"]
    return [trail["TrailARN"] for trail in found if trail["Name"] == inputs["name"]]


def saved_queries(aws: LocalAws, inputs: Inputs, place: Place) -> list[str]:
    """Query definitions with the name: imported by an ARN, of which the provider keeps the last part as id."""
    client = aws.client("logs", inputs.get("region", place.region), place.account)
    found = client.describe_query_definitions(queryDefinitionNamePrefix=inputs["name"])["queryDefinitions"]
    start = f"arn:{partition(place.region)}:logs:{place.region}:{place.account}:query-definition:"
    return [start + query["queryDefinitionId"] for query in found if query["name"] == inputs["name"]]


LOOK_UPS: dict[str, Callable[[LocalAws, Inputs, Place], list[str]]] = {
    "aws:cloudtrail/trail:Trail": trails,
    "aws:cloudwatch/queryDefinition:QueryDefinition": saved_queries,
    "aws:guardduty/detector:Detector": detectors,
    "aws:kms/key:Key": keys,
    "aws:organizations/policy:Policy": organization_policies,
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": configuration_policies,
    "aws:securityhub/findingAggregator:FindingAggregator": aggregators,
    "aws:ssoadmin/permissionSet:PermissionSet": permission_sets,
    "aws:sns/topicSubscription:TopicSubscription": subscriptions,
}


def look_up(aws: LocalAws, resource: Mapping[str, Any], place: Place, taken: Iterable[str]) -> str | None:
    """The import id of what AWS has under the resource's look-up and nobody has taken; None when there is nothing."""
    find, inputs = LOOK_UPS.get(resource["type"]), resource["inputs"]
    if find is None:
        return None
    free = left(find(aws, inputs, place), taken)
    return free[0] + region_suffix(inputs, place) if free else None


def left(found: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The import ids that no resource has as its id, nor what follows their last colon."""
    ids = set(taken)
    return [identity for identity in found if not ids & {identity, identity.rpartition(":")[2]}]
