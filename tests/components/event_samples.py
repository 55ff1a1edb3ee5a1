"""Events that the rules of the baseline must bring to a person, for walking from rule to rule."""

from functools import cache

from policies.example import MEMBER
from tests.policies.event_patterns import matches
from tests.policies.finding_records import HEARD
from tests.policies.root_records import MANAGED, uses
from tests.policies.test_break_glass_events import PAGES

TOLD = (*uses(MEMBER).values(), *MANAGED.values(), *HEARD.values())
SAMPLES = [event for event, rules in TOLD if rules] + list(PAGES.values())


@cache
def samples_of(pattern: str) -> frozenset[int]:
    """Which of the samples a pattern matches."""
    return frozenset(at for at, event in enumerate(SAMPLES) if matches(event, pattern))
