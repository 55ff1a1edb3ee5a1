"""Random statements that mostly concern one request: exact, by wildcards, by what they exclude, or not at all."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.conditions import Keys, Value, conditions, variable

Statement = dict[str, Any]

_COLONS = 5  # of an ARN before its resource


@dataclass(frozen=True)
class Subject:
    """The request that statements are written for: principals are those that name it, strangers are others."""

    action: str
    resource: str
    context: dict[str, Value]
    keys: Keys
    principals: tuple[Any, ...] = ()
    strangers: tuple[Any, ...] = field(default=())


@dataclass(frozen=True)
class Kind:
    """What a policy's type lets its statements hold."""

    principal: bool = False
    resource: bool = True
    excluded_actions: bool = True


def statement(rng: random.Random, subject: Subject, effect: str, kind: Kind, sid: str, hit: float) -> Statement:
    """A statement whose elements each concern the subject with the probability hit."""
    made: Statement = {"Effect": effect}
    if rng.random() < 0.9:
        made["Sid"] = sid
    if kind.principal:
        made |= _principal(rng, subject, effect, hit, excluding=kind.resource)
    made |= _action(rng, subject.action, kind, hit)
    if kind.resource:
        made |= _resource(rng, subject, hit)
    if rng.random() < 0.45:
        made["Condition"] = conditions(rng, subject.keys, subject.context, likely=hit)
    return made


def _principal(rng: random.Random, subject: Subject, effect: str, hit: float, *, excluding: bool) -> Statement:
    """NotPrincipal is for a Deny in resource policies, not in trust policies.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    """
    named = rng.choice(subject.principals if rng.random() < hit else subject.strangers)
    if excluding and effect == "Deny" and isinstance(named, dict) and rng.random() < 0.06:
        return {"NotPrincipal": rng.choice((rng.choice(subject.strangers), {"AWS": _arns(subject.principals)}))}
    return {"Principal": named}


def _arns(principals: tuple[Any, ...]) -> list[str]:
    """All names of the principal: session, role and account must be there for NotPrincipal to spare it."""
    listed = [each["AWS"] for each in principals if isinstance(each, dict) and isinstance(each.get("AWS"), str)]
    return [each for each in listed if each != "*"] or ["arn:aws:iam::444455556666:root"]


def _action(rng: random.Random, action: str, kind: Kind, hit: float) -> Statement:
    service, _, name = action.partition(":")
    at = rng.randrange(1, len(name))
    matching = (
        action, action.upper(), f"{service}:*", f"{service}:{name[:at]}*", f"{service}:*{name[at:]}",
        f"{service}:{name[:at]}?{name[at + 1 :]}", f"{service}:{name[0]}*{name[-1]}",
    )  # fmt: skip
    other = rng.choice((f"{service}:Zap*", f"{service}:{name}x", "support:*", f"{service}:{name[:-1]}", "s3:Put?"))
    one = rng.choice(matching) if rng.random() < hit else other
    if kind.excluded_actions and rng.random() < 0.12:
        excluded = other if one in matching else rng.choice(matching)
        return {"NotAction": excluded if rng.random() < 0.5 else [excluded, "support:*"]}
    if kind.excluded_actions and rng.random() < 0.1:
        return {"Action": "*"}
    return {"Action": one if rng.random() < 0.5 else [other, one]}


def _resource(rng: random.Random, subject: Subject, hit: float) -> Statement:
    matches = rng.random() < hit
    if rng.random() < 0.15:
        excluded = _unlike(rng, subject) if matches else _like(rng, subject)
        return {"NotResource": excluded if rng.random() < 0.5 else [excluded, "arn:aws:s3:::elsewhere/*"]}
    one = _like(rng, subject) if matches else _unlike(rng, subject)
    if matches and subject.resource != "*" and rng.random() < 0.12:
        one = _with_variable(rng, one)
    return {"Resource": one if rng.random() < 0.6 else [one, "arn:aws:s3:::elsewhere/*"]}


def _like(rng: random.Random, subject: Subject) -> str:
    if subject.resource == "*" or rng.random() < 0.25:
        return "*"
    head, tail = _split(subject.resource)
    at = rng.randrange(len(tail))
    arn = subject.resource.split(":", 5)
    return rng.choice(
        (
            subject.resource,
            f"{':'.join(arn[:5])}:*",
            f"{head}{tail[:at]}*",
            f"{head}*{tail[at:]}",
            f"{head}{tail[:at]}?{tail[at + 1 :]}",
            ":".join((*arn[:3], "*", "*", arn[5])),
            f"arn:*:{arn[2]}:{arn[3]}:*:{arn[5]}",
            ":".join((*arn[:3], "*", arn[4], "*")),
        )
    )


def _unlike(rng: random.Random, subject: Subject) -> str:
    if subject.resource == "*":
        return "arn:aws:s3:::elsewhere"
    head, tail = _split(subject.resource)
    arn = subject.resource.split(":", 5)
    return rng.choice(
        (
            f"{head}{tail}x",
            f"{head}{tail.swapcase()}",
            f"{head}{tail[:-1]}",
            f"{head}{tail}?",
            f"{head}?{tail}",
            f"{head}zzz*",
            ":".join((*arn[:4], "999988887777", arn[5])),
            ":".join((*arn[:3], "eu-north-1", *arn[4:])),
        )
    )


def _split(resource: str) -> tuple[str, str]:
    """An ARN up to and with its resource type, and the rest, where wildcards may stand.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    found = re.fullmatch(r"((?:[^:]*:){5}(?:\w[\w-]*[:/](?=.))?)(.+)", resource)
    if found is None:
        raise ValueError(f"{resource} is no ARN")
    return found[1], found[2]


def _with_variable(rng: random.Random, arn: str) -> str:
    if arn == "*":
        return arn
    head, tail = _split(arn)
    if (
        head.count(":") == _COLONS
        and not head.endswith("/")
        and not arn.startswith("arn:aws:s3:")
        and rng.random() < 0.9
    ):
        return arn  # without a type the oracle misreads a variable: see known_differences.py
    return f"{head}{tail[: rng.randrange(len(tail))]}{variable(rng)}*"
