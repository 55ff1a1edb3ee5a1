"""What Prowler found in one account, and what of it is an answer."""

import json
from collections import Counter
from dataclasses import dataclass

NOT_RUN = "NOT RUN"
STATUSES = ("PASS", "FAIL", "MANUAL", NOT_RUN)


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
    """An operation that the local AWS lacks and the module of Prowler that asked for it."""

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

    A finding of a check whose reader was refused an operation is NOT RUN, unless the refusal is a harmless one: what
    the check would have said with the answer is unknown. A check that raised is a failure.
    Raises ValueError for output that scan_account.py does not print.
    """
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    checks = {line["check"]: line for line in lines if line["kind"] == "check"}
    errors = [line for line in lines if line["kind"] == "error"]
    refusals = frozenset(Refusal(line["module"], line["operation"]) for line in errors if line["operation"])
    blind = {refusal.reader for refusal in refusals - harmless}
    findings = []
    for line in (line for line in lines if line["kind"] == "finding"):
        # A check that raised after its first finding prints no line of its own.
        readers = checks.get(line["check"], {"readers": []})["readers"]
        status = NOT_RUN if blind & set(readers) else line["status"]
        findings.append(Finding(line["check"], status, line["region"], line["resource"], line["detail"]))
    silent = {name for name in checks if name not in {finding.check for finding in findings}}
    findings += [
        Finding(name, NOT_RUN, "", "", "the local AWS lacks what it asks for")
        for name in sorted(silent)
        if blind & set(checks[name]["readers"])
    ]
    return Report(
        findings=tuple(findings),
        controls={name: tuple(line["controls"]) for name, line in checks.items()},
        refusals=refusals,
        failures=tuple(line["message"] for line in errors if line["module"] == "scan_account"),
    )
