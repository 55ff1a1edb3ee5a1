"""organization.json as text: one form for one content, so that a change of the file is a change in AWS."""

import json
import os
import re
from pathlib import Path
from typing import Any

from config.snapshot import Snapshot

_WIDTH = 120
# Policies are at depth 3: those that AWS attaches to every target fit on a line, or big files have thousands more.
_WIDTHS = {3: 220}
_MAPS = ("organizationalUnits", "accounts", "policies")
# YAML, as which the file is read too, takes these for line breaks or refuses them unescaped.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def text_of(snapshot: Snapshot) -> str:
    """The snapshot in the models' order of fields, with names, policies and documents sorted."""
    values = snapshot.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name in _MAPS:
        values[name] = dict(sorted(values[name].items()))
    for facts in values["policies"].values():
        facts.sort(key=lambda fact: (fact["type"], fact["name"]))
        for fact in facts:
            if "document" in fact:
                fact["document"] = json.loads(json.dumps(fact["document"], sort_keys=True))
    if center := values.get("identityCenter"):
        center["groups"] = dict(sorted(center["groups"].items()))
    return f"{_text(values, 0)}\n"


def write(snapshot: Snapshot, path: Path) -> bool:
    """Replace the file in one step; whether it changed. Raises OSError when it can't be written."""
    new = text_of(snapshot).encode("utf-8")
    target = path.resolve()
    if target.exists() and target.read_bytes() == new:
        return False
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _text(value: Any, depth: int) -> str:  # noqa: ANN401
    """JSON with what is small on one line, and each entry of the file's sections on a line of its own."""
    flat = _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
    if not isinstance(value, dict | list) or not value:
        return flat
    children = list(value.values() if isinstance(value, dict) else value)
    nested = any(isinstance(child, dict | list) for child in children)
    if not (depth < 2 and nested) and 2 * depth + len(flat) <= _WIDTHS.get(depth, _WIDTH):
        return flat
    lines = [_text(child, depth + 1) for child in children]
    if isinstance(value, dict):
        lines = [f"{_text(key, depth)}: {line}" for key, line in zip(value, lines, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    inner = ",\n".join(f"{'  ' * (depth + 1)}{line}" for line in lines)
    return f"{opening}\n{inner}\n{'  ' * depth}{closing}"
