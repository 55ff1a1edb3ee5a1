"""Unusual spending as an alert."""

from typing import Annotated

from pydantic import Field

from config.model import Model


class CostAnomalies(Model):
    """What Cost Anomaly Detection's monitors find in the management account; the stack makes none: docs/alerts.md."""

    minimum_usd: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    """US dollars above what was expected, from which an anomaly is told."""
