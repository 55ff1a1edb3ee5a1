"""How a resource of each type is made through boto3: its ARN and its id, empty where nothing asks for them."""

from collections.abc import Callable
from typing import Any

Given = dict[str, Any]
Made = tuple[str, str]


def _pascal(given: Given, **renamed: str) -> Given:
    """Inputs under the names of the API."""
    kept = {key: value for key, value in given.items() if key != "region"}
    return {renamed.get(key, key[:1].upper() + key[1:]): value for key, value in kept.items()}


def _alarm(client: Any, given: Given) -> Made:
    dimensions = [{"Name": name, "Value": value} for name, value in given.get("dimensions", {}).items()]
    client.put_metric_alarm(**_pascal({**given, "dimensions": dimensions}, name="AlarmName"))
    return "", given["name"]


def _alias(client: Any, given: Given) -> Made:
    client.create_alias(AliasName=given["name"], TargetKeyId=given["targetKeyId"])
    return "", given["name"]


def _bucket(client: Any, given: Given) -> Made:
    place = {"LocationConstraint": client.meta.region_name}
    client.create_bucket(Bucket=given["bucket"], CreateBucketConfiguration=place)
    return f"arn:aws:s3:::{given['bucket']}", given["bucket"]


def _bucket_policy(client: Any, given: Given) -> Made:
    client.put_bucket_policy(Bucket=given["bucket"], Policy=given["policy"])
    return "", given["bucket"]


def _bus(client: Any, given: Given) -> Made:
    return client.create_event_bus(Name=given["name"])["EventBusArn"], given["name"]


def _bus_policy(client: Any, given: Given) -> Made:
    client.put_permission(EventBusName=given["eventBusName"], Policy=given["policy"])
    return "", given["eventBusName"]


def _delegated(client: Any, given: Given) -> Made:
    client.register_organization_delegated_admin(MemberAccountId=given["accountId"])
    return "", given["accountId"]


def _filter(client: Any, given: Given) -> Made:
    to = given["metricTransformation"]
    transformation = {"metricName": to["name"], "metricNamespace": to["namespace"], "metricValue": to["value"]}
    transformation |= {"dimensions": to["dimensions"]} if "dimensions" in to else {}
    client.put_metric_filter(
        logGroupName=given["logGroupName"],
        filterName=given["name"],
        filterPattern=given["pattern"],
        metricTransformations=[transformation],
    )
    return "", given["name"]


def _key(client: Any, given: Given) -> Made:
    made = client.create_key(Description=given["description"], Policy=given["policy"])["KeyMetadata"]
    return made["Arn"], made["KeyId"]


def _log_group(client: Any, given: Given) -> Made:
    key = {"kmsKeyId": given["kmsKeyId"]} if "kmsKeyId" in given else {}
    client.create_log_group(logGroupName=given["name"], **key)
    found = client.describe_log_groups(logGroupNamePrefix=given["name"])["logGroups"][0]
    return found["arn"].removesuffix(":*"), given["name"]


def _policy(client: Any, given: Given) -> Made:
    made = client.create_policy(PolicyName=given["name"], PolicyDocument=given["policy"])["Policy"]["Arn"]
    return made, made


def _queue(client: Any, given: Given) -> Made:
    attributes = {name: str(given[key]) for name, key in {"KmsMasterKeyId": "kmsMasterKeyId"}.items() if key in given}
    url = client.create_queue(QueueName=given["name"], Attributes=attributes)["QueueUrl"]
    return client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"], url


def _queue_policy(client: Any, given: Given) -> Made:
    client.set_queue_attributes(QueueUrl=given["queueUrl"], Attributes={"Policy": given["policy"]})
    return "", given["queueUrl"]


def _role(client: Any, given: Given) -> Made:
    made = client.create_role(
        RoleName=given["name"],
        AssumeRolePolicyDocument=given["assumeRolePolicy"],
        PermissionsBoundary=given["permissionsBoundary"],
        MaxSessionDuration=given.get("maxSessionDuration", 3600),
    )["Role"]["Arn"]
    return made, given["name"]


def _role_policy(client: Any, given: Given) -> Made:
    client.put_role_policy(RoleName=given["role"], PolicyName=given["name"], PolicyDocument=given["policy"])
    return "", f"{given['role']}:{given['name']}"


def _rule(client: Any, given: Given) -> Made:
    return client.put_rule(**_pascal(given))["RuleArn"], given["name"]


def _subscription(client: Any, given: Given) -> Made:
    wanted = {"TopicArn": given["topic"], "Protocol": given["protocol"], "Endpoint": given["endpoint"]}
    return client.subscribe(**wanted, ReturnSubscriptionArn=True)["SubscriptionArn"], ""


