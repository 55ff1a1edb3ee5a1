"""What permission sets say about each other and about the policies that they name, with AWS's limits."""

import json
from collections.abc import Iterator
from typing import Any

from config.identity import OWN_PATH, CustomerPolicy, PermissionSet
from config.identity_sets import resolved
from config.messages import Finding, meant, validate
from config.problem import Path, show
from config.view import View
from policies.baseline_resources import PREFIX
from policies.compiled import Compiled
from policies.errors import UnsupportedError
from policies.limits import MANAGED_POLICY_CHARACTERS, PERMISSION_SET_INLINE, PERMISSION_SET_POLICIES
from policies.managed_policies import meant_policy
from policies.revocation import SID
from policies.session_conditions import SIDS, visible_characters

_VERSION = "2012-10-17"
MAPS = ("permissionSets", "managementPermissionSets")


def permission_set_findings(view: View) -> Iterator[Finding]:
    """Sets that AWS would refuse, or that name what isn't there."""
    for kind in MAPS:
        for name in view.names("baseline", kind) or []:
            entry, wrong = validate(PermissionSet, json.dumps(view.at("baseline", kind, name), default=str))
            if isinstance(entry, PermissionSet) and not wrong:
                yield from _set(view, ("baseline", kind, name), name, entry)
    members = view.names("baseline", "permissionSets") or []
    for name in view.names("baseline", "managementPermissionSets") or []:
        if name in members:
            yield Finding(
                path=("baseline", "managementPermissionSets", name),
                key=True,
                found=f"{show(name)} here and under permissionSets",
                expected="a set for the management account alone, out of the delegated administrator's reach",
                fix="give it a name of its own",
            )
    for name in view.names("baseline", "customerPolicies") or []:
        path = ("baseline", "customerPolicies", name)
        entry, wrong = validate(CustomerPolicy, json.dumps(view.at(*path), default=str))
        if isinstance(entry, CustomerPolicy) and not wrong:
            yield from _policy(path, name, entry)


def _set(view: View, path: Path, name: str, entry: PermissionSet) -> Iterator[Finding]:
    if entry.boundary and entry.boundary_policy:
        yield Finding(
            path=(*path, "boundaryPolicy"),
            key=True,
            found="boundary and boundaryPolicy",
            expected="one of them: a set has one permissions boundary",
            fix="remove one",
        )
    conditions = entry.conditions
    if conditions.from_day and conditions.until and conditions.until < conditions.from_day:
        yield Finding(
            path=(*path, "conditions", "until"),
            found=f"{show(conditions.until)}, which is before from",
            expected=f"{show(conditions.from_day)} or later",
            fix="exchange the two days",
        )
    for index, policy in enumerate(entry.managed_policies):
        if known := meant_policy(policy):
            yield Finding(
                path=(*path, "managedPolicies", index),
                found=show(policy),
                expected="a managed policy that AWS has",
                fix=f"did you mean {known}?",
            )
    yield from _own_policies(view, path, entry)
    if entry.inline is not None:
        malformed = list(_malformed((*path, "inline"), entry.inline))
        yield from malformed
        if malformed:
            return
        yield from _reserved(path, entry.inline)
    yield from _limits(path, name, entry)


def _own_policies(view: View, path: Path, entry: PermissionSet) -> Iterator[Finding]:
    known = view.names("baseline", "customerPolicies") or []
    named = [((*path, "customerManagedPolicies", i), ref) for i, ref in enumerate(entry.customer_managed_policies)]
    named += [((*path, "boundaryPolicy"), entry.boundary_policy)] if entry.boundary_policy else []
    for place, reference in named:
        if reference.name not in known:
            yield Finding(
                path=(*place, "name"),
                found=show(reference.name),
                expected="a key under customerPolicies",
                fix=meant(reference.name, known, nothing="add its document there: it is deployed before the set"),
            )
        elif reference.path != (there := view.at("baseline", "customerPolicies", reference.name, "path") or OWN_PATH):
            yield Finding(
                path=(*place, "path") if reference.path != OWN_PATH else place,
                found=show(reference.path),
                expected=f"{show(there)}, as under customerPolicies",
                fix="write the same path in both places",
            )


