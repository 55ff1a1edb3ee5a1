"""YAML and JSON files as nodes that know their line and column, with the values that Pulumi reads from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from config.problem import Path, Problem, dotted, show_text
from config.scalars import resolve

Mark = tuple[int, int]
_TAGS = ("!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq")
_DEPTH = 50
_SIZE = 100_000


@dataclass
class Node:
    """A value at its place; `plain` holds the characters of a scalar without quotes."""

    mark: Mark
    end: Mark = (0, 0)
    value: object = None
    plain: str | None = None
    items: list["Node"] | None = None
    entries: dict[str, tuple[Mark, "Node"]] | None = None
    flow: bool = False
    size: int = 1

    def data(self) -> Any:  # noqa: ANN401
        """The value with everything below it, as JSON would have it."""
        if self.entries is not None:
            return {key: node.data() for key, (_, node) in self.entries.items()}
        return [node.data() for node in self.items] if self.items is not None else self.value

    def child(self, part: str | int) -> "Node | None":
        """The node one step down."""
        if self.entries is not None and isinstance(part, str) and part in self.entries:
            return self.entries[part][1]
        if self.items is not None and isinstance(part, int) and 0 <= part < len(self.items):
            return self.items[part]
        return None


@dataclass
class Document:
    """One file: its root node and what is wrong with it as YAML."""

    file: str
    root: Node = field(default_factory=lambda: Node((1, 1)))
    problems: list[Problem] = field(default_factory=list)

    def find(self, path: Path) -> Node | None:
        """The node at a path."""
        node: Node | None = self.root
        for part in path:
            node = node.child(part) if node else None
        return node

    def place(self, path: Path, *, key: bool = False) -> Mark:
        """Line and column of a value or of its key; of what encloses it when there is no such value."""
        mark = self.root.mark
        node: Node | None = self.root
        for index, part in enumerate(path):
            parent, node = node, node.child(part) if node else None
            if node is None or parent is None:
                return mark
            last = index == len(path) - 1
            mark = parent.entries[str(part)][0] if parent.entries is not None else node.mark
            if last and not key:
                mark = node.mark
        return mark

    def problem(self, path: Path, *, found: str, expected: str, fix: str, key: bool = False) -> Problem:
        """An error at a path of this file."""
        line, column = self.place(path, key=key)
        return Problem(
            file=self.file, line=line, column=column, path=dotted(path), found=found, expected=expected, fix=fix
        )


def parse(text: str, file: str) -> Document:
    """Read YAML 1.2 or JSON; errors of syntax, duplicate keys included, become the document's problems."""
    document = Document(file)
    try:
        _Composer(document, YAML(typ="rt", pure=True).parse(text)).run()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = show_text(" ".join((error.problem or "a syntax error").split()))
        document.problems.append(_syntax(file, (mark.line + 1, mark.column + 1) if mark else (1, 1), found))
    except (YAMLError, ValueError) as error:
        document.problems.append(_syntax(file, (1, 1), show_text(str(error).splitlines()[0])))
    return document


def _syntax(file: str, mark: Mark, found: str) -> Problem:
    return Problem(
        file=file,
        line=mark[0],
        column=mark[1],
        found=f"a syntax error ({found})",
        expected="valid YAML",
        fix="correct it here or in the lines above",
    )


