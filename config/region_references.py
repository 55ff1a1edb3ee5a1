"""Regions that are named: each once, and each one that AWS has, for a typing error would fail when it is deployed."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from config.messages import Finding, meant
from config.problem import Path, show
from config.texts import REGION
from config.view import View, exists

_OF_GUARDRAIL = ("baseline", "guardrails", "regions")


def region_findings(view: View) -> Iterator[Finding]:
    """Regions in use, the home region among them, and those that single units and accounts have besides."""
    for part in ("organization", "standalone"):
        listed = view.items(part, "regions")
        yield from _named((part, "regions"), listed)
        yield from _further(part, view.items(part, "alertRegions"), listed)
        used = [region for region in listed if isinstance(region, str)]
        if used:
            yield from exists((part, "homeRegion"), view.at(part, "homeRegion"), used, "one of regions", "")
    for of in ("unitRegions", "accountRegions"):
        for name in view.names(*_OF_GUARDRAIL, of) or []:
            yield from _named((*_OF_GUARDRAIL, of, name), view.items(*_OF_GUARDRAIL, of, name))


@cache
def known_regions() -> frozenset[str]:
    """Every region by botocore's own list, of all partitions; pseudo regions as `aws-global` left out."""
    text = (files("botocore") / "data" / "partitions.json").read_text(encoding="utf-8")
    listed = (region for partition in json.loads(text)["partitions"] for region in partition["regions"])
    return frozenset(region for region in listed if not region.endswith("-global"))


def _further(part: str, regions: list[Any], used: list[Any]) -> Iterator[Finding]:
    path = (part, "alertRegions")
    yield from _named(path, regions)
    for index, region in enumerate(regions):
        if region in used:
            yield Finding(
                path=(*path, index),
                found=f"{show(region)}, which is in regions",
                expected="further regions",
                fix="remove it: rules listen in the regions in use anyway",
            )


def _named(path: Path, regions: list[Any]) -> Iterator[Finding]:
    for index, region in enumerate(regions):
        if not isinstance(region, str) or not re.fullmatch(REGION, region):
            continue
        if region in regions[:index]:
            yield Finding(
                path=(*path, index),
                found=f"{show(region)} again",
                expected="each region once",
                fix="remove it",
            )
        elif region not in known_regions():
            yield Finding(
                path=(*path, index),
                found=show(region),
                expected="a region that AWS has",
                fix=f"{meant(region, sorted(known_regions()), nothing='')} (a new one: update botocore)",
            )
