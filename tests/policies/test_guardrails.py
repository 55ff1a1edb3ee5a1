"""The catalogue: generated tests for every file in it. CONTRIBUTING says what a new guardrail gets from here."""

import dataclasses
import re

import pytest

from policies.document import Document, Statement, canonical
from policies.example import CONTEXT, MEMBER
from policies.examples import document, verdict, wrong
from policies.exemptions import exempting
from policies.guardrail import Declaration, Guardrail
from policies.guardrails import catalogue, key
from policies.limits import CHARACTERS
from policies.types import PolicyType
from tests.policies.mutation import example_statements, mutants, survivors

GUARDRAILS = sorted(key for key, entry in catalogue().items() if isinstance(entry, Guardrail))
DECLARATIONS = sorted(key for key, entry in catalogue().items() if isinstance(entry, Declaration))
EXEMPT = f"arn:aws:iam::{MEMBER}:role/Exempted"


def guardrail(name) -> Guardrail:
    entry = catalogue()[name]
    assert isinstance(entry, Guardrail)
    return entry


def parameters(attribute):
    return [
        pytest.param(name, request, id=f"{name}: {request.name}")
        for name in GUARDRAILS
        for request in getattr(guardrail(name), attribute)
    ]


@pytest.mark.parametrize(("name", "request_"), parameters("denies"))
def test_denies(name, request_):
    statements = example_statements(guardrail(name))
    found = verdict(request_, guardrail(name).policy_type, statements)
    assert found.decision == "ExplicitDeny"
    assert set(found.statements) <= {statement.sid for statement in statements}


@pytest.mark.parametrize(("name", "request_"), parameters("allows"))
def test_allows(name, request_):
    assert verdict(request_, guardrail(name).policy_type, example_statements(guardrail(name))).decision == "Allow"


@pytest.mark.parametrize("name", GUARDRAILS)
def test_examples_exist_in_both_directions_under_names_of_their_own(name):
    names = [request.name for request in (*guardrail(name).denies, *guardrail(name).allows)]
    assert guardrail(name).denies
    assert guardrail(name).allows
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", GUARDRAILS)
def test_every_statement_condition_and_action_is_needed_by_an_example(name):
    unnoticed, tried = survivors(name)
    assert tried
    assert unnoticed == []


def test_mutants_cover_statements_actions_resources_and_conditions():
    whole = Statement(
        sid="A",
        effect="Deny",
        actions=("s3:a", "s3:b"),
        resources=("arn:aws:s3:::x",),
        conditions={"Bool": {"k": "true", "l": "true"}, "Null": {"m": "true"}},
    )
    assert [what for what, _ in mutants((whole,))] == [
        "without A",
        "A without s3:a",
        "A without s3:b",
        "A without its resources",
        "A without Bool k",
        "A without Bool l",
        "A without Null m",
    ]


@pytest.mark.parametrize("name", [name for name in GUARDRAILS if guardrail(name).exemptable])
def test_an_exemption_lets_its_principal_through_and_nobody_else(name):
    entry = guardrail(name)
    statements = document(entry, CONTEXT, (EXEMPT,)).statements
    for request in (r for r in entry.denies if ":role/" in r.principal):
        through = dataclasses.replace(request, principal=EXEMPT)
        assert verdict(through, entry.policy_type, statements).decision == "Allow", request.name
    assert list(wrong(entry, statements)) == []


@pytest.mark.parametrize("name", [name for name in GUARDRAILS if not guardrail(name).exemptable])
def test_where_nobody_is_exempt_the_registry_is_refused(name):
    with pytest.raises(ValueError, match="nobody is exempt"):
        document(guardrail(name), CONTEXT, (EXEMPT,))


@pytest.mark.parametrize(
    ("name", "exempt"),
    [pytest.param(name, exempt, id=f"{name}: {exempt}") for name in GUARDRAILS for exempt in guardrail(name).exempt],
)
def test_every_cell_of_the_exemption_matrix_has_a_reason_and_an_example(name, exempt):
    entry = guardrail(name)
    without = {cell: reason for cell, reason in entry.exempt.items() if cell != exempt}
    statements = entry.statements(CONTEXT, entry.example_settings)
    assert len(entry.exempt[exempt]) > 10
    assert list(wrong(entry, exempting(dataclasses.replace(entry, exempt=without), statements, CONTEXT)))


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_no_arn_of_another_partition(name, partition):
    context = dataclasses.replace(CONTEXT, partition=partition)
    entry = catalogue()[name]
    if isinstance(entry, Guardrail):
        text = Document(statements=entry.statements(context, entry.example_settings)).json()
    else:
        assert isinstance(entry, Declaration)
        text = canonical(entry.content(context, entry.example_settings))
    assert "arn:aws:" not in text


@pytest.mark.parametrize("name", GUARDRAILS)
def test_guardrails_only_deny_and_fit(name):
    whole = document(guardrail(name), CONTEXT)
    assert all(statement.effect == "Deny" for statement in whole.statements)
    assert whole.characters <= CHARACTERS[guardrail(name).policy_type].value
    for statement in whole.statements:
        assert re.fullmatch(r"[A-Za-z0-9]+", statement.sid)
        for action in (*statement.actions, *statement.not_actions):
            assert re.fullmatch(r"\*|[a-z0-9-]+:[A-Za-z*?0-9]+", action)


@pytest.mark.parametrize("name", GUARDRAILS)
def test_principals_of_resource_control_policies_are_everybody(name):
    expected = "*" if guardrail(name).policy_type == PolicyType.RCP else {}
    assert all(statement.principals == expected for statement in document(guardrail(name), CONTEXT).statements)


def test_a_sid_belongs_to_one_guardrail():
    owners: dict[str, str] = {}
    for name in GUARDRAILS:
        for statement in document(guardrail(name), CONTEXT).statements:
            assert owners.setdefault(statement.sid, name) == name


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_entries_say_why(name):
    entry = catalogue()[name]
    assert entry.title
    assert len(entry.title) <= 120
    assert entry.rationale
    assert entry.controls
    assert entry.practice
    assert entry.sources
    assert all(re.match(r"https://(docs\.)?aws\.amazon\.com/", source) for source in entry.sources)


@pytest.mark.parametrize("name", DECLARATIONS)
def test_declarations_fit_and_say_something(name):
    entry = catalogue()[name]
    assert isinstance(entry, Declaration)
    content = entry.content(CONTEXT, entry.example_settings)
    assert content
    assert len(canonical(content)) <= CHARACTERS[entry.policy_type].value


def test_the_key_is_the_file_name_in_camel_case():
    assert key("leave_organization") == "leaveOrganization"
    assert key("one") == "one"
    assert {"leaveOrganization", "protectSecurityServices"} <= catalogue().keys()
