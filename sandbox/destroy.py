"""Takes the demo's stack away again, and says what stays by design."""

from pathlib import Path

from config.loader import load_stack
from sandbox.deployment import Deployment
from sandbox.engine import find_engine
from sandbox.kept import stays
from sandbox.running import running


def take_away(deployment: Deployment) -> list[str]:
    """Destroy the stack and say what stays in AWS: the archive, its keys and the trail outlive any stack.

    Raises CalledProcessError when the CLI fails, as it does for protected resources.
    """
    before = deployment.state()
    deployment.run("destroy", "--yes", "--skip-preview", "--suppress-outputs")
    return stays(before, deployment.state())


def destroy(project: Path, stack_name: str) -> int:
    """`make destroy`: switches protection off first, which in a real organization is a reviewed change of its own."""
    stack = load_stack(stack_name, project)
    with running(project, stack, find_engine(print)) as (_, deployment):
        deployment.run("state", "unprotect", "--all", "--yes", quiet=True)
        said = take_away(deployment)
    print("\n".join(said))
    return 0
