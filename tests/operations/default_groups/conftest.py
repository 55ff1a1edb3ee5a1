"""An organization whose default security groups are open, in a local AWS that decides every request as IAM would."""

import pytest
from typer.testing import CliRunner

import operations.aws
from cli import build
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from sandbox.day_one import seed_of
from tests.operations.default_groups.groups import HOME, SHOP, empty, fill
from tests.sandbox.glass import MANAGEMENT, REGIONS, STACK


@pytest.fixture(scope="package")
def aws(tmp_path_factory):
    state = tmp_path_factory.mktemp("groups") / "state"
    with LocalAws(MANAGEMENT, state, seed_of(STACK), Enforcement.ENFORCE) as local:
        yield local


@pytest.fixture
def shop(aws):
    """EC2 in the shop's home region, where its default groups are as AWS makes them."""
    for region in REGIONS:
        ec2 = aws.client("ec2", region, SHOP)
        # What refers to a group goes before the group.
        fill(ec2)
        empty(ec2)
    return aws.client("ec2", HOME, SHOP)


@pytest.fixture
def run(aws, use, project):
    def command(*arguments):
        use(aws)
        return CliRunner().invoke(build(), ["accounts", *arguments, "-C", str(project)])

    return command


@pytest.fixture
def close(run):
    return lambda *arguments: run("close-default-security-groups", *arguments)


@pytest.fixture
def restore(run):
    return lambda *arguments: run("restore-default-security-groups", *arguments)


@pytest.fixture
def on(monkeypatch):
    """Step in where this process calls AWS: a handler for one of botocore's events, in the session of any account."""
    handlers, made = [], operations.aws._session

    def session(**credentials):
        new = made(**credentials)
        for event, handler in handlers:
            new.events.register(event, handler)
        return new

    monkeypatch.setattr(operations.aws, "_session", session)
    return lambda event, handler: handlers.append((event, handler))
