"""A few hundred of everything, in pages, and Identity Center in another region than the home region."""

import json
from collections import Counter
from pathlib import Path

import boto3
import pytest

from operations.discover import discover
from sandbox.aws.client import LocalAws
from sandbox.aws.seed import Seed, SeedAccount, SeedIdentityCenter

ROOT = Path(__file__).parents[2]
MANAGEMENT = "111122223333"
NUMBERS = [f"2222{number:03}44444" for number in range(230)]
UNITS = {"Team": "ou-exam-team0000"} | {f"Team/Unit {n:02}": f"ou-exam-unit{n:04}" for n in range(25)}
GROUPS = {f"Group {n}": f"22222222-3333-4444-5555-{n:012}" for n in range(230)}
INSTANCE, STORE = "arn:aws:sso:::instance/ssoins-1234567890abcdef", "d-1234567890"
SEED = Seed(
    management_account=MANAGEMENT,
    organization_id="o-exampleorg1",
    root_id="r-exam",
    organizational_units=UNITS,
    accounts=(
        SeedAccount(MANAGEMENT, "management", "aws@example.com"),
        *(SeedAccount(number, f"a{number}", f"aws+{number}@example.com", "Team/Unit 24") for number in NUMBERS),
    ),
    identity_center=SeedIdentityCenter(INSTANCE, STORE, "us-east-1", GROUPS),
    policy_types=("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"),
)


@pytest.fixture
def large(tmp_path, use):
    with LocalAws(MANAGEMENT, tmp_path / "state", SEED) as local:
        organizations = local.client("organizations")
        for number in range(45):
            made = organizations.create_policy(
                Name=f"team-{number}", Type="SERVICE_CONTROL_POLICY", Content=json.dumps({"Id": number}), Description=""
            )
            organizations.attach_policy(
                PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=f"ou-exam-unit{number % 25:04}"
            )
        use(local)
        yield local


def test_hundreds_of_accounts_units_policies_and_groups(large):
    del large
    session, calls, actions, steps = boto3.Session(), Counter(), set(), {}

    def count(model, **_):
        calls.update([model.name])
        actions.add(f"{model.service_model.signing_name}:{model.name}")

    session.events.register("before-call.*.*", count)
    snapshot = discover(session, "eu-west-1", "o-exampleorg1", lambda step, *state: steps.update({step: state}))
    assert snapshot.accounts.keys() == {MANAGEMENT, *NUMBERS}
    assert {path: unit.id for path, unit in snapshot.organizational_units.items()} == UNITS
    center = snapshot.identity_center
    assert center is not None
    assert (center.region, center.instance_arn, center.identity_store_id) == ("us-east-1", INSTANCE, STORE)
    assert center.groups == GROUPS
    assert snapshot.policies.keys() == {"Root", MANAGEMENT, *NUMBERS, *UNITS}
    assert all(len(snapshot.policies[target]) == 2 for target in ("Root", MANAGEMENT, *NUMBERS))
    named = {fact.name for facts in snapshot.policies.values() for fact in facts}
    assert named == {"FullAWSAccess", "RCPFullAWSAccess", *(f"team-{number}" for number in range(45))}
    # 258 targets have both of AWS's policies, 20 in a page; the other 45 policies have one target each.
    assert calls == {
        "DescribeOrganization": 1,
        "ListRoots": 1,
        "ListOrganizationalUnitsForParent": len(UNITS) + 2,
        "ListAccounts": 3,
        "ListPolicies": 4,
        "ListTargetsForPolicy": 2 * 13 + 45,
        "DescribePolicy": 47,
        "ListInstances": 1,
        "ListGroups": 3,
        "GetCallerIdentity": 1,
        "ListRegions": 231,
    }
    policy = (ROOT / "docs/discover.md").read_text().partition("```json")[2].partition("```")[0]
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: no permissions are required.
    assert set(json.loads(policy)["Statement"][0]["Action"]) == actions - {"sts:GetCallerIdentity"}
    assert steps == {
        "organizational units": (27, 27),
        "accounts": (231, 231),
        "regions": (231, 231),
        "policies": (47, 47),
        "groups": (230, 230),
    }
