"""The real Pulumi engine for the sandbox: the installed one or, without it, one built from Go modules."""

from sandbox.engine.build import EngineMissingError
from sandbox.engine.ladder import Engine, find_engine

__all__ = ["Engine", "EngineMissingError", "find_engine"]
