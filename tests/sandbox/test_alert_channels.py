"""Subscriptions that wait for their confirmation, and Slack's channels, in the local AWS."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws

ACCOUNT = "111122223333"
MAIL = {"Protocol": "email", "Endpoint": "security@example.com"}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(ACCOUNT, tmp_path_factory.mktemp("aws") / "state", events=True) as local:
        yield local


@pytest.fixture
def topic(aws):
    sns = aws.client("sns")
    arn = sns.create_topic(Name="alerts")["TopicArn"]
    yield arn
    sns.delete_topic(TopicArn=arn)


def refused(call, **arguments):
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    return failure.value.response["Error"]


def listed(sns, topic):
    return [found["SubscriptionArn"] for found in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]]


def token(aws):
    return parse_qs(urlsplit(aws.mail[-1].link).query)["Token"][0]


@pytest.mark.parametrize(("owned", "authenticated"), [("true", "true"), ("false", "false")])
def test_mail_is_subscribed_once_it_is_confirmed(aws, topic, owned, authenticated):
    sns = aws.client("sns")
    arn = sns.subscribe(TopicArn=topic, **MAIL, ReturnSubscriptionArn=True)["SubscriptionArn"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert (attributes["PendingConfirmation"], attributes["ConfirmationWasAuthenticated"]) == ("true", "false")
    assert listed(sns, topic) == ["PendingConfirmation"]
    assert aws.mail[-1].to == "security@example.com"
    assert "pending confirmation" in refused(sns.unsubscribe, SubscriptionArn=arn)["Message"]
    assert refused(sns.confirm_subscription, TopicArn=topic, Token="0" * 128)["Code"] == "InvalidParameter"
    confirmed = sns.confirm_subscription(TopicArn=topic, Token=token(aws), AuthenticateOnUnsubscribe=owned)
    assert confirmed["SubscriptionArn"] == arn
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert (attributes["PendingConfirmation"], attributes["ConfirmationWasAuthenticated"]) == ("false", authenticated)
    assert listed(sns, topic) == [arn]
    sns.unsubscribe(SubscriptionArn=arn)
    assert listed(sns, topic) == []


def test_subscribing_again_sends_no_second_mail(aws, topic):
    sns = aws.client("sns")
    first = sns.subscribe(TopicArn=topic, **MAIL, ReturnSubscriptionArn=True)["SubscriptionArn"]
    sent = len(aws.mail)
    assert sns.subscribe(TopicArn=topic, **MAIL, ReturnSubscriptionArn=True)["SubscriptionArn"] == first
    assert len(aws.mail) == sent


def test_a_queue_waits_for_nobody(aws, topic):
    queue = aws.client("sqs").create_queue(QueueName="drill")["QueueUrl"]
    arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    subscription = aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)["SubscriptionArn"]
    assert listed(aws.client("sns"), topic) == [subscription]


def test_a_channel_of_slack_is_kept_in_every_region_and_goes(aws):
    chat, elsewhere = aws.client("chatbot", "eu-west-1"), aws.client("chatbot", "us-west-2")
    wanted = {
        "ConfigurationName": "guardrails-chat",
        "SlackTeamId": "T0123ABCD",
        "SlackChannelId": "C0123ABCD",
        "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/chat",
    }
    made = chat.create_slack_channel_configuration(**wanted, Tags=[{"TagKey": "a", "TagValue": "b"}])
    arn = made["ChannelConfiguration"]["ChatConfigurationArn"]
    assert arn == f"arn:aws:chatbot::{ACCOUNT}:chat-configuration/slack-channel/guardrails-chat"
    assert refused(chat.create_slack_channel_configuration, **wanted)["Code"] == "ConflictException"
    topics = [f"arn:aws:sns:eu-west-1:{ACCOUNT}:alerts"]
    chat.update_slack_channel_configuration(ChatConfigurationArn=arn, SlackChannelId="C9", SnsTopicArns=topics)
    (found,) = elsewhere.describe_slack_channel_configurations(ChatConfigurationArn=arn)["SlackChannelConfigurations"]
    assert (found["SlackChannelId"], found["SnsTopicArns"], found["SlackTeamId"]) == ("C9", topics, "T0123ABCD")
    chat.tag_resource(ResourceARN=arn, Tags=[{"TagKey": "c", "TagValue": "d"}])
    chat.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert chat.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"TagKey": "c", "TagValue": "d"}]
    chat.delete_slack_channel_configuration(ChatConfigurationArn=arn)
    assert chat.describe_slack_channel_configurations()["SlackChannelConfigurations"] == []
    assert refused(chat.delete_slack_channel_configuration, ChatConfigurationArn=arn)["Code"] == (
        "ResourceNotFoundException"
    )


@pytest.mark.parametrize("wrong", [{"SlackTeamId": "t-1"}, {"SlackChannelId": "#alerts"}, {"ConfigurationName": "a b"}])
def test_a_channel_that_aws_would_refuse(aws, wrong):
    wanted = {"ConfigurationName": "x", "SlackTeamId": "T1", "SlackChannelId": "C1", "IamRoleArn": "arn:aws:iam::1:r/x"}
    code = refused(aws.client("chatbot").create_slack_channel_configuration, **(wanted | wrong))["Code"]
    assert code in ("InvalidParameterException", "ParamValidationError")


TEAM = {
    "ConfigurationName": "guardrails-room",
    "TenantId": "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d",
    "TeamId": "2a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d",
    "ChannelId": "19%3aabc123%40thread.tacv2",
    "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/chat",
}


def test_a_channel_of_teams_is_found_by_its_team_and_goes(aws):
    chat, elsewhere = aws.client("chatbot", "eu-west-1"), aws.client("chatbot", "us-west-2")
    made = chat.create_microsoft_teams_channel_configuration(**TEAM, Tags=[{"TagKey": "a", "TagValue": "b"}])
    arn = made["ChannelConfiguration"]["ChatConfigurationArn"]
    assert arn == f"arn:aws:chatbot::{ACCOUNT}:chat-configuration/microsoft-teams-channel/guardrails-room"
    assert refused(chat.create_microsoft_teams_channel_configuration, **TEAM)["Code"] == "ConflictException"
    topics = [f"arn:aws:sns:eu-west-1:{ACCOUNT}:alerts"]
    moved = {"ChatConfigurationArn": arn, "ChannelId": "19%3adef456%40thread.tacv2", "SnsTopicArns": topics}
    chat.update_microsoft_teams_channel_configuration(**moved)
    listed = elsewhere.list_microsoft_teams_channel_configurations(TeamId=TEAM["TeamId"])["TeamChannelConfigurations"]
    (found,) = listed
    assert (found["ChannelId"], found["SnsTopicArns"], found["TenantId"]) == (
        *list(moved.values())[1:],
        TEAM["TenantId"],
    )
    assert chat.get_microsoft_teams_channel_configuration(ChatConfigurationArn=arn)["ChannelConfiguration"] == found
    assert chat.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"TagKey": "a", "TagValue": "b"}]
    other = {"TeamId": TEAM["TenantId"]}
    assert chat.list_microsoft_teams_channel_configurations(**other)["TeamChannelConfigurations"] == []
    assert chat.describe_slack_channel_configurations()["SlackChannelConfigurations"] == []
    chat.delete_microsoft_teams_channel_configuration(ChatConfigurationArn=arn)
    assert chat.list_microsoft_teams_channel_configurations()["TeamChannelConfigurations"] == []
    gone = refused(chat.delete_microsoft_teams_channel_configuration, ChatConfigurationArn=arn)
    assert gone["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize("wrong", [{"TeamId": "x" * 36}, {"ChannelId": "19:abc@thread.tacv2"}, {"TenantId": "1" * 36}])
def test_a_channel_of_teams_that_aws_would_refuse(aws, wrong):
    code = refused(aws.client("chatbot").create_microsoft_teams_channel_configuration, **(TEAM | wrong))["Code"]
    assert code in ("InvalidParameterException", "ParamValidationError")


class Receiver(BaseHTTPRequestHandler):
    got: ClassVar[list[tuple[str | None, str]]] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.got.append((self.headers.get("X-Api-Key"), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    Receiver.got.clear()
    yield f"http://127.0.0.1:{server.server_port}/alerts"
    server.shutdown()
    server.server_close()


def called(aws, endpoint, role):
    """An event that a rule tells an API destination; what the local AWS says of it."""
    events = aws.client("events")
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "s3cret"}}
    connection = events.create_connection(Name="pager", AuthorizationType="API_KEY", AuthParameters=key)
    destination = events.create_api_destination(
        Name="pager", ConnectionArn=connection["ConnectionArn"], InvocationEndpoint=endpoint, HttpMethod="POST"
    )["ApiDestinationArn"]
    events.put_rule(Name="told", EventPattern='{"source":["shop"]}')
    target = {"Id": "pager", "Arn": destination, "RoleArn": role, "Input": '{"title":"hello"}'}
    events.put_targets(Rule="told", Targets=[target])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "x", "Detail": "{}"}])


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def caller(aws, action):
    iam = aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
    may = {"Effect": "Allow", "Action": action, "Resource": "*"}
    name = f"caller-{action.partition(':')[2]}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="call", PolicyDocument=document(may))
    return role


def test_a_webhook_is_called_with_its_connections_secret_by_a_role_that_may(aws, receiver):
    called(aws, receiver, caller(aws, "events:PutEvents"))
    assert Receiver.got == []
    called(aws, receiver, caller(aws, "events:InvokeApiDestination"))
    assert Receiver.got == [("s3cret", '{"title":"hello"}')]


def test_a_webhook_outside_of_this_machine_is_not_called(aws):
    called(aws, "https://events.example.com/alerts", caller(aws, "events:*"))
    assert "would be told to https://events.example.com/alerts" in aws.log.read_text()
