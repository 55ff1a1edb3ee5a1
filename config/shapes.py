"""What the models expect at a path, read from their JSON Schema, so that no message is written twice."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from config.scalars import resolve
from config.texts import AccountKey, PermissionSetName, PolicyName
from policies.named_principals import AccountId


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What is expected at one path, in words; `plain` without those of a model's own about its values."""

    expected: str
    plain: str
    choices: tuple[str, ...] = ()
    kind: str = ""
    maximum: int | None = None
    hint: str = ""

    def excess(self, value: object) -> str:
        """How long the text is, where that is what is wrong with it."""
        if isinstance(value, str) and self.maximum is not None and len(value) > self.maximum:
            return f" of {len(value)} characters"
        return ""

    def fix(self, value: object) -> str:
        """How to correct the value."""
        if self.kind == "string" and isinstance(value, bool | int | float):
            return "put it in double quotes"
        wanted = {"integer": int, "boolean": bool}.get(self.kind)
        if isinstance(value, str) and wanted and type(resolve(value)) is wanted:
            return "write it without quotes"
        if self.excess(value):
            return "shorten it"
        return self.hint or "correct it"


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The model's JSON Schema with its definitions."""
    schema = model.model_json_schema(by_alias=True)
    _name_keys(schema)
    return schema


def _name_keys(here: Any) -> None:  # noqa: ANN401
    """Pydantic says a key's pattern as `patternProperties`, which loses its length and our words."""
    if isinstance(here, list):
        for item in here:
            _name_keys(item)
    if not isinstance(here, dict):
        return
    for value in here.values():
        _name_keys(value)
    if isinstance(here.get("patternProperties"), dict):
        ((pattern, value),) = here.pop("patternProperties").items()
        names = (TypeAdapter(kind).json_schema() for kind in (AccountKey, PermissionSetName, AccountId, PolicyName))
        here["additionalProperties"] = value
        here["propertyNames"] = next(name for name in names if name["pattern"] == pattern)


def known_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Keys that a mapping may have, in the order of the model; none where the names are the user's."""
    return list(_at(model, path).get("properties", {}))


def names_of(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """What a mapping's keys are, in words, where there are too many to list; else nothing."""
    return _at(model, path).get("names", "")


def shape_of(model: type[BaseModel], path: tuple[str | int, ...]) -> Shape:
    """The expectation at a path."""
    found = _at(model, path)
    kind = found.get("type", "")
    return Shape(
        expected=found.get("expected") or _words(found, kind),
        plain=_words(found, kind),
        choices=tuple(found.get("enum", ())),
        kind=kind,
        maximum=found.get("maxLength"),
        hint=found.get("fix", ""),
    )


def _at(model: type[BaseModel], path: tuple[str | int, ...]) -> dict[str, Any]:
    schema = schema_of(model)
    here = _resolve(schema, schema)
    for part in path:
        if part == "[key]":
            here = here.get("propertyNames") or {"type": "string"}
        elif isinstance(part, int):
            here = here.get("items", {})
        else:
            here = here.get("properties", {}).get(part) or _named(here)
        here = _resolve(schema, here)
    return here


def _named(here: dict[str, Any]) -> dict[str, Any]:
    other = here.get("additionalProperties")
    return other if isinstance(other, dict) else {}


def _resolve(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """Follow references and look through `X or null`."""
    while True:
        if "$ref" in here:
            rest = {key: value for key, value in here.items() if key != "$ref"}
            here = schema["$defs"][here["$ref"].split("/")[-1]] | rest
        elif "anyOf" in here:
            rest = {key: value for key, value in here.items() if key != "anyOf"}
            here = next(option for option in here["anyOf"] if option.get("type") != "null") | rest
        elif len(here.get("allOf", ())) == 1:
            here = here["allOf"][0]
        else:
            return here


def _words(found: dict[str, Any], kind: str) -> str:
    if "const" in found:
        return f'"{found["const"]}"'
    if "enum" in found:
        return f"one of {', '.join(str(choice) for choice in found['enum'])}"
    if kind == "string":
        return _text(found)
    if kind in ("integer", "number"):
        low, high = found.get("minimum"), found.get("maximum")
        return f"a whole number from {low} to {high}" if low is not None and high is not None else "a whole number"
    if kind == "boolean":
        return "true or false"
    if kind == "array":
        return "a list with at least one item" if found.get("minItems") else _at_most("a list", found.get("maxItems"))
    return "a mapping with at least one key" if found.get("minProperties") else "a mapping"


def _text(found: dict[str, Any]) -> str:
    low, high = found.get("minLength"), found.get("maxLength")
    text = "text"
    if low is not None and high is not None:
        text = f"text of {low} to {high} characters"
    elif high is not None:
        text = f"text of at most {high} characters"
    elif low is not None:
        text = "text that is not empty" if low == 1 else f"text of at least {low} characters"
    return f"{text} that matches {found['pattern']}" if "pattern" in found else text


def _at_most(text: str, count: int | None) -> str:
    return f"{text} of at most {count} items" if count is not None else text
