"""The commands of CloudWatch Logs Insights that the saved queries use, run over records of CloudTrail.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:(?P<word>[\w@][\w.@]*)|"(?P<text>[^"]*)"|/(?P<regex>(?:\\/|[^/])+)/|(?P<symbol>!=|=|[()\[\],]))"""
)
_COUNTS = re.compile(r"(count\(\*\)|(?:earliest|latest)\(([\w.@]+)\)) as (\w+)")


def run(query: str, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that a query gives: those of its `fields`, or of its `stats` with their counts."""
    rows = [_flat(record) for record in records]
    shown: list[str] = []
    for command in re.split(r"\n\| ", query):
        name, _, rest = command.partition(" ")
        match name:
            case "fields":
                shown = [part.strip() for part in rest.split(",")]
            case "filter":
                rows = [row for row in rows if Condition(rest).holds(row)]
            case "parse":
                rows = [_parsed(row, rest) for row in rows]
            case "stats":
                rows, shown = _counted(rows, rest)
            case "sort" | "limit":
                assert re.fullmatch(r"[\w.@]+ (asc|desc)|[0-9]+", rest), command
            case _:
                raise AssertionError(command)
    return [{field: row.get(field) for field in shown} for row in rows]


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Fields as Insights finds them in JSON: their path, joined by dots."""
    row: dict[str, Any] = {} if prefix else {"@timestamp": record["eventTime"]}
    for key, value in record.items():
        if isinstance(value, Mapping):
            row |= _flat(value, f"{prefix}{key}.")
        elif value is not None:
            row[prefix + key] = value
    return row


def _parsed(row: dict[str, Any], rest: str) -> dict[str, Any]:
    field, regex = re.fullmatch(r"([\w.@]+) /(.+)/", rest).groups()
    found = re.search(regex.replace("(?<", "(?P<"), row.get(field, ""))
    return row | (found.groupdict() if found else {})


def _counted(rows: list[dict[str, Any]], rest: str) -> tuple[list[dict[str, Any]], list[str]]:
    counts, by = rest.split(" by ")
    keys = by.split(", ")
    groups: dict[tuple, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row.get(key) for key in keys), []).append(row)
    asked = _COUNTS.findall(counts)
    assert ", ".join(f"{function} as {name}" for function, _, name in asked) == counts
    result = []
    for values, group in groups.items():
        row = dict(zip(keys, values, strict=True))
        for function, field, name in asked:
            found = sorted(each[field] for each in group) if field else []
            row[name] = len(group) if not field else found[0 if function.startswith("earliest") else -1]
        result.append(row)
    return result, [*(name for _, _, name in asked), *keys]


class Condition:
    """A `filter`, read once for each row: `or`, `and`, `not`, comparisons, `in`, `like` and `ispresent`."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        end = 0
        for found in _TOKEN.finditer(text):
            assert found.start() == end, text[end:]
            end = found.end()
            self.tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
        assert end == len(text), text[end:]

    def holds(self, row: Mapping[str, Any]) -> bool:
        self.row, self.left = row, list(self.tokens)
        result = self._either()
        assert not self.left, self.left
        return result

    def _take(self, *wanted: str) -> str | None:
        if self.left and self.left[0][0] != "text" and self.left[0][1] in wanted:
            return self.left.pop(0)[1]
        return None

    def _either(self) -> bool:
        result = self._both()
        while self._take("or"):
            result = self._both() or result
        return result

    def _both(self) -> bool:
        result = self._one()
        while self._take("and"):
            result = self._one() and result
        return result

    def _one(self) -> bool:
        if self._take("not"):
            return not self._one()
        if self._take("("):
            result = self._either()
            assert self._take(")")
            return result
        kind, word = self.left.pop(0)
        assert kind == "word", word
        if word == "ispresent":
            assert self._take("(")
            _, field = self.left.pop(0)
            assert self._take(")")
            return field in self.row
        return self._compared(self.row.get(word))

    def _compared(self, value: Any) -> bool:
        match self._take("=", "!=", "like", "in"):
            case "=":
                return value == self._literal("text")
            case "!=":
                return value != self._literal("text")
            case "like":
                regex = self._literal("regex").replace("\\/", "/")
                return value is not None and re.search(regex, value) is not None
            case "in":
                assert self._take("[")
                values = [self._literal("text")]
                while self._take(","):
                    values.append(self._literal("text"))
                assert self._take("]")
                return value in values
        raise AssertionError(self.left)

    def _literal(self, wanted: str) -> str:
        kind, text = self.left.pop(0)
        assert kind == wanted, text
        return text
