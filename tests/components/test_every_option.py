"""Every option that the models have is switched on and off in a test: here, or in one of the two beside it.

The list is the models' own, so that a new option is missed until somebody switches it or says why not.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from config.models import Baseline, Organization
from config.standalone import Standalone
from policies.alarms import ALARMS
from policies.guardrail import Guardrail
from policies.guardrails import catalogue
from policies.types import Severity
from review.recorder import Graph, Resource
from tests.components import test_organization_switches, test_switches
from tests.components.helpers import A_PIPELINE, ROOT, added, read_stack, record_baseline

FILE = YAML(typ="safe").load(ROOT / "Pulumi.prod.yaml")["config"]["guardrails:baseline"]
PEOPLE = ("assignments", "customerPolicies", "groups", "managementAssignments", "managementPermissionSets")
LEFT_OUT = (*PEOPLE, "permissionSets", "breakGlass", "costAnomalies", "machineAccess", "securityServices", "trail")
STATES: Mapping[str, dict[str, Any]] = {
    "plain": {},
    "whole organization": {
        "rootAccess": {"manageCredentials": True, "sessions": True},
        "unusedAccess": {"days": 30},
        "costAnomalies": {"minimumUsd": 50},
    },
    "break-glass": {"breakGlass": {"mfaMinutes": 30, "hardwareTokens": False}},
    "trail": {"trail": {"insights": ["ApiCallRateInsight"], "dataEvents": ["lambdaCalls", "s3Reads", "s3Writes"]}},
    "machines": {"machineAccess": FILE["machineAccess"]},
    "people": {key: FILE[key] for key in (*PEOPLE, "permissionSets")},
    "deployer": {
        "deployment": {
            "roleName": "GuardrailsDeployer",
            "pipeline": {"github": A_PIPELINE},
            "vending": {"roles": ["Vending"]},
        }
    },
    "alert regions": {"organization": {"alertRegions": ["eu-north-1"]}},
    "ageing": {
        "logArchive": {
            **FILE["logArchive"],
            "retentionDays": 400,
            "objectLock": "compliance",
            "lifecycle": {"standardIaDays": 30, "deepArchiveDays": 400},
            "accessLogs": {"expireDays": 400},
        }
    },
    "existing trail": {
        "trail": {"existing": {"logGroup": "aws-controltower/CloudTrailLogs", "account": "audit"}},
        "logArchive": {"bucketName": "aws-controltower-logs-222233334444-eu-west-1"},
    },
    "least": {
        "presets": {
            "standard": {
                **dict.fromkeys(test_switches.ACCOUNT_SETTINGS, False),
                "alternateContacts": None,
                "metadataHopLimit": 1,
                "passwordPolicy": {"minimumLength": 20, "reusePrevention": 10},
                "serialConsole": True,
            }
        },
        "alarms": {alarm.key: {"enabled": False} for alarm in ALARMS},
        "guardrails": {
            key: {"mode": "off"}
            for key, entry in catalogue().items()
            if not (isinstance(entry, Guardrail) and entry.severity == Severity.CRITICAL)
        },
    },
}
STEPS = (
    *(("plain", state) for state in STATES if state not in ("plain", "existing trail", "least")),
    ("least", "plain"),
)
FACTS: Mapping[str, str] = {
    "accounts.email": "who the account is",
    "accounts.id": "who the account is",
    "accounts.name": "who the account is",
    "accounts.organizationalUnit": "where the account is",
    "accounts.preset": "which settings it has",
    "accounts.overrides": "the same as those of presets",
    "accounts.tags": "what assignments choose by; nothing is deployed of it",
    "alerts.email": "one channel in short",
    "deployment.protect": "with it and without: test_an_existing_trail_takes_the_place_of_an_own_one",
    "organization.auditAccount": "which account has which part",
    "organization.exemptions": "words in policies: tests/policies/test_guardrails.py",
    "organization.controlTower": "words in policies: tests/policies/test_guardrails.py",
    "organization.homeRegion": "another home is another stack",
    "organization.id": "which organization",
    "organization.identityCenterAccount": "which account has which part",
    "organization.limits": "how much fits, nothing that is deployed",
    "organization.logArchiveAccount": "which account has which part",
    "organization.managementAccount": "which account has which part",
    "organization.regions": "which regions are in use",
    "standalone.account": "which account",
    "standalone.homeRegion": "another home is another stack",
    "standalone.regions": "which regions are in use",
    "standalone.alertRegions": "the same as an organization's",
}
"""What is no option, or an option that is looked at elsewhere."""


WHOLE = (
    "assignments",
    "customer_policies",
    "guardrails",
    "management_assignments",
    "management_permission_sets",
    "permission_sets",
)
"""Fields whose parts are of one resource or policy: tests/components/test_identity.py, tests/policies."""


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def options(model: type[BaseModel], *path: str) -> Iterator[str]:
    """Each option of the configuration, its block's name before it."""
    for name, field in model.model_fields.items():
        here, inner = (*path, field.alias or name), [*models(field.annotation)]
        if len(here) < 2 and inner and name not in WHOLE:
            for one in inner:
                yield from options(one, *here)
        else:
            yield ".".join(here)


