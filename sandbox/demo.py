"""The demo: the organization or account of a stack file on day one, then the real `pulumi up`, then what is there."""

import json
import time
from pathlib import Path

from rich.console import Console

from config.loader import load_stack
from config.models import Stack
from config.plan import policies
from sandbox.engine import EngineMissingError, find_engine
from sandbox.kept import stays
from sandbox.running import running
from sandbox.summary import show

_NEXT = """Next:
  make sandbox                      a shell in which aws, boto3 and pulumi talk to this local AWS
  .venv/bin/guardrails check        the configuration, checked
  make demo                         again: it changes nothing"""


def demo(project: Path, stack_name: str) -> int:
    """Run it; 0 when the organization is in place, also when there is no engine and the offline half was shown."""
    console, begun = Console(), time.monotonic()

    def say(text: str) -> None:
        console.print(f"[{time.monotonic() - begun:5.0f} s] {text}", markup=False, highlight=False, soft_wrap=True)

    say(f"configuration: Pulumi.{stack_name}.yaml")
    stack = load_stack(stack_name, project)
    try:
        engine = find_engine(say)
    except EngineMissingError as error:
        return _offline(console, stack, error)
    say(f"engine: {engine.rung}, pulumi {engine.version}")
    say(f"local AWS: {len(stack.baseline.accounts)} accounts")
    with running(project, stack, engine) as (aws, deployment):
        before = deployment.state()
        say("pulumi up")
        result = deployment.run("up", "--yes", "--skip-preview", "--suppress-outputs", check=False)
        if result.returncode:
            say("pulumi up failed; after a killed run, `make recover` repairs the stack")
            return 1
        state = deployment.run("stack", "export", quiet=True).stdout
        show(console, stack, aws, state)
        for line in stays(before, json.loads(state)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    say(f"done with pulumi {engine.version} ({engine.rung})")
    console.print(_NEXT, highlight=False, soft_wrap=True)
    return 0


def _offline(console: Console, stack: Stack, error: EngineMissingError) -> int:
    """What can be shown without an engine: the documents and the resource graph."""
    from components.baseline import Baseline
    from review.recorder import record

    console.print("NOT DEPLOYED", style="bold red")
    console.print(str(error), markup=False, highlight=False, soft_wrap=True)
    for policy in policies(stack):
        console.print(f"{policy.name}: {policy.characters} characters on {policy.target}")
        console.print_json(policy.json())
    graph = record(lambda: Baseline(stack).build(), stack=stack.name)
    console.print(f"{len(graph.resources)} resources would be created")
    return 0
