"""What each kind of document may and must hold, before anything in it is looked up.

SCP: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
RCP: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
The others: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.lint.finding import Finding, Kind
from policies.lint.statement import View

_VERSION = "2012-10-17"
_DOCUMENT = ("Version", "Statement")
_STATEMENT = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_WITH_ID = frozenset({Kind.RESOURCE, Kind.TRUST})
_WITH_PRINCIPAL = frozenset({Kind.RESOURCE, Kind.TRUST, Kind.RCP})
_SID = re.compile(r"[A-Za-z0-9]*")


def document_findings(document: Mapping[str, Any], kind: Kind) -> Iterator[Finding]:
    """Defects of the document's own elements."""
    version = document.get("Version")
    if version != _VERSION:
        yield Finding(
            "",
            "Version",
            "missing" if version is None else str(version),
            "without this version policy variables are plain text",
            f'write "Version": "{_VERSION}"',
        )
    allowed = (*_DOCUMENT, "Id") if kind in _WITH_ID else _DOCUMENT
    yield from _unknown_elements("", document, allowed, f"a {kind} document has no such element")
    if not document.get("Statement"):
        yield Finding(
            "", "Statement", "missing or empty", "the document does nothing", "write a statement, or no document"
        )


def sid_findings(views: list[View]) -> Iterator[Finding]:
    """Sids that AWS refuses, and those that don't name one statement."""
    sids = [str(view.raw["Sid"]) for view in views if view.raw.get("Sid")]
    for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
        yield Finding(sid, "Sid", sid, f"{sids.count(sid)} statements have this Sid", "give each statement its own")
    for view in views:
        sid = view.raw.get("Sid", "")
        # Services with policies of their own take other characters too: KMS writes spaces.
        if view.kind is not Kind.RESOURCE and not (isinstance(sid, str) and _SID.fullmatch(sid)):
            yield view.finding("Sid", str(sid), "a Sid is letters and digits only", "drop the other characters")


def statement_findings(view: View) -> Iterator[Finding]:
    """Elements that the statement lacks, has too many of, or has in the wrong form."""
    yield from _unknown_elements(view.label, view.raw, _STATEMENT, "statements have no such element")
    if view.effect not in ("Allow", "Deny"):
        yield view.finding(
            "Effect", view.effect or "missing", "neither Allow nor Deny", "write Allow or Deny, in this case"
        )
    yield from _one_of(view, "Action", "NotAction")
    if view.kind is Kind.TRUST:
        for element in ("Resource", "NotResource"):
            if element in view.raw:
                yield view.finding(
                    element, _short(view, element), "a trust policy is about its own role", f"drop {element}"
                )
    else:
        yield from _one_of(view, "Resource", "NotResource")
    yield from _principal_findings(view)
    if "Condition" in view.raw and not view.clauses:
        yield view.finding("Condition", _short(view, "Condition"), "conditions on nothing", "drop it, or name a key")
    if view.kind is Kind.RCP:
        yield from _rcp_findings(view)


def _one_of(view: View, element: str, opposite: str) -> Iterator[Finding]:
    present = [name for name in (element, opposite) if name in view.raw]
    if len(present) != 1:
        found = "both" if present else "neither"
        yield view.finding(element, found, f"exactly one of {element} and {opposite} is needed", "write one of them")
    for name in present:
        value = view.raw[name]
        values = value if isinstance(value, list | tuple) else [value]
        if not values:
            yield view.finding(
                name, "[]", "an empty list matches nothing: the statement never fires", "fill it or drop it"
            )
        elif not all(isinstance(item, str) and item for item in values):
            yield view.finding(name, _short(view, name), "not a text or a list of texts", "write texts")


def _principal_findings(view: View) -> Iterator[Finding]:
    present = [name for name in ("Principal", "NotPrincipal") if name in view.raw]
    if view.kind not in _WITH_PRINCIPAL:
        for name in present:
            fix = "drop it; name principals by a condition on aws:PrincipalArn"
            yield view.finding(name, _short(view, name), f"a {view.kind} document names no principals", fix)
    elif not present:
        yield view.finding("Principal", "missing", f"a {view.kind} document says whom it is about", "write Principal")
    elif view.kind is Kind.RCP and view.raw.get("Principal") != "*":
        found = _short(view, present[0])
        fix = 'write "Principal": "*" and name principals by a condition'
        yield view.finding(present[0], found, "an rcp is about every principal", fix)


def _rcp_findings(view: View) -> Iterator[Finding]:
    if view.effect == "Allow":
        yield view.finding(
            "Effect", "Allow", "only AWS's own RCPFullAWSAccess allows", "write Deny, with the condition inverted"
        )
    if "NotAction" in view.raw:
        yield view.finding("NotAction", _short(view, "NotAction"), "an rcp takes no NotAction", "list the actions")


def _unknown_elements(sid: str, found: Mapping[str, Any], allowed: tuple[str, ...], message: str) -> Iterator[Finding]:
    for name in found:
        if name not in allowed:
            near = difflib.get_close_matches(str(name).capitalize(), allowed, n=1)
            fix = f"did you mean {near[0]}?" if near else f"drop it; known are {', '.join(allowed)}"
            yield Finding(sid, str(name), str(name), message, fix)


def _short(view: View, element: str) -> str:
    return str(view.raw[element])[:80]
