"""Awkward scalars mean here what they mean to Pulumi."""

import json
import os
import subprocess

import pytest

from config.source import parse

# What `pulumi config --json` says; test_pulumi_agrees asks it again.
SCALARS = {
    "012345678901": 12345678901, "111122223333": 111122223333, "012345670123": 1402433619, "017": 15, "089": 89,
    "0o17": 15, "0o18": "0o18", "0x1F": 31, "0X1f": 31, "0b11": 3, "-0b11": -3, "0b12": "0b12", "-017": -15,
    "off": "off", "yes": "yes", "On": "On", "y": "y", "True": True, "TRUE": True, "tRUE": "tRUE",
    "1_000": 1000, "1_2_3.5": 123.5, "_1": "_1", "0x_1f": 31, "1.5": 1.5, ".5": 0.5, "5.": 5, "1e3": 1000, "1.0": 1,
    "+5": 5, "-0": 0, "1e400": "1e400", "99999999999999999999": 100000000000000000000, "999999999999999999999": 1e21,
    "12:30:45": "12:30:45", "2027-06-30": "2027-06-30 00:00:00 +0000 UTC", "2001-1-2": "2001-01-02 00:00:00 +0000 UTC",
    "2027-06-30T00:00:00Z": "2027-06-30 00:00:00 +0000 UTC", "~": None, "Null": None, "nULL": "nULL", '"012"': "012",
    "!!str 012": "012", '!!int "5"': 5, "=": "=", "'0x10'": "0x10",
}  # fmt: skip


def document():
    lines = "".join(f"    - {text}\n" for text in SCALARS)
    return f"config:\n  scalars:list:\n{lines}"


def same(found, expected):
    """Equal with equal types of JSON: true is not 1."""
    return len(found) == len(expected) and all(
        a == b and isinstance(a, bool) == isinstance(b, bool) and isinstance(a, str) == isinstance(b, str)
        for a, b in zip(found, expected, strict=True)
    )


def test_the_loader_reads_scalars_as_written_down():
    assert len(SCALARS) >= 30
    found = parse(document(), "x").root.data()["config"]["scalars:list"]
    assert same(found, list(SCALARS.values()))


@pytest.mark.engine
def test_pulumi_agrees(tmp_path):
    from sandbox.engine import EngineMissingError, find_engine

    try:
        engine = find_engine(print)
    except EngineMissingError as error:
        if os.environ.get("REQUIRE_ENGINE") == "1":
            raise
        pytest.skip(f"NOT TESTED against Pulumi: {error}")
    backend = tmp_path / "backend"
    backend.mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: scalars\nruntime: python\n")
    environment = {
        **os.environ,
        **engine.environment,
        "PULUMI_BACKEND_URL": backend.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "",
    }

    def pulumi(*arguments):
        command = ["pulumi", *arguments, "--non-interactive"]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    pulumi("stack", "init", "test")
    salt = (tmp_path / "Pulumi.test.yaml").read_text()
    (tmp_path / "Pulumi.test.yaml").write_text(f"{salt}{document()}")
    found = json.loads(pulumi("config", "--json", "--stack", "test"))["scalars:list"]["objectValue"]
    assert same(found, list(SCALARS.values()))
