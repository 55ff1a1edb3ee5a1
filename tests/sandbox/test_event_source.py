"""What the local AWS serves becomes records of CloudTrail, which reach rules, log groups, alarms and their queues."""

import json

import pytest

from sandbox.aws.client import LocalAws
from sandbox.aws.events.telling import EVENTS_VARIABLE, TellingError
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal, with_credentials

GROUP, ROLE, ORGANIZATION = "trail", "writes-the-trail", "o-exampleorg1"
ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
SIGN_IN = {
    "eventSource": "signin.amazonaws.com",
    "eventName": "ConsoleLogin",
    "eventType": "AwsConsoleSignIn",
    "awsRegion": "us-east-1",
    "userIdentity": {"type": "Root", "accountId": SHOP},
    "readOnly": False,
}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, **({"Resource": resource} if resource else {}), **more}


def trust(service):
    return document(allow("sts:AssumeRole", None, Principal={"Service": service}))


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED, events=True) as local:
        iam, logs, s3 = local.client("iam"), local.client("logs"), local.client("s3")
        s3.create_bucket(Bucket="archive-x1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        logs.create_log_group(logGroupName=GROUP)
        iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust("cloudtrail.amazonaws.com"))
        iam.put_role_policy(RoleName=ROLE, PolicyName="write", PolicyDocument=document(allow("logs:*")))
        cloudtrail = local.client("cloudtrail")
        cloudtrail.create_trail(
            Name="organization",
            S3BucketName="archive-x1",
            IsOrganizationTrail=True,
            IsMultiRegionTrail=True,
            CloudWatchLogsLogGroupArn=f"arn:aws:logs:eu-west-1:{MANAGEMENT}:log-group:{GROUP}:*",
            CloudWatchLogsRoleArn=f"arn:aws:iam::{MANAGEMENT}:role/{ROLE}",
        )
        cloudtrail.start_logging(Name="organization")
        yield local


@pytest.fixture
def records(aws):
    """The records of an account since the test began, in the order in which they were written."""
    logs = aws.client("logs")

    def read(account=SHOP):
        stream = f"{ORGANIZATION}_{account}_CloudTrail_eu-west-1"
        found = logs.filter_log_events(logGroupName=GROUP)["events"]
        return [json.loads(event["message"]) for event in found if event["logStreamName"] == stream]

    before = {account: len(read(account)) for account in (MANAGEMENT, AUDIT, SHOP)}
    return lambda account=SHOP: read(account)[before[account] :]


def named(found, name):
    return next(record for record in found if record["eventName"] == name)


def queue(aws, name, account=SHOP, region="eu-west-1", service="events.amazonaws.com"):
    """A queue that takes what a service sends, and its ARN."""
    sqs, arn = aws.client("sqs", region, account), f"arn:aws:sqs:{region}:{account}:{name}"
    policy = document(allow("sqs:SendMessage", arn, Principal={"Service": service}))
    url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]

    def read():
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        return found.get("Messages", [])

    return arn, read


def rule(events, name, pattern, arn, state="ENABLED", **target):
    events.put_rule(Name=name, EventPattern=json.dumps(pattern), State=state)
    events.put_targets(Rule=name, Targets=[{"Id": "only", "Arn": arn, **target}])


def test_it_is_off_unless_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.delenv(EVENTS_VARIABLE, raising=False)
    assert not LocalAws(MANAGEMENT, tmp_path / "state").events
    monkeypatch.setenv(EVENTS_VARIABLE, "on")
    assert LocalAws(MANAGEMENT, tmp_path / "state").events


