"""Which file holds which part of the configuration, and where in it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from config.messages import Finding, meant, similar
from config.problem import Path as ValuePath
from config.problem import Problem, dotted, show
from config.source import Document, parse

PROJECT_FILE = "Pulumi.yaml"
SNAPSHOT_FILE = "organization.json"
ORGANIZATION = "guardrails:organization"
STANDALONE = "guardrails:standalone"
BASELINE = "guardrails:baseline"
# Pulumi writes these itself.
_PULUMI_KEYS = ("config", "secretsprovider", "encryptionsalt", "encryptedkey", "environment")


@dataclass
class Sources:
    """The documents of one stack and the place of each part: organization and snapshot or standalone, baseline."""

    stack: Document
    parts: dict[str, tuple[Document, ValuePath]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def values(self) -> dict[str, object]:
        """The parts that were found, as plain values."""
        found = {part: document.find(path) for part, (document, path) in self.parts.items()}
        return {part: node.data() for part, node in found.items() if node}

    def locate(self, finding: Finding) -> Problem:
        """Give an error its file, line and column."""
        document, base = self.parts[str(finding.path[0])]
        path = (*base, *finding.path[1:])
        found, fix = finding.found, finding.fix
        node = document.find(path)
        if finding.text and node and node.plain and node.value != node.plain:
            found, fix = _unquoted(node.plain, node.value)
        problem = document.problem(path, key=finding.key, found=found, expected=finding.expected, fix=fix)
        shown = (*base[:-1], *finding.path[1:]) if base[-1:] == ("value",) else path
        return replace(problem, path=dotted(shown[1:] if base else shown))


def _unquoted(plain: str, value: object) -> tuple[str, str]:
    """What went wrong with text that lacks its quotes, and the form that is right."""
    found = f"{plain} without quotes, which is read as {show(value)}"
    if isinstance(value, int) and plain[:1] == "0":
        found = f"{plain} without quotes, which is read as the number {value} and loses its leading zero"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = f"{plain} without quotes, which is read as a number"
    return found, f'write "{plain}"'


def read_sources(name: str, directory: Path, stack_file: Path | None, text: str | None = None) -> Sources:
    """Read the stack file, Pulumi.yaml, and organization.json where the stack is an organization's."""
    stack = _read(stack_file or directory / f"Pulumi.{name}.yaml", directory, "create it, as a copy of another stack's")
    if text is not None:
        stack = parse(text, stack.file)
    project = _read(directory / PROJECT_FILE, directory, "restore it, every Pulumi project has one")
    sources = Sources(stack)
    sources.problems += [*stack.problems, *project.problems]
    if not stack.problems:
        _stack_parts(sources, stack, project)
    if "standalone" not in sources.parts:
        snapshot = _read(
            directory / SNAPSHOT_FILE, directory, "restore it, or run `guardrails accounts discover --write`"
        )
        sources.problems += snapshot.problems
        if not snapshot.problems:
            sources.parts["snapshot"] = (snapshot, ())
    return sources


def _read(path: Path, directory: Path, fix: str) -> Document:
    shown = str(path.relative_to(directory)) if path.is_relative_to(directory) else str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Document(shown, problems=[_whole(shown, "no such file", "a file that can be read", fix)])
    except UnicodeDecodeError:
        return Document(shown, problems=[_whole(shown, "other bytes", "text in UTF-8", "save it as UTF-8")])
    if path.suffix == ".json":
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            found = f"a syntax error ({error.msg[:1].lower()}{error.msg[1:]})"
            problem = Problem(
                file=shown,
                line=error.lineno,
                column=error.colno,
                found=found,
                expected="valid JSON",
                fix="correct it here or in the lines above",
            )
            return Document(shown, problems=[problem])
        # YAML has no tabs between values; valid JSON has them nowhere else.
        text = text.replace("\t", " ")
    return parse(text, shown)


def _whole(file: str, found: str, expected: str, fix: str) -> Problem:
    return Problem(file=file, line=1, column=1, found=found, expected=expected, fix=fix)


def _stack_parts(sources: Sources, stack: Document, project: Document) -> None:
    top = stack.root.entries
    if top is None:
        sources.problems.append(stack.problem((), found="no mapping", expected="the key config", fix="add config"))
        return
    for key in top:
        if key not in _PULUMI_KEYS:
            sources.problems.append(
                stack.problem(
                    (key,),
                    key=True,
                    found="an unknown key",
                    expected=f"one of {', '.join(_PULUMI_KEYS)}",
                    fix=f"did you mean {guess}?" if (guess := similar(key, list(_PULUMI_KEYS))) else "remove it",
                )
            )
    config = stack.find(("config",))
    if config is None or config.entries is None:
        sources.problems.append(
            stack.problem(
                ("config",), found="no mapping", expected=f"a mapping with {BASELINE}", fix=f"add {BASELINE} below it"
            )
        )
        return
    typos = _blocks(sources, stack, config.entries)
    _place_parts(sources, stack, project, typos)


def _blocks(sources: Sources, stack: Document, keys: Iterable[str]) -> list[str]:
    """Refuse blocks that are not ours to read; their keys."""
    known = [ORGANIZATION, STANDALONE, BASELINE]
    # Pulumi puts a key without a namespace into the project's: `baseline` would be a second guardrails:baseline.
    typos = [k for k in keys if k not in known and (k.startswith("guardrails:") or ":" not in k)]
    for key in typos:
        sources.problems.append(
            stack.problem(
                ("config", key),
                key=True,
                found="an unknown key",
                expected=f"one of {', '.join(known)}",
                fix=meant(key, known, nothing=""),
            )
        )
    for key in known:
        if (block := stack.find(("config", key))) and block.entries is not None and list(block.entries) == ["secure"]:
            sources.problems.append(
                stack.problem(
                    ("config", key),
                    found="an encrypted value",
                    expected="plain values",
                    fix="nothing in it is secret: write it as plain YAML",
                )
            )
            typos.append(key)
    return typos


def _place_parts(sources: Sources, stack: Document, project: Document, typos: list[str]) -> None:
    if BASELINE not in typos and stack.find(("config", BASELINE)):
        sources.parts["baseline"] = (stack, ("config", BASELINE))
    elif not typos:
        _missing(sources, stack, BASELINE, "add it")
    if STANDALONE not in typos and stack.find(("config", STANDALONE)):
        sources.parts["standalone"] = (stack, ("config", STANDALONE))
        if stack.find(("config", ORGANIZATION)):
            sources.problems.append(
                stack.problem(
                    ("config", STANDALONE),
                    key=True,
                    found=f"{STANDALONE} and {ORGANIZATION}",
                    expected="one of them",
                    fix="remove one: an account belongs to an organization or is on its own",
                )
            )
    elif ORGANIZATION not in typos and stack.find(("config", ORGANIZATION)):
        sources.parts["organization"] = (stack, ("config", ORGANIZATION))
    elif project.find(("config", ORGANIZATION, "value")):
        sources.parts["organization"] = (project, ("config", ORGANIZATION, "value"))
    elif not project.problems and not typos:
        _missing(sources, stack, ORGANIZATION, f"add it here or, below value:, to {PROJECT_FILE}")


def _missing(sources: Sources, stack: Document, key: str, fix: str) -> None:
    sources.problems.append(stack.problem(("config", key), key=True, found="nothing", expected="a mapping", fix=fix))
