"""What one part of the configuration says about another: names that must exist, ids that must agree."""

import datetime
from collections.abc import Iterator
from typing import Any

from config.messages import Finding, meant
from config.problem import Path, show

_ROLES = ("managementAccount", "logArchiveAccount", "auditAccount")


def reference_findings(values: dict[str, object]) -> list[Finding]:
    """Check plain values against each other, whatever else is wrong with them, so that one run shows all."""
    view = _View(values)
    return [
        *_organization(view),
        *_accounts(view),
        *_duplicates(view, "id"),
        *_duplicates(view, "email"),
        *_guardrails(view),
    ]


def expiry_findings(values: dict[str, object], today: datetime.date) -> list[Finding]:
    """Exemptions that have expired, or that last so long that nobody will look again."""
    found = []
    for index, exemption in enumerate(_View(values).items("organization", "exemptions")):
        text = exemption.get("expires") if isinstance(exemption, dict) else None
        try:
            expires = datetime.date.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            expires = None
        latest = today + datetime.timedelta(days=366)
        if expires is None or today <= expires <= latest:
            continue
        path = ("organization", "exemptions", index, "expires")
        late = expires < today
        expected = f"a day from {today} to {latest}"
        fix = "remove the exemption, or have it approved again" if late else "choose an earlier day"
        text = f"{show(text)}, which is past" if late else f"{show(text)}, which is over a year ahead"
        found.append(Finding(path=path, found=text, expected=expected, fix=fix))
    return found


class _View:
    """Plain values, of which any part may be missing or of the wrong type."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def at(self, *path: str) -> Any:  # noqa: ANN401
        here: Any = self.values
        for part in path:
            here = here.get(part) if isinstance(here, dict) else None
        return here

    def names(self, *path: str) -> list[str] | None:
        """Keys of a mapping; None when it is none, and then nothing can be said about references to it."""
        here = self.at(*path)
        return list(here) if isinstance(here, dict) else None

    def items(self, *path: str) -> list[Any]:
        here = self.at(*path)
        return list(here) if isinstance(here, list | tuple) else []

    def accounts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for key in self.names("baseline", "accounts") or []:
            account = self.at("baseline", "accounts", key)
            if isinstance(account, dict):
                yield key, account

    def units(self) -> list[str] | None:
        names = self.names("snapshot", "organizationalUnits")
        return None if names is None else ["Root", *names]


def _exists(path: Path, value: object, known: list[str] | None, expected: str, nothing: str) -> Iterator[Finding]:
    if known is not None and isinstance(value, str) and value not in known:
        yield Finding(path=path, found=show(value), expected=expected, fix=meant(value, known, nothing=nothing))


def _organization(view: _View) -> Iterator[Finding]:
    accounts = view.names("baseline", "accounts")
    for role in _ROLES:
        yield from _exists(
            ("organization", role),
            view.at("organization", role),
            accounts,
            "a key under accounts",
            "add the account",
        )
    regions = [region for region in view.items("organization", "regions") if isinstance(region, str)]
    if regions:
        yield from _exists(
            ("organization", "homeRegion"), view.at("organization", "homeRegion"), regions, "one of regions", ""
        )
    mine, real = view.at("organization", "id"), view.at("snapshot", "organization", "id")
    if isinstance(mine, str) and isinstance(real, str) and mine != real:
        yield Finding(
            path=("organization", "id"),
            found=show(mine),
            expected=f"{show(real)} as in organization.json",
            fix="correct the id, or refresh organization.json with this organization's credentials",
        )
    key = view.at("organization", "managementAccount")
    mine = view.at("baseline", "accounts", key, "id") if isinstance(key, str) else None
    real = view.at("snapshot", "organization", "managementAccountId")
    if isinstance(mine, str) and isinstance(real, str) and mine != real:
        yield Finding(
            path=("baseline", "accounts", str(key), "id"),
            found=show(mine),
            expected=f"{show(real)}, the management account in organization.json",
            fix="correct the id, or name another account as managementAccount",
        )


def _accounts(view: _View) -> Iterator[Finding]:
    presets, units = view.names("baseline", "presets"), view.units()
    known = view.names("snapshot", "accounts")
    for key, account in view.accounts():
        path = ("baseline", "accounts", key)
        yield from _exists((*path, "preset"), account.get("preset"), presets, "a key under presets", "add the preset")
        yield from _exists(
            (*path, "organizationalUnit"),
            account.get("organizationalUnit"),
            units,
            "Root or a path in organization.json",
            "",
        )
        number = account.get("id")
        if known is not None and isinstance(number, str) and number not in known:
            yield Finding(
                path=(*path, "id"),
                found=show(number),
                expected="an account in organization.json",
                fix="correct the id, or refresh organization.json once the account exists",
            )


def _duplicates(view: _View, name: str) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for key, account in view.accounts():
        value = account.get(name)
        if not isinstance(value, str):
            continue
        owner = first.setdefault(value.lower(), key)
        if owner != key:
            yield Finding(
                path=("baseline", "accounts", key, name),
                found=f"{show(value)} again (first in account {owner})",
                expected="a value of its own for each account",
                fix="correct one of the two",
            )


def _guardrails(view: _View) -> Iterator[Finding]:
    from policies.guardrails import catalogue

    known, units = sorted(catalogue()), view.units()
    for key in view.names("baseline", "guardrails") or []:
        path = ("baseline", "guardrails", key)
        if key not in known:
            fix = meant(key, known, nothing="")
            yield Finding(path=path, key=True, found="an unknown guardrail", expected="one of the catalogue", fix=fix)
        for index, target in enumerate(view.items(*path, "targets")):
            yield from _exists((*path, "targets", index), target, units, "Root or a path in organization.json", "")
    for index, exemption in enumerate(view.items("organization", "exemptions")):
        if isinstance(exemption, dict):
            yield from _exists(
                ("organization", "exemptions", index, "guardrail"),
                exemption.get("guardrail"),
                known,
                "a guardrail of the catalogue",
                "",
            )
