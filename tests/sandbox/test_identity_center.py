"""The local Identity Center does what the components and the engine rely on, and refuses what AWS refuses."""

import itertools
import json

import pytest

from sandbox.aws.client import LocalAws
from sandbox.aws.events.telling import TellingError
from sandbox.aws.seed import Seed, SeedAccount, SeedIdentityCenter, SeedUser
from tests.sandbox.test_aws import refused

MANAGEMENT, DELEGATE, SHOP, CLOSED = "111122223333", "333344445555", "444455556666", "222233334444"
INSTANCE = "arn:aws:sso:::instance/ssoins-1111222233334444"
GROUP, USER = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
EVERYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
NUMBERS = itertools.count()
SEED = Seed(
    management_account=MANAGEMENT,
    organization_id="o-exampleorg1",
    root_id="r-ab12",
    organizational_units={"Security": "ou-ab12-security"},
    accounts=(
        SeedAccount(MANAGEMENT, "management", "management@example.com"),
        SeedAccount(DELEGATE, "audit", "audit@example.com", "Security"),
        SeedAccount(SHOP, "shop", "shop@example.com"),
        SeedAccount(CLOSED, "closed", "closed@example.com", "Root", "SUSPENDED"),
    ),
    identity_center=SeedIdentityCenter(
        INSTANCE, "d-1234567890", "eu-west-1", {"admins": GROUP}, (SeedUser(USER, "ana", "Ana Example"),)
    ),
)


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        local.client("organizations").register_delegated_administrator(
            AccountId=DELEGATE, ServicePrincipal="sso.amazonaws.com"
        )
        yield local


@pytest.fixture
def sso(aws):
    return aws.client("sso-admin", account=DELEGATE)


@pytest.fixture
def ids(sso):
    name = f"set-{next(NUMBERS)}"
    made = sso.create_permission_set(InstanceArn=INSTANCE, Name=name, SessionDuration="PT4H")
    return {"InstanceArn": INSTANCE, "PermissionSetArn": made["PermissionSet"]["PermissionSetArn"]}


def target(account=SHOP, holder=GROUP, kind="GROUP"):
    return {"TargetId": account, "TargetType": "AWS_ACCOUNT", "PrincipalType": kind, "PrincipalId": holder}


def outcome(sso, ids, **where):
    begun = sso.create_account_assignment(**ids, **target(**where))["AccountAssignmentCreationStatus"]
    assert begun["Status"] == "IN_PROGRESS"
    status = sso.describe_account_assignment_creation_status(
        InstanceArn=INSTANCE, AccountAssignmentCreationRequestId=begun["RequestId"]
    )["AccountAssignmentCreationStatus"]
    return status["Status"], status.get("FailureReason")


def provisioned(sso, ids):
    begun = sso.provision_permission_set(**ids, TargetType="ALL_PROVISIONED_ACCOUNTS")
    status = begun["PermissionSetProvisioningStatus"]
    assert status["Status"] == "IN_PROGRESS"
    return sso.describe_permission_set_provisioning_status(
        InstanceArn=INSTANCE, ProvisionPermissionSetRequestId=status["RequestId"]
    )["PermissionSetProvisioningStatus"]


def assigned(sso, ids, account=SHOP):
    return sso.list_account_assignments(**ids, AccountId=account)["AccountAssignments"]


def test_the_delegate_sees_the_instance_and_others_none(aws, sso):
    assert [instance["InstanceArn"] for instance in sso.list_instances()["Instances"]] == [INSTANCE]
    other = aws.client("sso-admin", account=SHOP)
    assert other.list_instances()["Instances"] == []
    made = refused(other.create_permission_set, InstanceArn=INSTANCE, Name="mine")
    assert made == "ResourceNotFoundException"


def test_a_set_is_made_changed_and_removed(sso, ids):
    found = sso.describe_permission_set(**ids)["PermissionSet"]
    assert found["SessionDuration"] == "PT4H"
    assert refused(sso.create_permission_set, InstanceArn=INSTANCE, Name=found["Name"]) == "ConflictException"
    sso.update_permission_set(**ids, Description="new", SessionDuration="PT2H")
    found = sso.describe_permission_set(**ids)["PermissionSet"]
    assert (found["Description"], found["SessionDuration"]) == ("new", "PT2H")
    sso.delete_permission_set(**ids)
    assert refused(sso.describe_permission_set, **ids) == "ResourceNotFoundException"


@pytest.mark.parametrize("policy", ["ReadOnlyAccess", "job-function/Billing"])
def test_a_managed_policy_is_known_by_its_path(sso, ids, policy):
    arn = f"arn:aws:iam::aws:policy/{policy}"
    sso.attach_managed_policy_to_permission_set(**ids, ManagedPolicyArn=arn)
    attached = sso.list_managed_policies_in_permission_set(**ids)["AttachedManagedPolicies"]
    assert attached == [{"Name": policy.rpartition("/")[2], "Arn": arn}]
    sso.detach_managed_policy_from_permission_set(**ids, ManagedPolicyArn=arn)
    assert sso.list_managed_policies_in_permission_set(**ids)["AttachedManagedPolicies"] == []
    unknown = {**ids, "ManagedPolicyArn": "arn:aws:iam::aws:policy/Billing"}
    assert refused(sso.attach_managed_policy_to_permission_set, **unknown) == "ResourceNotFoundException"


