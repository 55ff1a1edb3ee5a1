"""Random principals: how each is written in a request, in its context and in resource policies."""

import random
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle.conditions import Value

ACCOUNTS = ("111122223333", "222233334444")
SERVICE = "cloudtrail.amazonaws.com"


@dataclass(frozen=True)
class Caller:
    """A principal; names are the Principal elements that mean it, account is None for services and the anonymous."""

    principal: str
    principal_arn: str | None
    account: str | None
    context: dict[str, Value]
    names: tuple[Any, ...]

    @property
    def has_policies(self) -> bool:
        """Whether IAM policies can be attached to it."""
        return self.account is not None


def caller(rng: random.Random, account: str) -> Caller:
    """A role session or a user mostly; sometimes a federated user, an AWS service or nobody known."""
    kind = rng.choices((_session, _user, _federated, _service, _anonymous), weights=(55, 25, 6, 8, 6))[0]
    made = kind(account)
    if made.account is None:
        return made
    common: dict[str, Value] = {
        "aws:PrincipalArn": made.principal_arn or "",
        "aws:PrincipalAccount": account,
        "aws:PrincipalIsAWSService": "false",
    }
    whole = ({"AWS": account}, {"AWS": f"arn:aws:iam::{account}:root"}, "*", {"AWS": "*"})
    return replace(made, context=made.context | common, names=(*made.names, *made.names, *whole))


def strangers(account: str) -> tuple[Any, ...]:
    """Principal elements that mean none of the callers of this account."""
    return (
        {"AWS": "arn:aws:iam::444455556666:root"},
        {"AWS": f"arn:aws:iam::{account}:role/Nobody"},
        {"AWS": "444455556666"},
        {"AWS": [f"arn:aws:iam::{account}:user/nobody", "555566667777"]},
        {"Service": "sns.amazonaws.com"},
        {"Federated": "cognito-identity.amazonaws.com"},
    )


def _session(account: str) -> Caller:
    role = f"arn:aws:iam::{account}:role/ops/Deployer"
    session = f"arn:aws:sts::{account}:assumed-role/Deployer/build-7"
    context: dict[str, Value] = {"aws:PrincipalType": "AssumedRole", "aws:userid": "AROAEXAMPLEID:build-7"}
    return Caller(session, role, account, context, ({"AWS": role}, {"AWS": session}, {"AWS": [role, "444455556666"]}))


def _user(account: str) -> Caller:
    user = f"arn:aws:iam::{account}:user/alice"
    context: dict[str, Value] = {"aws:PrincipalType": "User", "aws:userid": "AIDAEXAMPLEID", "aws:username": "alice"}
    return Caller(user, user, account, context, ({"AWS": user}, {"AWS": [user, "444455556666"]}))


def _federated(account: str) -> Caller:
    federated = f"arn:aws:sts::{account}:federated-user/bob"
    context: dict[str, Value] = {"aws:PrincipalType": "FederatedUser", "aws:userid": f"{account}:bob"}
    return Caller(federated, federated, account, context, ({"AWS": federated},))


def _service(_account: str) -> Caller:
    context: dict[str, Value] = {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": SERVICE}
    return Caller(SERVICE, None, None, context, ({"Service": SERVICE}, {"Service": [SERVICE, "sns.amazonaws.com"]}))


def _anonymous(_account: str) -> Caller:
    context: dict[str, Value] = {"aws:PrincipalIsAWSService": "false", "aws:PrincipalType": "Anonymous"}
    return Caller("*", None, None, context, ("*", {"AWS": "*"}))
