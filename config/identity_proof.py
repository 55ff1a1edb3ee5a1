"""What a loaded stack's permission sets must satisfy beyond their words, and what its assignments leave out."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.identity_plan import access
from config.messages import Finding
from config.models import Stack
from config.permission_set_references import MAPS
from config.problem import Path
from policies.lint import Kind, lint


def policy_findings(stack: Stack) -> Iterator[Finding]:
    """Statements of inline and own policies that could never match, or that mean something else than they say."""
    baseline = stack.baseline
    maps = (baseline.permission_sets, baseline.management_permission_sets)
    for kind, sets in zip(MAPS, maps, strict=True):
        for name, entry in sets.items():
            if entry.inline is not None:
                yield from _lint(("baseline", kind, name, "inline"), entry.inline)
    for name, policy in baseline.customer_policies.items():
        yield from _lint(("baseline", "customerPolicies", name, "document"), policy.document)


def left_out(stack: Stack) -> Iterator[Finding]:
    """Accounts and assignments that get nothing; no error, but nobody should believe that they do."""
    found = access(stack)
    for skipped in found.skipped:
        yield Finding(
            path=("baseline", "accounts", skipped.account),
            key=True,
            found=f"an account that is {skipped.state}, named by assignments",
            expected="ACTIVE",
            fix="nobody is assigned there until it is, and organization.json says so",
        )
    for index in found.empty:
        yield Finding(
            path=("baseline", "assignments", index),
            found="units without any member account",
            expected="accounts",
            fix="nobody is assigned anywhere by it; remove it if that is not meant",
        )


def _lint(path: Path, document: Mapping[str, Any]) -> Iterator[Finding]:
    for found in lint(document, Kind.IDENTITY):
        yield Finding(
            path=path,
            key=True,
            found=f"{found.element} {found.found} in statement {found.sid}: {found.message}",
            expected="a statement that can hold",
            fix=found.fix,
        )
