import json

import pytest

from components.trail import log_retention
from tests.components import invariants as i
from tests.components.helpers import read_stack, record_baseline

REGIONS = {
    "aws-cn": ("cn-northwest-1", "cn-north-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
}


def moved(partition):
    def change(values):
        home, other = REGIONS[partition]
        values["organization"] |= {"homeRegion": home, "regions": [home, other], "exemptions": []}
        arn = f"arn:{partition}:sso:::instance/ssoins-1234567890abcdef"
        values["snapshot"]["identityCenter"] |= {"region": home, "instanceArn": arn}
        webhook = values["baseline"]["alerts"]["channels"]["pager"]["webhook"]
        there = webhook["connection"].replace("arn:aws:events:eu-west-1", f"arn:{partition}:events:{home}")
        webhook["connection"] = there

    return read_stack("prod", change)


@pytest.mark.parametrize("partition", REGIONS)
def test_another_partition_holds_the_same_invariants(partition):
    stack = moved(partition)
    graph = record_baseline(stack)
    assert [violation for invariant in i.INVARIANTS for violation in invariant(graph, stack)] == []


@pytest.mark.parametrize("partition", REGIONS)
def test_no_arn_and_no_region_of_the_standard_partition_is_left(partition):
    for resource in record_baseline(moved(partition)).resources.values():
        # The recorder makes up ARNs in `mock`.
        text = json.dumps(i._plain(resource.inputs)).replace("arn:aws:mock:", "")
        assert "arn:aws:" not in text, resource.name
        assert "us-east-1" not in text, resource.name


@pytest.mark.parametrize(
    ("days", "kept"), [(365, 365), (366, 400), (400, 400), (500, 545), (731, 731), (3289, 3653), (3650, 3653)]
)
def test_the_log_group_keeps_at_least_as_long_as_asked(days, kept):
    assert log_retention(days) == kept


def test_any_allowed_retention_gives_a_log_group_that_aws_accepts():
    stack = read_stack("prod", lambda values: values["baseline"]["logArchive"].update(retentionDays=500))
    graph = record_baseline(stack)
    (group,) = graph.of_type("aws:cloudwatch/logGroup:LogGroup")
    (lock,) = graph.of_type("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
    assert group.inputs["retentionInDays"] == 545
    assert lock.inputs["rule"]["defaultRetention"] == {"mode": "GOVERNANCE", "days": 500}
