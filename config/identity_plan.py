"""Assignments expanded: one per set, group and account, and what is left out because an account isn't active."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from config.identity import Assigned, Assignment
from config.identity_sets import ResolvedSet, resolved
from config.models import Account, Stack
from config.revocations import revoked_users
from policies.names import partition
from policies.revocation import denying
from policies.types import AccountState

_T = TypeVar("_T", bound="Grant")


class Holder(StrEnum):
    """Who can be assigned to a set, in AWS's words."""

    GROUP = "GROUP"
    USER = "USER"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A set and who gets it: `holder_id` is the identity store's, `name` is for people."""

    permission_set: str
    holder_id: str
    holder: Holder = Holder.GROUP
    name: str
    expires: str | None = None

    @property
    def key(self) -> str:
        """What the assignment is in AWS and nothing else, so that no renaming ever replaces it."""
        return f"{self.permission_set}/{self.holder_id}"


@dataclass(frozen=True, kw_only=True)
class ManagementAccess(Grant):
    """One assignment in the management account."""


@dataclass(frozen=True, kw_only=True)
class MemberAccess(Grant):
    """One assignment in a member account, given by its key, which never changes."""

    account: str

    @property
    def key(self) -> str:
        """As any grant's, with the account."""
        return f"{super().key}/{self.account}"


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """An account that assignments name and that doesn't answer; nothing can be provisioned there."""

    account: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Access:
    """Everything that the stack's assignments come to."""

    members: tuple[MemberAccess, ...] = ()
    management: tuple[ManagementAccess, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    empty: tuple[int, ...] = ()
    """Places in `assignments` of those that name no account at all."""


def access(stack: Stack) -> Access:
    """The stack's assignments, each thing once: where several say the same, the one that lasts longest counts.

    Accounts that are not ACTIVE are left out, for provisioning fails there, and people whose access was ended.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
    """
    active, revoked = stack.active_accounts(), revoked_users(stack)
    members: dict[str, MemberAccess] = {}
    skipped: dict[str, Skipped] = {}
    empty = []
    for index, assignment in enumerate(stack.baseline.assignments):
        if assignment.user_id in revoked:
            continue
        accounts = covered(stack, assignment)
        empty += [] if accounts else [index]
        for account in accounts:
            if account not in active:
                skipped[account] = Skipped(account=account, state=_state(stack, account))
                continue
            for found in _grants(stack, assignment):
                _keep(members, MemberAccess(**vars(found), account=account))
    management: dict[str, ManagementAccess] = {}
    for assignment in stack.baseline.management_assignments:
        if assignment.user_id in revoked:
            continue
        for found in _grants(stack, assignment):
            _keep(management, ManagementAccess(**vars(found)))
    return Access(
        members=tuple(members[key] for key in sorted(members)),
        management=tuple(management[key] for key in sorted(management)),
        skipped=tuple(skipped[key] for key in sorted(skipped)),
        empty=tuple(empty),
    )


def covered(stack: Stack, assignment: Assignment) -> tuple[str, ...]:
    """Keys of the member accounts that an assignment is about, active or not."""
    management = stack.organization.management_account
    return tuple(
        key
        for key, account in sorted(stack.baseline.accounts.items())
        if key != management and (key in assignment.accounts or _chosen(account, assignment))
    )


def member_sets(stack: Stack) -> dict[str, ResolvedSet]:
    """The sets that the delegated administrator manages, by name."""
    place = partition(stack.organization.home_region)
    return {name: resolved(name, entry, place) for name, entry in sorted(stack.baseline.permission_sets.items())}


def management_sets(stack: Stack) -> dict[str, ResolvedSet]:
    """The sets that the management account manages for itself, by name.

    No service control policy binds that account: whoever lost all access is denied by the sets themselves.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/authconcept-revoke-access.html
    """
    place, revoked = partition(stack.organization.home_region), revoked_users(stack)
    entries = stack.baseline.management_permission_sets
    sets = {name: resolved(name, entry, place) for name, entry in sorted(entries.items())}
    if not revoked:
        return sets
    return {name: replace(found, inline=denying(found.inline, revoked)) for name, found in sets.items()}


def identity_center_account(stack: Stack) -> str:
    """Key of the account from which the members' sets are managed."""
    return stack.organization.identity_center_account or stack.organization.management_account


def _chosen(account: Account, assignment: Assignment) -> bool:
    unit, tags = account.organizational_unit, assignment.account_tags
    below = any(
        unit == path or path == "Root" or unit.startswith(f"{path}/") for path in assignment.organizational_units
    )
    return below or (bool(tags) and tags.items() <= account.tags.items())


def _grants(stack: Stack, assigned: Assigned) -> Iterator[Grant]:
    center = stack.snapshot.identity_center
    for name in assigned.permission_sets:
        if assigned.user_id is not None:
            ends = assigned.exemption.expires if assigned.exemption else None
            days = [day for day in (assigned.expires, ends) if day]
            yield Grant(
                permission_set=name,
                holder_id=assigned.user_id,
                holder=Holder.USER,
                name=assigned.user_id,
                expires=min(days, default=None),
            )
        elif assigned.group is not None:
            known = (center.groups if center else {}) | stack.baseline.groups
            yield Grant(
                permission_set=name,
                holder_id=known[assigned.group],
                name=assigned.group,
                expires=assigned.expires,
            )


def _keep(found: dict[str, _T], new: _T) -> None:
    before = found.get(new.key)
    if before is None or (before.expires and (new.expires is None or new.expires > before.expires)):
        found[new.key] = new


def _state(stack: Stack, account: str) -> str:
    fact = stack.snapshot.accounts.get(stack.baseline.accounts[account].id)
    return (fact.state if fact else AccountState.PENDING_ACTIVATION).value
