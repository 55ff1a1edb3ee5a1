"""GuardDuty of the local AWS: one detector per account and region, and an administrator that reaches members."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from sandbox.aws.client import LocalAws
from sandbox.aws.seed import SeedAccount
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal

ELSEWHERE = "eu-central-1"
CLOSED = "666677778888"
REGIONS = ("ap-south-1", "ca-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "us-east-2", "us-west-2")


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    closed = SeedAccount(CLOSED, "closed", "closed@example.com", "Shops", "SUSPENDED")
    seed = replace(SEED, accounts=(*SEED.accounts, closed))
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", seed) as started:
        yield started


@pytest.fixture
def aws(local):
    """The same organization for all, in a region of its own each: delegation and detectors are by region."""
    here = Here(local, next(_REGIONS))
    yield here
    management = here.client(MANAGEMENT)
    for admin in management.list_organization_admin_accounts()["AdminAccounts"]:
        management.disable_organization_admin_account(AdminAccountId=admin["AdminAccountId"])


_REGIONS = iter(REGIONS)


class Here(NamedTuple):
    """A region of the local AWS."""

    local: LocalAws
    region: str

    def client(self, account, region=None):
        return self.local.client("guardduty", region or self.region, account)


def refused(call, **arguments):
    return refusal(call, **arguments) or ("", "")


def only(guardduty):
    (detector,) = guardduty.list_detectors()["DetectorIds"]
    return detector


def features(guardduty):
    return {f["Name"]: f["Status"] for f in guardduty.get_detector(DetectorId=only(guardduty))["Features"]}


def delegated(aws):
    """The audit account as administrator with GuardDuty on everywhere; its client and its detector's id."""
    audit = aws.client(AUDIT)
    detector = audit.create_detector(Enable=True)["DetectorId"]
    aws.client(MANAGEMENT).enable_organization_admin_account(AdminAccountId=AUDIT)
    audit.update_organization_configuration(DetectorId=detector, AutoEnableOrganizationMembers="ALL")
    return audit, detector


def test_an_account_has_one_detector_in_a_region(aws):
    shop = aws.client(SHOP)
    shop.create_detector(Enable=True, Tags={"a": "1"})
    code, message = refused(shop.create_detector, Enable=True)
    assert (code, "already exists" in message) == ("BadRequestException", True)
    aws.client(SHOP, ELSEWHERE).create_detector(Enable=True)
    arn = f"arn:aws:guardduty:{aws.region}:{SHOP}:detector/{only(shop)}"
    shop.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    shop.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert shop.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"b": "2"}
    shop.delete_detector(DetectorId=only(shop))
    assert shop.list_detectors()["DetectorIds"] == []
    assert "not owned" in refused(shop.delete_detector, DetectorId="0" * 32)[1]


def test_a_new_detector_has_every_plan_but_runtime_monitoring(aws):
    shop = aws.client(SHOP)
    shop.create_detector(Enable=True, Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}])
    found = features(shop)
    assert (found["S3_DATA_EVENTS"], found["RDS_LOGIN_EVENTS"]) == ("DISABLED", "ENABLED")
    assert (found["RUNTIME_MONITORING"], found["CLOUD_TRAIL"]) == ("DISABLED", "ENABLED")


def test_the_management_account_delegates_to_one_member(aws):
    management = aws.client(MANAGEMENT)
    assert refusal(aws.client(AUDIT).enable_organization_admin_account, AdminAccountId=AUDIT)
    assert refusal(management.enable_organization_admin_account, AdminAccountId="999988887777")
    management.enable_organization_admin_account(AdminAccountId=AUDIT)
    assert refusal(management.enable_organization_admin_account, AdminAccountId=SHOP)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == [
        {"AdminAccountId": AUDIT, "AdminStatus": "ENABLED"}
    ]
    assert only(aws.client(AUDIT)), "the delegation makes the administrator's detector"
    organizations = aws.local.client("organizations", "us-east-1")
    services = organizations.list_delegated_services_for_account(AccountId=AUDIT)["DelegatedServices"]
    assert [service["ServicePrincipal"] for service in services] == ["guardduty.amazonaws.com"]


def test_only_the_administrator_sets_the_organization_up(aws):
    audit = aws.client(AUDIT)
    detector = audit.create_detector(Enable=True)["DetectorId"]
    assert "delegated administrator" in refused(audit.describe_organization_configuration, DetectorId=detector)[1]
    aws.client(MANAGEMENT).enable_organization_admin_account(AdminAccountId=AUDIT)
    found = audit.describe_organization_configuration(DetectorId=detector)
    assert (found["AutoEnableOrganizationMembers"], found["AutoEnable"]) == ("NONE", False)
    assert aws.client(SHOP).list_detectors()["DetectorIds"] == []


def test_all_switches_every_active_account_on(aws):
    audit, detector = delegated(aws)
    members = {member["AccountId"]: member for member in audit.list_members(DetectorId=detector)["Members"]}
    assert sorted(members) == [MANAGEMENT, SHOP], "neither the administrator itself nor a closed account"
    assert members[SHOP]["Email"] == "shop@example.com"
    shop = aws.client(SHOP)
    assert members[SHOP]["DetectorId"] == only(shop)
    assert shop.get_administrator_account(DetectorId=only(shop))["Administrator"]["AccountId"] == AUDIT
    assert features(shop)["S3_DATA_EVENTS"] == "DISABLED"
    assert aws.client(SHOP, "sa-east-1").list_detectors()["DetectorIds"] == [], "the delegation is by region"
    assert refused(shop.delete_detector, DetectorId=only(shop))[0] == "BadRequestException"


def test_a_plan_reaches_every_member(aws):
    audit, detector = delegated(aws)
    audit.update_organization_configuration(
        DetectorId=detector,
        AutoEnableOrganizationMembers="ALL",
        Features=[{"Name": "S3_DATA_EVENTS", "AutoEnable": "ALL"}],
    )
    assert features(aws.client(SHOP))["S3_DATA_EVENTS"] == "ENABLED"
    found = audit.describe_organization_configuration(DetectorId=detector)
    assert {f["Name"]: f["AutoEnable"] for f in found["Features"]}["S3_DATA_EVENTS"] == "ALL"
    assert found["DataSources"]["S3Logs"]["AutoEnable"] is True


def test_without_an_administrator_members_go_on_by_themselves(aws):
    audit, detector = delegated(aws)
    management, shop = aws.client(MANAGEMENT), aws.client(SHOP)
    assert refused(audit.delete_detector, DetectorId=detector)[0] == "BadRequestException"
    management.disable_organization_admin_account(AdminAccountId=AUDIT)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    assert refusal(management.disable_organization_admin_account, AdminAccountId=AUDIT)
    assert (
        aws.local.client("organizations", "us-east-1").list_delegated_administrators()["DelegatedAdministrators"] == []
    )
    audit.delete_detector(DetectorId=detector)
    assert "Administrator" not in shop.get_administrator_account(DetectorId=only(shop))
    shop.delete_detector(DetectorId=only(shop))
