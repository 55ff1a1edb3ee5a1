"""What guardrails and exemptions say about each other, about targets and about the catalogue."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from config.messages import Finding
from config.problem import Path, show
from config.view import View, exists
from policies.guardrail import Guardrail
from policies.guardrails import catalogue
from policies.types import Mode, Severity

_ONE_OF = ("principal", "permissionSet", "switchedOff")


def guardrail_findings(view: View) -> Iterator[Finding]:
    """Targets that exist, exemptions that mean somebody, and no critical guardrail off without one."""
    yield from _targets(view)
    exemptions = view.items("organization", "exemptions")
    for index, exemption in enumerate(exemptions):
        if isinstance(exemption, dict):
            yield from _exemption(view, ("organization", "exemptions", index), exemption)
            yield from _repeated(("organization", "exemptions", index), exemption, exemptions[:index])
    yield from _critical(view, {e.get("guardrail") for e in exemptions if isinstance(e, dict) and e.get("switchedOff")})


def _targets(view: View) -> Iterator[Finding]:
    units = view.units()
    if units is None:
        return
    management = view.at("organization", "managementAccount")
    accounts = [key for key, _ in view.accounts() if key != management]
    expected = "Root, a path in organization.json or a key under accounts"
    for key in view.names("baseline", "guardrails") or []:
        path = ("baseline", "guardrails", key)
        modes = view.at(*path, "modes")
        named = [((*path, "targets", i), target) for i, target in enumerate(view.items(*path, "targets"))]
        named += [((*path, "modes", target), target) for target in modes if isinstance(modes, dict)] if modes else []
        for place, target in named:
            if target == management:
                yield Finding(
                    path=place,
                    found=f"{show(target)}, the management account",
                    expected=expected,
                    fix="remove it: service control policies and resource control policies never bind that account",
                )
            else:
                yield from exists(place, target, [*units, *accounts], expected, "")
        yield from _settings(view, path, units, [key for key, _ in view.accounts()])
        yield from _canaries(view, path, units)


def _settings(view: View, path: tuple[str, str, str], units: list[str], accounts: list[str]) -> Iterator[Finding]:
    """Units and accounts that a guardrail's own settings name."""
    entry = catalogue().get(path[2])
    if entry is None:
        return
    named = [(name, units[1:], "a path in organization.json") for name in entry.settings.names_units]
    named += [(name, accounts, "a key under accounts") for name in entry.settings.names_accounts]
    for name, known, expected in named:
        for value in view.names(*path, name) or []:
            for finding in exists((*path, name, value), value, known, expected, ""):
                yield replace(finding, key=True)


def _canaries(view: View, path: Path, units: list[str]) -> Iterator[Finding]:
    """A guardrail in canary mode with nowhere to try it would look rolled out and be nowhere."""
    if view.at(*map(str, path), "mode") != Mode.CANARY:
        return
    targets = view.items(*map(str, path), "targets") or ["Root"]
    canaries = [unit for unit in units if unit.rpartition("/")[2] == "Canary"]
    if not any(t == "Root" or canary.startswith(f"{t}/") or canary == t for t in targets for canary in canaries):
        yield Finding(
            path=(*path, "mode"),
            found="canary, without an organizational unit named Canary below its targets",
            expected="a unit to try it in",
            fix="create one, or choose enforce",
        )


def _exemption(view: View, path: Path, exemption: dict[str, Any]) -> Iterator[Finding]:
    known = sorted(catalogue())
    key = exemption.get("guardrail")
    yield from exists((*path, "guardrail"), key, known, "a guardrail of the catalogue", "")
    given = [name for name in _ONE_OF if exemption.get(name)]
    if len(given) != 1:
        yield Finding(
            path=path,
            found=" and ".join(given) or "nobody",
            expected=f"exactly one of {', '.join(_ONE_OF)}",
            fix="write one exemption for each",
        )
    sets = view.names("baseline", "permissionSets")
    yield from exists((*path, "permissionSet"), exemption.get("permissionSet"), sets, "a key under permissionSets", "")
    entry = catalogue().get(key) if isinstance(key, str) else None
    # What AWS sets by declaration is set for whole accounts.
    spares = isinstance(entry, Guardrail) and entry.exemptable
    if entry and not spares and not exemption.get("switchedOff"):
        yield Finding(
            path=(*path, "guardrail"),
            found=f"{show(key)}, which spares nobody",
            expected="a guardrail that can be exempted from",
            fix="remove the exemption; the guardrail's rationale is in docs/guardrails.md",
        )


def _repeated(path: Path, exemption: dict[str, Any], before: list[Any]) -> Iterator[Finding]:
    """The same twice would outlast the shorter one's last day without anybody's notice."""
    who = ("guardrail", *_ONE_OF)
    same = [other for other in before if isinstance(other, dict) and all(other.get(k) == exemption.get(k) for k in who)]
    if same and exemption.get("guardrail"):
        yield Finding(
            path=path,
            found=f"an exemption from {exemption['guardrail']} for the same again",
            expected="one for each",
            fix="remove one of the two",
        )


def _critical(view: View, switched_off: set[Any]) -> Iterator[Finding]:
    for key in view.names("baseline", "guardrails") or []:
        entry = catalogue().get(key)
        path = ("baseline", "guardrails", key)
        if not entry or entry.severity != Severity.CRITICAL or key in switched_off:
            continue
        modes = view.at(*path, "modes")
        off = [(*path, "mode")] if view.at(*path, "mode") == Mode.OFF else []
        off += (
            [(*path, "modes", name) for name, mode in modes.items() if mode == Mode.OFF]
            if isinstance(modes, dict)
            else []
        )
        for place in off:
            yield Finding(
                path=place,
                found="off, and the guardrail is critical",
                expected="canary or enforce",
                fix=f"add an exemption with guardrail: {key} and switchedOff: true, with an owner and a last day",
            )
