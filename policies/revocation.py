"""Ends sessions that are open: denials by the person behind a session, and by the moment at which a role's began."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from policies.document import Document, Statement

SID = "RevokedPeople"
"""The statement that denies revoked people everything, in whichever policy it is."""
NOBODY = "00000000-0000-0000-0000-000000000000"
"""The id of no user: as AWS advises the statement is there before anybody is revoked, and a key needs a value."""
ROLE_POLICY = "AWSRevokeOlderSessions"
"""The inline policy that IAM's console writes, so that it shows there what was done."""
_KEY, _ISSUED = "identitystore:UserId", "aws:TokenIssueTime"
_EQUALS, _EARLIER = "StringEquals", "DateLessThan"


def people_denial(users: Iterable[str] = ()) -> Statement:
    """Whoever signed in as one of these users of the identity store does nothing any longer, in open sessions too.

    The id is the person's alone, whatever permission set and account the session is of; names may change hands.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html
    """
    ids = (NOBODY, *sorted(set(users) - {NOBODY}))
    return Statement(sid=SID, effect="Deny", actions=("*",), conditions={_EQUALS: {_KEY: ids}})


def denied_people(document: Mapping[str, Any] | None) -> frozenset[str]:
    """The users that a policy's denial names; none where it has no such statement."""
    ours = [statement for statement in _statements(document) if statement.get("Sid") == SID]
    named = [value for statement in ours for value in _texts(statement["Condition"][_EQUALS][_KEY])]
    return frozenset(named) - {NOBODY}


def denying(document: Mapping[str, Any] | None, users: Iterable[str]) -> dict[str, Any]:
    """A policy with the denial of these users and no others: in its place, or as the last statement; the rest stays."""
    denial = people_denial(users).as_dict()
    own = _statements(document)
    whole = [denial if statement.get("Sid") == SID else statement for statement in own]
    return {"Version": "2012-10-17", "Statement": whole if denial in whole else [*whole, denial]}


def older_sessions(moment: datetime.datetime) -> Document:
    """A role's sessions that began before a moment, with its zone, do nothing any longer; later ones work.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
    """
    text = moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    conditions = {_EARLIER: {_ISSUED: text}}
    return Document(statements=(Statement(sid=ROLE_POLICY, effect="Deny", actions=("*",), conditions=conditions),))


def revoked_before(document: Mapping[str, Any]) -> str:
    """The moment in such a policy, IAM's own included."""
    return _statements(document)[0]["Condition"][_EARLIER][_ISSUED]


def _statements(document: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    found = (document or {}).get("Statement", [])
    return [found] if isinstance(found, Mapping) else list(found)


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
