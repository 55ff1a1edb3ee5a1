"""The process of the local AWS: moto's proxy on this machine's own address, with its state in one file."""

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import FrameType

from moto.backends import get_backend
from moto.moto_proxy.certificate_creator import CertificateCreator
from moto.moto_proxy.proxy3 import ProxyRequestHandler

from sandbox.aws import gate, services, state
from sandbox.aws.constants import HOST
from sandbox.aws.enforcement_record import Enforcement, calls_file
from sandbox.aws.events import patches
from sandbox.aws.hold import StateHeldError, held
from sandbox.aws.mail import mail_file
from sandbox.aws.seed import Seed, apply_seed

LOG = logging.getLogger("sandbox.aws")
PATIENCE = 5  # seconds in which a predecessor whose parent was killed saves its state


def set_default_account(account: str) -> None:
    """Make moto answer for this account, which is otherwise a constant of its modules."""
    for name in state.SERVICES:
        get_backend(name)  # pyright: ignore[reportArgumentType, reportCallIssue]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "moto" and "DEFAULT_ACCOUNT_ID" in vars(module):
            vars(module)["DEFAULT_ACCOUNT_ID"] = account


def use_own_certificates() -> Path:
    """Give this process its own certificate directory, so that parallel sandboxes never share half-written files."""
    own = Path(tempfile.mkdtemp(prefix="sandbox-aws-"))
    shutil.copy(Path(CertificateCreator.certdir) / "req.conf.tmpl", own)
    CertificateCreator.certdir = f"{own}/"
    return own


def watch_parent(parent: int) -> None:
    """Stop this process, with its state saved, once the process that started it is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)


def serve(port: int, file: Path, enforcement: Enforcement, *, events: bool) -> None:
    """Answer requests until SIGTERM, then save the state; raises OSError if the port is taken."""
    os.environ["MOTO_PORT"] = str(port)
    os.environ["TEST_PROXY_MODE"] = "true"
    certificates = use_own_certificates()
    gate.install(enforcement, calls_file(file), events=events)
    httpd = ThreadingHTTPServer((HOST, port), ProxyRequestHandler)
    try:
        httpd.serve_forever(poll_interval=0.1)
    finally:
        httpd.socket.close()
        with gate.STATE_LOCK:
            state.save(file)
        shutil.rmtree(certificates, ignore_errors=True)


def main(argv: list[str] | None = None) -> int:
    """Run the local AWS until it is told to stop, because the engine under test needs a process to talk to."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.aws", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--account", required=True, help="the management account, which the sandbox's own key acts in")
    parser.add_argument("--state", type=Path, required=True, help="where the state is kept between runs")
    parser.add_argument("--seed", type=Path, help="an organization to start from when there is no state yet")
    parser.add_argument("--enforce", type=Enforcement, default=Enforcement.OFF, help="whether IAM decides requests")
    parser.add_argument("--events", action="store_true", help="record requests, and let rules and alarms hear of them")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="stop when this process is gone")
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watch_parent(arguments.parent)
    set_default_account(arguments.account)
    services.install()
    patches.install()
    try:
        with held(arguments.state, PATIENCE):
            if arguments.state.exists():
                state.restore(arguments.state)
            elif arguments.seed:
                apply_seed(Seed.from_json(arguments.seed.read_text(encoding="utf-8")))
            services.sns.use_outbox(mail_file(arguments.state))
            serve(arguments.port, arguments.state, arguments.enforce, events=arguments.events)
    except StateHeldError as error:
        LOG.error("%s", error)
        return 1
    return 0
