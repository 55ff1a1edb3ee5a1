"""Repairs a stack after its `pulumi up` was killed."""

from pathlib import Path

from config.loader import load_stack
from sandbox.deployment import Deployment
from sandbox.engine import find_engine
from sandbox.running import running


def repair(deployment: Deployment) -> None:
    """Drop the dead run's lock, take what AWS has into the state, then finish the work.

    Raises CalledProcessError when a step fails: nothing after it is tried.
    """
    deployment.run("cancel", "--yes", check=False, quiet=True)
    deployment.run("refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--suppress-outputs")
    deployment.run("up", "--yes", "--skip-preview", "--suppress-outputs")


def recover(project: Path, stack_name: str) -> int:
    """`make recover`."""
    with running(project, load_stack(stack_name, project), find_engine(print)) as (_, deployment):
        repair(deployment)
    return 0
