"""Import ids follow from inputs, or are looked up, or there is a reason why not."""

import json
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from review.recorder import Graph
from sandbox.aws.client import LocalAws
from sandbox.aws.seed import Seed
from sandbox.import_ids import IMPORT_IDS, NOT_IMPORTED, UNKNOWN, Place, import_id, place_of
from sandbox.look_ups import LOOK_UPS, look_up
from tests.components.helpers import STACKS, everything, record_baseline, recorded

PLACE = Place(account="333344445555", region="eu-west-1", tags={"managed-by": "guardrails"})


def unruled(types) -> list[str]:
    """Types that no table has, or more than one."""
    return sorted(t for t in types if [t in table for table in (IMPORT_IDS, LOOK_UPS, NOT_IMPORTED)].count(True) != 1)


@cache
def graphs() -> dict[str, Graph]:
    """The stacks, and the example with every option on."""
    return {**{name: recorded(name)[0] for name in STACKS}, "everything": record_baseline(everything())}


def deployed() -> set[str]:
    return {r.type for graph in graphs().values() for r in graph.resources.values() if r.custom}


def test_every_deployed_type_has_one_rule_or_reason():
    assert unruled(deployed()) == []


def test_a_type_without_rule_is_found():
    assert unruled({"aws:sfn/activity:Activity", "aws:iam/role:Role"}) == ["aws:sfn/activity:Activity"]


def test_no_rule_is_for_what_is_not_deployed():
    assert sorted({*IMPORT_IDS, *LOOK_UPS, *NOT_IMPORTED} - deployed()) == []


@pytest.mark.parametrize("name", [*STACKS, "everything"])
def test_the_programs_inputs_give_every_id(name):
    """A resource without physical name would be found under no id."""
    resources = graphs()[name].resources.values()
    given = [r for r in resources if r.type in IMPORT_IDS]
    ids = {(r.provider, r.type, import_id({"type": r.type, "inputs": r.inputs}, PLACE)) for r in given}
    assert None not in {identity for _, _, identity in ids}
    assert len(ids) == len(given), "two resources of a type in one account have the same id"


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("iam/policy:Policy", {"name": "p"}, "arn:aws:iam::333344445555:policy/p"),
        ("iam/policy:Policy", {"name": "p", "path": "/a/"}, "arn:aws:iam::333344445555:policy/a/p"),
        (
            "iam/openIdConnectProvider:OpenIdConnectProvider",
            {"url": "https://gitlab.com"},
            "arn:aws:iam::333344445555:oidc-provider/gitlab.com",
        ),
        ("iam/openIdConnectProvider:OpenIdConnectProvider", {}, None),
        ("iam/role:Role", {}, None),
        ("iam/rolePolicy:RolePolicy", {"role": "r", "name": "p"}, "r:p"),
        ("cloudwatch/eventRule:EventRule", {"name": "r"}, "r"),
        ("cloudwatch/eventRule:EventRule", {"name": "r", "eventBusName": "default"}, "r"),
        ("cloudwatch/eventRule:EventRule", {"name": "r", "eventBusName": "hub"}, "hub/r"),
        ("cloudwatch/eventRule:EventRule", {"name": "r", "region": "us-east-1"}, "r@us-east-1"),
        ("cloudwatch/eventRule:EventRule", {"name": "r", "region": "eu-west-1"}, "r"),
        ("cloudwatch/eventTarget:EventTarget", {"rule": "r", "targetId": "t", "eventBusName": "hub"}, "hub/r/t"),
        ("sns/topic:Topic", {"name": "t"}, "arn:aws:sns:eu-west-1:333344445555:t"),
        ("sns/topic:Topic", {"name": "t", "region": "us-east-1"}, "arn:aws:sns:us-east-1:333344445555:t@us-east-1"),
        ("organizations/policyAttachment:PolicyAttachment", {"targetId": "r-1", "policyId": UNKNOWN}, None),
        ("kms/key:Key", {"description": "d"}, None),
    ],
)
def test_an_id_follows_from_the_inputs(kind, inputs, expected):
    assert import_id({"type": f"aws:{kind}", "inputs": inputs}, PLACE) == expected


def test_an_arn_has_the_partition_of_its_region():
    place = replace(PLACE, region="cn-north-1")
    resource = {"type": "aws:iam/policy:Policy", "inputs": {"name": "p"}}
    assert import_id(resource, place) == "arn:aws-cn:iam::333344445555:policy/p"


