"""Confirming addresses and keeping a webhook's secret, against a local AWS."""

import json
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from typer.testing import CliRunner

from cli import build
from config.loader import load_stack
from operations.alert_channels import channels
from operations.audit_account import in_audit_account
from sandbox.aws.client import LocalAws
from sandbox.day_one import seed_of
from tests.components.helpers import A_TEAM, everything
from tests.operations.conftest import ROOT

AUDIT = "333344445555"
TOPICS = ("guardrails-alerts", "guardrails-notices")
ADDRESS = "security@example.com"


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    seed = seed_of(load_stack("prod", ROOT))
    with LocalAws(seed.management_account, tmp_path_factory.mktemp("alerts") / "state", seed) as started:
        yield started


@pytest.fixture
def alerts(local, use, project):
    def run(*options, stdin=None):
        use(local)
        return CliRunner().invoke(build(), ["alerts", *options, "-C", str(project)], input=stdin)

    return run


@pytest.fixture
def topics(local):
    """Both topics with their address, and the links of the mails that it got."""
    sns = local.client("sns", account=AUDIT)
    arns = [sns.create_topic(Name=name)["TopicArn"] for name in TOPICS]
    before = len(local.mail)
    for arn in arns:
        sns.subscribe(TopicArn=arn, Protocol="email", Endpoint=ADDRESS)
    yield [mail.link for mail in local.mail[before:]]
    for arn in arns:
        sns.delete_topic(TopicArn=arn)


def token(link):
    return parse_qs(urlsplit(link).query)["Token"][0]


@pytest.mark.usefixtures("topics")
def test_what_waits_is_shown(alerts):
    result = alerts("confirm")
    assert result.exit_code == 1
    assert result.stdout.count("waits for its confirmation") == len(TOPICS)


def test_dry_nothing_is_confirmed(alerts, topics):
    result = alerts("confirm", *topics)
    assert result.exit_code == 1
    assert "nothing was confirmed; add --apply" in result.stderr
    assert result.stdout.count("would confirm") == result.stdout.count("waits for its confirmation") == len(TOPICS)


def test_links_and_tokens_are_confirmed_so_that_nobody_else_unsubscribes(alerts, local, topics):
    result = alerts("confirm", topics[0], token(topics[1]), "--apply")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("only this account can unsubscribe it") == len(TOPICS)
    sns = local.client("sns", account=AUDIT)
    for found in sns.list_subscriptions()["Subscriptions"]:
        attributes = sns.get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]
        assert attributes["ConfirmationWasAuthenticated"] == "true"


def test_whoever_opened_the_link_is_told_so(alerts, local, topics):
    for link in topics:
        topic = parse_qs(urlsplit(link).query)["TopicArn"][0]
        local.client("sns", account=AUDIT).confirm_subscription(TopicArn=topic, Token=token(link))
    result = alerts("confirm")
    assert result.exit_code == 1
    assert result.stdout.count("whoever gets a forwarded alert can unsubscribe it") == len(TOPICS)


def test_before_the_deployment_nobody_is_subscribed(alerts):
    result = alerts("confirm")
    assert result.exit_code == 1
    assert result.stdout.count("not subscribed: deploy the stack") == len(TOPICS)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn=x", "a link without Token"),
        (f"https://x/?Token=a&TopicArn=arn:aws:sns:eu-west-1:{AUDIT}:other", f"arn:aws:sns:eu-west-1:{AUDIT}:other"),
    ],
)
def test_a_link_of_something_else(alerts, link, said):
    result = alerts("confirm", link, "--apply")
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.usefixtures("topics")
def test_a_token_that_no_topic_knows(alerts):
    result = alerts("confirm", "0" * 128, "--apply")
    assert result.exit_code == 2
    assert "which no topic knows" in result.stderr


def test_a_connection_keeps_the_secret_in_secrets_manager_alone(alerts, local):
    local.client("events", account=AUDIT).delete_connection(Name="guardrails-pager")
    dry = alerts("connect", "pager", stdin="s3cret\n")
    assert (dry.exit_code, dry.stdout) == (0, "there is no connection guardrails-pager yet\n")
    made = alerts("connect", "pager", "--header", "X-Api-Key", "--apply", stdin="s3cret\n")
    assert made.exit_code == 0, made.output
    arn = made.stdout.strip()
    assert arn.startswith(f"arn:aws:events:eu-west-1:{AUDIT}:connection/guardrails-pager/")
    assert "s3cret" not in made.output
    events, secrets = (local.client(service, account=AUDIT) for service in ("events", "secretsmanager"))
    described = events.describe_connection(Name="guardrails-pager")
    assert "s3cret" not in json.dumps(described, default=str)
    assert "s3cret" in secrets.get_secret_value(SecretId=described["SecretArn"])["SecretString"]
    assert alerts("connect", "pager").stdout.strip() == arn


def test_a_connection_without_secret(alerts):
    result = alerts("connect", "other", "--apply", stdin="\n")
    assert result.exit_code == 2
    assert "found no secret" in result.stderr


@pytest.fixture
def rooms(local):
    """A channel of Slack and one of Teams, as they were deployed, of which the second shows no topic."""
    chat, topic = local.client("chatbot", account=AUDIT), f"arn:aws:sns:eu-west-1:{AUDIT}:guardrails-alerts-chat"
    same = {"IamRoleArn": f"arn:aws:iam::{AUDIT}:role/chat", "GuardrailPolicyArns": []}
    made = [
        chat.create_slack_channel_configuration(
            ConfigurationName="guardrails-chat",
            SlackTeamId="T0123ABCD",
            SlackChannelId="C0123ABCD",
            SnsTopicArns=[topic],
            **same,
        ),
        chat.create_microsoft_teams_channel_configuration(
            ConfigurationName="guardrails-room",
            TenantId=A_TEAM["tenant"],
            TeamId=A_TEAM["team"],
            ChannelId=A_TEAM["channel"],
            **same,
        ),
    ]
    arn = made[1]["ChannelConfiguration"]["ChatConfigurationArn"]
    yield lambda: chat.update_microsoft_teams_channel_configuration(
        ChatConfigurationArn=arn, ChannelId=A_TEAM["channel"], SnsTopicArns=[topic.replace("alerts", "notices")]
    )
    chat.delete_slack_channel_configuration(
        ChatConfigurationArn=made[0]["ChannelConfiguration"]["ChatConfigurationArn"]
    )
    chat.delete_microsoft_teams_channel_configuration(ChatConfigurationArn=arn)


@pytest.mark.usefixtures("topics")
def test_channels_of_chat_are_looked_at_by_application_and_topic(local, use, rooms):
    use(local)
    stack = everything()
    session = in_audit_account(boto3.Session(region_name="eu-west-1"), stack)

    def said():
        return {check.name: check for check in channels(session, stack) if " channel " in check.name}

    slack, teams = "Slack channel chat from guardrails-alerts-chat", "Teams channel room from guardrails-notices-chat"
    before = said()
    assert before.keys() == {slack, teams}
    assert (before[slack].passed, before[teams].passed) == (None, False)
    assert before[teams].found == "the channel doesn't show the topic"
    rooms()
    assert said()[teams].passed is None
