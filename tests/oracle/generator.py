"""Random requests with the policies around them, in the form that `policies.simulation.simulate` takes.

The same seed gives the same requests. Documents are written for the request at hand, so that many of them decide it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle import callers
from tests.oracle.conditions import Keys, Value
from tests.oracle.statements import Kind, Subject, statement
from tests.oracle.vocabulary import (
    GLOBAL_KEYS,
    OUT_OF_REACH_OF_RCPS,
    REACHED_BY_RCPS,
    VALUES,
    Probe,
    concrete,
    probes,
)  # fmt: skip

Document = dict[str, Any]
Item = dict[str, Any]

FULL_ACCESS: Document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
RCP_FULL_ACCESS: Document = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
PLAIN, RESOURCE, TRUST = Kind(), Kind(principal=True), Kind(principal=True, resource=False)
RCP = Kind(principal=True, excluded_actions=False)
# Services with rules of their own, or with resource policies in wide use, make up a good third of the requests.
_SPECIAL = ("kms", "s3", "sqs", "sts", "secretsmanager")
_WITH_RESOURCE_POLICY = 0.45
# What the caller and the resource themselves put into the context.
_FIXED = ("aws:PrincipalArn", "aws:PrincipalAccount", "aws:ResourceAccount", "aws:PrincipalIsAWSService", "aws:userid")


def generate(seed: int, count: int) -> list[Item]:
    """Count requests, named by seed and position."""
    rng = random.Random(seed)  # noqa: S311 - reproducible tests, nothing secret
    every = probes()
    special = [[probe for probe in every if probe.service == service] for service in _SPECIAL]
    chosen = (rng.choice(rng.choice(special) if rng.random() < 0.4 else every) for _ in range(count))
    return [_Request(rng, probe).item(f"{seed}-{n}") for n, probe in enumerate(chosen)]


@dataclass(frozen=True)
class _Request:
    rng: random.Random
    probe: Probe

    def item(self, name: str) -> Item:
        rng = self.rng
        account = rng.choice(callers.ACCOUNTS)
        caller = callers.caller(rng, account)
        owner = account if self.probe.shape == "*" or rng.random() < 0.7 else rng.choice(callers.ACCOUNTS)
        names = [
            rng.choice(("records", "App-7", "blue", "x1y2/z3" if "ObjectName" in self.probe.shape else "q9"))
            for _ in range(9)
        ]
        resource = concrete(self.probe.shape, owner, rng.choice(VALUES["Region"]), names)
        keys = self._keys(caller)
        context = self._context(keys) | caller.context | {"aws:ResourceAccount": owner}
        subject = Subject(self.probe.action, resource, context, keys, caller.names, callers.strangers(account))
        return {
            "name": name,
            "action": subject.action,
            "resource": resource,
            "principal": caller.principal,
            "principalArn": caller.principal_arn,
            "account": caller.account,
            "resourceAccount": None if f":{owner}:" in resource and rng.random() < 0.5 else owner,
            "managementAccount": caller.account is not None and rng.random() < 0.03,
            "context": context,
            **self._policies(subject, caller),
        }

    def _keys(self, caller: callers.Caller) -> Keys:
        own: Keys = {key: (kind, VALUES[kind.removeprefix("ArrayOf")]) for key, kind in self.probe.keys}
        known: Keys = {key: (kind, VALUES[pool]) for key, (kind, pool) in GLOBAL_KEYS.items()}
        known["aws:EpochTime"] = ("Date", (*VALUES["Epoch"], *VALUES["Epoch"], VALUES["Date"][1]))
        known["aws:PrincipalArn"] = ("ARN", (caller.principal_arn or VALUES["ARN"][3], VALUES["ARN"][3]))
        known["aws:PrincipalAccount"] = known["aws:ResourceAccount"] = ("String", VALUES["Account"])
        known["aws:PrincipalIsAWSService"] = ("Bool", VALUES["Bool"])
        known["aws:userid"] = ("String", ("AROAEXAMPLEID:build-7", "AIDAEXAMPLEID"))
        if self.probe.service != "s3":
            known["aws:ResourceTag/team"] = ("String", VALUES["Tag"])
        return known | own

    def _context(self, keys: Keys) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, (kind, pool) in keys.items():
            if key not in _FIXED and self.rng.random() < (0.6 if key.startswith("aws:") else 0.3):
                found[key] = self._held(kind, VALUES["Epoch"] if key == "aws:EpochTime" else pool)
        return found

    def _held(self, kind: str, pool: Sequence[str]) -> Value:
        if kind.startswith("ArrayOf"):
            return self.rng.sample(pool, k=min(len(pool), self.rng.choice((0, 1, 1, 2, 3))))
        return self.rng.choice(pool)

    def _policies(self, subject: Subject, caller: callers.Caller) -> Item:
        rng, mine = self.rng, caller.has_policies
        # A federated user without a session policy may do nothing, which the oracle doesn't know.
        # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
        sessions = 1 if ":federated-user/" in caller.principal else 0.2 if ":assumed-role/" in caller.principal else 0
        return {
            "scps": self._scps(subject) if mine and rng.random() < 0.5 else [],
            "rcps": self._rcps(subject) if self._rcps_known(subject) and rng.random() < 0.4 else [],
            "identity": [self._document(subject, f"i{n}", PLAIN) for n in range(rng.choice((1, 1, 2)))] if mine else [],
            "boundary": self._document(subject, "b", PLAIN) if mine and rng.random() < 0.25 else None,
            "session": self._document(subject, "s", PLAIN) if rng.random() < sessions else None,
            "resourcePolicy": self._resource_policy(subject, caller),
        }

    def _rcps_known(self, subject: Subject) -> bool:
        return self.probe.service in REACHED_BY_RCPS + OUT_OF_REACH_OF_RCPS and subject.resource != "*"

    def _scps(self, subject: Subject) -> list[list[Document]]:
        levels = []
        for level in range(self.rng.choice((1, 2, 3))):
            policies = [FULL_ACCESS if self.rng.random() < 0.85 else self._document(subject, f"p{level}a", PLAIN)]
            if self.rng.random() < 0.5:
                policies.append(self._denials(subject, f"p{level}d", PLAIN))
            levels.append(policies)
        return levels

    def _rcps(self, subject: Subject) -> list[list[Document]]:
        everyone = replace(subject, principals=("*",), strangers=("*",))
        return [
            [RCP_FULL_ACCESS, *([self._denials(everyone, f"r{level}", RCP)] if self.rng.random() < 0.7 else [])]
            for level in range(self.rng.choice((1, 2)))
        ]

    def _resource_policy(self, subject: Subject, caller: callers.Caller) -> Document | None:
        trust = self.probe.service == "sts" and ":role/" in subject.resource
        if subject.resource == "*" or (self.probe.service == "sts" and not trust):
            return None
        needed = trust or caller.account is None or ":key/" in subject.resource
        if needed or self.rng.random() < _WITH_RESOURCE_POLICY:
            return self._document(subject, "rp", TRUST if trust else RESOURCE)
        return None

    def _document(self, subject: Subject, sid: str, kind: Kind) -> Document:
        effects = ["Allow"] * self.rng.choice((1, 1, 2)) + ["Deny"] * self.rng.choice((0, 0, 0, 1))
        self.rng.shuffle(effects)
        return self._made(subject, sid, kind, effects)

    def _denials(self, subject: Subject, sid: str, kind: Kind) -> Document:
        return self._made(subject, sid, kind, ["Deny"] * self.rng.choice((1, 1, 2)))

    def _made(self, subject: Subject, sid: str, kind: Kind, effects: Sequence[str]) -> Document:
        made = [
            statement(self.rng, subject, effect, kind, f"{sid}n{n}", 0.93 if effect == "Allow" else 0.8)
            for n, effect in enumerate(effects)
        ]
        return {"Version": "2012-10-17", "Statement": made}
