"""Subscriptions that wait for their confirmation, and Slack's channels, in the local AWS."""

from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws

ACCOUNT = "111122223333"
MAIL = {"Protocol": "email", "Endpoint": "security@example.com"}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(ACCOUNT, tmp_path_factory.mktemp("aws") / "state") as local:
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
