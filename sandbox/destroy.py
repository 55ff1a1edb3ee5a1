"""Takes the demo's stack away again, and says what stays by design."""

import json
from pathlib import Path

from config.loader import load_stack
from sandbox.deployment import Deployment
from sandbox.engine import find_engine
from sandbox.running import running


def take_away(deployment: Deployment) -> list[str]:
    """Destroy the stack and return what AWS keeps: the archive, its keys and the trail outlive any stack.

    Raises CalledProcessError when the CLI fails, as it does for protected resources.
    """
    state = json.loads(deployment.run("stack", "export", quiet=True).stdout)
    resources = state["deployment"].get("resources") or []
    kept = [f"{r['type']} {r['id']}" for r in resources if r.get("retainOnDelete") and r.get("custom")]
    deployment.run("destroy", "--yes", "--skip-preview", "--suppress-outputs")
    return sorted(kept)


def destroy(project: Path, stack_name: str) -> int:
    """`make destroy`: switches protection off first, which in a real organization is a reviewed change of its own."""
    with running(project, load_stack(stack_name, project), find_engine(print)) as (_, deployment):
        deployment.run("state", "unprotect", "--all", "--yes", quiet=True)
        kept = take_away(deployment)
    print("Kept by design; remove by hand if you must:")
    print("\n".join(f"  {line}" for line in kept))
    return 0
