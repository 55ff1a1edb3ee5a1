"""What Prowler found in one account, and what of it is an answer."""

import json
import re
from collections import Counter
from dataclasses import dataclass

NOT_RUN = "NOT RUN"
STATUSES = ("PASS", "FAIL", "MANUAL", NOT_RUN)
# What AWS says where something isn't there, which is an answer, and Prowler's checks take it as one.
_ABSENT = re.compile(r"NoSuch\w+|\w*NotFound\w*")
_SCAN = "scan_account"
_CALL = re.compile(r"\((\w+)\) when calling the (\w+) operation")
_STUMBLE = re.compile(r"\w+(?:Error|Exception)\b")


@dataclass(frozen=True)
class Finding:
    """One answer of one check; `status` is one of STATUSES."""

    check: str
    status: str
    region: str
    resource: str
    detail: str


@dataclass(frozen=True, order=True)
class Refusal:
    """An operation that got no answer, or what else a module of Prowler stumbled over, and that module."""

    reader: str
    operation: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """One account's scan: findings, the controls of each check that ran, and what could not be asked."""

    findings: tuple[Finding, ...]
    controls: dict[str, tuple[str, ...]]
    refusals: frozenset[Refusal]
    failures: tuple[str, ...]

    def counts(self) -> Counter[str]:
        """Findings by status."""
        return Counter(finding.status for finding in self.findings)

    def failing(self) -> dict[str, list[Finding]]:
        """The failing findings of each check that has some."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.status == "FAIL":
                found.setdefault(finding.check, []).append(finding)
        return found


def read_report(output: str, harmless: frozenset[Refusal]) -> Report:
    """Read what scan_account.py printed.

    A finding of a check whose reader got no answer to an operation is NOT RUN, unless the refusal is a harmless one:
    what the check would have said with the answer is unknown. A check that raised is a failure.
    Raises ValueError for output that scan_account.py does not print.
    """
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    checks = {line["check"]: line for line in lines if line["kind"] == "check"}
    errors = [line for line in lines if line["kind"] == "error"]
    readers_errors = (line for line in errors if line["module"] != _SCAN)
    refusals = frozenset(
        Refusal(line["module"], what)
        for line in readers_errors
        if (what := line["operation"] or _unanswered(line["message"]))
    )
    blind = {refusal.reader for refusal in refusals - harmless}
    findings = []
    for line in (line for line in lines if line["kind"] == "finding"):
        # A check that raised after its first finding prints no line of its own.
        readers = checks.get(line["check"], {"readers": []})["readers"]
        status = NOT_RUN if blind & set(readers) else line["status"]
        findings.append(Finding(line["check"], status, line["region"], line["resource"], line["detail"]))
    silent = {name for name in checks if name not in {finding.check for finding in findings}}
    findings += [
        Finding(name, NOT_RUN, "", "", "no answer to what it asks for")
        for name in sorted(silent)
        if blind & set(checks[name]["readers"])
    ]
    return Report(
        findings=tuple(findings),
        controls={name: tuple(line["controls"]) for name, line in checks.items()},
        refusals=refusals,
        failures=tuple(line["message"] for line in errors if line["module"] == _SCAN),
    )


def _unanswered(message: str) -> str | None:
    """What a reader stumbled over, in a word; None where AWS told it that something isn't there.

    Prowler logs the one as it logs the other, and goes on without: a check of what was not read finds nothing.
    """
    call = _CALL.search(message)
    if call:
        return None if _ABSENT.fullmatch(call[1]) else call[2]
    stumble = _STUMBLE.search(message)
    return stumble[0] if stumble else message
