"""Runs the program offline and returns its resource graph: no engine, no account, no network."""

import asyncio
import json
import runpy
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Never

import pulumi
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto import resource_pb2


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One registered resource, as the engine would see the request."""

    urn: str
    type: str
    name: str
    custom: bool
    parent: str
    provider: str
    inputs: Mapping[str, Any]
    protect: bool
    retain_on_delete: bool
    dependencies: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    """Names of the inputs that the engine keeps encrypted."""


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Everything that a program registered, by URN, and what it exported."""

    resources: Mapping[str, Resource]
    exports: Mapping[str, Any] = field(default_factory=dict)

    def of_type(self, token: str) -> list[Resource]:
        """The resources of one type, in the order of their names."""
        return sorted((r for r in self.resources.values() if r.type == token), key=lambda r: r.name)


class DuplicateUrnError(ValueError):
    """Two resources of one type and parent share a name; the engine would refuse the program."""


class _Echo(mocks.Mocks):
    """Outputs are the inputs and an ARN; look-ups are refused, for the program makes none."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        arn = f"arn:aws:mock:::{args.typ.rsplit(':', 1)[-1]}/{args.name}"
        return f"{args.name}-id", {"arn": arn, **args.inputs}

    def call(self, args: mocks.MockCallArgs) -> Never:
        raise _look_up(args.token)


def _look_up(what: str) -> NotImplementedError:
    return NotImplementedError(f"the program looks up {what}; what it must know belongs into organization.json")


class _Monitor(mocks.MockMonitor):
    """Keeps the raw requests, which hold what the mocks do not show: parent, provider, protection, dependencies."""

    def __init__(self) -> None:
        super().__init__(_Echo())
        self.recorded: dict[str, Resource] = {}
        self.errors: list[Exception] = []
        # Requests come from several threads.
        self._lock = threading.Lock()

    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> Never:  # noqa: N802
        raise _look_up(f"{request.type} {request.name}")

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return super().RegisterResource(request)
        with self._lock:
            if urn in self.recorded:
                self.errors.append(DuplicateUrnError(f"{request.type} {request.name} is declared twice"))
            inputs = rpc.deserialize_properties(request.object, keep_unknowns=True)
            self.recorded[urn] = Resource(
                urn=urn,
                type=request.type,
                name=request.name,
                custom=request.custom,
                parent=request.parent,
                provider=request.provider,
                inputs=_plain(inputs),
                protect=request.protect,
                retain_on_delete=request.retainOnDelete,
                dependencies=tuple(sorted(request.dependencies)),
                secrets=tuple(sorted(key for key, value in inputs.items() if rpc.is_rpc_secret(value))),
            )
        return super().RegisterResource(request)


@contextmanager
def _event_loops() -> Iterator[None]:
    """A run's own loop, and one for each thread in which Pulumi's mocks want one: closed, or each keeps three files."""
    loops: list[asyncio.AbstractEventLoop] = []

    def begin() -> None:
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    begin()
    try:
        with ThreadPoolExecutor(initializer=begin) as executor:
            loops[0].set_default_executor(executor)
            yield
    finally:
        asyncio.set_event_loop(None)
        for loop in loops:
            # What fails in a run is raised by it; the rest of its futures would each say so again when they go.
            loop.set_exception_handler(lambda _loop, _context: None)
            loop.close()


def record(program: Callable[[], object], *, stack: str = "prod", config: Mapping[str, object] | None = None) -> Graph:
    """Run a program against Pulumi's mock monitor.

    config maps full keys (`guardrails:baseline`) to plain values. Raises what the program raises, and
    DuplicateUrnError where the engine would refuse two resources of the same name.
    """
    monitor = _Monitor()
    exports: dict[str, Any] = {}

    def run() -> pulumi.Output[None]:
        program()
        outputs = dict(getattr(settings.get_root_resource(), "outputs", {}))
        return pulumi.Output.from_input(outputs).apply(exports.update)

    with _event_loops():
        # A fresh root: it outlives a run, and exports with it.
        settings.set_root_resource(None)  # type: ignore[arg-type]
        mocks.set_mocks(_Echo(), "guardrails", stack, False, monitor=monitor)
        pulumi.runtime.set_all_config({key: _text(value) for key, value in (config or {}).items()})
        pulumi.runtime.test(run)()
    if monitor.errors:
        raise monitor.errors[0]
    return Graph(resources=monitor.recorded, exports=exports)


def record_stack(directory: Path, stack: str, config: Mapping[str, object]) -> Graph:
    """Run the project's __main__.py as the engine would, with the stack's values."""
    return record(
        lambda: runpy.run_path(str(directory / "__main__.py"), run_name="__main__"), stack=stack, config=config
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Numbers come as floats over the wire, and secrets wrapped; whole ones become integers again."""
    if rpc.is_rpc_secret(value):
        return _plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
