"""What the roles of machines say of accounts and third parties."""

from collections.abc import Iterator
from typing import Any

from config.messages import Finding
from config.problem import Path, show
from config.third_party_expiry import THIRD_PARTIES
from config.view import View, exists

_PIPELINES = ("github", "gitlab", "bitbucket", "oidc")


def machine_findings(view: View) -> Iterator[Finding]:
    """Accounts that exist, one pipeline for each deployment role, third parties that the perimeter knows."""
    for path, role in _roles(view, "deploymentRoles"):
        yield from _member(view, path, role)
        yield from one_pipeline(path, role)
    for path, role in _roles(view, "crossAccountRoles"):
        yield from _cross_account(view, path, role)
    for path, role in _roles(view, "workloadRoles"):
        yield from _member(view, path, role)


def _roles(view: View, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for key in view.names("baseline", "machineAccess", kind) or []:
        path = ("baseline", "machineAccess", kind, key)
        role = view.at(*path)
        if isinstance(role, dict):
            yield path, role


def _account(view: View, path: Path, key: object) -> Iterator[Finding]:
    fix = "add the account; of others the callers are third parties"
    yield from exists(path, key, view.names("baseline", "accounts"), "a key under accounts", fix)


def _member(view: View, path: Path, role: dict[str, Any]) -> Iterator[Finding]:
    key = role.get("account")
    if key is not None and key == view.at("organization", "managementAccount"):
        yield Finding(
            path=(*path, "account"),
            found=f"{show(key)}, the management account",
            expected="a member account",
            fix="choose another: no guardrail binds that account, and nothing but the organization belongs there",
        )
    else:
        yield from _account(view, (*path, "account"), key)


def one_pipeline(path: Path, role: dict[str, Any]) -> Iterator[Finding]:
    """A finding where none or several of the pipelines are given."""
    given = [name for name in _PIPELINES if role.get(name) is not None]
    if len(given) != 1:
        yield Finding(
            path=path,
            found=" and ".join(given) or "no pipeline",
            expected=f"exactly one of {', '.join(_PIPELINES)}",
            fix="write one role for each",
        )


def _cross_account(view: View, path: Path, role: dict[str, Any]) -> Iterator[Finding]:
    for index, key in enumerate(_list(role, "accounts")):
        yield from _account(view, (*path, "accounts", index), key)
        if isinstance(key, str) and key in _list(role, "accounts")[:index]:
            yield Finding(
                path=(*path, "accounts", index),
                found=f"{show(key)} again",
                expected="each account once",
                fix="remove it",
            )
    callers, parties = _list(role, "callers"), _list(role, "thirdParties")
    for index, caller in enumerate(callers):
        if isinstance(caller, dict):
            yield from _account(view, (*path, "callers", index, "account"), caller.get("account"))
    if not callers and not parties:
        yield Finding(
            path=path,
            found="nobody",
            expected="callers or thirdParties",
            fix="name who assumes it",
        )
    known = [party.get("account") for party in view.items(*THIRD_PARTIES) if isinstance(party, dict)]
    for index, account in enumerate(parties):
        if isinstance(account, str) and account not in known:
            yield Finding(
                path=(*path, "thirdParties", index),
                found=show(account),
                expected="an account under guardrails.organizationPerimeter.thirdParties",
                fix="add it there, with role, externalId and expires",
            )


def _list(role: dict[str, Any], key: str) -> list[Any]:
    found = role.get(key)
    return found if isinstance(found, list) else []
