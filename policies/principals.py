"""Whom a statement of a resource policy names, and who is asking.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

from policies.errors import UnsupportedError, within

_ACCOUNT = re.compile(r"(?:arn:[^:]+:iam::)?([0-9]{12})(?::root)?")
_NUMBER = re.compile(r"[0-9]{12}")
_SESSION = re.compile(r"arn:([^:]+):sts::([0-9]{12}):assumed-role/([^/]+)/(.+)")
_UNIQUE_ID = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}")
_SERVICE_LINKED = ":role/aws-service-role/"


class Kind(StrEnum):
    """The kinds of principal whose requests are evaluated differently."""

    ROOT = "Account"
    USER = "User"
    SESSION = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    SERVICE = "Service"
    PROVIDER = "Provider"
    ANONYMOUS = "Anonymous"


class Match(IntEnum):
    """How closely a resource policy names the caller; it decides what else limits the grant."""

    NONE = 0
    ACCOUNT = 1
    ROLE = 2
    DIRECT = 3


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who makes a request: the principal itself and the ARN of whose permissions it has.

    `arn` is the role of a session and the user behind a federated user's session; else it is the principal again.
    """

    kind: Kind
    principal: str
    arn: str | None
    account: str | None

    @cached_property
    def service_linked(self) -> bool:
        """Service control policies and resource control policies never bind service-linked roles."""
        return self.arn is not None and _SERVICE_LINKED in self.arn

    @cached_property
    def in_account(self) -> bool:
        """Whether the caller is a principal of an account, and not a service, a provider's user or nobody."""
        return self.kind not in (Kind.SERVICE, Kind.PROVIDER, Kind.ANONYMOUS)


def caller(principal: str, arn: str | None = None, account: str | None = None) -> Caller:
    """Tells the kind of a principal by its form. Raises UnsupportedError for a form that AWS doesn't have."""
    kind = _kind(principal)
    if kind in (Kind.SERVICE, Kind.PROVIDER, Kind.ANONYMOUS):
        return Caller(kind=kind, principal=principal, arn=arn, account=account)
    session = _SESSION.fullmatch(principal)
    if session is None and ":assumed-role/" in principal:
        raise UnsupportedError(f"principal {principal} is no role session: assumed-role/ROLE/SESSION")
    derived = f"arn:{session.group(1)}:iam::{session.group(2)}:role/{session.group(3)}" if session else principal
    return Caller(kind=kind, principal=principal, arn=arn or derived, account=account or principal.split(":")[4])


def _kind(principal: str) -> Kind:
    if principal == "*":
        return Kind.ANONYMOUS
    if not principal.startswith("arn:"):
        if principal.endswith((".amazonaws.com", ".amazonaws.com.cn")) and "/" not in principal:
            return Kind.PROVIDER if principal.startswith("cognito-identity.") else Kind.SERVICE
        if principal in ("accounts.google.com", "graph.facebook.com", "www.amazon.com"):
            return Kind.PROVIDER
        raise UnsupportedError(f"principal {principal} is no ARN, service principal, identity provider or *")
    parts = principal.split(":", 5)
    resource = parts[5] if len(parts) == 6 and _NUMBER.fullmatch(parts[4]) else ""
    kinds = {
        "root": Kind.ROOT,
        "user/": Kind.USER,
        "role/": Kind.SESSION,
        "assumed-role/": Kind.SESSION,
        "federated-user/": Kind.FEDERATED_USER,
        "oidc-provider/": Kind.PROVIDER,
        "saml-provider/": Kind.PROVIDER,
    }
    for prefix, kind in kinds.items():
        if resource == prefix or (prefix.endswith("/") and resource.startswith(prefix) and resource != prefix):
            return kind
    raise UnsupportedError(
        f"principal {principal} is no role session, user, root user, federated user or provider of an account"
    )


class Principals:
    """The Principal or NotPrincipal element of one statement."""

    __slots__ = ("_accounts", "_arns", "_everyone", "_federated", "_inverted", "_services")

    def __init__(self, element: object, *, inverted: bool) -> None:
        self._inverted, self._everyone = inverted, element == "*"
        self._accounts: set[str] = set()
        self._arns: set[str] = set()
        self._services: set[str] = set()
        self._federated: set[str] = set()
        if self._everyone:
            return
        if not isinstance(element, Mapping) or not element:
            raise UnsupportedError(f"Principal must be * or an object, found {element!r:.60}")
        for kind, values in element.items():
            listed = [values] if isinstance(values, str) else values
            if not isinstance(listed, list | tuple) or not listed or not all(isinstance(v, str) for v in listed):
                raise UnsupportedError(f"Principal {kind} must be a string or a list of strings, found {values!r:.60}")
            for value in listed:
                self._add(kind, value)

    def _add(self, kind: str, value: str) -> None:
        if kind in ("Service", "Federated"):
            if {"*", "?"} & set(value):
                raise UnsupportedError(f"Principal {kind} {value}: AWS documents no wildcard here")
            (self._services if kind == "Service" else self._federated).add(value)
        elif kind != "AWS":
            raise UnsupportedError(f"Principal {kind}: supported are AWS, Service and Federated")
        elif value == "*":
            self._everyone = True
        elif found := _ACCOUNT.fullmatch(value):
            self._accounts.add(found.group(1))
        elif "*" in value or "?" in value:
            raise UnsupportedError(f"Principal {value}: AWS knows no wildcard inside an ARN here")
        elif value.startswith("arn:"):
            self._arns.add(value)
        elif not _UNIQUE_ID.fullmatch(value):  # what AWS leaves of a deleted principal, which matches nobody
            raise UnsupportedError(f"Principal {value} is no ARN, account or *")

    def match(self, who: Caller, *, bounded: bool = False) -> Match:
        """How the statement names the caller. `bounded`: a permissions boundary limits the caller."""
        if not self._inverted:
            return self._named(who)
        return Match.NONE if self._excepted(who) and not bounded else Match.DIRECT

    def _named(self, who: Caller) -> Match:
        if self._everyone or who.principal in self._services or who.principal in self._federated:
            return Match.DIRECT
        if who.kind == Kind.ROOT and who.account in self._accounts:
            return Match.DIRECT
        if who.principal in self._arns and (who.kind != Kind.SESSION or who.principal != who.arn):
            return Match.DIRECT
        if who.arn in self._arns:
            return Match.ROLE
        return Match.ACCOUNT if who.in_account and who.account in self._accounts else Match.NONE

    def _excepted(self, who: Caller) -> bool:
        """A Deny with NotPrincipal spares a caller only if it lists the account, and the role besides its session.

        With a permissions boundary it spares nobody.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        if self._everyone or not who.in_account:
            return self._everyone or who.principal in self._services | self._federated
        if who.account not in self._accounts:
            return False
        return who.kind == Kind.ROOT or {who.principal, who.arn} <= self._arns


def compile_principals(statement: Mapping[str, Any]) -> Principals | None:
    """The statement's Principal or NotPrincipal, or None where it has neither.

    Raises UnsupportedError for NotPrincipal in an Allow: it would admit everyone else in the world.
    """
    if "NotPrincipal" in statement:
        if statement.get("Effect") == "Allow" or "Principal" in statement:
            raise UnsupportedError("NotPrincipal is for a Deny without Principal", "NotPrincipal")
        return within(("NotPrincipal",), lambda: Principals(statement["NotPrincipal"], inverted=True))
    if "Principal" in statement:
        return within(("Principal",), lambda: Principals(statement["Principal"], inverted=False))
    return None
