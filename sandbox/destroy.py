"""Takes the demo's stack away again, and says what stays by design."""

import json
from pathlib import Path

from config.loader import load_stack
from config.security_plan import left_on
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
    stack = load_stack(stack_name, project)
    with running(project, stack, find_engine(print)) as (_, deployment):
        deployment.run("state", "unprotect", "--all", "--yes", quiet=True)
        kept = take_away(deployment)
    print("Kept by design; remove by hand if you must:")
    print("\n".join(f"  {line}" for line in kept))
    if left := left_on(stack):
        print("Left on by AWS; docs/security-services.md says how it goes:")
        print("\n".join(f"  {line}" for line in left))
    return 0
