"""The layout's rules, each held on the repository and shown to fail on a planted violation."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "policies": set(),
    "config": {"policies"},
    "components": {"config", "policies"},
    "review": {"config", "policies"},
    "operations": {"config", "policies"},
    "sandbox": {"components", "config", "policies", "review"},
    "cli": {"config", "operations", "policies", "review"},
    "__main__": {"components", "config"},
}
OWN = {*MAY_IMPORT, "tests"}
PULUMI = {"pulumi", "pulumi_aws"}
COMPUTED = "what only running it would tell"
# Beside the numbers that repeat a few digits in groups, these are the ones of AWS's documentation.
EXAMPLE_ACCOUNTS = {"123456789012", "012345678901", "012345670123"}
LOCK_FILES = {"go.mod", "go.sum", "package-lock.json", "requirements.txt"}  # hashes may look like accounts


def tracked() -> list[str]:
    output = subprocess.run(["git", "ls-files"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    return [name for name in output.splitlines() if (PROJECT / name).is_file()]


def room_of(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def imports(name: str, source: str) -> set[str]:
    """The first part of every imported module's name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            folders = name.split("/")[:-1]
            above = folders[: len(folders) - node.level + 1] if node.level else []
            module = [*above, *(node.module or "").split(".")] if node.module else above
            found |= {module[0]} if module else {alias.name for alias in node.names}
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"}:
            found.add(argument(node, room_of(name)))
    return found


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def argument(node: ast.Call, room: str) -> str:
    """The first part of the module that importlib is asked for."""
    match node.args:
        case [ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name(id="__name__")), *_]), *_]:
            return room
        case [ast.Constant(value=str(module)), *_] | [ast.JoinedStr(values=[ast.Constant(value=str(module)), *_]), *_]:
            first, dot, _ = module.partition(".")
            return first if first and (dot or isinstance(node.args[0], ast.Constant)) else COMPUTED
    return COMPUTED


def violations(name: str, source: str) -> list[str]:
    """Every rule that a Python file of the project breaks."""
    room, found = room_of(name), []
    imported = imports(name, source)
    found += [f"imports {other}" for other in sorted(imported & {*OWN, COMPUTED} - MAY_IMPORT[room] - {room})]
    if room not in {"components", "__main__"} and name != "review/recorder.py":
        found += [f"imports {module}" for module in sorted(imported & PULUMI)]
    if room == "components" and "boto3" in imported:
        found.append("imports boto3")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
            found.append(f"{node.name} has 50 lines or more")
    return found + too_long(source)


def too_long(source: str) -> list[str]:
    return ["400 lines or more"] if len(source.splitlines()) >= 400 else []


def without_init(folder: Path, names: list[str]) -> list[str]:
    """Folders of Python files that are no packages."""
    folders = {Path(n).parent for n in names if n.endswith(".py") and "/" in n and room_of(n) in OWN}
    return sorted(str(inner) for inner in folders if not (folder / inner / "__init__.py").exists())


def real_looking_accounts(text: str) -> set[str]:
    """12-digit numbers that are no documentation example: those repeat a few digits in groups."""
    numbers = set(re.findall(r"(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])", text))
    return {n for n in numbers - EXAMPLE_ACCOUNTS if len(set(n)) > 3}


def files_with_accounts(folder: Path, names: list[str]) -> dict[str, set[str]]:
    """Every text file but the lock files is read."""
    texts = {n: (folder / n).read_bytes().decode(errors="ignore") for n in names if Path(n).name not in LOCK_FILES}
    return {name: ids for name, text in texts.items() if (ids := real_looking_accounts(text))}


@pytest.mark.parametrize("name", [n for n in tracked() if n.endswith(".py") and room_of(n) in MAY_IMPORT])
def test_files_keep_the_rules(name):
    assert violations(name, (PROJECT / name).read_text()) == []


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("policies/x.py", "import config.models", ["imports config"]),
        ("policies/x.py", "import cli", ["imports cli"]),
        ("policies/x.py", "import pulumi", ["imports pulumi"]),
        ("policies/x.py", "from .. import config", ["imports config"]),
        ("policies/guardrails/x.py", "from ...config import models", ["imports config"]),
        ("policies/guardrails/x.py", "from .. import names\nfrom . import y\nfrom .z import w", []),
        ("policies/x.py", "import importlib\nimportlib.import_module('config.models')", ["imports config"]),
        ("policies/x.py", "from importlib import import_module\nimport_module(f'config.{x}')", ["imports config"]),
        ("policies/x.py", "__import__('config')", ["imports config"]),
        ("policies/x.py", "import_module(x)", [f"imports {COMPUTED}"]),
        ("policies/x.py", "import_module(f'con{x}')", [f"imports {COMPUTED}"]),
        ("policies/x.py", "import_module(f'{__name__}.{x}')", []),
        ("config/x.py", "from components import target", ["imports components"]),
        ("review/x.py", "import pulumi_aws as aws", ["imports pulumi_aws"]),
        ("operations/x.py", "from sandbox.aws import client", ["imports sandbox"]),
        ("sandbox/x.py", "from operations import commands", ["imports operations"]),
        ("sandbox/x.py", "from tests import sandbox", ["imports tests"]),
        ("components/x.py", "import boto3", ["imports boto3"]),
        ("cli.py", "def f():\n    from sandbox import demo", ["imports sandbox"]),
        ("cli.py", "import pulumi", ["imports pulumi"]),
        ("cli.py", "from config import commands", []),
        ("__main__.py", "from operations import commands", ["imports operations"]),
        ("__main__.py", "import pulumi\nfrom components import baseline", []),
        ("config/x.py", "\n" * 400, ["400 lines or more"]),
        ("config/x.py", "def f():\n" + "    x = 1\n" * 50, ["f has 50 lines or more"]),
        ("config/x.py", "async def f():\n" + "    x = 1\n" * 50, ["f has 50 lines or more"]),
        ("components/x.py", "import pulumi\nfrom policies import names", []),
        ("review/recorder.py", "import pulumi", []),
    ],
)
def test_a_planted_violation_is_found(name, source, expected):
    assert violations(name, source) == expected


@pytest.mark.parametrize("name", [n for n in tracked() if n.endswith(".go")])
def test_go_files_are_short_too(name):
    assert too_long((PROJECT / name).read_text()) == []


def test_every_package_has_an_init():
    assert without_init(PROJECT, tracked()) == []


def test_a_package_without_init_is_found(tmp_path):
    names = ["policies/inner/x.py", "policies/__init__.py", "tests/y.py", "cli.py", "docs/z.py"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert without_init(tmp_path, names) == ["policies/inner", "tests"]


def test_no_real_account_id_is_in_the_repository():
    assert files_with_accounts(PROJECT, tracked()) == {}


PLANTED = "4821" + "93075618"


@pytest.mark.parametrize("around", ['"{}"', "arn:aws:iam::{}:role/x", "trail-{}-logs", "{}.dkr.ecr", "a.{}", "x_{}"])
@pytest.mark.parametrize("name", ["x.py", "x.yml", "x.go", "Makefile", "docs/x.svg", "x.json"])
def test_a_planted_account_id_is_found(tmp_path, around, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(around.format(PLANTED))
    assert files_with_accounts(tmp_path, [name]) == {name: {PLANTED}}


@pytest.mark.parametrize("text", ["a" + PLANTED, PLANTED + "00", "111122223333", *sorted(EXAMPLE_ACCOUNTS)])
def test_examples_and_hashes_are_no_account_ids(text):
    assert real_looking_accounts(text) == set()
