"""People whose access was ended: each once, under a guardrail that holds, and looked at again once the day is over."""

from collections.abc import Iterator

from config.assignment_references import LISTS
from config.expiry import LastDay, Lasting
from config.messages import Finding
from config.problem import show
from config.view import View
from policies.types import Mode

GUARDRAIL = ("baseline", "guardrails", "revocations")
PEOPLE = (*GUARDRAIL, "people")
_REVOCATION = Lasting(
    over="which is past; the person is denied still",
    remove="remove the person once the user is deleted or may work again, or write a later day",
    wanted="to know what comes then",
    renew="see that the user is deleted where it is managed, or may work again",
)


def revocation_findings(view: View) -> Iterator[Finding]:
    """A person twice, and people whom nothing denies because the guardrail is off."""
    seen: set[str] = set()
    for index, user in _users(view):
        if user in seen:
            yield Finding(
                path=(*PEOPLE, index, "userId"),
                found=f"{show(user)} again",
                expected="each person once",
                fix="keep the entry with the later expires",
            )
        seen.add(user)
    if seen and view.at(*GUARDRAIL, "mode") not in (None, Mode.ENFORCE):
        yield Finding(
            path=(*GUARDRAIL, "mode"),
            found=f"{view.at(*GUARDRAIL, 'mode')}, and people whose access ended",
            expected="enforce",
            fix="remove mode, or the people: their open sessions would work again",
        )


def revoked_assignments(view: View) -> Iterator[Finding]:
    """Direct assignments of people whose access ended: they get nothing, and can go from the file."""
    users = {user for _, user in _users(view)}
    for kind in LISTS:
        for index, item in enumerate(view.items("baseline", kind)):
            user = item.get("userId") if isinstance(item, dict) else None
            if user in users:
                yield Finding(
                    path=("baseline", kind, index, "userId"),
                    found=f"{show(user)}, whose access was ended under guardrails.revocations",
                    expected="people who have access",
                    fix="remove the assignment: nothing is assigned by it",
                )


def revocation_days(view: View) -> Iterator[LastDay]:
    """The day on which somebody must say what becomes of a person, who is denied until then and after it."""
    for index, person in enumerate(view.items(*PEOPLE)):
        if isinstance(person, dict):
            yield LastDay(path=(*PEOPLE, index, "expires"), value=person.get("expires"), of=_REVOCATION)


def _users(view: View) -> Iterator[tuple[int, str]]:
    for index, person in enumerate(view.items(*PEOPLE)):
        user = person.get("userId") if isinstance(person, dict) else None
        if isinstance(user, str):
            yield index, user
