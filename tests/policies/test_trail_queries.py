"""Each saved query finds the records that answer its question, and no others."""

import botocore.session
import pytest

from policies.trail_queries import QUERIES
from tests.policies.insights import run

BY_ID = {query.id: query for query in QUERIES}
ACCOUNT, KEY, USER, ADDRESS = "444455556666", "ASIAEXAMPLEEXAMPLE01", "1234-user", "198.51.100.7"
DENIED = "User: {} is not authorized to perform: {} on resource: * with an explicit deny in {}"
ROOT = {"type": "Root", "arn": f"arn:aws:iam::{ACCOUNT}:root", "accessKeyId": ""}
MARY = {
    "type": "AssumedRole",
    "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mary",
    "accessKeyId": KEY,
    "onBehalfOf": {"userId": USER, "identityStoreArn": f"arn:aws:identitystore::{ACCOUNT}:identitystore/d-1"},
}
EVE = {"type": "IAMUser", "arn": f"arn:aws:iam::{ACCOUNT}:user/eve", "accessKeyId": "AKIAEXAMPLEEXAMPLE02"}
SERVICE = {"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"}
ASKED = {"ACCESS_KEY_ID": KEY, "USER_ID": USER, "USER_NAME": "mary", "IP_ADDRESS": ADDRESS}


def record(name, identity, *, service="iam", address="203.0.113.9", **more):
    return {
        "eventTime": "2026-11-25T10:00:00Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "recipientAccountId": ACCOUNT,
        "sourceIPAddress": address,
        "userAgent": "aws-cli",
        "eventType": "AwsApiCall",
        "userIdentity": identity,
        **more,
    }


RECORDS = {
    "root signs in": record("ConsoleLogin", ROOT, service="signin", eventType="AwsConsoleSignIn"),
    "root by a service": record("CreateNetworkInterface", {**ROOT, "invokedBy": "rds.amazonaws.com"}, service="ec2"),
    "event of a service": record("RotateKey", ROOT, service="kms", eventType="AwsServiceEvent"),
    "root session": record(
        "AssumeRoot",
        EVE,
        service="sts",
        requestParameters={"targetPrincipal": ACCOUNT, "taskPolicyArn": {"arn": "arn:aws:iam::aws:policy/x"}},
        responseElements={"credentials": {"accessKeyId": "ASIAEXAMPLEEXAMPLE09"}},
    ),
    "denied by SCP": record(
        "StopLogging",
        MARY,
        service="cloudtrail",
        errorCode="AccessDenied",
        errorMessage=DENIED.format(MARY["arn"], "cloudtrail:StopLogging", "a service control policy"),
    ),
    "denied by RCP, with the policy's ARN": record(
        "GetObject",
        EVE,
        service="s3",
        errorCode="AccessDenied",
        errorMessage=DENIED.format(EVE["arn"], "s3:GetObject", "a resource control policy: arn:aws:organizations::1:p"),
    ),
    "denied by the identity policy": record(
        "GetUser",
        EVE,
        errorCode="AccessDenied",
        errorMessage=DENIED.format(EVE["arn"], "iam:GetUser", "an identity-based policy"),
    ),
    "mary starts": record(
        "AssumeRoleWithSAML",
        {"type": "SAMLUser", "userName": "mary"},
        service="sts",
        requestParameters={"roleArn": f"arn:aws:iam::{ACCOUNT}:role/AWSReservedSSO_PowerUser_0123456789abcdef"},
        responseElements={"credentials": {"accessKeyId": KEY}},
    ),
    "mary reads": record("ListBuckets", MARY, service="s3", address=ADDRESS),
    "mary without attribution": record(
        "ListKeys",
        {key: value for key, value in MARY.items() if key not in ("onBehalfOf", "accessKeyId")},
        service="kms",
    ),
    "another mary": record("ListKeys", {**EVE, "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/Own/mary"}, service="kms"),
    "eve makes a key": record("CreateAccessKey", EVE, requestParameters={"userName": "eve"}),
    "eve may not": record("CreateUser", EVE, errorCode="AccessDenied", errorMessage="no identity-based policy allows"),
    "eve silences": record("DisableAlarmActions", EVE, service="monitoring", address=ADDRESS),
    "eve looks": record("DescribeAlarms", EVE, service="monitoring"),
    "a service scales": record("PutMetricAlarm", SERVICE, service="monitoring"),
    "eve unsubscribes somebody": record("Unsubscribe", EVE, service="sns"),
    "eve empties a queue": record("PurgeQueue", EVE, service="sqs"),
    "eve makes a rule deaf": record("EnableRule", EVE, service="events"),
    "eve elsewhere": record("DeleteTable", EVE, service="dynamodb"),
    "eve lets a certificate in": record("CreateTrustAnchor", EVE, service="rolesanywhere"),
    "eve is given a role": record("CreateEntitlement", EVE, service="account-access"),
}
EXPECTED = {
    "root": {"root signs in"},
    "assumed-root": {"root session"},
    "session": {"denied by SCP", "mary reads"},
    "session-origin": {"mary starts"},
    "person": {"denied by SCP", "mary reads", "mary without attribution"},
    "lasting-access": {"eve makes a key", "eve lets a certificate in", "eve is given a role"},
    "silenced": {
        "denied by SCP",
        "eve silences",
        "eve unsubscribes somebody",
        "eve empties a queue",
        "eve makes a rule deaf",
    },
}


def asked(query):
    text = query.text
    for word, value in ASKED.items():
        text = text.replace(word, value)
    return text


def test_every_query_has_records_to_find():
    assert BY_ID.keys() == EXPECTED.keys() | {"denied-by-guardrails", "address"}


@pytest.mark.parametrize("key", EXPECTED)
def test_it_finds_what_answers_the_question(key):
    assert {name for name, each in RECORDS.items() if run(asked(BY_ID[key]), [each])} == EXPECTED[key]


@pytest.mark.parametrize("key", EXPECTED)
def test_every_column_has_something_to_show(key):
    rows = run(asked(BY_ID[key]), RECORDS.values())
    columns = {column for row in rows for column in row}
    empty = {column for column in columns if not any(row[column] for row in rows)}
    assert empty <= {"errorCode", "requestParameters.roleName", "requestParameters.roleSessionName"} | (
        {"userIdentity.arn", "userIdentity.accessKeyId"} if key == "session-origin" else set()
    )


def test_denials_are_counted_by_layer_caller_and_call():
    rows = run(BY_ID["denied-by-guardrails"].text, [*RECORDS.values(), RECORDS["denied by SCP"]])
    assert [(row["layer"], row["eventName"], row["refusals"]) for row in rows] == [
        ("service control policy", "StopLogging", 2),
        ("resource control policy", "GetObject", 1),
    ]


def test_an_address_shows_everyone_who_came_from_it():
    rows = run(asked(BY_ID["address"]), RECORDS.values())
    assert {row["userIdentity.arn"] for row in rows} == {MARY["arn"], EVE["arn"]}


def test_names_and_texts_fit_the_api():
    model = botocore.session.get_session().get_service_model("logs")
    members = model.operation_model("PutQueryDefinition").input_shape.members
    assert len({query.name for query in QUERIES}) == len(QUERIES)
    for query in QUERIES:
        assert len(query.name) <= members["name"].metadata["max"]
        assert len(query.text) <= members["queryString"].metadata["max"]
