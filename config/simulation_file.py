"""A file of requests for `guardrails simulate`: read, decided, and where it is wrong, told at its line."""

import json
from typing import Any

from config.problem import dotted
from config.source import parse
from policies.simulation import RequestError, simulate


def decisions(text: str, file: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The decisions on all requests, or the errors of all, each `file:line:column: path: what is wrong`."""
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [f"{file}:{error.lineno}:{error.colno}: no valid JSON: {error.msg}"]
    if not isinstance(items, list):
        return [], [f"{file}:1:1: a list of requests is needed, found {type(items).__name__}"]
    decided, wrong = [], []
    for index, item in enumerate(items):
        try:
            decided.append(simulate(item))
        except RequestError as error:
            wrong.append(((index, *error.path), str(error)))
    if not wrong:
        return decided, []
    places = parse(text, file)
    return [], [f"{file}:{_at(places.place(path))}: {dotted(path)}: {message}" for path, message in wrong]


def _at(mark: tuple[int, int]) -> str:
    return f"{mark[0]}:{mark[1]}"
