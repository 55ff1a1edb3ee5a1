import dataclasses
import re

import pytest

from policies import limits
from policies.document import Document, Statement
from policies.guardrail import Context
from policies.guardrails import catalogue, key
from policies.organization import organization_policy
from policies.types import Request
from tests.policies.helpers import CONTEXT, DEPLOYER, decide, mutants, wrong_examples

GUARDRAILS = sorted(catalogue())
EXEMPT = "arn:aws:iam::*:role/BreakGlass"


def parameters(attribute: str):
    return [
        pytest.param(name, request, id=f"{name}: {request.name}")
        for name in GUARDRAILS
        for request in getattr(catalogue()[name], attribute)
    ]


@pytest.mark.parametrize(("name", "request_"), parameters("denies"))
def test_denies(name, request_):
    assert decide(request_, catalogue()[name].statements(CONTEXT)) is not None


@pytest.mark.parametrize(("name", "request_"), parameters("allows"))
def test_allows(name, request_):
    assert decide(request_, catalogue()[name].statements(CONTEXT)) is None


@pytest.mark.parametrize("name", GUARDRAILS)
def test_examples_exist_in_both_directions_under_names_of_their_own(name):
    guardrail = catalogue()[name]
    names = [request.name for request in (*guardrail.denies, *guardrail.allows)]
    assert guardrail.denies
    assert guardrail.allows
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        pytest.param(name, statements, id=f"{name}: {what}")
        for name in GUARDRAILS
        for what, statements in mutants(catalogue()[name].statements(CONTEXT))
    ],
)
def test_every_element_is_needed_by_an_example(name, mutant):
    assert wrong_examples(catalogue()[name], mutant)


def test_mutants_cover_statements_actions_and_conditions():
    whole = (Statement(sid="A", effect="Deny", actions=("s3:a", "s3:b"), conditions={"Bool": {"k": "true"}}),)
    assert [what for what, _ in mutants(whole)] == [
        "without A",
        "A without s3:a",
        "A without s3:b",
        "A without its condition",
    ]


@pytest.mark.parametrize("name", [name for name in GUARDRAILS if name != "leaveOrganization"])
def test_an_exemption_lets_its_principal_through_and_nobody_else(name):
    guardrail = catalogue()[name]
    statements = guardrail.statements(dataclasses.replace(CONTEXT, exempt=(EXEMPT,)))
    for request in guardrail.denies:
        through = dataclasses.replace(request, principal=EXEMPT.replace("*", "444455556666"))
        assert decide(through, statements) is None, request.name
    assert wrong_examples(guardrail, statements) == []


@pytest.mark.parametrize("principal", [DEPLOYER, EXEMPT.replace("*", "444455556666"), "arn:aws:iam::444455556666:root"])
@pytest.mark.parametrize("action", ["organizations:LeaveOrganization", "organizations:AcceptHandshake"])
def test_nobody_is_exempt_from_leaving_the_organization(principal, action):
    context = dataclasses.replace(CONTEXT, exempt=(EXEMPT,))
    request = Request(name="leave", action=action, principal=principal)
    assert decide(request, catalogue()["leaveOrganization"].statements(context)) == "LeaveOrganization"


@pytest.mark.parametrize("name", GUARDRAILS)
@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
def test_no_arn_of_another_partition(name, partition):
    context = Context(partition=partition, deployer=f"arn:{partition}:iam::*:role/Deployer")
    assert "arn:aws:" not in Document(statements=catalogue()[name].statements(context)).json()


@pytest.mark.parametrize("name", GUARDRAILS)
def test_policies_are_within_limits(name):
    exempt = tuple(f"arn:aws:iam::*:role/{'r' * 60}{at}" for at in range(10))
    policy = organization_policy(name, targets=("Root",), context=dataclasses.replace(CONTEXT, exempt=exempt))
    assert policy.document.characters <= limits.SCP_CHARACTERS.value
    assert len(policy.name) <= 128
    assert len(policy.description) <= 512
    assert policy.targets == ("Root",)


@pytest.mark.parametrize("name", GUARDRAILS)
def test_guardrails_only_deny_and_say_why(name):
    guardrail = catalogue()[name]
    assert all(statement.effect == "Deny" for statement in guardrail.statements(CONTEXT))
    assert guardrail.title
    assert guardrail.rationale
    assert guardrail.controls
    assert all(source.startswith("https://docs.aws.amazon.com/") for source in guardrail.sources)


@pytest.mark.parametrize("name", GUARDRAILS)
def test_actions_are_written_as_service_and_name(name):
    for statement in catalogue()[name].statements(CONTEXT):
        for action in statement.actions:
            assert re.fullmatch(r"[a-z0-9-]+:[A-Z*][A-Za-z0-9*]*", action)


def test_the_key_is_the_file_name_in_camel_case():
    assert key("leave_organization") == "leaveOrganization"
    assert key("one") == "one"
    assert {"leaveOrganization", "protectSecurityServices"} <= catalogue().keys()


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError):
        organization_policy("unknown", targets=("Root",), context=CONTEXT)


@pytest.mark.parametrize("limit", [limits.SCP_CHARACTERS, limits.SCPS_PER_TARGET, limits.MANAGED_POLICY_CHARACTERS])
def test_limits_name_their_source_and_day(limit):
    assert limit.value > 0
    assert limit.source.startswith("https://docs.aws.amazon.com/")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", limit.read)
