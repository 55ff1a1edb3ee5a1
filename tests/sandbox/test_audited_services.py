"""What an auditor reads and moto tells wrong: Macie, snapshots by owner, root's row of the credential report."""

import csv
import io

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local


def test_macie_is_off_until_it_is_enabled(aws):
    macie = aws.client("macie2", "eu-west-1", AUDIT)
    with pytest.raises(ClientError, match="Macie is not enabled") as refusal:
        macie.get_macie_session()
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
    macie.enable_macie()
    assert macie.get_macie_session()["status"] == "ENABLED"


def test_snapshots_are_selected_by_owner(aws):
    ec2 = aws.client("ec2", "eu-west-1", AUDIT)
    assert ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] == []
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    made = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    for owner in ("self", AUDIT):
        assert [each["SnapshotId"] for each in ec2.describe_snapshots(OwnerIds=[owner])["Snapshots"]] == [made]
    assert len(ec2.describe_snapshots()["Snapshots"]) > 1
    assert ec2.describe_snapshots(OwnerIds=[MANAGEMENT])["Snapshots"] == []


@pytest.mark.parametrize(("account", "password"), [(MANAGEMENT, "true"), (AUDIT, "false")])
def test_the_credential_report_begins_with_root(aws, account, password):
    iam = aws.client("iam", "us-east-1", account)
    iam.create_user(UserName="alice")
    iam.generate_credential_report()
    rows = list(csv.DictReader(io.StringIO(iam.get_credential_report()["Content"].decode())))
    assert [row["user"] for row in rows][:2] == ["<root_account>", "alice"]
    assert (rows[0]["arn"], rows[0]["password_enabled"]) == (f"arn:aws:iam::{account}:root", password)
    assert {rows[0]["mfa_active"], rows[0]["access_key_1_active"], rows[0]["access_key_2_active"]} == {"false"}
