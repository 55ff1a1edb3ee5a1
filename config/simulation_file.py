"""A file of requests for `guardrails simulate`: read, decided, and where it is wrong, told at its line."""

from typing import Any

from config.json_text import JsonError, JsonText, Mark
from config.problem import Path, dotted, show
from policies.errors import UnsupportedError
from policies.simulation import simulate

# Each place is looked for from the beginning of the text: a file that is wrong throughout would take long.
_SHOWN = 50


def decisions(text: str, file: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The decisions on all requests, or the errors of all, each `file:line:column: path: what is wrong`."""
    try:
        # RFC 8259 lets a reader pass over a byte order mark, which some editors write.
        requests = JsonText(text.removeprefix("\ufeff"))
    except JsonError as error:
        return [], [_error(file, error.mark, str(error))]
    if not isinstance(requests.value, list):
        message = f"a list of requests is needed, found {show(requests.value)}"
        return [], [_error(file, requests.place(()), message)]
    decided: list[dict[str, Any]] = []
    wrong: list[tuple[Path, str]] = []
    for index, item in enumerate(requests.value):
        try:
            decided.append(simulate(item))
        except UnsupportedError as error:
            wrong.append(((index, *error.path), str(error)))
    errors = [_error(file, requests.place(path), f"{dotted(path)}: {message}") for path, message in wrong[:_SHOWN]]
    if len(wrong) > _SHOWN:
        errors.append(f"{file}: {len(wrong) - _SHOWN} more requests are wrong")
    return ([] if errors else decided), errors


def _error(file: str, mark: Mark, message: str) -> str:
    return f"{file}:{mark[0]}:{mark[1]}: {message}"
