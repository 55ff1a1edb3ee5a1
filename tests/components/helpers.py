"""The stacks of this repository as recorded graphs, and a graph with a planted violation."""

import dataclasses
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
from ruamel.yaml import YAML

from components.baseline import Baseline
from config.loader import load_stack
from config.models import Stack
from review.recorder import Graph, Resource, record

ROOT = Path(__file__).parents[2]
STACKS = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in ROOT.glob("Pulumi.*.yaml"))


EVERY_SERVICE = {
    "guardDuty": {"plans": ["S3_DATA_EVENTS", "RUNTIME_MONITORING"]},
    "config": {"frequency": "DAILY"},
    "securityHub": {},
}


A_PIPELINE = {
    "organization": "example-org",
    "organizationId": "1234567",
    "repository": "guardrails",
    "repositoryId": "7654321",
    "environment": "production",
    "workflow": "example-org/guardrails/.github/workflows/deploy.yml@refs/heads/main",
}


A_TEAM = {
    "tenant": "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d",
    "team": "2a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d",
    "channel": "19%3aabc123%40thread.tacv2",
}


def read_stack(name: str, change: Callable[[dict[str, Any]], None] | None = None) -> Stack:
    """The stack's file as a model, its values changed first where asked."""
    config = YAML(typ="safe").load(ROOT / f"Pulumi.{name}.yaml")["config"]
    values = {key.removeprefix("guardrails:"): value for key, value in config.items()}
    if "organization" in values:
        values["snapshot"] = json.loads((ROOT / "organization.json").read_text(encoding="utf-8"))
    if change is not None:
        change(values)
    alone = values.pop("standalone", None)
    if alone:
        there = {account["id"]: {"state": "ACTIVE"} for account in values["baseline"]["accounts"].values()}
        values |= {"organization": alone, "snapshot": {"accounts": there}}
    return Stack.model_validate({"name": name, **values})


def everything() -> Stack:
    """The example with every option that it leaves off, and each account's settings in the account's own hands."""

    def change(values: dict[str, Any]) -> None:
        values["baseline"]["guardrails"]["ec2Declarative"] = {"mode": "off"}
        values["baseline"] |= {"rootAccess": {"sessions": True}, "unusedAccess": {}}
        values["baseline"]["securityServices"] = EVERY_SERVICE
        values["baseline"]["alerts"]["channels"]["room"] = {"teams": A_TEAM}
        values["baseline"]["alerts"]["notify"].append("room")

    return read_stack("prod", change)


def record_baseline(stack: Stack) -> Graph:
    def program() -> None:
        for name, value in Baseline(stack).build().items():
            pulumi.export(name, value)

    return record(program, stack=stack.name)


@cache
def recorded(name: str) -> tuple[Graph, Stack]:
    stack = load_stack(name, ROOT)
    return record_baseline(stack), stack


def plant(graph: Graph, resource: Resource, **changes: Any) -> Graph:
    """The graph with one resource changed; `inputs` are merged, and None removes one."""
    if "inputs" in changes:
        merged = {**resource.inputs, **changes["inputs"]}
        changes["inputs"] = {key: value for key, value in merged.items() if value is not None}
    changed = dataclasses.replace(resource, **changes)
    others = {urn: other for urn, other in graph.resources.items() if urn != resource.urn}
    return dataclasses.replace(graph, resources={**others, changed.urn: changed})


def add(graph: Graph, resource: Resource, **changes: Any) -> Graph:
    """The graph with a changed copy of a resource besides the original."""
    name = changes.pop("name", f"{resource.name}-copy")
    urn = resource.urn.rsplit("::", 1)[0] + f"::{name}"
    copy = dataclasses.replace(resource, urn=urn, name=name, **changes)
    return dataclasses.replace(graph, resources={**graph.resources, urn: copy})


def remove(graph: Graph, *tokens: str) -> Graph:
    """The graph without the resources of some types."""
    kept = {urn: resource for urn, resource in graph.resources.items() if resource.type not in tokens}
    return dataclasses.replace(graph, resources=kept)


def added(off: Graph, on: Graph) -> list[Resource]:
    """What a step from one graph to another adds; it does something, and all that was there stays."""
    rest, whole = off.resources, on.resources
    new = [resource for urn, resource in whole.items() if urn not in rest]
    assert new or any(resource.inputs != rest[urn].inputs for urn, resource in whole.items()), "the step is nothing"
    assert rest.keys() <= whole.keys()
    return new
