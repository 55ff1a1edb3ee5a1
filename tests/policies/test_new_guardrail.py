"""A guardrail is one new file: the example of CONTRIBUTING, in a copy of the project, passes, and its typos don't."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("policies", "config", "operations", "tests/policies")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with the example as its newest file, mentioned in the stack file."""
    folder = tmp_path_factory.mktemp("project")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("cli.py", "pyproject.toml", "Pulumi.yaml", "organization.json", "tests/__init__.py"):
        shutil.copy(ROOT / file, folder / file)
    stack = (ROOT / "Pulumi.prod.yaml").read_text()
    block = "    guardrails:\n"
    (folder / "Pulumi.prod.yaml").write_text(stack.replace(block, f"{block}      noCloudShell: {{}}\n", 1))
    return folder


@pytest.fixture(scope="module")
def example():
    (text,) = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    return text


def run(folder, text, *arguments):
    (folder / "policies/guardrails/no_cloud_shell.py").write_text(text)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def generated(folder, text):
    file = "tests/policies/test_guardrails.py"
    return run(folder, text, "-m", "pytest", "-q", "-p", "no:cacheprovider", file, "-k", "noCloudShell")


def check(folder, text):
    return run(folder, text, "-c", "from cli import build; build()(['check'])")


def test_its_tests_are_generated_and_pass(copy, example):
    result = generated(copy, example)
    assert result.returncode == 0, result.stdout
    assert int(re.findall(r"(\d+) passed", result.stdout)[0]) >= 8


def test_an_action_that_no_example_needs_is_red(copy, example):
    action = '"cloudshell:CreateEnvironment",)'
    result = generated(copy, example.replace(action, f'{action[:-1]} "cloudshell:PutCredentials")'))
    assert result.returncode == 1
    assert "NoCloudShell without cloudshell:PutCredentials" in result.stdout


def test_check_takes_it(copy, example):
    result = check(copy, example)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "cloudshell:CreateEnvironment",
            "cloudshell:CreateEnviroment",
            ("cloudshell:CreateEnviroment", "cloudshell:CreateEnvironment"),
        ),
        (
            'actions=("cloudshell:CreateEnvironment",)',
            'actions=("cloudshell:CreateEnvironment",), conditions={"StringEquals": {"ec2:Vpc": "vpc-1"}}',
            ("ec2:Vpc", "cloudshell:CreateEnvironment"),
        ),
    ],
)
def test_check_refuses_its_typos_at_its_place(copy, example, old, new, words):
    result = check(copy, example.replace(old, new))
    assert result.returncode == 2
    line = next(line for line in result.stderr.splitlines() if words[0] in line)
    assert re.match(r"Pulumi\.prod\.yaml:\d+:7: guardrails:baseline\.guardrails\.noCloudShell: found ", line)
    assert all(word in line for word in words)
