"""Root sessions of member accounts: who opens them, what they may do, and how they are recorded."""

import json

import pytest

from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal, with_credentials

TASK = {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}
LOCKED = {"Effect": "Deny", "Principal": "*", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::locked-x1"}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    state = tmp_path_factory.mktemp("aws") / "state"
    with LocalAws(MANAGEMENT, state, SEED, Enforcement.ENFORCE, events=True) as local:
        s3 = local.client("s3", account=SHOP)
        s3.create_bucket(Bucket="locked-x1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_bucket_policy(Bucket="locked-x1", Policy=json.dumps({"Version": "2012-10-17", "Statement": [LOCKED]}))
        yield local


@pytest.fixture
def sessions_on(aws):
    organizations, iam = aws.client("organizations"), aws.client("iam")
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam.enable_organizations_root_sessions()
    yield
    iam.disable_organizations_root_sessions()


def opened(aws, account=SHOP, **more):
    wanted = {"TargetPrincipal": account, "TaskPolicyArn": TASK, **more}
    return aws.client("sts").assume_root(**wanted)["Credentials"]


@pytest.mark.usefixtures("sessions_on")
def test_it_does_its_task_and_nothing_else(aws):
    session = opened(aws)
    assert with_credentials(aws, "sts", session).get_caller_identity()["Arn"] == f"arn:aws:iam::{SHOP}:root"
    assert refusal(aws.client("s3", account=SHOP).list_objects_v2, Bucket="locked-x1")[0] == "AccessDenied"
    assert refusal(with_credentials(aws, "iam", session).create_user, UserName="eve")[0] == "AccessDenied"
    s3 = with_credentials(aws, "s3", session)
    s3.delete_bucket_policy(Bucket="locked-x1")
    assert refusal(s3.get_bucket_policy, Bucket="locked-x1")[0] == "NoSuchBucketPolicy"


@pytest.mark.usefixtures("sessions_on")
@pytest.mark.parametrize(
    ("client", "wanted", "code"),
    [
        ("member", {}, "AccessDenied"),
        ("root", {}, "AccessDenied"),
        ("management", {"TargetPrincipal": MANAGEMENT}, "AccessDenied"),
        ("management", {"TargetPrincipal": "999988887777"}, "AccessDenied"),
        ("management", {"TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}}, "ValidationError"),
    ],
)
def test_who_may_not_open_one(aws, client, wanted, code):
    clients = {"management": aws.client, "root": aws.root_client, "member": lambda s: aws.client(s, account=AUDIT)}
    arguments = {"TargetPrincipal": SHOP, "TaskPolicyArn": TASK, **wanted}
    assert refusal(clients[client]("sts").assume_root, **arguments)[0] == code


def test_none_is_opened_while_they_are_off(aws):
    assert refusal(aws.client("sts").assume_root, TargetPrincipal=SHOP, TaskPolicyArn=TASK)[0] == "AccessDenied"
