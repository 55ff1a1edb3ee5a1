"""A shell in which every AWS client talks to the local AWS."""

import os
import subprocess
from pathlib import Path

from config.loader import load_stack
from sandbox.engine import find_engine
from sandbox.running import running


def shell(project: Path, stack_name: str) -> int:
    """Open the user's shell with the exports; the local AWS ends with it and keeps its state.

    A proxy in the user's own shell would break pip, hence a shell of its own.
    """
    stack = load_stack(stack_name, project)
    with running(project, stack, find_engine(print)) as (_, deployment):
        environment = deployment.environment() | {"AWS_DEFAULT_REGION": stack.organization.home_region}
        print(f"The local AWS of {stack_name}. Leave with `exit`; then everything is saved. Try:")
        print("  aws organizations list-policies --filter SERVICE_CONTROL_POLICY")
        print(
            f"  pulumi preview --stack {stack_name} --expect-no-changes --config-file {deployment.workspace.stack_file}"
        )
        return subprocess.run(
            [os.environ.get("SHELL", "/bin/sh")], cwd=project, env=environment, check=False
        ).returncode
