"""The local AWS of a stack with the stack's deployment in it: what every command of the sandbox opens first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.models import Stack
from sandbox.aws.client import LocalAws
from sandbox.day_one import seed_of
from sandbox.deployment import Deployment, Workspace
from sandbox.engine import Engine


def local_aws(stack: Stack, workspace: Workspace) -> LocalAws:
    """The local AWS of a stack, seeded as on day one unless it already has a state."""
    workspace.folder.mkdir(parents=True, exist_ok=True)
    management = stack.baseline.accounts[stack.organization.management_account].id
    return LocalAws(account=management, state=workspace.aws_state, seed=seed_of(stack))


@contextmanager
def running(project: Path, stack: Stack, engine: Engine) -> Iterator[tuple[LocalAws, Deployment]]:
    """Start the local AWS, prepare the deployment, and save the state at the end."""
    workspace = Workspace(project=project, stack=stack.name)
    with local_aws(stack, workspace) as aws:
        deployment = Deployment(workspace=workspace, engine=engine, aws=aws.environment)
        deployment.prepare()
        yield aws, deployment
