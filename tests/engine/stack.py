"""A small project beside the checkout: the real program, three accounts, its own local AWS."""

import json
import shutil
from pathlib import Path

from ruamel.yaml import YAML

import config.loader
from sandbox.aws.client import LocalAws
from sandbox.deployment import Deployment, Workspace
from sandbox.engine import Engine
from sandbox.running import local_aws

PROJECT = Path(__file__).resolve().parents[2]
ACCOUNTS = ("management", "log-archive", "audit")


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
        del baseline["accounts"][key]
    yaml.dump(values, folder / "Pulumi.small.yaml")
    snapshot = json.loads((folder / "organization.json").read_text())
    ids = {account["id"] for account in baseline["accounts"].values()}
    snapshot["accounts"] = {key: value for key, value in snapshot["accounts"].items() if key in ids}
    (folder / "organization.json").write_text(json.dumps(snapshot))
    return folder


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
