"""Every option on and off again: nothing is left behind but what is kept by design, and nothing stands in its way.

What an option adds is what goes with it. A resource of it that is protected would make the engine refuse; one that is
retained stays in AWS, and must be meant to.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from policies.alarms import ALARMS
from tests.components.helpers import added, read_stack, record_baseline, recorded

OPTIONS: Mapping[str, tuple[str, Any]] = {
    "unused access": ("unusedAccess", {}),
    "break-glass": ("breakGlass", {}),
    "cost anomalies": ("costAnomalies", {}),
    "trail": ("trail", {"insights": ["ApiCallRateInsight"], "dataEvents": ["lambdaCalls", "s3Reads", "s3Writes"]}),
    "chat": (
        "alerts",
        {
            "channels": {
                "email": {"email": "security@example.com"},
                "chat": {"slack": {"workspace": "T0123ABCD", "channel": "C0123ABCDEF"}},
            },
            "page": ["email", "chat"],
            "notify": ["email"],
        },
    ),
}
KEPT_BY_DESIGN: Mapping[str, set[str]] = {}
"""Names of resources that an option leaves in AWS, each with its reason beside it."""
ACCOUNT_SETTINGS = (
    "blockS3PublicAccess",
    "encryptEbsByDefault",
    "requireImdsv2",
    "blockPublicSnapshots",
    "blockPublicImages",
    "externalAccessAnalyzer",
    "stsV2Tokens",
)


def graph(option: str | None):
    """The stand-alone account with one option alone, or with none."""

    def change(values):
        for key in {key for key, _ in OPTIONS.values()} - {"alerts"}:
            values["baseline"].pop(key, None)
        if option is not None:
            key, value = OPTIONS[option]
            values["baseline"][key] = value

    return record_baseline(read_stack("standalone", change))


@pytest.fixture(scope="module")
def off():
    return graph(None)


@pytest.fixture(scope="module")
def on():
    return {option: graph(option) for option in OPTIONS}


@pytest.mark.parametrize("option", OPTIONS)
def test_what_an_option_adds_goes_with_it(option, on, off):
    new = added(off, on[option])
    assert [resource.name for resource in new if resource.protect] == []
    assert {r.name for r in new if r.retain_on_delete} == KEPT_BY_DESIGN.get(option, set())


def test_off_again_is_as_if_it_had_never_been_on(on, off):
    assert len(on) == len(OPTIONS)
    assert {urn: dataclasses.asdict(r) for urn, r in graph(None).resources.items()} == {
        urn: dataclasses.asdict(r) for urn, r in off.resources.items()
    }


def test_settings_and_alarms_go_one_by_one():
    def change(values):
        values["baseline"]["presets"]["standard"] |= dict.fromkeys(ACCOUNT_SETTINGS, False)
        values["baseline"]["alarms"] = {alarm.key: {"enabled": False} for alarm in ALARMS}

    least = record_baseline(read_stack("standalone", change))
    gone = [resource for urn, resource in recorded("standalone")[0].resources.items() if urn not in least.resources]
    assert len(gone) >= len(ACCOUNT_SETTINGS) + 3 * len(ALARMS)
    assert not [resource.name for resource in gone if resource.protect or resource.retain_on_delete]