def test_a_record_says_who_did_what_where_and_what_came_of_it(aws, records):
    iam = aws.client("iam", account=SHOP)
    iam.create_user(UserName="eve")
    iam.create_login_profile(UserName="eve", Password="Correct-Horse-1")
    assert refusal(iam.create_user, UserName="eve")[0] == "EntityAlreadyExists"
    first, profile, again = [record for record in records() if record["eventSource"] == "iam.amazonaws.com"]
    role = f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole"
    assert first["userIdentity"]["type"] == "AssumedRole"
    assert first["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"] == role
    assert (first["eventName"], first["awsRegion"], first["recipientAccountId"]) == ("CreateUser", "us-east-1", SHOP)
    assert first["requestParameters"] == {"userName": "eve"}
    assert first["responseElements"]["user"]["arn"] == f"arn:aws:iam::{SHOP}:user/eve"
    assert (first["readOnly"], first["eventType"], "errorCode" in first) == (False, "AwsApiCall", False)
    assert profile["requestParameters"]["password"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert (again["errorCode"], again["responseElements"]) == ("EntityAlreadyExists", None)


def test_every_kind_of_caller_is_called_by_its_name(aws, records):
    iam = aws.client("iam", account=SHOP)
    iam.create_user(UserName="mallory")
    key = iam.create_access_key(UserName="mallory")["AccessKey"]
    with_credentials(aws, "sts", key).get_caller_identity()
    session = with_credentials(aws, "sts", key).get_session_token()["Credentials"]
    with_credentials(aws, "sts", session, "eu-central-1").get_caller_identity()
    aws.root_client("sts", account=SHOP).get_caller_identity()
    user, again, root = [record for record in records() if record["eventName"] == "GetCallerIdentity"]
    assert (user["userIdentity"]["type"], user["userIdentity"]["userName"]) == ("IAMUser", "mallory")
    assert "sessionContext" not in user["userIdentity"]
    assert again["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"
    assert (again["awsRegion"], again["readOnly"]) == ("eu-central-1", True)
    assert root["userIdentity"] == {
        "type": "Root",
        "principalId": SHOP,
        "arn": f"arn:aws:iam::{SHOP}:root",
        "accountId": SHOP,
        "accessKeyId": root["userIdentity"]["accessKeyId"],
    }


def test_a_root_session_is_told_from_root(aws, records):
    aws.client("organizations").enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    aws.client("iam").enable_organizations_root_sessions()
    task = {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}
    session = aws.client("sts").assume_root(TargetPrincipal=SHOP, TaskPolicyArn=task)["Credentials"]
    with_credentials(aws, "s3", session).list_buckets()
    asked = named(records(MANAGEMENT), "AssumeRoot")
    assert asked["requestParameters"] == {"targetPrincipal": SHOP, "taskPolicyArn": task}
    did = named(records(), "ListBuckets")["userIdentity"]
    assert (did["type"], did["sessionContext"]["assumedRoot"]) == ("Root", "true")


def test_who_takes_a_role_elsewhere_is_seen_on_both_sides(aws, records):
    arn = f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole"
    aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="visit")
    here, there = named(records(MANAGEMENT), "AssumeRole"), named(records(SHOP), "AssumeRole")
    assert here["userIdentity"]["userName"] == "sandbox"
    assert there["userIdentity"] == {
        "type": "AWSAccount",
        "principalId": here["userIdentity"]["principalId"],
        "accountId": MANAGEMENT,
    }
    assert here["responseElements"]["credentials"]["secretAccessKey"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_data_events_are_not_recorded(aws, records):
    s3 = aws.client("s3", account=SHOP)
    s3.create_bucket(Bucket="orders-x1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="orders-x1", Key="one", Body=b"1")
    names = [record["eventName"] for record in records()]
    assert "CreateBucket" in names
    assert "PutObject" not in names


def test_a_record_that_lacks_its_account_is_refused(aws):
    with pytest.raises(TellingError, match="accountId"):
        aws.record({"eventName": "ConsoleLogin", "userIdentity": {"type": "Root"}})


def test_a_rule_hears_of_reads_only_if_it_asks_for_them(aws):
    events = aws.client("events", account=SHOP)
    pattern = {"detail": {"eventName": ["ListTopics", "CreateTopic"]}}
    changes, read_changes = queue(aws, "changes")
    everything, read_everything = queue(aws, "everything")
    nothing, read_nothing = queue(aws, "nothing")
    rule(events, "changes", pattern, changes)
    rule(events, "everything", pattern, everything, ALL_EVENTS)
    rule(events, "nothing", pattern, nothing, "DISABLED")
    sns = aws.client("sns", account=SHOP)
    sns.list_topics()
    sns.create_topic(Name="x")
    aws.client("sns", "eu-central-1", SHOP).create_topic(Name="elsewhere")
    heard = [[json.loads(m["Body"])["detail"]["eventName"] for m in read()] for read in (read_changes, read_everything)]
    assert heard == [["CreateTopic"], ["ListTopics", "CreateTopic"]]
    assert read_nothing() == []


def test_a_sign_in_is_an_event_of_its_own_kind(aws):
    arn, read = queue(aws, "sign-ins", region="us-east-1")
    kind = "AWS Console Sign In via CloudTrail"
    rule(aws.client("events", "us-east-1", SHOP), "sign-ins", {"detail-type": [kind], "source": ["aws.signin"]}, arn)
    aws.record(SIGN_IN)
    (message,) = read()
    event = json.loads(message["Body"])
    assert (event["account"], event["region"], event["detail"]["eventName"]) == (SHOP, "us-east-1", "ConsoleLogin")


def bus(aws, account, name):
    """A bus that takes events of the organization, and its ARN."""
    events = aws.client("events", account=account)
    arn = events.create_event_bus(Name=name)["EventBusArn"]
    here = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    statement = allow("events:PutEvents", arn, Sid="Organization", Principal={"AWS": "*"}, Condition=here)
    events.put_permission(EventBusName=name, Policy=document(statement))
    return arn


def forwarder(aws, account, name):
    iam = aws.client("iam", account=account)
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("events.amazonaws.com"))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="put", PolicyDocument=document(allow("events:PutEvents")))
    return arn


def test_an_event_makes_one_hop_between_buses(aws):
    """From the shop to the audit account; from there no further, and each failure is kept with its reason."""
    events, hub_events = aws.client("events", account=SHOP), aws.client("events", account=AUDIT)
    hub, third = bus(aws, AUDIT, "hub"), bus(aws, MANAGEMENT, "third")
    heard, read = queue(aws, "hub-heard", AUDIT)
    lost, read_lost = queue(aws, "hub-lost", AUDIT)
    pattern = {"source": ["shop.orders"]}
    rule(events, "to-hub", pattern, hub, RoleArn=forwarder(aws, SHOP, "to-hub"))
    on_hub = {"EventBusName": "hub", "Rule": "onward"}
    hub_events.put_rule(EventBusName="hub", Name="onward", EventPattern=json.dumps(pattern))
    onward = {"Id": "third", "Arn": third, "RoleArn": forwarder(aws, AUDIT, "onward")}
    targets = [{"Id": "queue", "Arn": heard}, {**onward, "DeadLetterConfig": {"Arn": lost}}]
    hub_events.put_targets(**on_hub, Targets=targets)
    entry = {"Source": "shop.orders", "DetailType": "order", "Detail": '{"n": 1}'}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    (message,) = read()
    assert json.loads(message["Body"])["account"] == SHOP
    (undelivered,) = read_lost()
    why = {name: value["StringValue"] for name, value in undelivered["MessageAttributes"].items()}
    assert (why["ERROR_CODE"], why["TARGET_ARN"]) == ("THIRD_ACCOUNT_HOP_DETECTED", third)


@pytest.mark.parametrize("missing", ["role", "trust", "permission", "bus policy", "nothing"])
def test_what_a_bus_needs_to_be_reached(aws, missing):
    name = f"needs-{missing.replace(' ', '-')}"
    events, iam = aws.client("events", account=SHOP), aws.client("iam", account=SHOP)
    hub, role = bus(aws, AUDIT, name), forwarder(aws, SHOP, name)
    lost, read_lost = queue(aws, f"{name}-lost")
    target = {"DeadLetterConfig": {"Arn": lost}} | ({} if missing == "role" else {"RoleArn": role})
    rule(events, name, {"source": [name]}, hub, **target)
    if missing == "trust":
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust("ec2.amazonaws.com"))
    if missing == "permission":
        iam.delete_role_policy(RoleName=name, PolicyName="put")
    if missing == "bus policy":
        aws.client("events", account=AUDIT).remove_permission(EventBusName=name, StatementId="Organization")
    events.put_events(Entries=[{"Source": name, "DetailType": "x", "Detail": "{}"}])
    codes = [message["MessageAttributes"]["ERROR_CODE"]["StringValue"] for message in read_lost()]
    expected = {"trust": ["FAILED_TO_ASSUME_ROLE"], "nothing": []}
    assert codes == expected.get(missing, ["NO_PERMISSIONS"])


