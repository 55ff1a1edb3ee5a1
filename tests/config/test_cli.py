"""The command line: exit codes, all errors at once, edits that keep comments."""

import datetime
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import build
from policies.guardrails import catalogue
from policies.types import Mode
from tests.config.project import STACK_FILE, change, project

ROOT = Path(__file__).parents[2]
ADD = ["accounts", "add", "shop", "--name", "Shop", "--email", "shop@example.com"]
ADD += ["--ou", "Workloads", "--preset", "standard", "--id"]


@pytest.fixture
def root(tmp_path):
    folder = project(tmp_path)
    day = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=200)
    change(folder, STACK_FILE, "2027-06-30", str(day))
    return folder


def run(root, *arguments):
    return CliRunner().invoke(build(), [*arguments, "-C", str(root)])


def test_check_counts_what_a_stack_holds(root):
    result = run(root, "check", "-s", "prod")
    assert result.exit_code == 0
    assert result.stdout == (
        f"prod: ok, 3 accounts (3 active), {_placed()} guardrails, 1 permission sets, 0 assignments, 1 exemptions\n"
    )


def _placed():
    """Those that are on by default and have a target: the good project has no unit for suspended accounts."""
    return sum(entry.mode != Mode.OFF and entry.targets == ("Root",) for entry in catalogue().values())


def test_check_finds_the_project_above_and_all_its_stacks(root):
    (root / "Pulumi.test.yaml").write_bytes((root / STACK_FILE).read_bytes())
    (root / "below").mkdir()
    result = run(root / "below", "check")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["prod", "test"]


def test_four_errors_are_four_errors(root):
    change(root, STACK_FILE, "homeRegion:", "homeRegoin:")
    change(root, STACK_FILE, '"012345678901"', "012345678901")
    change(root, STACK_FILE, "      ReadOnly:", f"      {'ReadOnly' * 5}:")
    line = next(line for line in (root / STACK_FILE).read_text().splitlines() if "expires:" in line)
    change(root, STACK_FILE, line, '        expires: "2025-06-30"')
    result = run(root, "check", "-s", "prod")
    assert result.exit_code == 2
    assert result.stdout == ""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    assert result.stderr.splitlines() == [
        "Pulumi.prod.yaml:5:5: guardrails:organization.homeRegoin: found an unknown key, expected one of id, "
        "homeRegion, regions, alertRegions, managementAccount, logArchiveAccount, auditAccount, identityCenterAccount, "
        "controlTower, limits, exemptions; did you mean homeRegion?",
        'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found "2025-06-30", which is past, '
        f"expected a day from {today} to {today + datetime.timedelta(days=366)}; "
        "remove the exemption, or have it approved again",
        "Pulumi.prod.yaml:37:13: guardrails:baseline.accounts.audit.id: found 012345678901 without quotes, which is "
        "read as the number 12345678901 and loses its leading zero, expected 12 digits in double quotes; "
        'write "012345678901"',
        f"Pulumi.prod.yaml:44:7: guardrails:baseline.permissionSets.{'ReadOnly' * 5}: found the name "
        f'"{"ReadOnly" * 5}" of 40 characters, expected 1 to 32 letters, digits or +=,.@_-; rename it',
    ]


def test_no_project_and_no_stack_are_wrong_input(tmp_path, root):
    assert run(tmp_path, "check").exit_code == 2
    assert "Pulumi.nope.yaml:1:1: found no such file" in run(root, "check", "-s", "nope").stderr
    (root / STACK_FILE).unlink()
    assert run(root, "check").exit_code == 2


def test_an_added_account_keeps_every_other_byte(root):
    before = (root / STACK_FILE).read_text()
    shown = run(root, *ADD, "444455556666")
    assert shown.exit_code == 0
    assert '+      shop: {id: "444455556666", name: Shop' in shown.stdout
    assert (root / STACK_FILE).read_text() == before
    assert run(root, *ADD, "444455556666", "--apply").exit_code == 0
    after = (root / STACK_FILE).read_text().splitlines()
    line = (
        '      shop: {id: "444455556666", name: Shop, email: shop@example.com, organizationalUnit: Workloads, '
        "preset: standard}"
    )
    assert after.index(line) == after.index("    # a comment below the accounts") - 1
    after.remove(line)
    assert after == before.splitlines()
    assert run(root, "check").stdout.startswith("prod: ok, 4 accounts")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("12", "12 digits"),
        ("012345678901", "again (first in account audit)"),
        ("999900001111", "an account in organization.json"),
    ],
)
def test_an_account_that_would_not_load_leaves_the_file_alone(number, said, root):
    before = (root / STACK_FILE).read_bytes()
    result = run(root, *ADD, number, "--apply")
    assert result.exit_code == 2
    assert said in result.stderr
    assert (root / STACK_FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["yes: no", "null", "it's # x", '"', "{a}", "0123", "*a", "é \\", "a: b"])
def test_awkward_names_survive(name, root):
    from config.loader import load_stack

    result = run(root, *[name if part == "Shop" else part for part in ADD], "444455556666", "--apply")
    assert result.exit_code == 0, result.stderr
    assert load_stack("prod", root).baseline.accounts["shop"].name == name


def test_an_existing_key_is_refused(root):
    result = run(root, *["audit" if part == "shop" else part for part in ADD], "444455556666")
    assert result.exit_code == 2
    assert "accounts.audit: found the key already" in result.stderr


def test_accounts_at_the_end_of_a_file_without_a_last_newline(root):
    text = (root / STACK_FILE).read_text()
    head, _, _ = text.partition("    # a comment below")
    (root / STACK_FILE).write_text(head.rstrip("\n"))
    assert run(root, *ADD, "444455556666", "--apply").exit_code == 0
    assert (root / STACK_FILE).read_text().startswith(head)
    assert run(root, "check").exit_code == 0


def test_help_is_quick():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "import cli, sys; sys.argv = ['guardrails', '--help']; cli.main()"]
    spent = []
    for _ in range(5):
        # Processor time: the tests share the machine with one another.
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.4


def test_help_loads_nothing_that_takes_long():
    program = (
        "import cli, sys; sys.argv = ['guardrails', '--help']\n"
        "try: cli.main()\n"
        "finally: print('loaded', *{'boto3', 'pulumi', 'pydantic', 'ruamel'} & sys.modules.keys())"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "loaded"