def given(values: Mapping[str, Any]) -> Iterator[str]:
    """The options that a state speaks of, in the same words."""
    for key, value in values.items():
        yield key
        for block in value.values() if key == "presets" else [value]:
            if isinstance(block, dict):
                yield from (f"{key}.{option}" for option in block)


def record_state(state: str, *, protect: bool = True) -> Graph:
    """The example with what a state says and without other options, its regions one."""

    def change(values: dict[str, Any]) -> None:
        baseline, wanted = values["baseline"], dict(STATES[state])
        for key in LEFT_OUT:
            baseline.pop(key, None)
        values["organization"] |= {"regions": ["eu-west-1"], **wanted.pop("organization", {})}
        baseline["guardrails"] |= {"ec2Declarative": {"mode": "off"}, **wanted.pop("guardrails", {})}
        for name, preset in wanted.pop("presets", {}).items():
            baseline["presets"][name] |= preset
        baseline.update(wanted)
        baseline["deployment"] = {**baseline["deployment"], "protect": protect}

    return record_baseline(read_stack("prod", change))


graph = cache(record_state)


@pytest.mark.parametrize(("off", "on"), STEPS)
def test_what_a_step_adds_goes_with_it(off, on):
    new = added(graph(off), graph(on))
    assert [resource.name for resource in new if resource.protect or resource.retain_on_delete] == []


def test_an_existing_trail_takes_the_place_of_an_own_one():
    """The archive is protected, so that whoever goes over to another trail says so first: docs/cost.md."""

    def gone(protect: bool) -> list[Resource]:
        own = record_state("plain", protect=protect).resources
        return [resource for urn, resource in own.items() if urn not in graph("existing trail").resources]

    assert {r.name.partition("-")[0] for r in gone(protect=True) if r.protect} == {"log", "organization"}
    let_go = gone(protect=False)
    assert not [r.name for r in let_go if r.protect]
    kept = {r.name for r in let_go if r.retain_on_delete}
    assert kept == {r.name for r in let_go if r.custom and r.name.startswith("log-archive")} | {
        f"organization-trail-{part}" for part in ("logs-key", "logs-key-alias", "trail")
    }
    back = graph("existing trail").resources.keys() - graph("plain").resources.keys()
    assert not [urn for urn in back if graph("existing trail").resources[urn].retain_on_delete]


def test_every_option_of_the_models_is_switched():
    known = {*options(Baseline), *options(Organization, "organization"), *options(Standalone, "standalone")}
    alone = {name: {key: value} for name, (key, value) in test_switches.OPTIONS.items()}
    switched = {
        option
        for states in (STATES, test_organization_switches.STATES, alone)
        for state in states.values()
        for option in given(state)
    }
    assert sorted(known - switched - FACTS.keys()) == []
    assert FACTS.keys() <= known
    assert not FACTS.keys() & switched
