"""EventBridge: whether a pattern matches an event; moto decides, but for lists of objects, which it doesn't look into.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from moto.events.models import EventPattern


def matches(pattern: EventPattern, event: Mapping[str, Any]) -> bool:
    """Whether it does with one object of each list: what a pattern asks of an object, a single one must meet."""
    return any(pattern.matches_event(one) for one in _chosen(event))


def _chosen(value: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever JSON holds
    """The value with each list of objects in it replaced by one of them, in every way."""
    if isinstance(value, Mapping):
        for chosen in itertools.product(*(list(_chosen(inner)) for inner in value.values())):
            yield dict(zip(value, chosen, strict=True))
    elif isinstance(value, list) and value and all(isinstance(inner, Mapping) for inner in value):
        for inner in value:
            yield from _chosen(inner)
    else:
        yield value
