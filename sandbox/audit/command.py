"""`make audit`: Prowler before the bootstrap and after it, with a written reason for whatever it still finds."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from config.loader import load_stack
from config.models import Stack
from policies.names import global_region
from sandbox.audit.environment import prowler, version
from sandbox.audit.exceptions import EXCEPTIONS, read_exceptions
from sandbox.audit.findings import Refusal, Report, read_report
from sandbox.audit.scan import BENCHMARK, Scope, scan
from sandbox.audit.tables import counts, failures, silent
from sandbox.aws.client import LocalAws
from sandbox.demo import demo
from sandbox.deployment import Workspace
from sandbox.running import local_aws


def audit(project: Path, stack_name: str) -> int:
    """Run it; 1 for a FAIL without a written reason, a check that could not run, or an exception that is stale.

    The state that `make demo` kept is audited as it is; without one the demo runs first.
    Prowler's whole answers are kept in `.sandbox/STACK/audit/`.
    Raises ProwlerMissingError, ScanError and ExceptionsError.
    """
    console, begun = Console(), time.monotonic()

    def say(text: str) -> None:
        console.print(f"[{time.monotonic() - begun:5.0f} s] {text}", markup=False, highlight=False, soft_wrap=True)

    stack = load_stack(stack_name, project)
    exceptions = read_exceptions((project / EXCEPTIONS).read_text(encoding="utf-8"))
    python = prowler(say)
    workspace = Workspace(project=project, stack=stack_name)
    if not workspace.aws_state.exists():
        failed = demo(project, stack_name)
        if failed or not workspace.aws_state.exists():  # without an engine the demo shows the offline half
            say("nothing was deployed that could be audited")
            return failed or 1
    answers = workspace.folder / "audit"
    say(f"Prowler {version()}, {BENCHMARK}: before the bootstrap")
    with tempfile.TemporaryDirectory(prefix="guardrails-audit-") as folder:
        day_one = Workspace(project=Path(folder), stack=stack_name)
        first = _scan(python, stack, local_aws(stack, day_one), answers / "before")
    say("after the bootstrap")
    second = _scan(python, stack, local_aws(stack, workspace), answers / "after")
    before, after = (_read(outputs, frozenset(exceptions.refusals)) for outputs in (first, second))
    console.print(counts(before, after, f"Findings of Prowler {version()}, {BENCHMARK}: before -> after"))
    console.print(failures(after, exceptions))
    say(f"nothing to judge for {', '.join(silent(after)) or 'no check'}")
    problems = exceptions.problems(after)
    for problem in problems:
        console.print(problem, style="red", markup=False, highlight=False, soft_wrap=True)
    say(f"{len(problems)} problems" if problems else f"every remaining FAIL has its reason in {EXCEPTIONS}")
    return 1 if problems else 0


def _read(outputs: Mapping[str, str], harmless: frozenset[Refusal]) -> dict[str, Report]:
    return {key: read_report(output, harmless) for key, output in outputs.items()}


def _scan(python: Path, stack: Stack, aws: LocalAws, answers: Path) -> dict[str, str]:
    organization, accounts = stack.organization, stack.active_accounts()
    delegated = {organization.audit_account, organization.identity_center_account} & accounts.keys()
    scope = Scope(
        regions=tuple(sorted({*organization.regions, global_region(organization.home_region)})),
        administrators=tuple(sorted(accounts[key].id for key in delegated)),
    )
    with aws:
        return scan(python, aws, {key: account.id for key, account in accounts.items()}, scope, answers)
