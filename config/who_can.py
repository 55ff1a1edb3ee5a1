"""Every principal that the configuration lets do something, and by which path."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from config.explanation import usual_context
from config.levels import compiled, levels
from config.models import Stack
from config.plan import policies
from config.principal import Named, Principal
from config.principals import principals
from config.trusts import own_trust
from policies.compiled import Compiled
from policies.evaluator import Call, Decision, Layer, Policies, decide
from policies.examples import FULL, call_of
from policies.guardrail import Request
from policies.names import partition
from policies.simulation import account_of
from policies.types import PolicyType

_OWN_LAYERS = (Layer.IDENTITY, Layer.BOUNDARY)


class Outcome(StrEnum):
    """It can; it can on other resources or under other conditions than were asked about; nobody knows."""

    YES = "yes"
    SOME = "some"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One principal that can, or may be able to; the path leads from who it is to the policy that allows it."""

    account: str
    outcome: Outcome
    principal: str
    path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """An action in any case, an ARN or `*`, and condition keys that all requests have."""

    action: str
    resource: str = "*"
    context: Mapping[str, str | tuple[str, ...]]


def who_can(stack: Stack, question: Question, accounts: Sequence[str], now: datetime.datetime) -> Iterator[Answer]:
    """Everybody in the accounts, given by their keys, whom nothing known stops; whom something stops is left out.

    The trust of the configuration's own roles is known; any other policy of a resource, a key's for instance, is taken
    to leave it to the account.
    Raises UnsupportedError for a value that AWS doesn't have.
    """
    wanted = policies(stack)
    keys = {entry.id: key for key, entry in stack.baseline.accounts.items()}
    for account in accounts:
        number = stack.baseline.accounts[account].id
        place = keys.get(account_of(question.resource) or number)
        common = Policies(
            scps=compiled(levels(stack, wanted, account, PolicyType.SCP)),
            rcps=compiled(levels(stack, wanted, place, PolicyType.RCP)) if place else (),
            resource=own_trust(stack, question.resource) or _left_to(stack, number),
        )
        for principal in principals(stack, account, now):
            if found := _outcome(principal, _call(stack, account, principal, question), common):
                outcome, why = found
                yield Answer(account=account, outcome=outcome, principal=principal.name, path=(*principal.path, why))


def unread(stack: Stack, accounts: Sequence[str]) -> tuple[str, ...]:
    """Policies attached by others that nobody here can read: they may stop somebody who is named."""
    wanted = policies(stack)
    found = (
        attached.name
        for account in accounts
        for kind in (PolicyType.SCP, PolicyType.RCP)
        for level in levels(stack, wanted, account, kind)
        for attached in level
        if attached.document is None
    )
    return tuple(dict.fromkeys(found))


def _call(stack: Stack, account: str, principal: Principal, question: Question) -> Call:
    number = stack.baseline.accounts[account].id
    context = {**usual_context(stack, principal.arn), **principal.context, **question.context}
    request = Request(
        name="who-can",
        action=question.action,
        resource=question.resource,
        principal=principal.arn,
        context=context,
        resource_account=account_of(question.resource) or number,
    )
    return call_of(request, management=account == stack.organization.management_account)


def _outcome(principal: Principal, call: Call, common: Policies) -> tuple[Outcome, str] | None:
    documents = [named.document for named in principal.documents]
    boundary = principal.boundary.document if principal.boundary else None
    held = replace(common, identity=documents, boundary=boundary)
    verdict = decide(call, held)
    if verdict.decision == Decision.ALLOW:
        return Outcome.YES, _granting(principal.documents, call) or "needs no permission"
    if verdict.decision == Decision.EXPLICIT_DENY:
        return None
    if principal.unknown and decide(call, replace(held, identity=[*documents, FULL])).decision == Decision.ALLOW:
        return Outcome.UNKNOWN, ", ".join(principal.unknown)
    ceiling = boundary is None or any(statement.allows for statement in boundary.about(call.action))
    if verdict.layer in _OWN_LAYERS and ceiling and (named := _speaking(principal.documents, call)):
        return Outcome.SOME, named
    return None


def _granting(documents: Sequence[Named], call: Call) -> str:
    """The policies that allow a request."""
    return ", ".join(
        named.name
        for named in documents
        if any(s.allows and s.holds(call.resource, call.context) for s in named.document.about(call.action))
    )


def _speaking(documents: Sequence[Named], call: Call) -> str:
    """The statements that allow the action, for other resources or under other conditions than were asked about."""
    return ", ".join(
        f"{named.name}, statement {statement.sid}"
        for named in documents
        for statement in named.document.about(call.action)
        if statement.allows
    )


def _left_to(stack: Stack, number: str) -> Compiled:
    """A resource policy that lets the account decide, as the default policy of a key does."""
    place = partition(stack.organization.home_region)
    statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:{place}:iam::{number}:root"}}
    return Compiled({"Version": "2012-10-17", "Statement": [statement | {"Action": "*", "Resource": "*"}]})
