"""The example organization in a local AWS, the command against it, and answers changed on their way."""

import io
import json
import shutil
from pathlib import Path

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from typer.testing import CliRunner

import operations.aws
from cli import build
from config.loader import load_stack
from sandbox.aws.client import REMOVED_VARIABLES, LocalAws
from sandbox.day_one import seed_of

ROOT = Path(__file__).parents[2]


class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()


@pytest.fixture(scope="package")
def aws(tmp_path_factory):
    seed = seed_of(load_stack("prod", ROOT))
    with LocalAws(seed.management_account, tmp_path_factory.mktemp("aws") / "state", seed) as local:
        yield local


@pytest.fixture
def use(monkeypatch):
    """Lead boto3 in this process to a local AWS, as a caller's environment would."""

    def set_up(local):
        for name in REMOVED_VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in local.environment.items():
            monkeypatch.setenv(name, value)

    return set_up


@pytest.fixture
def hook(monkeypatch):
    """Change what AWS answers: a handler for one of botocore's events."""
    handlers = []

    def session():
        made = boto3.Session()
        for event, handler in handlers:
            made.events.register(event, handler)
        return made

    monkeypatch.setattr(operations.aws, "session", session)
    return lambda event, handler: handlers.append((event, handler))


@pytest.fixture
def refuse(hook):
    """Answer an operation with an error, the first `times` times."""

    def set_up(operation, code, times=1000):
        left = [times]

        def handler(request, **_):
            left[0] -= 1
            if left[0] < 0:
                return None
            body = Raw(json.dumps({"__type": code, "message": "Not\n today."}).encode())
            return AWSResponse(request.url, 400, {"Content-Type": "application/x-amz-json-1.1"}, body)

        hook(f"before-send.{operation}", handler)
        return left

    return set_up


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("Pulumi.yaml", "Pulumi.prod.yaml", "organization.json"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def run(project):
    return lambda *options: CliRunner().invoke(build(), ["accounts", "discover", *options, "-C", str(project)])