def test_events_with_a_source_of_aws_are_awss_own(aws):
    entry = {"Source": "aws.iam", "DetailType": "AWS API Call via CloudTrail", "Detail": "{}"}
    answer = aws.client("events", account=SHOP).put_events(Entries=[entry])
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"


@pytest.mark.parametrize(
    ("selectors", "heard"),
    [
        ({"EventSelectors": [{"ReadWriteType": "WriteOnly"}]}, ["CreateTopic"]),
        ({"EventSelectors": [{"ReadWriteType": "ReadOnly"}]}, ["ListTopics"]),
        ({"EventSelectors": [{"IncludeManagementEvents": False}]}, []),
        ({"EventSelectors": [{"ReadWriteType": "All"}]}, ["ListTopics", "CreateTopic"]),
    ],
)
def test_the_trails_selectors_are_respected(aws, records, selectors, heard):
    cloudtrail, sns = aws.client("cloudtrail"), aws.client("sns", account=SHOP)
    cloudtrail.put_event_selectors(TrailName="organization", **selectors)
    sns.list_topics()
    sns.create_topic(Name="selected")
    cloudtrail.put_event_selectors(TrailName="organization", EventSelectors=[{"ReadWriteType": "All"}])
    assert [record["eventName"] for record in records() if record["eventSource"] == "sns.amazonaws.com"] == heard


