"""What assignments say about groups, sets, accounts and units; and the account that manages Identity Center."""

import difflib
from collections.abc import Iterator
from typing import Any

from config.messages import Finding
from config.problem import Path, show
from config.view import View, answers, exists

LISTS = {"assignments": "permissionSets", "managementAssignments": "managementPermissionSets"}
"""Each list of assignments with the map of the sets that it may name."""
_TARGETS = ("accounts", "organizationalUnits", "accountTags")


def assignment_findings(view: View) -> Iterator[Finding]:
    """Assignments that would fail, mix management with members, or go to somebody else than was meant."""
    yield from _instance(view)
    yield from _administrator(view)
    yield from _pinned(view)
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            if isinstance(item, dict):
                path = ("baseline", kind, index)
                yield from _who(view, path, item)
                yield from _sets(view, path, kind, item)
                if kind == "assignments":
                    yield from _where(view, path, item)


def _instance(view: View) -> Iterator[Finding]:
    if view.at("snapshot") is None or view.at("snapshot", "identityCenter"):
        return
    for kind in (*LISTS.values(), *LISTS):
        if view.at("baseline", kind):
            yield Finding(
                path=("baseline", kind),
                key=True,
                found=f"{kind}, and no identityCenter in organization.json",
                expected="an instance of IAM Identity Center",
                fix="enable it in the management account, then refresh organization.json",
            )


def _administrator(view: View) -> Iterator[Finding]:
    yield from answers(
        view,
        ("organization", "identityCenterAccount"),
        "name another account, or remove the line: the management account does it then",
    )


def _who(view: View, path: Path, item: dict[str, Any]) -> Iterator[Finding]:
    group, user = item.get("group"), item.get("userId")
    if (group is None) == (user is None):
        yield Finding(
            path=path,
            found="nobody" if group is None else "group and userId",
            expected="exactly one of group and userId",
            fix="name a group",
        )
    elif user is not None and not item.get("exemption"):
        yield Finding(
            path=(*path, "userId"),
            found="a person, without exemption",
            expected="a group",
            fix="name a group, or add an exemption with owner, reason, ticket and expires",
        )
    elif group is not None and item.get("exemption"):
        yield Finding(
            path=(*path, "exemption"),
            key=True,
            found="an exemption for a group",
            expected="one for userId only",
            fix="remove it: groups need none",
        )
    if isinstance(group, str):
        yield from _group(view, path, group)


def _group(view: View, path: Path, group: str) -> Iterator[Finding]:
    known, pinned = view.names("snapshot", "identityCenter", "groups"), view.names("baseline", "groups") or []
    if known is not None and group not in (*known, *pinned):
        yield Finding(
            path=(*path, "group"),
            found=show(group),
            expected="the display name of a group in organization.json",
            fix=f"{_near(group, list(dict.fromkeys((*known, *pinned))))} "
            "(a new group: refresh organization.json, or add its id under groups)",
        )


def _pinned(view: View) -> Iterator[Finding]:
    """A group that was made again under its name is another one: it gets nothing before somebody says so."""
    for name in view.names("baseline", "groups") or []:
        pinned, real = view.at("baseline", "groups", name), view.at("snapshot", "identityCenter", "groups", name)
        if isinstance(pinned, str) and isinstance(real, str) and real.lower() != pinned.lower():
            yield Finding(
                path=("baseline", "groups", name),
                found=show(pinned),
                expected=f"{show(real)}, the id of the group of that name in organization.json",
                fix="its assignments would be replaced by the other group's: write the new id if that is meant",
            )


def _near(word: str, known: list[str]) -> str:
    """Every group that may have been meant: names that differ by case alone are all shown."""
    lower: dict[str, list[str]] = {}
    for name in known:
        lower.setdefault(name.lower(), []).append(name)
    close = [name for key in difflib.get_close_matches(word.lower(), lower, 3, 0.6) for name in lower[key]]
    return f"did you mean {' or '.join(close)}?" if close else f"choose one of {', '.join(sorted(known)) or 'none'}"


def _sets(view: View, path: Path, kind: str, item: dict[str, Any]) -> Iterator[Finding]:
    wanted = LISTS[kind]
    known = view.names("baseline", wanted) or []
    other_list, other_map = next((k, v) for k, v in LISTS.items() if k != kind)
    for index, name in enumerate(_items(item, "permissionSets")):
        place = (*path, "permissionSets", index)
        if isinstance(name, str) and name not in known and name in (view.names("baseline", other_map) or []):
            yield Finding(
                path=place,
                found=f"{show(name)}, a key under {other_map}",
                expected=f"a key under {wanted}",
                fix=f"assign it under {other_list}: the management account has sets of its own",
            )
        else:
            yield from exists(place, name, known, f"a key under {wanted}", "add the set")


def _where(view: View, path: Path, item: dict[str, Any]) -> Iterator[Finding]:
    if not any(item.get(target) for target in _TARGETS):
        yield Finding(
            path=path, found="no account", expected=f"one of {', '.join(_TARGETS)}", fix="say where the access holds"
        )
    management = view.at("organization", "managementAccount")
    accounts = view.names("baseline", "accounts")
    for index, key in enumerate(_items(item, "accounts")):
        place = (*path, "accounts", index)
        if key == management:
            yield Finding(
                path=place,
                found=f"{show(key)}, the management account",
                expected="keys of member accounts",
                fix="assign a set under managementPermissionSets by managementAssignments",
            )
        else:
            yield from exists(place, key, accounts, "a key under accounts", "add the account")
    for index, unit in enumerate(_items(item, "organizationalUnits")):
        place = (*path, "organizationalUnits", index)
        yield from exists(place, unit, view.units(), "Root or a path in organization.json", "")
    tags = item.get("accountTags")
    if isinstance(tags, dict) and tags and not any(_has(account, tags) for _, account in view.accounts()):
        words = ", ".join(f"{key}={value}" for key, value in tags.items())
        yield Finding(
            path=(*path, "accountTags"),
            key=True,
            found=words,
            expected="tags that some account has",
            fix="correct them, or add them to an account's tags",
        )


def _has(account: dict[str, Any], tags: dict[str, Any]) -> bool:
    own = account.get("tags")
    return isinstance(own, dict) and tags.items() <= own.items()


def _items(item: dict[str, Any], key: str) -> list[Any]:
    found = item.get(key)
    return list(found) if isinstance(found, list | tuple) else []
