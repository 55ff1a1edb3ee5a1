"""A local AWS that records what it serves, with the example's alerts deployed in it, and a queue that hears them.

Fixtures for the tests of this room:

- `aws`: the LocalAws, one per session: `root_client` for root's calls, `record` for what no call makes;
- `deployed`: what of the program is in it; `deployed.client(service, account, region)` are administrators' clients,
  made once;
- `received`: what arrived since the last look, oldest first, as Messages: `received()`, `received(topic)`. Each test
  begins with nothing received and every alarm calm. What chat and webhooks are told is the same once more, so it is
  left out;
- `drill`: runs `guardrails drill alerts` there, in `project`, a folder with the example;
- `received_anywhere`: the same with chat's topics and the calls of webhooks, whose topic is WEBHOOK.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from cli import build
from config.loader import load_stack
from policies import names
from review.recorder import Graph
from sandbox.aws.client import REMOVED_VARIABLES, LocalAws
from sandbox.day_one import seed_of
from tests.components.helpers import ROOT, recorded
from tests.detection.deploy import Deployed
from tests.detection.site import ACCOUNTS, AUDIT, CALM, GLOBAL, HOME, SECOND, WEBHOOK
from tests.detection.webhook import Webhook, listening

QUEUE, BATCH = "heard", 10
TOPICS, DESTINATIONS = "aws:sns/topic:Topic", "aws:cloudwatch/eventApiDestination:EventApiDestination"


@dataclass(frozen=True)
class Message:
    """What a topic's subscriber reads."""

    topic: str
    subject: str
    text: str

    @property
    def alarm(self) -> str | None:
        """The alarm that tells, or None for a message of a rule."""
        return json.loads(self.text).get("AlarmName") if self.text.startswith("{") else None


@pytest.fixture(scope="session")
def aws(tmp_path_factory) -> Iterator[LocalAws]:
    seed = seed_of(load_stack("prod", ROOT))
    state = tmp_path_factory.mktemp("aws") / "state"
    with LocalAws(seed.management_account, state, seed, events=True) as local:
        yield local


@pytest.fixture(scope="session")
def webhook() -> Iterator[Webhook]:
    with listening() as one:
        yield one


@pytest.fixture(scope="session")
def deployed(aws, webhook) -> Deployed:
    return listened_to(aws, recorded("prod")[0], webhook)


def listened_to(aws: LocalAws, graph: Graph, webhook: Webhook) -> Deployed:
    """A graph's alerts, deployed, with the queue that hears them and the webhook of this machine."""
    made = Deployed(aws, graph, ACCOUNTS, HOME)
    subscribe(made)
    for destination in made.made.values():
        if destination.type == DESTINATIONS:
            events, name = made.client_of(destination), destination.inputs["name"]
            events.update_api_destination(Name=name, InvocationEndpoint=webhook.url)
    return made


def subscribe(deployed: Deployed) -> None:
    """A queue of the audit account that takes what its topics publish."""
    sqs, sns = deployed.client("sqs", AUDIT), deployed.client("sns", AUDIT)
    arn = f"arn:aws:sqs:{HOME}:{AUDIT}:{QUEUE}"
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
    statement |= {"Principal": {"Service": "sns.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.create_queue(QueueName=QUEUE, Attributes={"Policy": policy})
    for topic in deployed.made.values():
        if topic.type == TOPICS:
            sns.subscribe(TopicArn=deployed.arn(topic), Protocol="sqs", Endpoint=arn)


def emptied(sqs, name: str) -> list[str]:
    """What a queue holds; it holds nothing then."""
    url, texts = sqs.get_queue_url(QueueName=name)["QueueUrl"], []
    while True:
        batch = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=BATCH).get("Messages", [])
        if batch:
            entries = [{"Id": message["MessageId"], "ReceiptHandle": message["ReceiptHandle"]} for message in batch]
            sqs.delete_message_batch(QueueUrl=url, Entries=entries)
        texts += [message["Body"] for message in batch]
        if len(batch) < BATCH:
            return texts


@pytest.fixture(scope="session")
def look(deployed, webhook) -> Callable[[], list[Message]]:
    return looking(deployed, webhook)


def looking(deployed: Deployed, webhook: Webhook) -> Callable[[], list[Message]]:
    """What arrived since the last look."""
    sqs = deployed.client("sqs", AUDIT)

    def read() -> list[Message]:
        told = [json.loads(text) for text in emptied(sqs, QUEUE)]
        return [Message(t["TopicArn"].rpartition(":")[2], t.get("Subject", ""), t["Message"]) for t in told]

    return lambda: read() + [Message(WEBHOOK, title, text) for title, text in webhook.take()]


@pytest.fixture
def received_anywhere(aws, deployed, look) -> Callable[[], list[Message]]:
    calm(aws, deployed, look)
    return look


def calm(aws: LocalAws, deployed: Deployed, look: Callable[[], list[Message]]) -> None:
    """Nothing is received and every alarm is over."""
    # What an earlier test kept from arriving would go on raising an alarm.
    for region in (HOME, SECOND, GLOBAL):
        emptied(deployed.client("sqs", AUDIT, region), names.UNDELIVERED_EVENTS)
    aws.skip(CALM)
    look()


@pytest.fixture
def received(received_anywhere) -> Callable[..., list[Message]]:
    def plain(topic: str | None = None) -> list[Message]:
        found = [m for m in received_anywhere() if m.topic != WEBHOOK and not m.topic.endswith(names.CHAT_SUFFIX)]
        return [message for message in found if topic in (None, message.topic)]

    return plain


@pytest.fixture
def project(tmp_path):
    for name in ("Pulumi.yaml", "Pulumi.prod.yaml", "organization.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def drill(aws, received, project, monkeypatch):
    """Run the command; every alarm is calm before."""
    del received
    for name in REMOVED_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    return lambda *options: CliRunner().invoke(build(), ["drill", "alerts", *options, "-C", str(project)])