def test_an_inline_policy_is_put_and_taken_away(sso, ids):
    sso.put_inline_policy_to_permission_set(**ids, InlinePolicy='{"Version":"2012-10-17"}')
    assert sso.get_inline_policy_for_permission_set(**ids)["InlinePolicy"] == '{"Version":"2012-10-17"}'
    sso.delete_inline_policy_from_permission_set(**ids)
    assert sso.get_inline_policy_for_permission_set(**ids)["InlinePolicy"] == ""


def test_an_assignment_lasts_until_it_is_removed(sso, ids):
    assert outcome(sso, ids) == ("SUCCEEDED", None)
    assert outcome(sso, ids) == ("SUCCEEDED", None)
    assert outcome(sso, ids, holder=USER, kind="USER") == ("SUCCEEDED", None)
    assert [(a["PrincipalType"], a["PrincipalId"]) for a in assigned(sso, ids)] == [("GROUP", GROUP), ("USER", USER)]
    assert sso.list_accounts_for_provisioned_permission_set(**ids)["AccountIds"] == [SHOP]
    provisioned = sso.list_permission_sets_provisioned_to_account(InstanceArn=INSTANCE, AccountId=SHOP)
    assert ids["PermissionSetArn"] in provisioned["PermissionSets"]
    assert refused(sso.delete_permission_set, **ids) == "ConflictException"
    for holder, kind in ((GROUP, "GROUP"), (USER, "USER")):
        begun = sso.delete_account_assignment(**ids, **target(holder=holder, kind=kind))
        status = begun["AccountAssignmentDeletionStatus"]
        assert status["Status"] == "IN_PROGRESS"
        ended = sso.describe_account_assignment_deletion_status(
            InstanceArn=INSTANCE, AccountAssignmentDeletionRequestId=status["RequestId"]
        )
        assert ended["AccountAssignmentDeletionStatus"]["Status"] == "SUCCEEDED"
    assert assigned(sso, ids) == []
    sso.delete_permission_set(**ids)


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ({"account": CLOSED}, "is not active"),
        ({"account": "999988887777"}, "is not active"),
        ({"holder": USER}, "Not Found"),
        ({"holder": GROUP, "kind": "USER"}, "Not Found"),
    ],
)
def test_an_assignment_that_can_not_be_says_why(sso, ids, where, reason):
    status, why = outcome(sso, ids, **where)
    assert status == "FAILED"
    assert reason in why
    assert assigned(sso, ids, where.get("account", SHOP)) == []


def test_own_policies_and_boundaries_must_be_in_the_account(aws, sso, ids):
    iam = aws.client("iam", account=SHOP)
    sso.attach_customer_managed_policy_reference_to_permission_set(
        **ids, CustomerManagedPolicyReference={"Name": "Deploy", "Path": "/teams/"}
    )
    missing = f"Policy arn:aws:iam::{SHOP}:policy/teams/Deploy does not exist"
    assert missing in outcome(sso, ids)[1]
    iam.create_policy(PolicyName="Deploy", Path="/teams/", PolicyDocument=EVERYTHING)
    assert outcome(sso, ids) == ("SUCCEEDED", None)
    boundary = {"CustomerManagedPolicyReference": {"Name": "Ceiling", "Path": "/"}}
    sso.put_permissions_boundary_to_permission_set(**ids, PermissionsBoundary=boundary)
    status = provisioned(sso, ids)
    assert status["Status"] == "FAILED"
    assert f"arn:aws:iam::{SHOP}:policy/Ceiling does not exist" in status["FailureReason"]
    iam.create_policy(PolicyName="Ceiling", PolicyDocument=EVERYTHING)
    assert provisioned(sso, ids)["Status"] == "SUCCEEDED"


def test_the_delegate_can_not_touch_what_is_in_the_management_account(aws, sso, ids):
    own = aws.client("sso-admin")
    assert refused(sso.create_account_assignment, **ids, **target(MANAGEMENT)) == "AccessDeniedException"
    assert outcome(own, ids, account=MANAGEMENT) == ("SUCCEEDED", None)
    assert refused(sso.update_permission_set, **ids, Description="mine") == "AccessDeniedException"
    assert refused(sso.create_account_assignment, **ids, **target()) == "AccessDeniedException"
    assert sso.describe_permission_set(**ids)["PermissionSet"]["SessionDuration"] == "PT4H"
    own.update_permission_set(**ids, Description="ours")


def test_somebody_who_is_assigned_signs_in_and_meets_a_set_as_it_was_provisioned(aws, sso, ids):
    name = sso.describe_permission_set(**ids)["PermissionSet"]["Name"]
    with pytest.raises(TellingError, match=f"ana is not assigned to {name} in account {SHOP}"):
        aws.person("ana", name, SHOP)
    assert outcome(sso, ids, holder=USER, kind="USER") == ("SUCCEEDED", None)
    key = aws.person("ana", name, SHOP)
    who = aws.client_of(key, "sts").get_caller_identity()["Arn"]
    assert who.startswith(f"arn:aws:sts::{SHOP}:assumed-role/AWSReservedSSO_{name}_")
    assert who.endswith("/ana")
    iam, role = aws.client("iam", account=SHOP), {"RoleName": who.split("/")[1]}
    assert iam.get_role(**role)["Role"]["Path"] == "/aws-reserved/sso.amazonaws.com/eu-west-1/"
    sso.put_inline_policy_to_permission_set(**ids, InlinePolicy=EVERYTHING)
    assert iam.list_role_policies(**role)["PolicyNames"] == []
    assert provisioned(sso, ids)["Status"] == "SUCCEEDED"
    assert iam.list_role_policies(**role)["PolicyNames"] == ["AwsSSOInlinePolicy"]
    with pytest.raises(TellingError, match="there is no user eve"):
        aws.person("eve", name, SHOP)
