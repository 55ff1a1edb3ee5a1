"""The committed organization.json against what AWS has, as changes that a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.problem import show_text
from config.snapshot import AccountFact, PolicyFact, Snapshot
from policies.types import AccountState


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry that differs: `+` is in AWS only, `-` in the file only, `~` in both."""

    section: str
    mark: str
    name: str
    text: str


def differences(before: Snapshot | None, after: Snapshot) -> list[Change]:
    """Every entry in which AWS differs from the file, by section and name; no file is an empty one."""
    old = {} if before is None else _entries(before)
    new = _entries(after)
    sections = list(dict.fromkeys(section for section, _ in (*new, *old)))
    keys = sorted({*old, *new}, key=lambda key: (sections.index(key[0]), key[1]))
    return [_change(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def counts(changes: list[Change]) -> str:
    """How many entries were added, removed and changed."""
    words = {"+": "added", "-": "removed", "~": "changed"}
    numbers = {word: sum(change.mark == mark for change in changes) for mark, word in words.items()}
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number)


def lines(changes: list[Change]) -> Iterator[str]:
    """The changes below their sections."""
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            yield section
        yield f"  {change.mark} {show_text(change.name)}: {change.text}"


Key = tuple[str, str]
Entry = tuple[str, object]


def _change(key: Key, old: Entry | None, new: Entry | None) -> Change:
    section, name = key
    if old and new:
        text = f"{old[0]} -> {new[0]}" if old[0] != new[0] else f"{new[0]}, another document"
        return Change(section=section, mark="~", name=name, text=text)
    entry = new or old
    return Change(section=section, mark="+" if new else "-", name=name, text=entry[0] if entry else "")


def _entries(snapshot: Snapshot) -> dict[Key, Entry]:
    """What is shown of every entry, and what is compared besides."""
    organization, center = snapshot.organization, snapshot.identity_center
    found: dict[Key, str] = {
        ("organization", "id"): organization.id,
        ("organization", "managementAccountId"): organization.management_account_id,
        ("organization", "root"): snapshot.root.id,
        ("organization", "policyTypes"): ", ".join(sorted(snapshot.root.policy_types)),
    }
    found |= {("organizational units", path): unit.id for path, unit in snapshot.organizational_units.items()}
    found |= {("accounts", number): _account(fact) for number, fact in snapshot.accounts.items()}
    entries: dict[Key, Entry] = {key: (text, None) for key, text in found.items()}
    for target, facts in snapshot.policies.items():
        entries |= {("policies of others", f"{target} {fact.name}"): _policy(fact) for fact in facts}
    if center:
        values = {"region": center.region, "instanceArn": center.instance_arn}
        values |= {"identityStoreId": center.identity_store_id}
        entries |= {("identity center", name): (value, None) for name, value in values.items()}
        entries |= {("groups", name): (number, None) for name, number in center.groups.items()}
    return entries


def _account(fact: AccountFact) -> str:
    """State and opt-in regions, the second where there are any, or where nobody was told."""
    if fact.opt_in_regions is None:
        return f"{fact.state}, regions unknown" if fact.state == AccountState.ACTIVE else fact.state.value
    return ", ".join((fact.state, *fact.opt_in_regions))


def _policy(fact: PolicyFact) -> Entry:
    unknown = "" if fact.document is not None else ", document not recorded"
    return f"{fact.type}, {fact.characters} characters{unknown}", fact.document
