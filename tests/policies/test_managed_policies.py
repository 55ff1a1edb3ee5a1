"""AWS's managed policies are known by their ARNs, and what is known of them is what AWS says."""

import json
from pathlib import Path

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from policies.managed_policies import managed_document, managed_policy_arn
from policies.permission_sets import presets

FOLDER = Path(__file__).parents[2] / "policies" / "aws_managed"
KNOWN = sorted(path.stem for path in FOLDER.glob("*.json"))
PUBLISHED = json.loads(aws_managed_policies_data)


@pytest.mark.parametrize("name", KNOWN)
def test_a_document_is_the_one_that_aws_publishes(name):
    kept, published = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), PUBLISHED[name]
    assert kept == {
        "policy": f"{published['Path'].lstrip('/')}{name}",
        "version": published["DefaultVersionId"],
        "updated": published["UpdateDate"][:10],
        "document": published["Document"],
    }


def test_what_the_shipped_sets_use_is_known():
    used = {policy for preset in presets("aws").values() for policy in preset.managed_policies}
    assert len(used) == 5
    assert all(managed_document(managed_policy_arn("aws", policy)) for policy in used)


@pytest.mark.parametrize(
    ("partition", "written", "arn"),
    [
        ("aws", "ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("aws", "Billing", "arn:aws:iam::aws:policy/job-function/Billing"),
        ("aws", "job-function/Billing", "arn:aws:iam::aws:policy/job-function/Billing"),
        ("aws-cn", "arn:aws:iam::aws:policy/SecurityAudit", "arn:aws-cn:iam::aws:policy/SecurityAudit"),
        ("aws", "service-role/AWSConfigRole", "arn:aws:iam::aws:policy/service-role/AWSConfigRole"),
    ],
)
def test_a_policy_is_found_by_name_path_or_arn(partition, written, arn):
    assert managed_policy_arn(partition, written) == arn


def test_the_paths_of_job_functions_are_those_that_aws_has():
    for name, policy in PUBLISHED.items():
        if policy["Path"] == "/job-function/":
            assert managed_policy_arn("aws", name) == f"arn:aws:iam::aws:policy/job-function/{name}"


@pytest.mark.parametrize("policy", ["AmazonS3FullAccess", "service-role/Billing", "Billing/ReadOnlyAccess"])
def test_of_any_other_nothing_is_guessed(policy):
    assert managed_document(f"arn:aws:iam::aws:policy/{policy}") is None