class _Composer:
    def __init__(self, document: Document, events: Iterator[Event]) -> None:
        self.document = document
        self.events = events
        self.anchors: dict[str, Node] = {}

    def run(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(_mark(event), (), "a second document", "one document", "remove the line `---`")
                    return
                self.document.root = self.node(next(self.events), ())

    def refuse(self, mark: Mark, path: Path, found: str, expected: str, fix: str) -> None:
        self.document.problems.append(
            Problem(
                file=self.document.file,
                line=mark[0],
                column=mark[1],
                path=dotted(path),
                found=found,
                expected=expected,
                fix=fix,
            )
        )

    def node(self, event: Any, path: Path) -> Node:  # noqa: ANN401
        mark = _mark(event)
        if isinstance(event, AliasEvent):
            return self.alias(str(event.anchor), mark, path)
        node = Node(mark, end=_end(event))
        tag = str(event.ctag) if getattr(event, "ctag", None) else ""
        if tag and tag not in _TAGS and tag.replace("tag:yaml.org,2002:", "!!") not in _TAGS:
            self.refuse(mark, path, f"the tag {show_text(tag)}", "a plain value", "remove the tag")
        if isinstance(event, ScalarEvent):
            self.scalar(node, event, tag, path)
        elif isinstance(event, SequenceStartEvent):
            node.flow = bool(event.flow_style)
            self.sequence(node, path)
        elif isinstance(event, MappingStartEvent):
            node.flow = bool(event.flow_style)
            self.mapping(node, path)
        if event.anchor:
            self.anchors[str(event.anchor)] = node
        return node

    def alias(self, name: str, mark: Mark, path: Path) -> Node:
        if name in self.anchors:
            return self.anchors[name]
        self.refuse(
            mark, path, f"the alias *{show_text(name)}", "an anchor above it", f"write &{show_text(name)} first"
        )
        return Node(mark)

    def scalar(self, node: Node, event: ScalarEvent, tag: str, path: Path) -> None:
        quoted = event.style is not None or tag.endswith("str")
        node.value = event.value
        if quoted and not (tag and not tag.endswith("str")):
            return
        node.plain = None if event.style else event.value
        node.value = resolve(event.value)
        if isinstance(node.value, float) and (node.value != node.value or node.value in (float("inf"), -float("inf"))):
            self.refuse(node.mark, path, event.value, "a number that JSON can hold", "write it differently")
            node.value = None

    def sequence(self, node: Node, path: Path) -> None:
        self.deep(node.mark, path)
        node.items = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            node.items.append(self.node(event, (*path, len(node.items))))
        self.close(node, event, node.items)

    def mapping(self, node: Node, path: Path) -> None:
        self.deep(node.mark, path)
        node.entries = {}
        merged: list[Node] = []
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, path)
            name = _key(key)
            value = self.node(next(self.events), (*path, name))
            if value.plain == "":
                # What is left out has no characters, and is said to be where the next key is.
                value.mark = key.mark
            if key.plain == "<<":
                merged.extend(self.sources(key, value, (*path, name)))
            elif key.entries is not None or key.items is not None:
                self.refuse(key.mark, path, "a key that is no text", "text", "write the key as text")
            elif name in node.entries:
                line = node.entries[name][0][0]
                self.refuse(
                    key.mark, (*path, name), f"the key again (first in line {line})", "each key once", "remove one"
                )
            else:
                node.entries[name] = (key.mark, value)
        self.close(node, event, [entry for _, entry in node.entries.values()])
        for source in merged:
            for name, entry in (source.entries or {}).items():
                node.entries.setdefault(name, entry)

    def sources(self, key: Node, value: Node, path: Path) -> list[Node]:
        """What a merge key takes over; Pulumi reads nothing at all where one of them is no mapping."""
        found = [value] if value.items is None else value.items
        for node in found:
            if node.entries is None:
                self.refuse(key.mark, path, "a merge of what is no mapping", "mappings", "name an anchor of a mapping")
        return found

    def close(self, node: Node, event: Event, children: list[Node]) -> None:
        """A block ends where its last child does: its end event comes after the comments below it."""
        node.end = _end(event) if node.flow else max((child.end for child in children), default=node.end)
        node.size += sum(child.size for child in children)
        if node.size > _SIZE:
            raise MarkedYAMLError(
                problem=f"aliases that make more than {_SIZE} values", problem_mark=_Place(*node.mark)
            )

    def deep(self, mark: Mark, path: Path) -> None:
        if len(path) > _DEPTH:
            message = f"a value nested {_DEPTH} levels deep"
            raise MarkedYAMLError(problem=message, problem_mark=_Place(*mark))


@dataclass
class _Place:
    row: int
    position: int

    @property
    def line(self) -> int:
        return self.row - 1

    @property
    def column(self) -> int:
        return self.position - 1


def _mark(event: Event) -> Mark:
    return (event.start_mark.line + 1, event.start_mark.column + 1)


def _end(event: Event) -> Mark:
    return (event.end_mark.line + 1, event.end_mark.column + 1)


def _key(node: Node) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return "<nil>" if node.value is None else str(node.value)
