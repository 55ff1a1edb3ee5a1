"""IAM in the local AWS: every request decided by the project's evaluator, off unless a test or tool switches it on."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from policies.evaluator import Call, Decision, Layer, Verdict, decide
from policies.simulation import account_of, complete
from sandbox.aws.enforcement_caller import Identity, identify
from sandbox.aws.enforcement_context import Keys, keys
from sandbox.aws.enforcement_policies import bucket_owner, policies
from sandbox.aws.enforcement_record import Enforcement, Recorded
from sandbox.aws.enforcement_request import Need, Operation, needs, read
from sandbox.aws.enforcement_resources import resources
from sandbox.aws.services.organizations import management_of

# Their resources have policies of their own, and so may be asked for from another account. What other services
# name with another account's number is theirs by delegation, as an organization's trail.
_SHARED = ("events", "kms", "s3", "sns", "sqs", "sts")
# Different at every call, and so of no use to whoever reads the record.
_PASSING = frozenset(
    (
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:MultiFactorAuthAge",
        "aws:SourceIp",
        "aws:TokenIssueTime",
        "aws:userid",
    )
)
_WHY = {
    Layer.SCP: ("a service control policy", "no service control policy allows"),
    Layer.RCP: ("a resource control policy", "no resource control policy allows"),
    Layer.RESOURCE: ("a resource-based policy", "no resource-based policy allows"),
    Layer.IDENTITY: ("an identity-based policy", "no identity-based policy allows"),
    Layer.BOUNDARY: ("a permissions boundary", "no permissions boundary allows"),
    Layer.SESSION: ("a session policy", "no session policy allows"),
}


class Denied(Exception):  # noqa: N818 - AWS's own word
    """A request that IAM denies: the message is AWS's."""


class Decider:
    """Decides requests, and writes each decision as a line of JSON, so that a run can be looked at afterwards."""

    def __init__(self, enforcement: Enforcement, file: Path) -> None:
        self.enforcement = enforcement
        self.file = file

    def check(
        self, handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None, key: str
    ) -> None:
        """Decide everything that a request needs. Raises Denied where it is enforced, else only notes it.

        Raises NotImplementedError for a request of which nobody can say what it is: nothing passes by accident.
        """
        if self.enforcement == Enforcement.OFF:
            return
        operation = read(handler, method, host, path, headers, body)
        if operation is None:
            raise NotImplementedError(f"IAM's name for {method} {path.partition('?')[0]}")
        identity = identify(key)
        with self.file.open("a", encoding="utf-8") as out:
            for recorded, verdict in _decided(operation, identity):
                out.write(f"{json.dumps(asdict(recorded))}\n")
                if self.enforcement == Enforcement.ENFORCE and not recorded.allowed:
                    raise Denied(_message(recorded, verdict))


def _decided(operation: Operation, identity: Identity) -> Iterator[tuple[Recorded, Verdict]]:
    for need in needs(operation):
        for resource in resources(operation, need, identity):
            account = _account(need, resource, identity)
            asked = keys(operation, need, resource, identity, account)
            verdict = _verdict(need, resource, identity, account, asked)
            yield (
                Recorded(
                    action=need.action,
                    resource=resource,
                    principal=identity.caller.principal,
                    region=operation.region,
                    decision=verdict.decision.value,
                    layer=verdict.layer.value,
                    statements=verdict.statements,
                    context={key: value for key, value in asked.items() if key not in _PASSING},
                ),
                verdict,
            )


def _verdict(need: Need, resource: str, identity: Identity, account: str, asked: Keys) -> Verdict:
    caller = identity.caller
    call = Call(
        action=need.action.lower(),
        resource=resource,
        caller=caller,
        resource_account=account,
        management=identity.account == management_of(identity.account),
        context=complete(asked, caller, account),
    )
    return decide(call, policies(identity, need.action, resource, account))


def _account(need: Need, resource: str, identity: Identity) -> str:
    service = need.action.partition(":")[0]
    if service not in _SHARED:
        return identity.account
    return (bucket_owner(resource) if service == "s3" else account_of(resource)) or identity.account


def _message(recorded: Recorded, verdict: Verdict) -> str:
    """AWS's text, with the layer as AWS names it and our Sids
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html)."""
    denied_by, allowed_by = _WHY[verdict.layer]
    who = f"User: {recorded.principal} is not authorized to perform: {recorded.action} on resource: {recorded.resource}"
    if verdict.decision == Decision.EXPLICIT_DENY:
        return f"{who} with an explicit deny in {denied_by} ({', '.join(verdict.statements)})"
    return f"{who} because {allowed_by} the {recorded.action} action"


def code_of(service: str, protocol: str) -> str:
    """The code with which a service denies, for they differ."""
    if service == "ec2":
        return "UnauthorizedOperation"
    return "AccessDenied" if protocol in ("query", "s3") else "AccessDeniedException"
