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
}
ROOMS = {*MAY_IMPORT, "sandbox"}
PULUMI = {"pulumi", "pulumi_aws"}
EXAMPLE_ACCOUNTS = {"123456789012", "012345678901", "012345670123"}


def tracked() -> list[str]:
    output = subprocess.run(["git", "ls-files"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    return [name for name in output.splitlines() if (PROJECT / name).exists()]


def imports(source: str) -> set[str]:
    """The first part of every imported module's name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def violations(name: str, source: str) -> list[str]:
    """Every rule that a Python file of a room breaks."""
    room, found = name.split("/")[0], []
    imported = imports(source)
    if room in MAY_IMPORT:
        found += [f"imports {other}" for other in sorted(imported & ROOMS - MAY_IMPORT[room] - {room})]
        if room != "components" and name != "review/recorder.py":
            found += [f"imports {module}" for module in sorted(imported & PULUMI)]
        if room == "components" and "boto3" in imported:
            found.append("imports boto3")
    if len(source.splitlines()) > 400:
        found.append("over 400 lines")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
            found.append(f"{node.name} has 50 lines or more")
    return found


def real_looking_accounts(text: str) -> set[str]:
    """12-digit numbers that are no documentation example: those repeat a few digits in groups."""
    numbers = set(re.findall(r"(?<![\w.-])\d{12}(?![\w.-])", text))
    return {n for n in numbers - EXAMPLE_ACCOUNTS if len(set(n)) > 3}


@pytest.mark.parametrize("name", [n for n in tracked() if n.endswith(".py") and n.split("/")[0] in ROOMS])
def test_rooms_keep_the_rules(name):
    assert violations(name, (PROJECT / name).read_text()) == []


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("policies/x.py", "import config.models", ["imports config"]),
        ("policies/x.py", "import pulumi", ["imports pulumi"]),
        ("config/x.py", "from components import target", ["imports components"]),
        ("review/x.py", "import pulumi_aws as aws", ["imports pulumi_aws"]),
        ("components/x.py", "import boto3", ["imports boto3"]),
        ("config/x.py", "\n" * 401, ["over 400 lines"]),
        ("config/x.py", "def f():\n" + "    x = 1\n" * 50, ["f has 50 lines or more"]),
        ("config/x.py", "async def f():\n" + "    x = 1\n" * 50, ["f has 50 lines or more"]),
        ("components/x.py", "import pulumi\nfrom policies import names", []),
        ("review/recorder.py", "import pulumi", []),
    ],
)
def test_a_planted_violation_is_found(name, source, expected):
    assert violations(name, source) == expected


def test_every_package_has_an_init():
    folders = {str(Path(n).parent) for n in tracked() if n.endswith(".py") and n.split("/")[0] in {*ROOMS, "tests"}}
    assert [folder for folder in sorted(folders) if not (PROJECT / folder / "__init__.py").exists()] == []


def test_no_real_account_id_is_in_the_repository():
    names = [n for n in tracked() if n.endswith((".py", ".yaml", ".md", ".json", ".toml")) and "requirements" not in n]
    found = {name: ids for name in names if (ids := real_looking_accounts((PROJECT / name).read_text()))}
    assert found == {}
    assert real_looking_accounts('"' + "4821" + "93075618" + '"')
