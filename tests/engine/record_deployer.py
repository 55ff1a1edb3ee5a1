"""Records what the deployers of the example organization call in one whole deployment: `up`, then `destroy`.

Run it after a change of what is deployed (some minutes): `.venv/bin/python -m tests.engine.record_deployer`.
"""

import shutil
import tempfile
from pathlib import Path

from sandbox.aws.enforcement_record import Enforcement, calls_file
from sandbox.destroy import take_away
from sandbox.engine import find_engine
from tests.engine.deployer import bootstrap, credentials, deploy_by_own_role, deployment, load, local_aws
from tests.engine.stack import PROJECT, UP
from tests.policies.deployer_calls import compact, write

_ROOMS = ("policies", "config", "components")
_FILES = ("__main__.py", "Pulumi.yaml", "Pulumi.prod.yaml", "organization.json")


def project(folder: Path) -> Path:
    """The program with the example's stack file, deployed by roles of its own."""
    for room in _ROOMS:
        shutil.copytree(PROJECT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copyfile(PROJECT / name, folder / name)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    deploy_by_own_role(folder / "Pulumi.prod.yaml")
    return folder


def main() -> None:
    """Decide nothing, note everything, and keep what is unique of it."""
    folder = project(Path(tempfile.mkdtemp(prefix="deployer-")))
    engine, stack = find_engine(print), load(folder, "prod")
    aws, workspace = local_aws(folder, stack, Enforcement.RECORD)
    with aws:
        bootstrap(aws, folder, stack)
        who = credentials(aws)
        calls_file(workspace.aws_state).unlink()
        deployment(engine, aws, workspace, who).run(*UP)
        run = deployment(engine, aws, workspace, credentials(aws))
        run.run("state", "unprotect", "--all", "--yes", quiet=True)
        take_away(run)
    with calls_file(workspace.aws_state).open(encoding="utf-8") as record:
        write(compact(record))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
