"""Where the oracle is known to be wrong: for each, which requests it concerns and the page of AWS that says so.

An entry covers a request only if the request holds the very form that the oracle misreads. For each of them
tests/oracle/test_known_differences.py tests the evaluator's own answer.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
Answer = dict[str, Any]

_OPERATORS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"
_VARIABLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"
_VARIABLE = re.compile(r"\$\{([^},]+)\}")
_INVERTED = re.compile(r"(?:For\w+:)?(?:StringNot|ArnNot)")


@dataclass(frozen=True)
class KnownDifference:
    """One mistake of the oracle: why, where AWS says otherwise, and whether a request and our answer fall under it."""

    name: str
    why: str
    source: str
    covers: Callable[[Item, Answer], bool]


def statements(item: Item) -> Iterator[dict[str, Any]]:
    """Every statement of every policy around a request."""
    documents = [document for level in item["scps"] + item["rcps"] for document in level] + item["identity"]
    documents += [item[key] for key in ("boundary", "session", "resourcePolicy") if item[key]]
    for document in documents:
        yield from document["Statement"]


def _tests(item: Item) -> Iterator[tuple[str, list[str], list[str]]]:
    """Operator, values of the policy and values of the request, for each condition."""
    context = {key.lower(): _listed(value) for key, value in item["context"].items()}
    for statement in statements(item):
        for operator, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                yield operator, _listed(values), context.get(key.lower(), [])


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _every_ipv4_address(item: Item, _ours: Answer) -> bool:
    return any(
        "IpAddress" in operator and "0.0.0.0/0" in values and any("." in address for address in found)
        for operator, values, found in _tests(item)
    )


def _epoch_and_date(item: Item, _ours: Answer) -> bool:
    return any(
        operator.startswith(("Date", "ForAnyValue:Date", "ForAllValues:Date"))
        and any(value.isdigit() is not each.isdigit() for value in values for each in found)
        for operator, values, found in _tests(item)
    )


def _address_of_other_family(item: Item, _ours: Answer) -> bool:
    return any(
        "NotIpAddress" in operator
        and any(_family(value) != _family(each) for value in values if "/" not in value for each in found)
        for operator, values, found in _tests(item)
    )


def _family(address: str) -> int:
    return ipaddress.ip_address(address).version


def _escaped_wildcard(item: Item, _ours: Answer) -> bool:
    return any(
        re.fullmatch(r"(For\w+:)?String(Not)?Equals(IgnoreCase)?(IfExists)?", operator)
        and any("${*}" in value for value in values)
        and any("*" in each for each in found)
        for operator, values, found in _tests(item)
    )


def _inverted_without_value(item: Item, _ours: Answer) -> bool:
    present = {key.lower() for key, value in item["context"].items() if value != []}
    return any(
        _INVERTED.match(operator)
        and found
        and any(
            name.lower() not in present and name not in "*?$" for value in values for name in _VARIABLE.findall(value)
        )
        for operator, values, found in _tests(item)
    )


def _session_and_direct_grant(item: Item, ours: Answer) -> bool:
    return item["session"] is not None and (ours["decision"], ours["layer"]) == ("Allow", "resource")


def _variable_without_type(item: Item, _ours: Answer) -> bool:
    resources = [each for statement in statements(item) for each in _listed(statement.get("Resource", []))]
    tails = [
        each.split(":", 5)[5] for each in resources if each.startswith("arn:") and not each.startswith("arn:aws:s3:::")
    ]
    return any(re.match(r"[^:/]*\$\{[^}]*[:/]", tail) for tail in tails)


def _session_token(item: Item, _ours: Answer) -> bool:
    return item["action"].lower() == "sts:getsessiontoken" and ":user/" in item["principal"]


KNOWN_DIFFERENCES = (
    KnownDifference(
        "every-ipv4-address",
        "0.0.0.0/0 holds every IPv4 address; the oracle finds none in it",
        f"{_OPERATORS}#Conditions_IPAddress",
        _every_ipv4_address,
    ),
    KnownDifference(
        "epoch-and-date",
        "dates are compared with epoch times in seconds; the oracle takes these for milliseconds",
        f"{_OPERATORS}#Conditions_Date",
        _epoch_and_date,
    ),
    KnownDifference(
        "address-of-other-family",
        "a single address stands for itself, so that one of the other family is another; the oracle never matches",
        f"{_OPERATORS}#Conditions_IPAddress",
        _address_of_other_family,
    ),
    KnownDifference(
        "escaped-wildcard",
        "${*} is the character * in every string comparison; the oracle reads it so in StringLike only",
        f"{_VARIABLES}#policy-vars-specialchars",
        _escaped_wildcard,
    ),
    KnownDifference(
        "inverted-without-value",
        "inverted operators match where a variable in their value has no value; the oracle never matches then",
        f"{_VARIABLES}#policy-vars-no-value",
        _inverted_without_value,
    ),
    KnownDifference(
        "session-and-direct-grant",
        "a session policy does not limit what a resource policy grants to the session itself; the oracle lets it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session",
        _session_and_direct_grant,
    ),
    KnownDifference(
        "variable-without-type",
        "a variable may begin a resource that has no type; the oracle takes the / or : in its name for the type's end",
        f"{_VARIABLES}#policy-vars-wheretouse",
        _variable_without_type,
    ),
    KnownDifference(
        "session-token",
        "a user needs no permission for GetSessionToken, and policies can't control it; the oracle asks them",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html",
        _session_token,
    ),
)
