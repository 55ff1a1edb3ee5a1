"""What `synth` writes is what `explain` decides by: the documents alone, given to `simulate`, say the same."""

import json
import random

import pytest

from config.explanation import explain, usual_context
from config.loader import load_stack
from config.synthesis import synthesize
from policies.examples import FULL_ACCESS
from policies.guardrail import Guardrail, Request
from policies.guardrails import catalogue
from policies.lint.reference import matching
from policies.simulation import simulate
from tests.components.helpers import ROOT

TRIPLES, SEED = 1000, 20261129
OPEN = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
ROLES = (
    "role/Developer",
    "role/OrganizationAccountAccessRole",
    "role/guardrails-break-glass",
    "role/AWSControlTowerExecution",
    "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_0123456789abcdef",
    "user/ada",
    "root",
)
SERVICES = ("cloudtrail", "dynamodb", "ec2", "iam", "kms", "organizations", "rds", "s3", "sqs", "sts")
REGIONS = ("eu-west-1", "ap-south-1", "us-east-1")


@pytest.fixture(scope="module")
def stack():
    return load_stack("prod", ROOT)


@pytest.fixture(scope="module")
def written(stack):
    return {name: json.loads(text) for name, text in synthesize(stack).items()}


def actions():
    """What guardrails speak of, and anything else: half and half, or hardly a request would be stopped."""
    named = {
        request.action for entry in catalogue().values() if isinstance(entry, Guardrail) for request in entry.denies
    }
    return sorted(named), sorted(action.name for service in SERVICES for action in matching(f"{service}:*"))


def triples(stack):
    rng = random.Random(SEED)  # noqa: S311 - a fixed order, no secret
    keys = list(stack.baseline.accounts)
    pools = actions()
    for _ in range(TRIPLES):
        caller, owner = rng.choice(keys), rng.choice(keys)
        if rng.random() < 0.7:
            owner = caller
        number = stack.baseline.accounts[caller].id
        principal = rng.choice((*(f"arn:aws:iam::{number}:{name}" for name in ROLES), "cloudtrail.amazonaws.com"))
        action = rng.choice(pools[rng.random() < 0.5])
        context = {**usual_context(stack, principal), "aws:RequestedRegion": rng.choice(REGIONS)}
        if principal.endswith(":root") and rng.random() < 0.5:
            context["aws:AssumedRoot"] = "true"
        yield (
            caller,
            owner,
            Request(
                name=f"{action} by {principal} in {owner}",
                action=action,
                resource="*",
                principal=principal,
                context=context,
                resource_account=stack.baseline.accounts[owner].id,
            ),
        )


def item(manifest, documents, caller, owner, request):
    """A request for `simulate`, its policies read from the manifest alone."""

    def levels(account, kind):
        return [[documents[file] for file in level] for level in manifest[account][kind]]

    service = not request.principal.startswith("arn:")
    return {
        "name": request.name,
        "action": request.action,
        "resource": request.resource,
        "principal": request.principal,
        "account": None if service else caller,
        "resourceAccount": owner,
        "managementAccount": manifest[caller]["management"] and not service,
        "context": request.context,
        "scps": [] if service else levels(caller, "scps"),
        "rcps": levels(owner, "rcps"),
        "identity": [] if service else [FULL_ACCESS],
        "resourcePolicy": OPEN,
    }


def test_documents_decide_as_explain_does(stack, written):
    manifest = {account["id"]: account for account in written["manifest.json"]["accounts"]}
    numbers = {key: account.id for key, account in stack.baseline.accounts.items()}
    told, found = [], []
    for caller, owner, request in triples(stack):
        explained = explain(stack, owner, request)
        told.append((request.name, explained.decision, explained.layer, sorted(stop.sid for stop in explained.stops)))
        decided = simulate(item(manifest, written, numbers[caller], numbers[owner], request))
        stopped = sorted(decided["statements"]) if decided["decision"] != "Allow" else []
        found.append((request.name, decided["decision"], decided["layer"], stopped))
    assert found == told
    stopped = {layer for _, decision, layer, _ in told if decision == "ExplicitDeny"}
    assert stopped == {"scp", "rcp"}
    assert 0.2 < sum(decision == "Allow" for _, decision, _, _ in told) / TRIPLES < 0.8
