"""What one part of the configuration says about another: names that must exist, ids that must agree."""

import datetime
from collections.abc import Iterator

from config.alert_references import alert_findings
from config.assignment_references import assignment_findings
from config.deployment_references import deployment_findings
from config.expiry import LastDay, Lasting, ended, ending
from config.guardrail_references import guardrail_findings
from config.identity_expiry import access_days, user_exemption_days
from config.log_archive_references import log_archive_findings
from config.machine_references import machine_findings
from config.messages import Finding
from config.permission_set_references import permission_set_findings
from config.problem import show
from config.region_references import region_findings
from config.revocation_references import revocation_days, revocation_findings, revoked_assignments
from config.security_references import security_findings
from config.standalone_references import standalone_findings
from config.third_party_expiry import party_days
from config.trail_references import trail_findings
from config.view import View, answers, exists

_EXEMPTION = Lasting(
    remove="remove the exemption, or have it approved again",
    wanted="an exemption that lasts",
    most=datetime.timedelta(days=366),
)
_CENTRAL = ("managementAccount", "logArchiveAccount", "auditAccount")
_ROLES = (*_CENTRAL, "identityCenterAccount")


def reference_findings(values: dict[str, object]) -> list[Finding]:
    """Check plain values against each other, whatever else is wrong with them, so that one run shows all."""
    view = View(values)
    return [
        *_organization(view),
        *region_findings(view),
        *standalone_findings(view),
        *trail_findings(view),
        *_accounts(view),
        *_duplicates(view, "id"),
        *_duplicates(view, "email"),
        *guardrail_findings(view),
        *revocation_findings(view),
        *permission_set_findings(view),
        *assignment_findings(view),
        *machine_findings(view),
        *deployment_findings(view),
        *log_archive_findings(view),
        *alert_findings(view),
        *security_findings(view),
    ]


def expiry_findings(values: dict[str, object], today: datetime.date) -> list[Finding]:
    """Exemptions that are over, or that last so long that nobody will look again; access that has ended."""
    view = View(values)
    return [*ended((*_access_days(view), *_exemption_days(view)), today)]


def soon_findings(values: dict[str, object], today: datetime.date) -> list[Finding]:
    """Exemptions and access that end within two weeks, and access that was ended already."""
    view = View(values)
    return [
        *ending(_access_days(view), today),
        *revoked_assignments(view),
        *ending(_exemption_days(view), today),
    ]


def _access_days(view: View) -> Iterator[LastDay]:
    yield from access_days(view)
    yield from party_days(view)
    yield from revocation_days(view)


def _exemption_days(view: View) -> Iterator[LastDay]:
    for index, exemption in enumerate(view.items("organization", "exemptions")):
        if isinstance(exemption, dict):
            path = ("organization", "exemptions", index, "expires")
            yield LastDay(path=path, value=exemption.get("expires"), of=_EXEMPTION)
    yield from user_exemption_days(view, _EXEMPTION)


def _organization(view: View) -> Iterator[Finding]:
    accounts = view.names("baseline", "accounts")
    for role in _ROLES:
        yield from exists(
            ("organization", role),
            view.at("organization", role),
            accounts,
            "a key under accounts",
            "add the account",
        )
    for role in _CENTRAL:
        yield from answers(view, ("organization", role), "name another account, or see why it was closed or suspended")
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


def _accounts(view: View) -> Iterator[Finding]:
    presets, units = view.names("baseline", "presets"), view.units()
    known = view.names("snapshot", "accounts")
    for key, account in view.accounts():
        path = ("baseline", "accounts", key)
        yield from exists((*path, "preset"), account.get("preset"), presets, "a key under presets", "add the preset")
        yield from exists(
            (*path, "organizationalUnit"),
            account.get("organizationalUnit"),
            units,
            "Root or a path in organization.json",
            "",
        )
        if view.at("organization") is not None and "organizationalUnit" not in account:
            yield Finding(
                path=(*path, "organizationalUnit"),
                key=True,
                found="nothing",
                expected="Root or a path in organization.json",
                fix="add organizationalUnit",
            )
        number = account.get("id")
        if known is not None and isinstance(number, str) and number not in known:
            yield Finding(
                path=(*path, "id"),
                found=show(number),
                expected="an account in organization.json",
                fix="correct the id, or refresh organization.json once the account exists",
            )


def _duplicates(view: View, name: str) -> Iterator[Finding]:
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
