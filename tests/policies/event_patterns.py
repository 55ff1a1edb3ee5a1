"""Patterns of EventBridge as the local one reads them, and what can be left out of one."""

import copy
import json

from moto.events.models import EventPattern

from sandbox.aws.events import patterns


def matches(event, pattern):
    """Whether an event matches a pattern, given as text or read."""
    parsed = json.loads(pattern) if isinstance(pattern, str) else pattern
    return patterns.matches(EventPattern(json.dumps(parsed), parsed), event)


def parts(node, path=()):
    """Paths to everything in a pattern that can be left out; operators are whole."""
    operator = isinstance(node, dict) and node.keys() & {
        "anything-but",
        "exists",
        "numeric",
        "prefix",
        "suffix",
        "wildcard",
    }
    if not operator and (isinstance(node, dict) or (isinstance(node, list) and len(node) > 1)):
        keys = node if isinstance(node, dict) else range(len(node))
        for key in keys:
            yield (*path, key)
            yield from parts(node[key], (*path, key))


def without(pattern, path):
    """The pattern without one of its parts."""
    changed = copy.deepcopy(pattern)
    *above, last = path
    node = changed
    for key in above:
        node = node[key]
    del node[last]
    return changed


def unneeded(pattern, expected):
    """What can be left out of a pattern without a change for any of the events, each with whether it matches."""
    return [
        path
        for path in parts(pattern)
        if all(matches(event, without(pattern, path)) == wanted for event, wanted in expected)
    ]
