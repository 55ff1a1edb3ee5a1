"""The rules that were taken from default security groups, in a file by which they can be put back."""

import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from pydantic import Field

from config.messages import validate
from config.model import Model
from config.models import Stack
from config.problem import Problem, dotted
from config.texts import Region
from operations.aws import AwsError
from operations.default_groups import DefaultGroup, Rules
from operations.everywhere import Place
from policies.named_principals import AccountId, words

_GROUP = words("a security group's id, sg-0123456789abcdef0")


class RevokedRules(Model):
    """One line of the file: a group and the rules that it had, as EC2 takes them."""

    account: AccountId
    region: Region
    vpc: str
    group: Annotated[str, Field(pattern=r"^sg-[0-9a-f]{8,17}$", json_schema_extra=_GROUP)]
    ingress: tuple[dict[str, Any], ...]
    egress: tuple[dict[str, Any], ...]


class Record:
    """A file that grows by a line before each group is closed, so that a command that is stopped leaves all it did."""

    def __init__(self, path: Path) -> None:
        """Make the file. Raises OSError where that can't be, or it is there already."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("x", encoding="utf-8")
        self._lock = Lock()

    def keep(self, group: DefaultGroup) -> None:
        """Write a group down, on the disk too. Raises OSError."""
        rules = RevokedRules(
            account=group.place.number,
            region=group.place.region,
            vpc=group.vpc,
            group=group.id,
            ingress=group.rules.ingress,
            egress=group.rules.egress,
        )
        with self._lock:
            self._file.write(f"{rules.model_dump_json(by_alias=True)}\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> bool:
        """Whether anything was written; else the file is taken away."""
        written = self._file.tell() > 0
        self._file.close()
        if not written:
            self.path.unlink()
        return written


def read(path: Path, stack: Stack) -> list[DefaultGroup]:
    """The groups of a file with the rules that they had. Raises AwsError with every line that is wrong."""
    keys = {account.id: key for key, account in stack.active_accounts().items()}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AwsError([f"can't read {path} ({error}); name a file that `{_COMMAND}` wrote"]) from None
    found, wrong = [], []
    for number, line in enumerate(lines, 1):
        revoked, findings = validate(RevokedRules, line)
        if not isinstance(revoked, RevokedRules):
            wrong += [_problem(path, number, dotted(f.path), f.found, f.expected) for f in findings]
        elif revoked.account not in keys:
            active = f"an active account of the stack: {', '.join(keys)}"
            wrong.append(_problem(path, number, "account", revoked.account, active))
        else:
            found.append(_group(revoked, keys[revoked.account]))
    if wrong or not found:
        raise AwsError(wrong or [f"found no group in {path}, expected one on each line; name another file"])
    return found


_COMMAND = "guardrails accounts close-default-security-groups --apply"


def _problem(path: Path, line: int, at: str, found: str, expected: str) -> str:
    fix = f"take the line as `{_COMMAND}` wrote it"
    return str(Problem(file=path.name, line=line, column=1, path=at, found=found, expected=expected, fix=fix))


def _group(revoked: RevokedRules, account: str) -> DefaultGroup:
    return DefaultGroup(
        place=Place(account=account, number=revoked.account, region=revoked.region),
        vpc=revoked.vpc,
        id=revoked.group,
        rules=Rules(ingress=revoked.ingress, egress=revoked.egress),
    )


def regions_of(groups: Iterable[DefaultGroup]) -> dict[str, tuple[str, ...] | None]:
    """The regions of the groups by their accounts' keys."""
    found: dict[str, set[str]] = {}
    for group in groups:
        found.setdefault(group.place.account, set()).add(group.place.region)
    return {account: tuple(sorted(regions)) for account, regions in found.items()}