def _reserved(path: Path, inline: dict[str, Any]) -> Iterator[Finding]:
    for place, statement in _statements((*path, "inline"), inline):
        if statement.get("Sid") in (*SIDS, SID):
            yield Finding(
                path=(*place, "Sid"),
                found=show(statement["Sid"]),
                expected="another Sid: this one is a condition's",
                fix="rename it, or say it under conditions",
            )


def _statements(path: Path, document: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The statements that are mappings; what is none is left to the compiler's words."""
    statements = document.get("Statement")
    if isinstance(statements, dict):
        yield (*path, "Statement"), statements
    elif isinstance(statements, list):
        listed = (((*path, "Statement", i), statement) for i, statement in enumerate(statements))
        yield from ((place, statement) for place, statement in listed if isinstance(statement, dict))


def _limits(path: Path, name: str, entry: PermissionSet) -> Iterator[Finding]:
    whole = resolved(name, entry, "aws")
    count, most = len(whole.managed) + len(whole.customer), PERMISSION_SET_POLICIES
    if count > most.value:
        yield Finding(
            path=path,
            key=True,
            found=f"{count} managed policies, own ones and the preset's included",
            expected=f"at most {most.value} ({most.source})",
            fix="put some into one policy of your own",
        )
    size, limit = visible_characters(whole.inline or {}), PERMISSION_SET_INLINE
    if size > limit.value:
        yield Finding(
            path=(*path, "inline") if entry.inline else path,
            key=True,
            found=f"an inline policy of {size} {limit.unit}, conditions and the preset's statements included",
            expected=f"at most {limit.value} ({limit.source})",
            fix="move statements to a policy under customerPolicies",
        )


def _policy(path: Path, name: str, entry: CustomerPolicy) -> Iterator[Finding]:
    if name.startswith(PREFIX):
        yield Finding(
            path=path,
            key=True,
            found=f"the name {show(name)}",
            expected=f"a name that doesn't begin with {PREFIX}: those are the baseline's own",
            fix="rename it",
        )
    malformed = list(_malformed((*path, "document"), entry.document))
    yield from malformed
    if not malformed and (size := visible_characters(entry.document)) > MANAGED_POLICY_CHARACTERS.value:
        yield Finding(
            path=(*path, "document"),
            key=True,
            found=f"a policy of {size} non-white characters",
            expected=f"at most {MANAGED_POLICY_CHARACTERS.value} ({MANAGED_POLICY_CHARACTERS.source})",
            fix="make two of it",
        )


def _malformed(path: Path, document: dict[str, Any]) -> Iterator[Finding]:
    """What keeps a document from being a policy of a set, each at its place."""
    version = document.get("Version")
    if version != _VERSION:
        yield Finding(
            path=(*path, "Version") if "Version" in document else path,
            found=f"Version {show(version)}: policy variables would be plain text",
            expected=f'"{_VERSION}" in double quotes',
            fix=f'write Version: "{_VERSION}"',
            text=True,
        )
    broken = False
    for place, statement in _statements(path, document):
        wrong = _unreadable({"Version": _VERSION, "Statement": statement}).removeprefix("statement #0: ")
        broken |= bool(wrong)
        if wrong:
            yield Finding(path=place, found=wrong, expected="a statement of a policy", fix="correct it")
        elif "Principal" in statement or "NotPrincipal" in statement:
            yield Finding(
                path=(*place, next(key for key in ("Principal", "NotPrincipal") if key in statement)),
                key=True,
                found="a Principal",
                expected="none: the policy is about those who have it",
                fix="remove it",
            )
    if not broken and (wrong := _unreadable({**document, "Version": _VERSION})):
        yield Finding(path=path, found=wrong, expected="one policy document", fix="correct it")


def _unreadable(document: dict[str, Any]) -> str:
    try:
        Compiled(document)
    except UnsupportedError as error:
        return str(error)
    return ""