def test_the_place_is_the_providers():
    inputs = {
        "region": "eu-west-1",
        "allowedAccountIds": json.dumps(["333344445555"]),
        "defaultTags": json.dumps({"tags": {"managed-by": "guardrails"}}),
    }
    state = [{"urn": "urn:other"}, {"urn": "urn:audit", "inputs": inputs}]
    assert place_of({"provider": "urn:audit::1234"}, state) == PLACE
    assert place_of({"provider": "urn:elsewhere::1234"}, state) is None
    assert place_of({}, state) is None


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    seed = Seed(
        management_account="111122223333",
        organization_id="o-exampleorg1",
        root_id="r-ab12",
        organizational_units={},
        accounts=(),
    )
    with LocalAws("111122223333", tmp_path_factory.mktemp("aws") / "state", seed) as local:
        yield local


MANAGEMENT = replace(PLACE, account="111122223333")
TAGS = [{"TagKey": "managed-by", "TagValue": "guardrails"}]


def found(aws, kind, inputs, taken=()):
    return look_up(aws, {"type": f"aws:{kind}", "inputs": inputs}, MANAGEMENT, taken)


def test_the_newest_enabled_key_with_description_and_tags_is_found(aws):
    kms = aws.client("kms")

    def make(description="ours", tags=TAGS):
        return kms.create_key(Description=description, Tags=tags)["KeyMetadata"]["KeyId"]

    older, newer, going = make(), make(), make()
    make(description="another's")
    make(tags=[])
    kms.schedule_key_deletion(KeyId=going)
    assert found(aws, "kms/key:Key", {"description": "ours"}) == newer
    assert found(aws, "kms/key:Key", {"description": "ours"}, {newer}) == older
    assert found(aws, "kms/key:Key", {"description": "ours"}, {newer, older}) is None
    assert found(aws, "kms/key:Key", {"description": "nobody's"}) is None
    assert found(aws, "kms/key:Key", {"description": "ours", "region": "us-east-1"}) is None


def test_a_key_elsewhere_is_named_with_its_region(aws):
    key = aws.client("kms", "us-east-1").create_key(Description="abroad", Tags=TAGS)["KeyMetadata"]["KeyId"]
    assert found(aws, "kms/key:Key", {"description": "abroad", "region": "us-east-1"}) == f"{key}@us-east-1"


def test_an_organizations_policy_is_found_by_its_name(aws):
    made = aws.client("organizations", "us-east-1").create_policy(
        Name="guardrails-x",
        Description="x",
        Type="SERVICE_CONTROL_POLICY",
        Content='{"Version":"2012-10-17","Statement":[]}',
    )["Policy"]["PolicySummary"]["Id"]
    inputs = {"name": "guardrails-x", "type": "SERVICE_CONTROL_POLICY"}
    assert found(aws, "organizations/policy:Policy", inputs) == made
    assert found(aws, "organizations/policy:Policy", {**inputs, "name": "guardrails-y"}) is None


def test_a_subscription_is_found_by_its_topic_and_endpoint(aws):
    sns = aws.client("sns")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    made = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com", ReturnSubscriptionArn=True)
    inputs = {"topic": topic, "protocol": "email", "endpoint": "a@example.com"}
    assert found(aws, "sns/topicSubscription:TopicSubscription", inputs) is None, "it waits for its confirmation"
    token = parse_qs(urlsplit(aws.mail[-1].link).query)["Token"][0]
    sns.confirm_subscription(TopicArn=topic, Token=token)
    assert found(aws, "sns/topicSubscription:TopicSubscription", inputs) == made["SubscriptionArn"]
    assert found(aws, "sns/topicSubscription:TopicSubscription", {**inputs, "endpoint": "b@example.com"}) is None


def test_a_trail_is_found_by_its_name(aws):
    aws.client("s3").create_bucket(Bucket="trail-x", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    made = aws.client("cloudtrail").create_trail(Name="trail-x", S3BucketName="trail-x")["TrailARN"]
    assert found(aws, "cloudtrail/trail:Trail", {"name": "trail-x"}) == made
    assert found(aws, "cloudtrail/trail:Trail", {"name": "trail-y"}) is None
