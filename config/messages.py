"""Pydantic's errors in the configuration's words: found, expected, how to fix."""

import difflib
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from config.problem import Path, show
from config.shapes import Shape, known_keys, names_of, shape_of


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One error before it has a place; `key` puts it at the key, `text` says that text is expected."""

    path: Path
    found: str
    expected: str
    fix: str
    key: bool = False
    text: bool = False


def validate(model: type[BaseModel], text: str) -> tuple[BaseModel | None, list[Finding]]:
    """Check JSON against a model, strictly: `"14"` is no number and `home_region` no name of `homeRegion`."""
    try:
        return model.model_validate_json(text, strict=True, by_alias=True, by_name=False), []
    except ValidationError as error:
        return None, _findings(model, error.errors(include_url=False))


def similar(word: str, words: list[str]) -> str | None:
    """The known word that was probably meant."""
    lower = {known.lower(): known for known in words}
    close = difflib.get_close_matches(word.lower().replace("_", "").replace("-", ""), list(lower), 1, 0.6)
    return lower[close[0]] if close else None


def meant(word: str, words: list[str], *, nothing: str) -> str:
    """How to fix a word that is not known: a suggestion or the list of what is."""
    suggestion = similar(word, words)
    if suggestion:
        return f"did you mean {suggestion}?"
    return f"choose one of {', '.join(sorted(words))}" if words else nothing


def _findings(model: type[BaseModel], errors: list[Any]) -> list[Finding]:
    typos = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *parent, name = error["loc"]
            suggestion = similar(str(name), known_keys(model, tuple(parent)))
            typos.add((*parent, suggestion))
    return [
        _finding(model, error)
        for error in errors
        if not (error["type"] == "missing" and tuple(error["loc"]) in typos) and not _only_seems_short(error)
    ]


def _only_seems_short(error: Any) -> bool:  # noqa: ANN401
    """Pydantic counts the items that are right: a list is short as well when its only item is wrong."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _finding(model: type[BaseModel], error: Any) -> Finding:  # noqa: ANN401
    path, kind, value = tuple(error["loc"]), error["type"], error["input"]
    # Pydantic's mark of a name that is wrong; a user's own key may be spelled so too.
    if path and path[-1] == "[key]" and kind != "extra_forbidden":
        shape = shape_of(model, (*path[:-2], "[key]"))
        return Finding(
            path=path[:-1],
            key=True,
            found=f"the name {show(value)}{shape.excess(value)}",
            expected=shape.expected,
            fix="rename it",
        )
    if kind == "extra_forbidden":
        keys = known_keys(model, path[:-1])
        return Finding(
            path=path,
            key=True,
            found="an unknown key",
            expected=names_of(model, path[:-1]) or (f"one of {', '.join(keys)}" if keys else "no key"),
            fix=meant(str(path[-1]), keys, nothing="remove it")
            if similar(str(path[-1]), keys)
            else "rename or remove it",
        )
    shape = shape_of(model, path)
    if shape.kind == "object" and kind != "value_error":
        # What is no mapping is no matter of the values in it, which a model's own words are about.
        shape = replace(shape, expected=shape.plain, hint="")
    if kind == "missing":
        return Finding(path=path, key=True, found="nothing", expected=shape.expected, fix=f"add {path[-1]}")
    if kind == "enum":
        return Finding(
            path=path,
            found=show(value),
            expected=shape.expected,
            fix=meant(str(value), list(shape.choices), nothing=""),
        )
    text = shape.kind == "string"
    return Finding(path=path, found=_found(shape, value), expected=shape.expected, fix=shape.fix(value), text=text)


def _found(shape: Shape, value: object) -> str:
    return f"{show(value)}{shape.excess(value)}"
