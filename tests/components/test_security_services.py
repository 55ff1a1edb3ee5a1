"""Each security service reaches the accounts that it must, in the order in which AWS lets it; others get nothing."""

import pytest

from tests.components import invariants as i
from tests.components.helpers import everything, read_stack, record_baseline

AUDIT = "333344445555"
DETECTOR = "aws:guardduty/detector:Detector"
ADMINISTRATOR = "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"
ORGANIZATION = "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
PLAN = "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature"
REGIONS = ["eu-central-1", "eu-west-1"]


@pytest.fixture(scope="module")
def whole():
    stack = everything()
    return record_baseline(stack), stack


def with_services(**services):
    def change(values):
        values["baseline"]["securityServices"] = services

    stack = read_stack("prod", change)
    return record_baseline(stack), stack


def places(graph, stack, token):
    """Account and region of each resource of a type."""
    return sorted((i.owner(graph, stack, r), r.inputs["region"]) for r in graph.of_type(token))


def test_nothing_of_a_service_is_there_unless_it_is_asked_for():
    graph, _ = with_services()
    assert [r.name for r in graph.resources.values() if r.type.startswith(("aws:guardduty/", "aws:securityhub/"))] == []


def test_guardduty_is_delegated_in_every_region_after_the_detectors(whole):
    graph, stack = whole
    assert places(graph, stack, DETECTOR) == [(key, r) for key in ("audit", "management") for r in REGIONS]
    assert places(graph, stack, ADMINISTRATOR) == [("management", r) for r in REGIONS]
    for delegation in graph.of_type(ADMINISTRATOR):
        assert delegation.inputs["adminAccountId"] == AUDIT
        region = delegation.inputs["region"]
        assert {d.urn for d in graph.of_type(DETECTOR) if d.inputs["region"] == region} <= set(delegation.dependencies)


def test_guardduty_reaches_every_account_after_the_delegation(whole):
    graph, stack = whole
    assert places(graph, stack, ORGANIZATION) == [("audit", r) for r in REGIONS]
    for settings in graph.of_type(ORGANIZATION):
        assert settings.inputs["autoEnableOrganizationMembers"] == "ALL"
        region = settings.inputs["region"]
        (own,) = [
            d for d in graph.of_type(DETECTOR) if i.owner(graph, stack, d) == "audit" and d.inputs["region"] == region
        ]
        assert settings.inputs["detectorId"] == f"{own.name}-id"
        assert {d.urn for d in graph.of_type(ADMINISTRATOR) if d.inputs["region"] == region} <= set(
            settings.dependencies
        )


def test_the_plans_that_are_asked_for_reach_every_account(whole):
    graph, stack = whole
    wanted = [(name, "ALL", r) for name in ("RUNTIME_MONITORING", "S3_DATA_EVENTS") for r in REGIONS]
    found = [(r.inputs["name"], r.inputs["autoEnable"], r.inputs["region"]) for r in graph.of_type(PLAN)]
    assert sorted(found) == wanted
    assert {i.owner(graph, stack, r) for r in graph.of_type(PLAN)} == {"audit"}


def test_guardduty_needs_no_plan():
    graph, _ = with_services(guardDuty={})
    assert graph.of_type(PLAN) == []
    assert len(graph.of_type(ORGANIZATION)) == 2
