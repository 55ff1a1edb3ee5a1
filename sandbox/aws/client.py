"""Start, reach and stop the local AWS from the program that needs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import create_loader

from sandbox.aws.constants import ACCESS_KEY, HOST, MEMBER_ROLE, SECRET_KEY, ca_bundle
from sandbox.aws.enforcement_record import VARIABLE, Enforcement, Recorded, calls_file, read_calls
from sandbox.aws.events.telling import EVENTS_VARIABLE, tell
from sandbox.aws.mail import Mail, mail_file, read
from sandbox.aws.seed import Seed

_LOADER = create_loader()
REMOVED_VARIABLES = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_ENDPOINT_URL",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "ALL_PROXY",
    "all_proxy",
)


class LocalAwsError(RuntimeError):
    """The local AWS did not start; the message holds the end of its log."""


class LocalAws:
    """One local AWS in a child process, so that programs under test keep their production configuration."""

    def __init__(
        self,
        account: str,
        state: Path,
        seed: Seed | None = None,
        enforce: Enforcement | None = None,
        events: bool | None = None,
    ) -> None:
        """`enforce` says whether IAM decides requests, `events` whether they become records of CloudTrail.

        Without them the environment says it (SANDBOX_IAM, SANDBOX_EVENTS=on), and else neither happens.
        """
        self.events = os.environ.get(EVENTS_VARIABLE) == "on" if events is None else events
        self.enforce = enforce or Enforcement(os.environ.get(VARIABLE, Enforcement.OFF))
        self.account = account
        self.state = state.absolute()
        self.seed = seed
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Give the file with the child's output, where refused and unknown calls are listed."""
        return self.state.with_name(f"{self.state.name}.log")

    @property
    def calls(self) -> list[Recorded]:
        """Give what IAM decided since the file was last removed; nothing while it is off."""
        return read_calls(calls_file(self.state))

    @property
    def mail(self) -> list[Mail]:
        """Give what was sent to addresses so far."""
        return read(mail_file(self.state))

    @property
    def pid(self) -> int | None:
        """Give the child's process id, or None while it does not run."""
        return self._process.pid if self._process else None

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables that lead any AWS client here; REMOVED_VARIABLES must not be set beside them."""
        proxy = f"http://{HOST}:{self.port}"
        return {
            "HTTPS_PROXY": proxy,
            "https_proxy": proxy,
            "NO_PROXY": f"{HOST},localhost",
            "no_proxy": f"{HOST},localhost",
            "AWS_CA_BUNDLE": str(ca_bundle()),
            "AWS_MAX_ATTEMPTS": "6",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        }

    def child_environment(self, base: dict[str, str] | None = None) -> dict[str, str]:
        """Give a whole environment for a child that must reach only this AWS, based on this process's own."""
        inherited = dict(os.environ) if base is None else base
        kept = {name: value for name, value in inherited.items() if name not in REMOVED_VARIABLES}
        return kept | self.environment

    def start(self) -> Self:
        """Start the child and wait until it answers; raises LocalAwsError with the end of its log if it does not."""
        if self._process:
            raise LocalAwsError("the local AWS already runs")
        self.state.parent.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        command = [sys.executable, "-m", "sandbox.aws", "--port", str(self.port), "--account", self.account]
        command += ["--state", str(self.state), "--parent", str(os.getpid()), "--enforce", self.enforce]
        if self.events:
            command += ["--events"]
        if self.seed:
            seed_file = self.state.with_name(f"{self.state.name}.seed.json")
            seed_file.write_text(self.seed.to_json(), encoding="utf-8")
            command += ["--seed", str(seed_file)]
        with self.log.open("ab") as log:
            self._process = self._spawn(command, log)
        try:
            self._await_answer(30)
        except BaseException:
            self.stop(grace=0)
            raise
        return self

    def stop(self, grace: float = 20) -> None:
        """Stop the child and wait for its saved state; it is killed after the grace period."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def client(self, service: str, region: str = "eu-west-1", account: str | None = None) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Give a boto3 client for this AWS, in another account through its member role.

        Raises botocore's ClientError if that account has no such role.
        """
        return self.session(account, region).client(
            service,
            config=self._config(),
            verify=str(ca_bundle()),
        )

    def session(self, account: str | None = None, region: str = "eu-west-1") -> boto3.Session:
        """Give a session with this AWS's keys; its clients still need the proxy, which client() sets."""
        if account is None or account == self.account:
            return _session({"AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY}, region)
        role = f"arn:aws:iam::{account}:role/{MEMBER_ROLE}"
        return _session(
            self.client("sts", region).assume_role(RoleArn=role, RoleSessionName="sandbox")["Credentials"], region
        )

    def root_client(self, service: str, region: str = "eu-west-1", account: str | None = None) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Give a boto3 client of an account's root user, whose use a test or a drill wants to be heard."""
        return self.client_of(tell(self.port, "root", {"account": account or self.account}), service, region)

    def person(self, user: str, permission_set: str, account: str) -> dict[str, Any]:
        """Give the access key of a session that a user of Identity Center opens under a permission set in an account.

        Raises TellingError for somebody who isn't assigned there.
        """
        return tell(self.port, "person", {"user": user, "permissionSet": permission_set, "account": account})

    def client_of(self, key: Mapping[str, str], service: str, region: str = "eu-west-1") -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Give a boto3 client with an access key as IAM or STS hands it out."""
        return _session(key, region).client(service, config=self._config(), verify=str(ca_bundle()))

    def record(self, record: dict[str, Any]) -> None:
        """Put in a record of CloudTrail that no API call makes, as a console sign-in; it goes the way of the others.

        It needs eventSource, eventName, awsRegion and userIdentity.accountId (or recipientAccountId); the rest is
        completed as of an API call. Raises TellingError for one that lacks them.
        """
        tell(self.port, "record", record)

    def event(self, event: dict[str, Any]) -> None:
        """Put in an event that a service of AWS sends to its account's default bus by itself, without any record.

        It needs all that EventBridge's events have but version and id
        (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).
        Raises TellingError for one that lacks a part, or whose source isn't AWS's.
        """
        tell(self.port, "event", event)

    def skip(self, seconds: float) -> None:
        """Let time pass for CloudWatch, which then looks at every alarm."""
        tell(self.port, "skip", {"seconds": seconds})

    def _config(self) -> Config:
        proxies = {"https": f"http://{HOST}:{self.port}"}
        return Config(proxies=proxies, retries={"total_max_attempts": 2, "mode": "standard"}, read_timeout=30)

    @staticmethod
    def _spawn(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[2])
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
        path = os.pathsep.join(part for part in (root, clean.get("PYTHONPATH", "")) if part)
        environment = clean | {"PYTHONPATH": path, "AWS_CONFIG_FILE": "/dev/null"}
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )

    def _await_answer(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        process = self._process
        while process and process.poll() is None and time.monotonic() < deadline:
            if _answers(self.port):
                break
            time.sleep(0.05)
        try:
            if process and process.poll() is None:
                self.client("sts").get_caller_identity()
                return
            reason = "its process ended"
        except (BotoCoreError, ClientError) as failure:
            reason = str(failure)
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise LocalAwsError("\n".join([f"the local AWS did not start: {reason}; the end of {self.log.name}:", *lines]))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _session(key: Mapping[str, str], region: str) -> boto3.Session:
    """A session with an access key; all share what they read of AWS's models, which takes longest."""
    core = botocore.session.get_session()
    core.register_component("data_loader", _LOADER)
    return boto3.Session(
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        aws_session_token=key.get("SessionToken"),
        region_name=region,
        botocore_session=core,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
