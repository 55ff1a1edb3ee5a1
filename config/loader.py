"""From files or plain values to a checked stack; the only way to get one."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel

from config.files import Sources, read_sources
from config.messages import Finding, validate
from config.models import Baseline, Organization, Stack
from config.problem import ConfigError, Problem, dotted
from config.references import expiry_findings, reference_findings, soon_findings
from config.snapshot import AccountFact, Snapshot
from config.standalone import Standalone, StandaloneFacts
from policies.types import AccountState

__all__ = [
    "ConfigError",
    "Loaded",
    "access_warnings",
    "expiry_errors",
    "expiry_warnings",
    "inspect",
    "load_stack",
    "proof_errors",
    "region_warnings",
    "stack_from_values",
    "unknown_warnings",
]

_PARTS: dict[str, type[BaseModel]] = {
    "organization": Organization,
    "standalone": Standalone,
    "baseline": Baseline,
    "snapshot": Snapshot,
}
_NAMES = {
    "organization": "guardrails:organization",
    "standalone": "guardrails:standalone",
    "baseline": "guardrails:baseline",
    "snapshot": "organization.json",
}


class Loaded:
    """A stack as far as it could be read, with all problems; `stack` is None when there are any."""

    def __init__(self, name: str, sources: Sources) -> None:
        self.name = name
        self.sources = sources
        self.stack: Stack | None = None
        self.problems: list[Problem] = list(sources.problems)


def load_stack(name: str, directory: Path, *, stack_file: Path | None = None) -> Stack:
    """Read a stack's files, so that all commands see the same configuration that Pulumi sees.

    Raises ConfigError with all errors of all files.
    """
    loaded = inspect(name, directory, stack_file=stack_file)
    if loaded.stack is None:
        raise ConfigError([str(problem) for problem in loaded.problems])
    return loaded.stack


def inspect(name: str, directory: Path, *, stack_file: Path | None = None, text: str | None = None) -> Loaded:
    """Read a stack's files and keep their problems for a caller that adds more; `text` stands in for the stack file."""
    sources = read_sources(name, directory, stack_file, text)
    loaded = Loaded(name, sources)
    values = sources.values()
    stack, findings = _check(name, values)
    seen = {(problem.file, problem.line, problem.column) for problem in loaded.problems}
    for finding in findings:
        problem = sources.locate(finding)
        if (problem.file, problem.line, problem.column) not in seen:
            loaded.problems.append(problem)
    loaded.problems = sorted(set(loaded.problems))
    loaded.stack = None if loaded.problems else stack
    return loaded


def expiry_errors(loaded: Loaded, today: datetime.date) -> list[Problem]:
    """Exemptions past their last day or over a year ahead: `check` refuses them, a running deployment does not."""
    return [loaded.sources.locate(finding) for finding in expiry_findings(loaded.sources.values(), today)]


def expiry_warnings(loaded: Loaded, today: datetime.date) -> list[Problem]:
    """Exemptions that end within two weeks, so that nobody learns it from a failing pipeline."""
    return [loaded.sources.locate(finding) for finding in soon_findings(loaded.sources.values(), today)]


def access_warnings(loaded: Loaded) -> list[Problem]:
    """Accounts and assignments that get nothing, because the account is not active or there is none."""
    from config.identity_proof import left_out

    return [] if loaded.stack is None else [loaded.sources.locate(finding) for finding in left_out(loaded.stack)]


def unknown_warnings(loaded: Loaded) -> list[Problem]:
    """Policies of others whose words are not in organization.json: what they deny is not part of any proof."""
    from config.proof import unknown_findings

    return [] if loaded.stack is None else [loaded.sources.locate(f) for f in unknown_findings(loaded.stack)]


def region_warnings(loaded: Loaded) -> list[Problem]:
    """Opt-in regions that are enabled for nothing, or not where they are needed."""
    from config.region_facts import opt_in_findings

    return [] if loaded.stack is None else [loaded.sources.locate(finding) for finding in opt_in_findings(loaded.stack)]


def proof_errors(loaded: Loaded) -> list[Problem]:
    """Policies that don't lint, don't fit or lock somebody out; nothing can be said while the words are wrong."""
    from config.proof import proof_findings

    if loaded.stack is None:
        return []
    return [loaded.sources.locate(finding) for finding in proof_findings(loaded.stack)]


def stack_from_values(name: str, values: Mapping[str, object]) -> Stack:
    """Check values that Pulumi has already read, so that the program trusts nothing else.

    `values` has `baseline`, and either `organization` and `snapshot` or `standalone`. What AWS would refuse and what
    would lock somebody out is refused here as well.

    Raises ConfigError with paths but without places.
    """
    from config.proof import refusals

    stack, findings = _check(name, dict(values))
    if stack is not None:
        findings = refusals(stack)
    if stack is None or findings:
        raise ConfigError(sorted(str(_unplaced(finding)) for finding in findings))
    return stack


def _unplaced(finding: Finding) -> Problem:
    head, *rest = finding.path
    path = dotted((_NAMES.get(str(head), str(head)), *rest))
    return Problem(path=path, found=finding.found, expected=finding.expected, fix=finding.fix)


def _check(name: str, values: dict[str, object]) -> tuple[Stack | None, list[Finding]]:
    """Each part against its model, then the parts against each other."""
    models: dict[str, BaseModel] = {}
    findings: list[Finding] = []
    for part, model in _PARTS.items():
        if part not in values:
            continue
        checked, wrong = validate(model, json.dumps(values[part], default=str))
        findings += [replace(finding, path=(part, *finding.path)) for finding in wrong]
        if checked:
            models[part] = checked
    said = {finding.path for finding in findings}
    findings += [finding for finding in reference_findings(values) if finding.path not in said]
    return (None if findings else _stack(name, models)), findings


def _stack(name: str, models: Mapping[str, BaseModel]) -> Stack | None:
    """The parts as one; None while one is missing."""
    baseline, alone = models.get("baseline"), models.get("standalone")
    if isinstance(baseline, Baseline) and isinstance(alone, Standalone):
        there = {baseline.accounts[alone.account].id: AccountFact(state=AccountState.ACTIVE)}
        return Stack(name=name, organization=alone, baseline=baseline, snapshot=StandaloneFacts(accounts=there))
    if {"organization", "baseline", "snapshot"} <= models.keys():
        return Stack.model_validate({"name": name, **models})
    return None
