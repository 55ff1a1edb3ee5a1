"""What became of default security groups, as a table and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from config.models import Stack
from config.problem import counted
from operations.default_groups import GOOD, Outcome, State
from operations.everywhere import Refused
from policies.vending import VENDED

_HEADINGS = ("account", "region", "VPC", "group", "rules", "in use by", "result")
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Report:
    """The groups, and where they could not be looked at."""

    outcomes: tuple[Outcome, ...]
    refused: tuple[Refused, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is left to do, as far as everything could be seen."""
        return not self.refused and all(outcome.state in GOOD for outcome in self.outcomes)

    def as_json(self, record: str | None) -> str:
        """Everything, groups that need nothing included; `record` names the file by which it can be undone."""
        missed = [
            {"account": one.place.account, "region": one.place.region, "why": one.why, "denied": one.denied}
            for one in self.refused
        ]
        values = {"groups": [_values(outcome) for outcome in self.outcomes], "notLookedAt": missed, "record": record}
        return json.dumps(values, indent=2) + "\n"

    def lines(self) -> Iterator[str]:
        """The groups but those that needed nothing, which may be thousands; what could not be seen; numbers."""
        shown = [_row(outcome) for outcome in self.outcomes if outcome.state not in (State.CLOSED, State.THERE)]
        if shown:
            table = [_HEADINGS, *shown]
            widths = [max(len(row[column]) for row in table) for column in range(len(_HEADINGS))]
            for row in table:
                yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for one in self.refused:
            yield f"not looked at: {one.place.account} {one.place.region}: {one.why}"
        numbers = Counter(outcome.state for outcome in self.outcomes)
        told = ", ".join(f"{number} {state}" for state, number in sorted(numbers.items()))
        missed = f"; {counted(len(self.refused), 'place')} not looked at" if self.refused else ""
        yield f"{counted(len(self.outcomes), 'default security group')}{f': {told}' if told else ''}{missed}"

    def advice(self, stack: Stack, role: str | None) -> Iterator[str]:
        """How to go on: by which role, what to do about groups in use, and that it was a dry run."""
        used, vended = role or stack.baseline.deployment.role_name, VENDED[1 if stack.organization.control_tower else 0]
        if any(one.denied for one in (*self.refused, *self.outcomes)):
            other = "one that has the rights" if used in VENDED else f"one that has them, such as {vended}"
            yield (
                f"{used}, or the caller in their own account, lacks rights over security groups or can't be taken; a "
                f"role that deploys must not get them: name {other}, with --role (docs/account-settings.md)"
            )
        if any(outcome.state == State.IN_USE for outcome in self.outcomes):
            yield (
                "give what uses a group another one that allows what it needs, then run this again; "
                "--include-in-use closes it all the same"
            )
        if any(outcome.state in (State.WOULD_CLOSE, State.WOULD_RESTORE) for outcome in self.outcomes):
            yield "nothing was changed; add --apply"


def _values(outcome: Outcome) -> dict[str, object]:
    group = outcome.group
    return {
        "account": group.place.account,
        "accountId": group.place.number,
        "region": group.place.region,
        "vpc": group.vpc,
        "group": group.id,
        "ingress": group.rules.ingress,
        "egress": group.rules.egress,
        "interfaces": group.interfaces,
        "references": group.references,
        "result": outcome.state,
        "why": outcome.why,
    }


def _row(outcome: Outcome) -> tuple[str, ...]:
    group, users = outcome.group, outcome.group.users
    named = ", ".join((*users[:_NAMED], *(("...",) if len(users) > _NAMED else ())))
    using = f"{len(users)}: {named}" if users else "-"
    result = f"{outcome.state}: {outcome.why}" if outcome.why else str(outcome.state)
    return (group.place.account, group.place.region, group.vpc, group.id, str(group.rules), using, result)
