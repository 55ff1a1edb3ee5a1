"""Sets two answers to one request against each other."""

from dataclasses import dataclass
from typing import Any

from tests.oracle.known_differences import KNOWN_DIFFERENCES, KnownDifference

LAYERS = ("scp", "rcp", "resource", "identity", "boundary", "session")
# What the oracle says to actions and resources that are newer than its own data.
TOO_NEW = ("invalid.action", "no.resource.types")


@dataclass(frozen=True)
class Difference:
    """A request on which the evaluator and the oracle disagree, and the known differences that cover it."""

    item: dict[str, Any]
    ours: dict[str, Any]
    theirs: dict[str, Any]
    reason: str
    known: tuple[KnownDifference, ...]

    def __str__(self) -> str:
        """One line that names the request and both answers."""
        statements = f"{self.ours['layer']} {self.ours['statements']}"
        return f"{self.item['name']} {self.item['action']}: {self.reason}; ours {self.ours['decision']} by {statements}"


def too_new(theirs: dict[str, Any]) -> bool:
    """Whether the oracle's own data lacks the action, the resource type or a context key, so that it has no opinion."""
    error = theirs.get("error")
    return (isinstance(error, dict) and error.get("message") in TOO_NEW) or bool(theirs.get("ignoredContextKeys"))


def compare(item: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> Difference | None:
    """The difference between two answers, if any."""
    reason = _reason(ours, theirs)
    if reason is None:
        return None
    known = tuple(each for each in KNOWN_DIFFERENCES if each.covers(item, ours))
    return Difference(item, ours, theirs, reason, known)


def _reason(ours: dict[str, Any], theirs: dict[str, Any]) -> str | None:
    if "error" in theirs:
        return f"theirs refuses it: {theirs['error']}"
    if ours["decision"] != theirs["decision"]:
        return f"theirs is {theirs['decision']}"
    layers = theirs["layers"]
    if ours["decision"] == "ExplicitDeny":
        layer = next(each for each in LAYERS if layers.get(each, {}).get("denies"))
        denies = sorted(layers[layer]["denies"])
        return None if (ours["layer"], sorted(ours["statements"])) == (layer, denies) else f"theirs by {layer} {denies}"
    if ours["decision"] == "ImplicitDeny":
        stopped = layers["scp"]["result"] == "ImplicitlyDenied"
        return None if (ours["layer"] == "scp") is stopped else f"theirs by {'scp' if stopped else 'another layer'}"
    allows = {sid for layer in ("identity", "resource") for sid in layers.get(layer, {}).get("allows", ())}
    unknown = set(ours["statements"]) - allows
    return f"theirs allows by {sorted(allows)}" if unknown else None
