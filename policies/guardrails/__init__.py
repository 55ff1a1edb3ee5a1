"""The catalogue: one guardrail per file, discovered by its file name."""

import importlib
import pkgutil
from functools import cache

from policies.guardrail import Declaration, Guardrail


@cache
def catalogue() -> dict[str, Guardrail | Declaration]:
    """Every entry by its configuration key: the file's name in camelCase.

    Raises AttributeError when a file holds no GUARDRAIL.
    """
    return {
        key(module.name): importlib.import_module(f"{__name__}.{module.name}").GUARDRAIL
        for module in pkgutil.iter_modules(__path__)
    }


def key(module: str) -> str:
    """Configuration key of a guardrail's file: leave_organization is leaveOrganization."""
    first, *rest = module.split("_")
    return first + "".join(word.capitalize() for word in rest)
