"""Decides the suite: by one document alone, and by everything that binds a subject."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.boundaries import baseline
from policies.boundaries.documents import KINDS
from policies.boundaries.kind import BoundaryKind
from policies.compiled import Compiled
from policies.document import Document, Statement
from policies.escalations.attempt import BASELINE, DELEGATE, Attempt
from policies.escalations.everyday import everyday
from policies.escalations.iam import IAM_ATTEMPTS
from policies.escalations.lent import LENT_ATTEMPTS
from policies.escalations.others import OTHER_ATTEMPTS
from policies.escalations.services import SERVICE_ATTEMPTS
from policies.escalations.sessions import SESSION_ATTEMPTS
from policies.escalations.takeovers import TAKEOVER_ATTEMPTS
from policies.evaluator import Decision, Policies, Verdict, decide
from policies.example import MEMBER
from policies.examples import FULL, call_of
from policies.guardrail import Request
from policies.permission_sets import delegated_iam_admin

ATTEMPTS = (
    *IAM_ATTEMPTS,
    *SERVICE_ATTEMPTS,
    *TAKEOVER_ATTEMPTS,
    *SESSION_ATTEMPTS,
    *LENT_ATTEMPTS,
    *OTHER_ATTEMPTS,
)
# Keys and roles need the consent of their own policy; here it admits the whole account, as most of them do.
_CONSENT = Compiled(
    Document(
        statements=(
            Statement(sid="Consent", effect="Allow", actions=("*",), principals={"AWS": f"arn:aws:iam::{MEMBER}:root"}),
        )
    ).as_dict()
)


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The policies of the organization that bind the account, root first."""

    scps: Sequence[Sequence[Compiled]] = ()
    rcps: Sequence[Sequence[Compiled]] = ()


def attempts(subject: str) -> tuple[Attempt, ...]:
    """The ways up of one subject."""
    return tuple(attempt for attempt in ATTEMPTS if subject in attempt.subjects)


def holding(subject: str) -> Document:
    """What holds a subject by itself: the boundary, or the permission set's policy, which grants no more than it."""
    if subject == DELEGATE:
        return delegated_iam_admin("aws")
    if subject == BASELINE:
        return baseline.document("aws", MEMBER)
    return KINDS[BoundaryKind(subject)]("aws", MEMBER)


def alone(subject: str, document: Document | None = None) -> Policies:
    """Nothing but the document that holds the subject, or the one given; a bounded role is granted everything."""
    compiled = Compiled((document or holding(subject)).as_dict())
    if subject == DELEGATE:
        return Policies(identity=[compiled], resource=_CONSENT)
    return Policies(identity=[FULL], boundary=compiled, resource=_CONSENT)


def together(subject: str, levels: Levels) -> Policies:
    """All that binds the subject in a member account: the organization's policies, its boundary, what it is granted."""
    bounded = BoundaryKind.DELEGATED_ADMINISTRATOR if subject == DELEGATE else subject
    return Policies(
        scps=levels.scps,
        rcps=levels.rcps,
        identity=alone(subject).identity,
        boundary=Compiled(holding(bounded).as_dict()),
        resource=_CONSENT,
    )


def decided(request: Request, policies: Policies) -> Verdict:
    """The decision on one request."""
    return decide(call_of(request), policies)


def in_two_steps(subject: str) -> tuple[str, ...]:
    """Names of the attempts that a subject can't make, but a workload can, whose role it may make or run things as."""
    workload = BoundaryKind.WORKLOAD
    return tuple(
        attempt.name
        for attempt in attempts(subject)
        if decided(attempt.request(workload), alone(workload)).decision == Decision.ALLOW
    )


def wrong(subject: str, policies: Policies) -> tuple[str, ...]:
    """Names of the attempts that succeed and of the everyday requests that don't."""
    return (
        *(
            attempt.name
            for attempt in attempts(subject)
            if decided(attempt.request(subject), policies).decision == Decision.ALLOW
        ),
        *(request.name for request in everyday(subject) if decided(request, policies).decision != Decision.ALLOW),
    )
