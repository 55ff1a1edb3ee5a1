"""What a stand-alone account can't have, because only an organization does."""

from collections.abc import Iterator

from config.messages import Finding
from config.problem import Path, show
from config.third_party_expiry import THIRD_PARTIES
from config.trail import AlarmPlace
from config.view import View, exists

_OF_ORGANIZATIONS = (
    "rootAccess",
    "securityServices",
    "groups",
    "customerPolicies",
    "permissionSets",
    "managementPermissionSets",
    "assignments",
    "managementAssignments",
)
_FIX = "remove it, or describe the organization under guardrails:organization instead of guardrails:standalone"


def standalone_findings(view: View) -> Iterator[Finding]:
    """One account, its own regions, and nothing that AWS Organizations or Identity Center would have to do."""
    if view.at("standalone") is None:
        return
    yield from _account(view)
    for key in _OF_ORGANIZATIONS:
        if view.at("baseline", key):
            yield _needless(("baseline", key), key)
    if view.at("baseline", "trail", "alarms") == AlarmPlace.PER_ACCOUNT:
        yield Finding(
            path=("baseline", "trail", "alarms"),
            found=f"{show(AlarmPlace.PER_ACCOUNT.value)} for a stand-alone account",
            expected="central: its one trail and its alarms are its own already",
            fix="remove it",
        )
    for key in view.names("baseline", "guardrails") or []:
        path = ("baseline", "guardrails", key)
        # Third parties are named there, and roles may be for them in a stand-alone account too.
        if path != THIRD_PARTIES[:-1]:
            yield _needless(path, key)
        else:
            known = THIRD_PARTIES[-1]
            yield from (_needless((*path, name), name) for name in view.names(*path) or [] if name != known)


def _needless(path: Path, key: str) -> Finding:
    return Finding(
        path=path,
        key=True,
        found=f"{key} for a stand-alone account",
        expected="what an account has without an organization",
        fix=_FIX,
    )


def _account(view: View) -> Iterator[Finding]:
    own, accounts = view.at("standalone", "account"), view.names("baseline", "accounts")
    yield from exists(("standalone", "account"), own, accounts, "a key under accounts", "add the account")
    for key, account in view.accounts():
        if isinstance(own, str) and key != own and own in (accounts or []):
            yield Finding(
                path=("baseline", "accounts", key),
                key=True,
                found=f"a further account than {show(own)}",
                expected="one account",
                fix="give it a stack file of its own",
            )
        if "organizationalUnit" in account:
            yield _needless(("baseline", "accounts", key, "organizationalUnit"), "organizationalUnit")
