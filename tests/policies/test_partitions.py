import datetime

import pytest

from policies import limits, names
from policies.alert_topics import topic_key_policy, topic_policy
from policies.boundaries.documents import boundary_documents
from policies.deploys import Deploy, Deploys, deployment_permissions
from policies.grantees import Account, Role
from policies.hub import forwarder_permissions, hub_bus_arn, hub_bus_policy
from policies.log_path import (
    TrailPath,
    archive_bucket_policy,
    archive_key_policy,
    logs_key_policy,
    trail_logs_permissions,
    trail_logs_trust,
)
from policies.oidc import GitLab
from policies.permission_sets import presets
from policies.resource_policies import Access, Grant, bucket_policy, key_policy, queue_policy, secret_policy
from policies.third_parties import ThirdParty
from policies.trust import eventbridge_trust, pipeline_trust, roles_trust, service_trust
from policies.workloads import Runtime, runtime_service

ACCOUNT, AUDIT, ARCHIVE, MANAGEMENT = "444455556666", "333344445555", "222233334444", "111122223333"
PIPELINE = GitLab(project="example/shop", project_id="42", branch="main", audience="aws")
VENDOR = ThirdParty(account="999988887777", role="Collector", external_id="shop-1", expires=datetime.date(2027, 6, 30))
GRANTS = tuple(Grant(access=a, to=(Account(id=AUDIT), Role(account=ARCHIVE, name="Reader"))) for a in Access)
HOMES = {"aws": "eu-west-1", "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-east-1"}


def documents(partition):
    region = HOMES[partition]
    path = TrailPath(
        partition=partition,
        region=region,
        organization="o-exampleorg1",
        management=MANAGEMENT,
        log_archive=ARCHIVE,
        audit=AUDIT,
        bucket="exampleorg1-log-archive",
    )
    return {
        **boundary_documents(partition, ACCOUNT),
        **{f"set {name}": preset.inline for name, preset in presets(partition).items() if preset.inline},
        "archive key": archive_key_policy(path),
        "archive bucket": archive_bucket_policy(path),
        "logs trust": trail_logs_trust(path),
        "logs permissions": trail_logs_permissions(path),
        "logs key": logs_key_policy(partition, region, AUDIT, names.TRAIL),
        "topic key": topic_key_policy(partition, AUDIT, (AUDIT,)),
        "topic": topic_policy(partition, region, AUDIT, names.ALERT_TOPIC, (AUDIT,)),
        "hub bus": hub_bus_policy(partition, region, AUDIT, "o-exampleorg1"),
        "forwarder trust": eventbridge_trust(ACCOUNT),
        "pipeline trust": pipeline_trust(partition, ACCOUNT, PIPELINE),
        "roles trust": roles_trust(
            partition, "o-exampleorg1", roles=(Role(account=AUDIT, name="Inventory"),), third_parties=(VENDOR,)
        ),
        "workload trust": service_trust(runtime_service(partition, ACCOUNT, Runtime.LAMBDA, ("function:shop",))),
        "deployment": deployment_permissions(
            partition, ACCOUNT, tuple(Deploy(kind=kind, names=("shop-*",)) for kind in Deploys)
        ),
        "bucket": bucket_policy(partition, "shop-orders", GRANTS),
        "key": key_policy(partition, ACCOUNT, GRANTS),
        "queue": queue_policy(partition, region, ACCOUNT, "shop-orders", GRANTS),
        "secret": secret_policy(partition, GRANTS),
        "forwarder permissions": forwarder_permissions(hub_bus_arn(partition, region, AUDIT)),
    }


@pytest.mark.parametrize(
    ("region", "partition", "home"),
    [
        ("eu-west-1", "aws", "us-east-1"),
        ("us-east-1", "aws", "us-east-1"),
        ("cn-north-1", "aws-cn", "cn-north-1"),
        ("cn-northwest-1", "aws-cn", "cn-north-1"),
        ("us-gov-east-1", "aws-us-gov", "us-gov-west-1"),
        ("us-gov-west-1", "aws-us-gov", "us-gov-west-1"),
    ],
)
def test_partition_of_a_region(region, partition, home):
    assert names.partition(region) == partition
    assert names.global_region(region) == home
    assert names.role_arn(region, ACCOUNT, "R") == f"arn:{partition}:iam::{ACCOUNT}:role/R"


@pytest.mark.parametrize("partition", HOMES)
@pytest.mark.parametrize("name", documents("aws"))
def test_every_arn_is_of_the_partition(partition, name):
    text = documents(partition)[name].json()
    assert text.count("arn:aws") == text.count(f"arn:{partition}:")


@pytest.mark.parametrize("partition", HOMES)
def test_the_boundaries_fit_a_managed_policy(partition):
    found = {name: document.characters for name, document in boundary_documents(partition, ACCOUNT).items()}
    assert len(found) == 5
    assert max(found.values()) <= limits.MANAGED_POLICY_CHARACTERS.value


@pytest.mark.parametrize(
    "name", ["archive key", "archive bucket", "logs trust", "topic key", "topic", "forwarder trust"]
)
def test_a_service_is_let_in_for_one_source_only(name):
    for statement in documents("aws")[name].statements:
        # What EventBridge publishes to a topic names no source: tests/components/alert_paths.py.
        if statement.principals.get("Service") not in (None, "events.amazonaws.com") or "forwarder" in name:
            keys = {key for keys in statement.conditions.values() for key in keys}
            assert {"aws:SourceArn", "aws:SourceAccount"} & keys


@pytest.mark.parametrize("name", ["archive key", "archive bucket", "logs trust"])
def test_the_trail_is_named_by_the_management_account(name):
    assert f"arn:aws:cloudtrail:eu-west-1:{MANAGEMENT}:trail/{names.TRAIL}" in documents("aws")[name].json()


def test_whoever_may_put_on_the_hub_is_of_the_organization():
    (statement,) = documents("aws")["hub bus"].statements
    assert statement.conditions["StringEquals"] == {"aws:PrincipalOrgID": "o-exampleorg1"}
    assert statement.conditions["ArnLike"] == {"aws:PrincipalArn": f"arn:aws:iam::*:role/{names.ROOT_FORWARDER_ROLE}"}
