"""Every known way up is denied, by what holds each subject alone and with all that binds it; everyday work goes on."""

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from config.escalation_document import escalations_text
from config.levels import compiled, levels
from config.loader import load_stack
from config.plan import policies
from policies.compiled import Compiled
from policies.document import Document
from policies.escalations.attempt import DELEGATE, EVERYBODY, SUBJECTS, asked
from policies.escalations.everyday import everyday
from policies.escalations.proof import (
    ATTEMPTS,
    Levels,
    alone,
    attempts,
    decided,
    holding,
    in_two_steps,
    together,
    wrong,
)
from policies.evaluator import Decision
from policies.example import MEMBER, role
from policies.examples import FULL_ACCESS
from policies.lint import reference
from policies.types import PolicyType
from tests.components.helpers import read_stack
from tests.policies.mutation import mutants

EVERYTHING = Compiled(FULL_ACCESS)
ROOT = Path(__file__).parents[2]
TRIED = [(subject, attempt) for attempt in ATTEMPTS for subject in attempt.subjects]
DONE = [(subject, request) for subject in EVERYBODY for request in everyday(subject)]
# Keys that AWS puts into every request, whatever the action.
EVERYWHERE = {"aws:principalorgid", "aws:requestedregion", "aws:securetransport", "aws:viaawsservice"}


def levels_of_shop(stack):
    wanted = policies(stack)
    scps, rcps = (compiled(levels(stack, wanted, "shop", kind)) for kind in (PolicyType.SCP, PolicyType.RCP))
    assert len(scps) == len(rcps) == 3
    assert len(scps[0]) > 1
    return Levels(scps=scps, rcps=rcps)


@cache
def shop():
    """The policies that bind the example's workload account, with the catalogue's defaults."""
    stack = load_stack("prod", ROOT)
    assert stack.baseline.accounts["shop"].id == MEMBER
    return levels_of_shop(stack)


@cache
def bound(subject):
    return together(subject, shop())


@cache
def held(subject):
    return alone(subject)


@pytest.mark.parametrize(("subject", "attempt"), TRIED, ids=[f"{s}: {a.name}" for s, a in TRIED])
def test_an_attempt_is_denied(subject, attempt):
    request = attempt.request(subject)
    assert decided(request, held(subject)).decision != Decision.ALLOW
    assert decided(request, bound(subject)).decision != Decision.ALLOW


@pytest.mark.parametrize(("subject", "request_"), DONE, ids=[request.name for _, request in DONE])
def test_everyday_work_is_allowed(subject, request_):
    assert decided(request_, held(subject)).decision == Decision.ALLOW
    assert decided(request_, bound(subject)).decision == Decision.ALLOW


def test_the_guardrail_that_names_delegates_stops_none_of_their_work():
    def change(values):
        values["baseline"]["guardrails"]["iamDelegation"] = {"permissionSets": [DELEGATE]}

    named = together(DELEGATE, levels_of_shop(read_stack("prod", change)))
    assert wrong(DELEGATE, named) == ()
    outside = asked("pass", "iam:PassRole", role("Administrator"), DELEGATE, {"iam:PassedToService": "x"})
    assert decided(outside, named).statements == ("DelegationNoKey",)


@pytest.mark.parametrize("subject", EVERYBODY)
def test_each_subject_tries_and_does_enough(subject):
    assert len(attempts(subject)) >= 100
    assert len({request.name for request in everyday(subject)}) == len(everyday(subject)) >= 25
    assert len({attempt.name for attempt in attempts(subject)}) == len(attempts(subject))


@pytest.mark.parametrize("subject", EVERYBODY)
def test_every_element_of_what_holds_a_subject_is_needed(subject):
    tried = list(mutants(holding(subject).statements))
    assert len(tried) >= 25
    unnoticed = [what for what, changed in tried if not wrong(subject, alone(subject, Document(statements=changed)))]
    assert unnoticed == []


@pytest.mark.parametrize("subject", EVERYBODY)
def test_without_what_holds_a_subject_its_attempts_succeed(subject):
    """No attempt is denied for a reason of its own, such as a request that no policy could ever allow."""
    free = dataclasses.replace(alone(subject), identity=[EVERYTHING], boundary=None)
    denied = [a.name for a in attempts(subject) if decided(a.request(subject), free).decision != Decision.ALLOW]
    assert denied == []


@pytest.mark.parametrize("subject", EVERYBODY)
def test_a_second_step_through_a_workload_leads_no_further_than_to_unmarked_secrets(subject):
    """Everybody here may use roles of the owned path, and some make them: their ceiling counts for all."""
    makers = {DELEGATE, "ci", "delegated-administrator"}
    assert in_two_steps(subject) == (
        ("read a key of the token vault", "read a secret of others", "read all secrets at once")
        if subject in makers
        else ()
    )


def requests():
    return [attempt.request(subject) for subject, attempt in TRIED] + [request for _, request in DONE]


def test_requests_are_such_as_aws_knows():
    """Actions exist, and their requests carry the keys that are decided on."""
    odd = set()
    for request in requests():
        actions = reference.matching(request.action)
        if len(actions) != 1 or actions[0].name != request.action:
            odd.add(request.action)
            continue
        for name in request.context.keys() - {key for key in request.context if key.lower() in EVERYWHERE}:
            known = reference.key(name)
            if known is None or not reference.carries(actions[0], known, actions[0].resource_types):
                odd.add(f"{request.action} with {name}")
    assert odd == set()


def test_sources_are_given():
    assert {attempt.source.split("/")[2] for attempt in ATTEMPTS} == {
        "docs.aws.amazon.com",
        "github.com",
        "hackingthe.cloud",
    }
    assert all(attempt.why for attempt in ATTEMPTS)


def test_an_attempt_on_oneself_names_the_subject():
    (attempt,) = [attempt for attempt in ATTEMPTS if attempt.name == "remove one's own boundary"]
    assert {attempt.request(subject).resource for subject in EVERYBODY} == set(SUBJECTS.values())


def test_the_page_is_fresh():
    text = (ROOT / "docs/escalations.md").read_text(encoding="utf-8")
    assert text == escalations_text(), "run `guardrails docs --write`"
    assert "**no**" not in text
    assert text.count("\n| ") >= len(ATTEMPTS)
