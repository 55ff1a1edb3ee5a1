"""What each account's deployer needs, read from the program itself as it is recorded offline."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from config.files import read_sources
from config.models import Stack
from policies.deployer.rights import Deployed
from review.recorder import Graph, record_stack

_PROVIDER = "pulumi:providers:aws"


def recorded(directory: Path, stack: str) -> Graph:
    """The stack's program run offline. Raises what the program raises."""
    values = read_sources(stack, directory, None, None).values()
    config = {f"guardrails:{part}": value for part, value in values.items() if part != "snapshot"}
    with contextlib.chdir(directory):
        return record_stack(directory, stack, config)


def deployed(graph: Graph, stack: Stack) -> Iterator[Deployed]:
    """Every resource of AWS with the account that its provider reaches."""
    accounts = {provider.urn: stack.baseline.accounts[provider.name].id for provider in graph.of_type(_PROVIDER)}
    for resource in graph.resources.values():
        if resource.type.startswith("aws:"):
            provider = resource.provider.rpartition("::")[0]
            yield Deployed(account=accounts[provider], type=resource.type, inputs=resource.inputs)
