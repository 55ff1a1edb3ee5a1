"""When and from where a permission set's sessions may act: denials that go into the set's own inline policy.

No condition key tells a weekday or that somebody signed in with MFA through Identity Center; what there is are moments,
addresses and the attributes that the identity provider hands over as tags of the session.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-abac.html
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.document import Conditions, Statement, canonical

SIDS = ("OutsideNetworks", "WithoutAttribute", "BeforeFirstDay", "AfterLastDay")
"""Names of the statements that conditions become; a set's own inline policy must not use them."""


@dataclass(frozen=True, kw_only=True)
class SessionConditions:
    """What every request of a session must meet; `attribute` is a session tag's key and value, days are in UTC."""

    networks: tuple[str, ...] = ()
    attribute: tuple[str, str] | None = None
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def condition_statements(conditions: SessionConditions) -> tuple[Statement, ...]:
    """One denial of everything for each condition that is set.

    An address or attribute that the request doesn't have counts as a wrong one: negated operators match a missing key.
    Through a VPC endpoint there is no aws:SourceIp, so that such a request is outside too. What a service goes on to do
    on a person's behalf has the service's address, and isn't bound again.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    found: list[Statement] = []
    if conditions.networks:
        outside = {"aws:SourceIp": conditions.networks}
        found.append(
            _deny("OutsideNetworks", {"NotIpAddress": outside, "BoolIfExists": {"aws:ViaAWSService": "false"}})
        )
    if conditions.attribute:
        key, value = conditions.attribute
        found.append(_deny("WithoutAttribute", {"StringNotEquals": {f"aws:PrincipalTag/{key}": value}}))
    if conditions.first_day:
        found.append(_deny("BeforeFirstDay", {"DateLessThan": {"aws:CurrentTime": _midnight(conditions.first_day)}}))
    if conditions.last_day:
        after = conditions.last_day + datetime.timedelta(days=1)
        found.append(_deny("AfterLastDay", {"DateGreaterThanEquals": {"aws:CurrentTime": _midnight(after)}}))
    return tuple(found)


def inline_document(own: Mapping[str, Any] | None, conditions: SessionConditions) -> dict[str, Any] | None:
    """The one inline policy of a set, its own statements first; None where there is nothing to say."""
    statements = own["Statement"] if own else []
    whole = [
        *([statements] if isinstance(statements, Mapping) else statements),
        *(statement.as_dict() for statement in condition_statements(conditions)),
    ]
    return {"Version": "2012-10-17", "Statement": whole} if whole else None


def visible_characters(document: Mapping[str, Any]) -> int:
    """Bytes without white space, which is what the quota of an inline policy counts."""
    return len("".join(canonical(document).split()))


def _midnight(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _deny(sid: str, conditions: Conditions) -> Statement:
    return Statement(sid=sid, effect="Deny", actions=("*",), conditions=conditions)
