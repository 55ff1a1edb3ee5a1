"""`make audit`: Prowler before the bootstrap and after it, with a written reason for whatever it still finds."""

import tempfile
import time
from pathlib import Path

from rich.console import Console

from config.loader import load_stack
from config.models import Stack
from policies.names import global_region
from sandbox.audit.environment import prowler, version
from sandbox.audit.exceptions import EXCEPTIONS, read_exceptions
from sandbox.audit.findings import Refusal, Report
from sandbox.audit.scan import BENCHMARK, Scope, scan
from sandbox.audit.tables import counts, failures, silent
from sandbox.aws.client import LocalAws
from sandbox.demo import demo
from sandbox.deployment import Workspace
from sandbox.running import local_aws


def audit(project: Path, stack_name: str) -> int:
    """Run it; 1 for a FAIL without a written reason, a check that could not run, or an exception that is stale.

    The state that `make demo` kept is audited as it is; without one the demo runs first.
    Raises ProwlerMissingError, ScanError and ExceptionsError.
    """
    console, begun = Console(), time.monotonic()

    def say(text: str) -> None:
        console.print(f"[{time.monotonic() - begun:5.0f} s] {text}", markup=False, highlight=False, soft_wrap=True)

    stack = load_stack(stack_name, project)
    exceptions = read_exceptions((project / EXCEPTIONS).read_text(encoding="utf-8"))
    python = prowler(say)
    workspace = Workspace(project=project, stack=stack_name)
    if not workspace.aws_state.exists() and (failed := demo(project, stack_name)):
        return failed
    harmless = frozenset(exceptions.refusals)
    say(f"Prowler {version()}, {BENCHMARK}: before the bootstrap")
    with tempfile.TemporaryDirectory(prefix="guardrails-audit-") as folder:
        day_one = Workspace(project=Path(folder), stack=stack_name)
        before = _scan(python, stack, local_aws(stack, day_one), harmless)
    say("after the bootstrap")
    after = _scan(python, stack, local_aws(stack, workspace), harmless)
    console.print(counts(before, after, f"Findings of Prowler {version()}, {BENCHMARK}: before -> after"))
    console.print(failures(after, exceptions))
    say(f"nothing to judge for {', '.join(silent(after)) or 'no check'}")
    problems = exceptions.problems(after)
    for problem in problems:
        console.print(problem, style="red", markup=False, highlight=False, soft_wrap=True)
    say(f"{len(problems)} problems" if problems else f"every remaining FAIL has its reason in {EXCEPTIONS}")
    return 1 if problems else 0


def _scan(python: Path, stack: Stack, aws: LocalAws, harmless: frozenset[Refusal]) -> dict[str, Report]:
    organization, accounts = stack.organization, stack.active_accounts()
    delegated = {organization.audit_account, organization.identity_center_account} & accounts.keys()
    scope = Scope(
        regions=tuple(sorted({*organization.regions, global_region(organization.home_region)})),
        administrators=tuple(sorted(accounts[key].id for key in delegated)),
    )
    with aws:
        return scan(python, aws, {key: account.id for key, account in accounts.items()}, scope, harmless)
