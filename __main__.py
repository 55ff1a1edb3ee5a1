"""The Pulumi program: load the configuration, build the baseline, export its outputs."""

import json
from pathlib import Path

import pulumi

from components.baseline import Baseline
from config.loader import ConfigError, stack_from_values

settings = pulumi.Config()
try:
    stack = stack_from_values(
        pulumi.get_stack(),
        settings.require_object("organization"),
        settings.require_object("baseline"),
        json.loads(Path("organization.json").read_text(encoding="utf-8")),
    )
except ConfigError as error:
    raise pulumi.RunError(str(error)) from error
for name, value in Baseline(stack).build().items():
    pulumi.export(name, value)
