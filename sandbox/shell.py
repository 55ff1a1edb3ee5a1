"""A shell in which every AWS client talks to the local AWS."""

import os
import shutil
import subprocess
from pathlib import Path

from config.loader import load_stack
from sandbox.deployment import Workspace
from sandbox.engine import find_engine
from sandbox.running import running

_NO_AWS = (
    "  There is no `aws` on PATH: leave, then install it as"
    " https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html says; `pulumi` works without it."
)


def greeting(workspace: Workspace, path: str) -> list[str]:
    """What to try in the shell, with the programs that are on its PATH."""
    list_policies = "  aws organizations list-policies --filter SERVICE_CONTROL_POLICY"
    return [
        f"The local AWS of {workspace.stack}. Leave with `exit`; then everything is saved. Try:",
        list_policies if shutil.which("aws", path=path) else _NO_AWS,
        f"  pulumi preview --stack {workspace.stack} --expect-no-changes --config-file {workspace.stack_file}",
    ]


def shell(project: Path, stack_name: str) -> int:
    """Open the user's shell with the exports; the local AWS ends with it and keeps its state.

    A proxy in the user's own shell would break pip, hence a shell of its own.
    """
    stack = load_stack(stack_name, project)
    with running(project, stack, find_engine(print)) as (_, deployment):
        environment = deployment.environment() | {"AWS_DEFAULT_REGION": stack.organization.home_region}
        print("\n".join(greeting(deployment.workspace, environment["PATH"])))
        return subprocess.run(
            [os.environ.get("SHELL", "/bin/sh")], cwd=project, env=environment, check=False
        ).returncode