def _destination(client: Any, given: Given) -> Made:
    wanted = {"Name": given["name"], "ConnectionArn": given["connectionArn"], "HttpMethod": given["httpMethod"]}
    endpoint = {"InvocationEndpoint": given["invocationEndpoint"]}
    return client.create_api_destination(**wanted, **endpoint)["ApiDestinationArn"], given["name"]


def _slack(client: Any, given: Given) -> Made:
    made = client.create_slack_channel_configuration(**_pascal(given))["ChannelConfiguration"]["ChatConfigurationArn"]
    return made, made


def _target(client: Any, given: Given) -> Made:
    target = {"Id": given["targetId"], "Arn": given["arn"]}
    if "roleArn" in given:
        target["RoleArn"] = given["roleArn"]
    if "inputTransformer" in given:
        transformer = given["inputTransformer"]
        paths = transformer.get("inputPaths", {})
        target["InputTransformer"] = {"InputPathsMap": paths, "InputTemplate": transformer["inputTemplate"]}
    if "deadLetterConfig" in given:
        target["DeadLetterConfig"] = {"Arn": given["deadLetterConfig"]["arn"]}
    bus = {"EventBusName": given["eventBusName"]} if "eventBusName" in given else {}
    client.put_targets(Rule=given["rule"], Targets=[target], **bus)
    return "", given["targetId"]


def _topic(client: Any, given: Given) -> Made:
    attributes = {"KmsMasterKeyId": given["kmsMasterKeyId"]} if "kmsMasterKeyId" in given else {}
    made = client.create_topic(Name=given["name"], Attributes=attributes)["TopicArn"]
    return made, made


def _topic_policy(client: Any, given: Given) -> Made:
    client.set_topic_attributes(TopicArn=given["arn"], AttributeName="Policy", AttributeValue=given["policy"])
    return "", given["arn"]


def _trail(client: Any, given: Given) -> Made:
    made = client.create_trail(
        Name=given["name"],
        S3BucketName=given["s3BucketName"],
        IsOrganizationTrail=given["isOrganizationTrail"],
        IsMultiRegionTrail=given["isMultiRegionTrail"],
        IncludeGlobalServiceEvents=given["includeGlobalServiceEvents"],
        CloudWatchLogsLogGroupArn=given["cloudWatchLogsGroupArn"],
        CloudWatchLogsRoleArn=given["cloudWatchLogsRoleArn"],
    )["TrailARN"]
    client.start_logging(Name=made)
    return made, given["name"]


def _user(client: Any, given: Given) -> Made:
    made = client.create_user(UserName=given["name"], PermissionsBoundary=given["permissionsBoundary"])["User"]
    return made["Arn"], given["name"]


def _user_policy(client: Any, given: Given) -> Made:
    client.attach_user_policy(UserName=given["user"], PolicyArn=given["policyArn"])
    return "", given["user"]


MAKERS: dict[str, tuple[str, Callable[[Any, Given], Made]]] = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": ("chatbot", _slack),
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": ("cloudtrail", _delegated),
    "aws:cloudtrail/trail:Trail": ("cloudtrail", _trail),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ("events", _destination),
    "aws:cloudwatch/eventBus:EventBus": ("events", _bus),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("events", _bus_policy),
    "aws:cloudwatch/eventRule:EventRule": ("events", _rule),
    "aws:cloudwatch/eventTarget:EventTarget": ("events", _target),
    "aws:cloudwatch/logGroup:LogGroup": ("logs", _log_group),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": ("logs", _filter),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("cloudwatch", _alarm),
    "aws:iam/policy:Policy": ("iam", _policy),
    "aws:iam/role:Role": ("iam", _role),
    "aws:iam/rolePolicy:RolePolicy": ("iam", _role_policy),
    "aws:iam/user:User": ("iam", _user),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ("iam", _user_policy),
    "aws:kms/alias:Alias": ("kms", _alias),
    "aws:kms/key:Key": ("kms", _key),
    "aws:s3/bucket:Bucket": ("s3", _bucket),
    "aws:s3/bucketPolicy:BucketPolicy": ("s3", _bucket_policy),
    "aws:sns/topic:Topic": ("sns", _topic),
    "aws:sns/topicPolicy:TopicPolicy": ("sns", _topic_policy),
    "aws:sns/topicSubscription:TopicSubscription": ("sns", _subscription),
    "aws:sqs/queue:Queue": ("sqs", _queue),
    "aws:sqs/queuePolicy:QueuePolicy": ("sqs", _queue_policy),
}
"""The API's service and the way to make it, by Pulumi's type."""
