"""The stack file's block of guardrails, made from the catalogue so that a new guardrail needs no second place."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from config.model import Model
from policies.guardrail import Declaration, Guardrail, Settings
from policies.guardrails import catalogue
from policies.types import Mode


class GuardrailSetting(Model):
    """Where one guardrail holds; what is left out is the catalogue's default."""

    mode: Mode | None = None
    """`off`, `canary` (only units named Canary below the targets) or `enforce`."""
    targets: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """Organizational unit paths, keys of accounts, or `Root`."""
    modes: dict[str, Mode] = Field(default_factory=dict)
    """Another mode for some of the targets."""


def _setting(key: str, entry: Guardrail | Declaration) -> type[BaseModel]:
    bases: tuple[type[BaseModel], ...] = (GuardrailSetting, entry.settings)
    return create_model(f"{key[0].upper()}{key[1:]}Setting", __base__=bases, __doc__=f"{entry.title}.")


def _fields() -> dict[str, Any]:
    fields = {}
    for key, entry in catalogue().items():
        model = _setting(key, entry)
        fields[key] = (model, Field(default=model(), alias=key, description=f"{entry.title}."))
    return fields


class GuardrailsBase(Model):
    """What the block of guardrails can do whatever its keys are."""

    def setting(self, key: str) -> GuardrailSetting:
        """One guardrail's block. Raises AttributeError for a key that the catalogue does not hold."""
        return getattr(self, key)

    def settings(self, key: str) -> Settings:
        """One guardrail's own settings, without mode and targets."""
        kind = catalogue()[key].settings
        return kind(**{name: getattr(self.setting(key), name) for name in kind.model_fields})


class Guardrails(create_model("Guardrails", __base__=GuardrailsBase, **_fields())):
    """Guardrails by key; each one left out has the catalogue's default mode and targets."""

    model_config = ConfigDict(json_schema_extra={"expected": "a mapping", "names": "a guardrail of the catalogue"})