def test_without_a_trail_nothing_is_heard_but_that_it_was_stopped(aws, records):
    cloudtrail, sns = aws.client("cloudtrail"), aws.client("sns", account=SHOP)
    arn, read = queue(aws, "unheard")
    rule(aws.client("events", account=SHOP), "unheard", {"detail": {"eventName": ["CreateTopic"]}}, arn)
    cloudtrail.stop_logging(Name="organization")
    sns.create_topic(Name="unheard")
    cloudtrail.start_logging(Name="organization")
    assert named(records(MANAGEMENT), "StopLogging")
    assert "CreateTopic" not in [record["eventName"] for record in records()]
    assert read() == []


@pytest.mark.parametrize(
    ("missing_data", "states"),
    [
        ("notBreaching", ["ALARM", "OK"]),
        ("breaching", ["ALARM", "ALARM"]),
        ("ignore", ["ALARM", "ALARM"]),
        ("missing", ["ALARM", "INSUFFICIENT_DATA"]),
    ],
)
def test_an_alarm_without_data_does_as_it_is_told(aws, missing_data, states):
    cloudwatch = aws.client("cloudwatch", account=AUDIT)
    name = f"quiet-{missing_data}"
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="test",
        MetricName=name,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=2,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData=missing_data,
    )
    found = []
    for seconds in (0, 61):
        if not seconds:
            cloudwatch.put_metric_data(Namespace="test", MetricData=[{"MetricName": name, "Value": 2}])
        aws.skip(seconds)
        found.append(cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"])
    assert found == states


def test_a_filter_is_replaced_by_one_of_its_name_and_a_wrong_pattern_is_refused(aws):
    logs = aws.client("logs", account=AUDIT)
    logs.create_log_group(logGroupName="filtered")
    to = [{"metricName": "n", "metricNamespace": "test", "metricValue": "1"}]
    about = {"logGroupName": "filtered", "filterName": "one", "metricTransformations": to}
    for pattern in ("{ $.a = 1 }", "{ $.a = 2 }"):
        logs.put_metric_filter(filterPattern=pattern, **about)
    found = logs.describe_metric_filters(logGroupName="filtered")["metricFilters"]
    assert [f["filterPattern"] for f in found] == ["{ $.a = 2 }"]
    assert refusal(logs.put_metric_filter, filterPattern="{ $.a = ", **about)[0] == "InvalidParameterException"
