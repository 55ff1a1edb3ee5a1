"""Security Hub of the local AWS: hubs, the administrator, and policies that reach every account from the root."""

import pytest

from sandbox.aws.client import LocalAws
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal

HOME, LINKED = "eu-west-1", "eu-central-1"
CIS = f"arn:aws:securityhub:{HOME}::standards/cis-aws-foundations-benchmark/v/5.0.0"
FSBP = "standards/aws-foundational-security-best-practices/v/1.0.0"
ROOT = {"RootId": "r-ab12"}
CENTRAL = {"ConfigurationType": "CENTRAL"}
NOT_SUBSCRIBED = "InvalidAccessException"


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local


def client(aws, account, region=HOME):
    return aws.client("securityhub", region, account)


def code(call, **arguments):
    return (refusal(call, **arguments) or ("",))[0]


def standards(aws, account, region=HOME):
    """Names of the standards that an account checks by; None where Security Hub is off."""
    hub = client(aws, account, region)
    if code(hub.describe_hub):
        return None
    return [
        s["StandardsArn"].rpartition("standards/")[2] for s in hub.get_enabled_standards()["StandardsSubscriptions"]
    ]


def policy(enabled=True, arns=(CIS,)):
    if not enabled:
        return {"SecurityHub": {"ServiceEnabled": False}}
    controls = {"DisabledSecurityControlIdentifiers": []}
    hub = {"ServiceEnabled": True, "EnabledStandardIdentifiers": list(arns), "SecurityControlsConfiguration": controls}
    return {"SecurityHub": hub}


def test_a_hub_of_ones_own_is_enabled_once(aws):
    shop = client(aws, SHOP, "us-east-2")
    assert code(shop.describe_hub) == NOT_SUBSCRIBED
    shop.enable_security_hub(Tags={"team": "shop"})
    arn = shop.describe_hub()["HubArn"]
    assert shop.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "shop"}
    assert code(shop.list_tags_for_resource, ResourceArn=f"{arn}-other") == "ResourceNotFoundException"
    assert code(shop.enable_security_hub) == "ResourceConflictException"
    assert standards(aws, SHOP, "us-east-2") == [FSBP.removeprefix("standards/")]
    assert shop.list_enabled_products_for_import()["ProductSubscriptions"] == []
    shop.update_security_hub_configuration(AutoEnableControls=True)
    shop.disable_security_hub()
    assert code(shop.list_enabled_products_for_import) == NOT_SUBSCRIBED
    assert standards(aws, SHOP, "us-east-2") is None
    assert code(shop.update_security_hub_configuration, AutoEnableControls=True) == NOT_SUBSCRIBED


def test_one_policy_at_the_root_reaches_every_account_and_linked_region(aws):
    management, audit = client(aws, MANAGEMENT), client(aws, AUDIT)
    assert code(audit.enable_organization_admin_account, AdminAccountId=AUDIT) == "AccessDeniedException"
    assert code(management.enable_organization_admin_account, AdminAccountId=MANAGEMENT) == "InvalidInputException"
    management.enable_organization_admin_account(AdminAccountId=AUDIT)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == [{"AccountId": AUDIT, "Status": "ENABLED"}]
    assert standards(aws, AUDIT) == [], "designating an account enables Security Hub in it"
    assert code(audit.disable_security_hub) == "InvalidInputException"
    assert code(management.enable_organization_admin_account, AdminAccountId=SHOP) == "InvalidInputException"

    central = {"AutoEnable": False, "AutoEnableStandards": "NONE", "OrganizationConfiguration": CENTRAL}
    assert code(audit.update_organization_configuration, **central) == "InvalidInputException", "no aggregator"
    assert code(audit.create_finding_aggregator, RegionLinkingMode="SPECIFIED_REGIONS") == "InvalidInputException"
    made = audit.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=[LINKED])
    arn = made["FindingAggregatorArn"]
    assert audit.get_finding_aggregator(FindingAggregatorArn=arn)["Regions"] == [LINKED]
    assert [a["FindingAggregatorArn"] for a in audit.list_finding_aggregators()["FindingAggregators"]] == [arn]
    assert code(audit.create_configuration_policy, Name="x", ConfigurationPolicy=policy()) == "AccessDeniedException"
    automatic = central | {"AutoEnable": True}
    assert code(audit.update_organization_configuration, **automatic) == "InvalidInputException"
    audit.update_organization_configuration(**central)
    found = audit.describe_organization_configuration()["OrganizationConfiguration"]
    assert (found["ConfigurationType"], found["Status"]) == ("CENTRAL", "ENABLED")
    assert code(audit.delete_finding_aggregator, FindingAggregatorArn=arn) == "InvalidInputException"

    abroad = policy(arns=[CIS.replace(HOME, LINKED)])
    assert code(audit.create_configuration_policy, Name="x", ConfigurationPolicy=abroad) == "InvalidInputException"
    unknown = policy(arns=[CIS.replace("5.0.0", "7.0.0")])
    assert code(audit.create_configuration_policy, Name="x", ConfigurationPolicy=unknown) == "InvalidInputException"
    identity = audit.create_configuration_policy(Name="x", ConfigurationPolicy=policy())["Id"]
    assert (
        code(audit.create_configuration_policy, Name="x", ConfigurationPolicy=policy()) == "ResourceConflictException"
    )
    assert code(audit.get_configuration_policy_association, Target=ROOT) == "ResourceNotFoundException"
    audit.start_configuration_policy_association(ConfigurationPolicyIdentifier=identity, Target=ROOT)
    for account in (MANAGEMENT, AUDIT, SHOP):
        for region in (HOME, LINKED):
            assert standards(aws, account, region) == ["cis-aws-foundations-benchmark/v/5.0.0"]
    assert standards(aws, SHOP, "us-east-1") is None
    shop = client(aws, SHOP, LINKED)
    assert shop.get_administrator_account()["Administrator"]["AccountId"] == AUDIT
    assert code(shop.disable_security_hub) == "AccessDeniedException"
    inherited = audit.get_configuration_policy_association(Target={"AccountId": SHOP})
    assert (inherited["AssociationType"], inherited["ConfigurationPolicyId"]) == ("INHERITED", identity)
    assert code(audit.delete_configuration_policy, Identifier=identity) == "ResourceConflictException"
    assert [p["Id"] for p in audit.list_configuration_policies()["ConfigurationPolicySummaries"]] == [identity]

    audit.update_configuration_policy(Identifier=identity, ConfigurationPolicy=policy(enabled=False))
    assert (standards(aws, SHOP, LINKED), standards(aws, MANAGEMENT)) == (None, None)
    audit.update_configuration_policy(Identifier=identity, ConfigurationPolicy=policy())

    audit.start_configuration_policy_disassociation(ConfigurationPolicyIdentifier=identity, Target=ROOT)
    audit.delete_configuration_policy(Identifier=identity)
    assert code(management.disable_organization_admin_account, AdminAccountId=AUDIT) == "InvalidInputException"
    local = {"AutoEnable": False, "OrganizationConfiguration": {"ConfigurationType": "LOCAL"}}
    audit.update_organization_configuration(**local)
    audit.delete_finding_aggregator(FindingAggregatorArn=arn)
    management.disable_organization_admin_account(AdminAccountId=AUDIT)
    assert standards(aws, SHOP), "who is no longer managed keeps what is on"
    assert "Administrator" not in shop.get_administrator_account()
    audit.disable_security_hub()
