"""Decides requests that are written down as JSON, so that people and other programs can ask the evaluator."""

import difflib
import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from policies.compiled import Compiled, compile_document, texts
from policies.errors import UnsupportedError, within
from policies.evaluator import Call, Policies, decide
from policies.principals import Caller, Kind, caller

_TEXT = ("name", "action", "resource", "principal")
_OPTIONAL_TEXT = ("principalArn", "account", "resourceAccount")
_ACCOUNTS = ("account", "resourceAccount")
_ACCOUNT = re.compile(r"[0-9]{12}")
# vpc-lattice has an action with a hyphen.
_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9-]+")
_LISTS = ("scps", "rcps", "identity")
_DOCUMENTS = ("boundary", "session", "resourcePolicy")
KEYS = (*_TEXT, *_OPTIONAL_TEXT, "managementAccount", "context", *_LISTS, *_DOCUMENTS)
"""Every key of a request; name, action, resource and principal are required."""


def simulate(item: Mapping[str, Any]) -> dict[str, Any]:
    """The decision on one request, as {name, decision, layer, statements}.

    Raises UnsupportedError as `prepare` does, and for a request of which AWS documents no result.
    """
    call, policies = prepare(item)
    verdict = decide(call, policies)
    return {
        "name": item["name"],
        "decision": verdict.decision.value,
        "layer": verdict.layer.value,
        "statements": list(verdict.statements),
    }


def prepare(item: Mapping[str, Any]) -> tuple[Call, Policies]:
    """A request as the evaluator takes it.

    Raises UnsupportedError with the path of a key that is missing, unknown or of the wrong type, and of a document that
    the evaluator does not support.
    """
    _check(item)
    who = within(("principal",), lambda: caller(item["principal"], item.get("principalArn"), item.get("account")))
    resource_account = item.get("resourceAccount") or account_of(item["resource"]) or who.account
    call = Call(
        action=item["action"].lower(),
        resource=item["resource"],
        caller=who,
        resource_account=resource_account,
        management=item.get("managementAccount", False),
        context=_context(item, who, resource_account),
    )
    return call, Policies(
        scps=_levels(item, "scps"),
        rcps=_levels(item, "rcps"),
        identity=[_document(document, "identity", i) for i, document in enumerate(item.get("identity") or ())],
        boundary=_optional(item, "boundary"),
        session=_optional(item, "session"),
        resource=_optional(item, "resourcePolicy"),
    )


def complete(context: Mapping[str, Any], who: Caller, resource_account: str | None) -> dict[str, tuple[str, ...]]:
    """A context as the evaluator reads it, with the keys that AWS itself puts into every request of such a caller.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    result: dict[str, tuple[str, ...]] = {}
    for key, value in context.items():
        if key.lower() in result:
            raise UnsupportedError(f"{key} is there in another case too: the names of keys know no case", key)
        result[key.lower()] = within((key,), partial(texts, value, key)) if value != [] else ()
    facts = {"aws:resourceaccount": resource_account}
    if who.in_account:
        arn = who.principal if who.kind == Kind.FEDERATED_USER else who.arn
        facts |= {"aws:principalarn": arn, "aws:principalaccount": who.account, "aws:principaltype": who.kind.value}
    if who.kind == Kind.ANONYMOUS:
        facts |= {"aws:principaltype": who.kind.value}
    elif who.kind != Kind.PROVIDER:
        facts |= {"aws:principalisawsservice": str(who.kind == Kind.SERVICE).lower()}
    if who.kind == Kind.SERVICE:
        facts |= {"aws:principalservicename": who.principal}
    for key, value in facts.items():
        if value is not None:
            result.setdefault(key, (value,))
    return result


def _context(item: Mapping[str, Any], who: Caller, resource_account: str | None) -> dict[str, tuple[str, ...]]:
    return within(("context",), lambda: complete(item.get("context") or {}, who, resource_account))


def _check(item: object) -> None:
    if not isinstance(item, Mapping):
        raise UnsupportedError(f"a request is an object, found {item!r:.60}")
    if unknown := [key for key in item if key not in KEYS]:
        near = difflib.get_close_matches(unknown[0], KEYS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(KEYS)}"
        raise UnsupportedError(f"unknown key; {hint}", unknown[0])
    for key in _TEXT:
        if key not in item:
            raise UnsupportedError(f"missing; a request has at least {', '.join(_TEXT)}", key)
        if not isinstance(item.get(key), str) or not item[key]:
            raise UnsupportedError(f"a string is needed, found {item.get(key)!r:.60}", key)
    for key in _OPTIONAL_TEXT:
        if not isinstance(item.get(key), str | None):
            raise UnsupportedError(f"a string or null is needed, found {item[key]!r:.60}", key)
        if key == "principalArn" and not (item.get(key) or "arn:").startswith("arn:"):
            raise UnsupportedError(f"an ARN or null is needed, found {item[key]!r:.60}", key)
        if key in _ACCOUNTS and item.get(key) is not None and not _ACCOUNT.fullmatch(item[key]):
            raise UnsupportedError(f"an account's twelve digits are needed, found {item[key]!r:.60}", key)
    if not _ACTION.fullmatch(item["action"]):
        raise UnsupportedError(f"an action such as s3:GetObject is needed, found {item['action']!r:.60}", "action")
    if not isinstance(item.get("managementAccount", False), bool):
        raise UnsupportedError(f"true or false is needed, found {item['managementAccount']!r:.60}", "managementAccount")
    if not isinstance(item.get("context"), Mapping | None):
        raise UnsupportedError(f"an object is needed, found {item['context']!r:.60}", "context")
    for key in _LISTS:
        if not isinstance(item.get(key), list | None):
            raise UnsupportedError(f"a list is needed, found {item[key]!r:.60}", key)


def _levels(item: Mapping[str, Any], key: str) -> list[list[Compiled]]:
    levels = item.get(key) or []
    for i, level in enumerate(levels):
        if not isinstance(level, list):
            raise UnsupportedError(f"each level is a list of documents, found {level!r:.60}", key, i)
    return [[_document(document, key, i, k) for k, document in enumerate(level)] for i, level in enumerate(levels)]


def _optional(item: Mapping[str, Any], key: str) -> Compiled | None:
    return None if item.get(key) is None else _document(item[key], key)


def _document(document: object, *path: str | int) -> Compiled:
    if not isinstance(document, Mapping):
        raise UnsupportedError(f"a policy document is an object, found {document!r:.60}", *path)
    compiled = within(path, lambda: compile_document(json.dumps(document)))
    about_others = path[0] in ("rcps", "resourcePolicy")
    for index, statement in enumerate(compiled.statements):
        place = ("Statement", index) if isinstance(document["Statement"], list) else ("Statement",)
        if statement.principals is None and about_others:
            raise UnsupportedError("every statement needs a Principal here", *path, *place)
        if statement.principals is not None and not about_others:
            message = f"statement {statement.sid}: Principal belongs in resource policies only"
            raise UnsupportedError(message, *path, *place)
    return compiled


def account_of(resource: str) -> str | None:
    """The account in an ARN, or None where it has none, as S3's buckets."""
    parts = resource.split(":")
    return parts[4] if len(parts) > 5 and parts[4].isdigit() else None
