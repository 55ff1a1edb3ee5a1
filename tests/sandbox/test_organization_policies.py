"""The local AWS refuses what AWS refuses about policies: a type that is off, a full target, a long document."""

import json

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws
from sandbox.aws.seed import Seed, SeedAccount

MANAGEMENT, ROOT_ID = "111122223333", "r-ab12"
FULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
EC2 = {"ec2_attributes": {"serial_console_access": {"status": {"@@assign": "disabled"}}}}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    seed = Seed(
        management_account=MANAGEMENT,
        organization_id="o-exampleorg1",
        root_id=ROOT_ID,
        organizational_units={},
        accounts=(SeedAccount(MANAGEMENT, "management", "management@example.com"),),
    )
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", seed) as local:
        yield local


def created(client, name, kind="SERVICE_CONTROL_POLICY", content=FULL):
    made = client.create_policy(Name=name, Description="", Type=kind, Content=json.dumps(content))
    return made["Policy"]["PolicySummary"]


def code(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


@pytest.mark.parametrize(
    ("kind", "path"), [("DECLARATIVE_POLICY_EC2", "declarative_policy_ec2"), ("S3_POLICY", "s3_policy")]
)
def test_newer_types_are_kept_as_what_they_are(aws, kind, path):
    client = aws.client("organizations")
    summary = created(client, f"new-{path}", kind, EC2)
    assert summary["Type"] == kind
    assert f"/{path}/" in summary["Arn"]
    assert json.loads(client.describe_policy(PolicyId=summary["Id"])["Policy"]["Content"]) == EC2
    assert [p["Id"] for p in client.list_policies(Filter=kind)["Policies"]] == [summary["Id"]]
    client.delete_policy(PolicyId=summary["Id"])


def test_a_type_that_is_off_is_not_attached(aws):
    client = aws.client("organizations")
    policy = created(client, "off", "TAG_POLICY", {"tags": {}})
    arguments = {"PolicyId": policy["Id"], "TargetId": ROOT_ID}
    assert code(client.attach_policy, **arguments) == "PolicyTypeNotEnabledException"
    client.enable_policy_type(RootId=ROOT_ID, PolicyType="TAG_POLICY")
    client.attach_policy(**arguments)
    assert code(client.attach_policy, **arguments) == "DuplicatePolicyAttachmentException"
    client.detach_policy(**arguments)
    client.disable_policy_type(RootId=ROOT_ID, PolicyType="TAG_POLICY")
    client.delete_policy(PolicyId=policy["Id"])


def test_a_target_takes_ten_service_control_policies(aws):
    client = aws.client("organizations")
    policies = [created(client, f"many-{at}")["Id"] for at in range(10)]
    for policy in policies[:9]:
        client.attach_policy(PolicyId=policy, TargetId=ROOT_ID)
    assert code(client.attach_policy, PolicyId=policies[9], TargetId=ROOT_ID) == "ConstraintViolationException"
    for policy in policies[:9]:
        client.detach_policy(PolicyId=policy, TargetId=ROOT_ID)


def test_the_last_service_control_policy_stays(aws):
    client = aws.client("organizations")
    found = client.list_policies_for_target(TargetId=ROOT_ID, Filter="SERVICE_CONTROL_POLICY")["Policies"]
    (full,) = [policy["Id"] for policy in found]
    assert code(client.detach_policy, PolicyId=full, TargetId=ROOT_ID) == "ConstraintViolationException"


def test_a_document_that_is_too_long_is_refused(aws):
    client = aws.client("organizations")
    long = {**FULL, "Id": "x" * 10_241}
    arguments = {"Name": "long", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": json.dumps(long)}
    assert code(client.create_policy, **arguments) == "ConstraintViolationException"
    policy = created(client, "grows")["Id"]
    assert code(client.update_policy, PolicyId=policy, Content=json.dumps(long)) == "ConstraintViolationException"
    assert json.loads(client.describe_policy(PolicyId=policy)["Policy"]["Content"]) == FULL
