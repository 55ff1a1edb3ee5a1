"""The Pulumi program: load the configuration, build the baseline, export its outputs."""

import json
from pathlib import Path

import pulumi

from components.baseline import Baseline
from config.loader import ConfigError, stack_from_values

settings = pulumi.Config()
values = {"baseline": settings.require_object("baseline"), "standalone": settings.get_object("standalone")}
if values["standalone"] is None:
    snapshot = json.loads(Path("organization.json").read_text(encoding="utf-8"))
    values = values | {"organization": settings.require_object("organization"), "snapshot": snapshot}
try:
    stack = stack_from_values(pulumi.get_stack(), {part: value for part, value in values.items() if value is not None})
except ConfigError as error:
    raise pulumi.RunError(str(error)) from error
for name, value in Baseline(stack).build().items():
    pulumi.export(name, value)
