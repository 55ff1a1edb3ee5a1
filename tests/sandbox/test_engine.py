import collections.abc
import importlib
import json
import os
import shutil
import subprocess
import time
import typing
from pathlib import Path

import pytest
from pulumi import _types

from sandbox.engine import EngineMissingError, build, find_engine, ladder


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with nothing on it."""
    for name in ("PULUMI_HOME", "XDG_CACHE_HOME", "TF_PROVIDER_AWS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GUARDRAILS_CACHE", str(tmp_path / "cache"))
    return tmp_path


def program(path: Path, script: str = "exit 0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def install(machine: Path, plugin: str = "7.51.1") -> None:
    program(machine / "bin" / "pulumi", "echo v3.99.0")
    program(machine / ".pulumi" / "plugins" / f"resource-aws-v{plugin}" / "pulumi-resource-aws")


def test_installed_engine_comes_first(machine):
    install(machine)
    said = []
    engine = find_engine(said.append)
    assert (engine.rung, engine.version) == ("installed", "3.99.0")
    assert engine.environment["PULUMI_HOME"] == str(machine / ".pulumi")
    assert engine.environment["PATH"].split(":")[0] == str(machine / "bin")
    assert engine.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] == "true"
    assert len(said) == 1


def test_another_plugin_version_is_not_enough(machine, monkeypatch):
    install(machine, plugin="7.50.0")
    monkeypatch.setattr(ladder, "terraform_provider", lambda: None)
    with pytest.raises(EngineMissingError, match=r"no AWS plugin 7\.51\.1 in"):
        find_engine(lambda _: None)


@pytest.mark.parametrize("provider", [True, False])
def test_nothing_found_says_what_is_missing_and_how_to_get_it(machine, monkeypatch, provider):
    found = program(machine / "provider") if provider else None
    monkeypatch.setattr(ladder, "terraform_provider", lambda: found)
    said = []
    with pytest.raises(EngineMissingError) as caught:
        find_engine(said.append)
    message = str(caught.value)
    assert "\n" not in message
    assert "no `pulumi` on PATH" in message
    assert "no `go` on PATH" in message
    assert ("no Terraform AWS provider 5.x" in message) is not provider
    assert "curl -fsSL https://get.pulumi.com | sh -s -- --version 3.274.1" in message
    assert "pulumi plugin install resource aws 7.51.1" in message
    assert [line.partition(",")[0] for line in said] == ["engine 1 of 2", "engine 2 of 2"]


def test_a_cached_build_needs_no_go(machine, monkeypatch):
    found = program(machine / "provider")
    monkeypatch.setattr(ladder, "terraform_provider", lambda: found)
    folder = machine / "cache" / f"engine-{build.cache_key(build.SOURCES, found)}"
    folder.mkdir(parents=True)
    engine = find_engine(lambda _: None)
    assert engine.rung == "built from Go modules"
    assert engine.environment["TF_PROVIDER_AWS"] == str(found)
    assert engine.environment["PATH"].startswith(f"{folder}/bin:")


def test_engines_that_nobody_uses_are_forgotten(machine, monkeypatch):
    found = program(machine / "provider")
    monkeypatch.setattr(ladder, "terraform_provider", lambda: found)
    used = f"engine-{build.cache_key(build.SOURCES, found)}"
    days = {used: 31, "engine-recent": 29, "engine-old": 31, "engine-old.tmp-killed": 31, "somebody-elses": 31}
    for name, age in days.items():
        program(machine / "cache" / name / "bin" / "pulumi")
        then = time.time() - age * 24 * 60 * 60
        os.utime(machine / "cache" / name, (then, then))
    find_engine(lambda _: None)
    assert {path.name for path in (machine / "cache").iterdir()} == {used, "engine-recent", "somebody-elses"}
    assert time.time() - (machine / "cache" / used).stat().st_mtime < 60


def test_a_failed_build_leaves_nothing_half_done(machine, monkeypatch):
    found = program(machine / "provider")
    program(machine / "bin" / "go", "echo one; echo no such module >&2; exit 1")
    monkeypatch.setattr(ladder, "terraform_provider", lambda: found)
    with pytest.raises(EngineMissingError, match="go build of cli: no such module"):
        find_engine(lambda _: None)
    assert [path.suffix for path in (machine / "cache").iterdir()] == [".lock"]


@pytest.mark.parametrize("source", ["cli/go.sum", "plugin-aws/tokens.json", "plugin-aws/region.go", "language_host"])
def test_a_changed_source_changes_the_cache_key(tmp_path, source):
    copy = tmp_path / "engine"
    shutil.copytree(build.SOURCES, copy)
    before = build.cache_key(copy, Path("/provider"))
    assert before == build.cache_key(build.SOURCES, Path("/provider"))
    assert before != build.cache_key(copy, Path("/other"))
    with (copy / source).open("a") as file:
        file.write("\n")
    assert before != build.cache_key(copy, Path("/provider"))


@pytest.fixture(scope="module")
def plugin_shapes():
    try:
        engine = find_engine(print)
    except EngineMissingError as error:
        if os.environ.get("REQUIRE_ENGINE") == "1":
            pytest.fail(str(error))
        pytest.skip(str(error))
    if engine.rung == "installed":
        pytest.skip("the installed AWS plugin is the official one: nothing to compare")
    plugin = Path(engine.environment["PULUMI_HOME"], "plugins", "resource-aws-v7.51.1", "pulumi-resource-aws")
    answer = subprocess.run(
        [plugin, "-shapes"], env={**os.environ, **engine.environment}, capture_output=True, check=True, timeout=120
    )
    return json.loads(answer.stdout)


def package_shapes(token: str, depth: int) -> dict[str, str]:
    """The shapes of a type's arguments in pulumi-aws, as deep as the plugin's go."""
    _, path, name = token.split(":")
    module = path.split("/")[0]
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    # `InitArgs` where a block has the resource's name, as with s3.BucketLogging.
    args = getattr(package, f"{name}InitArgs", None) or getattr(package, f"{name}Args")
    shapes = {}
    add_shapes(shapes, "", args, depth)
    return shapes


def add_shapes(shapes: dict[str, str], prefix: str, args: type, depth: int) -> None:
    for name, hint in _types.input_type_types(args).items():
        path, kind = prefix + name, _types.unwrap_type(hint)
        shape = "scalar"
        if typing.get_origin(kind) is collections.abc.Sequence:
            shape, kind = "list", _types.unwrap_type(typing.get_args(kind)[0])
        elif typing.get_origin(kind) is collections.abc.Mapping:
            shape = "map"
        elif _types.is_input_type(kind):
            shape = "object"
        shapes[path] = shape
        if depth > 1 and _types.is_input_type(kind):
            add_shapes(shapes, f"{path}.", kind, depth - 1)


@pytest.mark.engine
def test_plugin_and_package_agree_on_lists_and_objects(plugin_shapes):
    tokens = json.loads((build.SOURCES / "plugin-aws" / "tokens.json").read_text())["resources"]
    assert set(plugin_shapes) == set(tokens.values())
    differences, compared = [], 0
    for token, plugin in plugin_shapes.items():
        package = package_shapes(token, max((path.count(".") + 1 for path in plugin), default=1))
        both = package.keys() & plugin.keys()
        compared += len(both)
        differences += [
            f"{token} {path}: {plugin[path]} in the plugin, {package[path]} in pulumi-aws"
            for path in sorted(both)
            if plugin[path] != package[path]
        ]
        # The bridge makes up names: one that the package doesn't have is never set.
        unknown = sorted(path for path in plugin.keys() - package.keys() if path != "timeouts")
        differences += [f"{token} {path}: unknown in pulumi-aws" for path in unknown]
    assert compared > 300
    assert not differences, "\n".join(differences)
