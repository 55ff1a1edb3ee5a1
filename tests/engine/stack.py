"""A small project beside the checkout: the real program, three accounts, its own local AWS."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import config.loader
from sandbox.aws.client import LocalAws
from sandbox.deployment import Deployment, Workspace
from sandbox.engine import Engine
from sandbox.running import local_aws

PROJECT = Path(__file__).resolve().parents[2]
ACCOUNTS = ("management", "log-archive", "audit")
# Together they have everything that a set can have; AWS takes assignments one by one, and the engine waits for each.
SETS = ("DelegatedIamAdmin", "OnCall")
UP = ("up", "--yes", "--skip-preview", "--suppress-outputs")


def make_project(folder: Path) -> Path:
    """Copy the program with a stack file `small` that has the three core accounts and no protection."""
    for room in ("policies", "config", "components"):
        shutil.copytree(PROJECT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__main__.py", "Pulumi.yaml", "organization.json"):
        shutil.copyfile(PROJECT / name, folder / name)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    yaml = YAML()
    values = yaml.load(PROJECT / "Pulumi.prod.yaml")
    baseline = values["config"]["guardrails:baseline"]
    baseline["deployment"]["protect"] = False
    for key in set(baseline["accounts"]) - set(ACCOUNTS):
        gone = baseline["accounts"].pop(key)
        baseline["accounts"]["audit"].setdefault("tags", {}).update(gone.get("tags", {}))
    # They have a test of their own, and AWS takes its time for the rules of an organization.
    baseline.pop("securityServices", None)
    for block in ("machineAccess", "assignments"):
        _move(baseline.get(block))
    baseline["permissionSets"] = {name: baseline["permissionSets"][name] for name in SETS}
    baseline["assignments"] = [a for a in baseline["assignments"] if set(a["permissionSets"]) <= set(SETS)]
    values["config"]["guardrails:organization"]["regions"] = ["eu-west-1"]
    yaml.dump(values, folder / "Pulumi.small.yaml")
    snapshot = json.loads((folder / "organization.json").read_text())
    ids = {account["id"] for account in baseline["accounts"].values()}
    snapshot["accounts"] = {key: value for key, value in snapshot["accounts"].items() if key in ids}
    (folder / "organization.json").write_text(json.dumps(snapshot))
    return folder


def _move(here: Any) -> None:
    """Let what names an account that the small project lacks name audit instead."""
    if isinstance(here, list):
        for item in here:
            _move(item)
    for key, value in here.items() if isinstance(here, dict) else ():
        if key == "account" and value not in ACCOUNTS:
            here[key] = "audit"
        elif key == "accounts" and isinstance(value, list):
            here[key] = list(dict.fromkeys(name if name in ACCOUNTS else "audit" for name in value))
        else:
            _move(value)


def edit(project: Path, old: str, new: str) -> None:
    """Change the stack file's text in one place."""
    path = project / "Pulumi.small.yaml"
    text = path.read_text()
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1))


def sandbox(project: Path) -> tuple[LocalAws, Workspace]:
    """The local AWS of the project, not started."""
    workspace = Workspace(project=project, stack="small")
    return local_aws(config.loader.load_stack("small", project), workspace), workspace


def deployment(engine: Engine, aws: LocalAws, workspace: Workspace) -> Deployment:
    """The project's stack in its local AWS, with the stack file as it is now."""
    result = Deployment(workspace=workspace, engine=engine, aws=aws.environment)
    result.prepare()
    return result


def wait_for_resources(workspace: Workspace, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until the run has written some resources: then it is in the middle of its work."""
    state = workspace.backend / ".pulumi/stacks/guardrails/small.json"
    for _ in range(3000):
        if process.poll() is not None:
            pytest.fail(f"the run ended too early: {process.communicate()[0]}")
        if (
            state.exists()
            and len(json.loads(state.read_text())["checkpoint"]["latest"].get("resources") or []) >= count
        ):
            return
        time.sleep(0.1)
    pytest.fail("the run wrote no resources in time")


def kill_midway(stack: Deployment, workspace: Workspace, count: int) -> list[str]:
    """Start an `up`, kill it with SIGKILL once it has written some resources, and say what of it never ends."""
    with stack.start(*UP) as run:
        wait_for_resources(workspace, count, run)
        os.kill(run.pid, signal.SIGKILL)
        run.wait(timeout=30)
    deadline = time.monotonic() + 60
    while (alive := _session(run.pid)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return alive


def _session(leader: int) -> list[str]:
    """Command lines of the processes that the leader started, and theirs."""
    found = subprocess.run(["pgrep", "-a", "-s", str(leader)], capture_output=True, text=True, check=False)
    return found.stdout.splitlines()
