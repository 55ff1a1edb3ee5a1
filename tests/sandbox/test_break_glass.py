"""Break-glass with Identity Center gone, all guardrails in place and IAM deciding every request."""

import dataclasses

import pytest

from config.plan import policies as organization_policies
from policies import names
from policies.break_glass_events import event_pattern
from policies.types import PolicyType
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from sandbox.day_one import seed_of
from tests.policies.cloudtrail_records import counted
from tests.policies.event_patterns import matches
from tests.sandbox.accounts import refusal, with_credentials
from tests.sandbox.glass import ACCOUNTS, MANAGEMENT, STACK, as_record, deploy

ROLE = names.BREAK_GLASS_ROLE
PROOF = {"SerialNumber": "GAHT00000000", "TokenCode": "123456"}
SHOP = ACCOUNTS["shop"]


@pytest.fixture(scope="module")
def glass(tmp_path_factory):
    seed = dataclasses.replace(seed_of(STACK), identity_center=None)
    state = tmp_path_factory.mktemp("glass") / "state"
    with LocalAws(MANAGEMENT, state, seed, Enforcement.ENFORCE) as local:
        key = deploy(local)
        attach(local)
        yield local, key


def attach(aws):
    """Every service control policy and resource control policy of the example, where it belongs."""
    organizations = aws.client("organizations")
    for policy in organization_policies(STACK):
        if policy.policy_type in (PolicyType.SCP, PolicyType.RCP):
            about = {"Name": policy.name, "Description": policy.description, "Type": policy.policy_type.value}
            made = organizations.create_policy(**about, Content=policy.json())["Policy"]["PolicySummary"]["Id"]
            organizations.attach_policy(PolicyId=made, TargetId=STACK.target_id(policy.target))


@pytest.fixture
def token(glass):
    """A session of the first user that proved MFA."""
    return with_credentials(glass[0], "sts", glass[1]).get_session_token(**PROOF)["Credentials"]


def taken(aws, credentials, account):
    arguments = {"RoleArn": f"arn:aws:iam::{account}:role/{ROLE}", "RoleSessionName": "test"}
    return with_credentials(aws, "sts", credentials).assume_role(**arguments)["Credentials"]


def test_identity_center_is_gone(glass):
    assert glass[0].client("sso-admin").list_instances()["Instances"] == []


def test_the_management_role_detaches_a_policy_that_locks_out(glass, token):
    aws = glass[0]
    organizations = aws.client("organizations")
    lock = '{"Version":"2012-10-17","Statement":[{"Sid":"Lock","Effect":"Deny","Action":"*","Resource":"*"}]}'
    about = {"Name": "mistake", "Description": "x", "Type": "SERVICE_CONTROL_POLICY", "Content": lock}
    policy = organizations.create_policy(**about)["Policy"]["PolicySummary"]["Id"]
    target = STACK.snapshot.root.id
    organizations.attach_policy(PolicyId=policy, TargetId=target)
    member = aws.client("iam", account=SHOP)
    assert "explicit deny in a service control policy (Lock" in refusal(member.list_roles)[1]
    recovering = with_credentials(aws, "organizations", taken(aws, token, MANAGEMENT))
    listed = recovering.list_policies_for_target(TargetId=target, Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert policy in {found["Id"] for found in listed}
    assert refusal(recovering.detach_policy, PolicyId=policy, TargetId=target) is None
    assert refusal(member.list_roles) is None


def test_the_management_role_reaches_the_members_as_the_pipeline_does(glass, token):
    arguments = {"RoleArn": f"arn:aws:iam::{SHOP}:role/OrganizationAccountAccessRole", "RoleSessionName": "guardrails"}
    role = taken(glass[0], token, MANAGEMENT)
    deployer = with_credentials(glass[0], "sts", role).assume_role(**arguments)["Credentials"]
    assert refusal(with_credentials(glass[0], "iam", deployer).get_role, RoleName=ROLE) is None


@pytest.mark.parametrize("account", ["shop", "audit"])
def test_a_members_role_works_within_its_guardrails(glass, token, account):
    credentials = taken(glass[0], token, ACCOUNTS[account])
    iam = with_credentials(glass[0], "iam", credentials)
    assert refusal(iam.list_roles) is None
    assert refusal(with_credentials(glass[0], "ec2", credentials, "sa-east-1").describe_instances) is None
    for name, arguments in (
        ("create_user", {"UserName": "persistent"}),
        ("update_assume_role_policy", {"RoleName": ROLE, "PolicyDocument": "{}"}),
        ("delete_role", {"RoleName": names.ROOT_FORWARDER_ROLE}),
    ):
        code, message = refusal(getattr(iam, name), **arguments)
        assert (code, "explicit deny in a service control policy" in message) == ("AccessDenied", True), name


def test_in_management_the_boundary_alone_keeps_it_from_what_lasts(glass, token):
    iam = with_credentials(glass[0], "iam", taken(glass[0], token, MANAGEMENT))
    for name, arguments in (
        ("create_user", {"UserName": "persistent"}),
        ("create_access_key", {"UserName": names.BREAK_GLASS_USERS[1]}),
        ("delete_role_permissions_boundary", {"RoleName": ROLE}),
        ("create_role", {"RoleName": "free", "AssumeRolePolicyDocument": "{}"}),
    ):
        code, message = refusal(getattr(iam, name), **arguments)
        assert (code, "explicit deny in a permissions boundary" in message) == ("AccessDenied", True), name


def test_the_user_itself_can_do_nothing_else(glass, token):
    aws, key = glass
    own = {"UserName": names.BREAK_GLASS_USERS[0]}
    assert refusal(with_credentials(aws, "iam", token).list_mfa_devices, **own) is None
    other = {"UserName": names.BREAK_GLASS_USERS[1]}
    assert refusal(with_credentials(aws, "iam", token).list_mfa_devices, **other)[0] == "AccessDenied"
    for credentials in (key, token):
        code, _ = refusal(with_credentials(aws, "organizations", credentials).list_roots)
        assert code == "AccessDeniedException"
        assert refusal(with_credentials(aws, "s3", credentials).list_buckets)[0] == "AccessDenied"
    iam = with_credentials(aws, "iam", token)
    assert refusal(iam.create_virtual_mfa_device, VirtualMFADeviceName="phone")[0] == "AccessDenied"
    assert refusal(iam.deactivate_mfa_device, **other, SerialNumber="GAHT00000001")[0] == "AccessDenied"


def test_without_mfa_and_from_elsewhere_nobody_gets_in(glass, token):
    aws, key = glass
    chained = taken(aws, token, MANAGEMENT)
    alice = aws.client("iam")
    alice.create_user(UserName="alice")
    alice.enable_mfa_device(
        UserName="alice", SerialNumber="GAHT99999999", AuthenticationCode1="123456", AuthenticationCode2="654321"
    )
    hers = alice.create_access_key(UserName="alice")["AccessKey"]
    alice.attach_user_policy(UserName="alice", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    arguments = {"RoleArn": f"arn:aws:iam::{SHOP}:role/{ROLE}", "RoleSessionName": "test"}
    proof = {"SerialNumber": "GAHT99999999", "TokenCode": "123456"}
    for credentials, more in ((key, {}), (chained, {}), (hers, {}), (hers, proof)):
        sts = with_credentials(aws, "sts", credentials)
        assert refusal(sts.assume_role, **arguments, **more)[0] == "AccessDenied"


def test_every_step_raises_its_alert(glass):
    """Of all that the tests did the pattern hears users, roles taken and changes; the trail's alarm everything."""
    aws, key = glass
    token = with_credentials(aws, "sts", key).get_session_token(**PROOF)["Credentials"]
    refusal(with_credentials(aws, "sns", token).list_topics)
    role = taken(aws, token, SHOP)
    refusal(with_credentials(aws, "sns", role).list_topics)
    refusal(with_credentials(aws, "sns", role).create_topic, Name="x")
    ours = [call for call in aws.calls if f"/{ROLE}" in call.principal]
    records = [as_record(call) for call in ours]
    assert all(counted(found) for found in records)
    quiet = {call.action for call, found in zip(ours, records, strict=True) if not matches(found, event_pattern())}
    assert {"sns:ListTopics"} <= quiet
    assert not {action for action in quiet if not action.partition(":")[2].startswith(("Get", "List", "Describe"))}
    paging = {call.action for call, found in zip(ours, records, strict=True) if matches(found, event_pattern())}
    assert {"sts:GetSessionToken", "sts:AssumeRole", "sns:ListTopics", "sns:CreateTopic"} <= paging
    others = [call for call in aws.calls if f"/{ROLE}" not in call.principal and ROLE not in call.resource]
    assert others
    assert not any(matches(as_record(call), event_pattern()) or counted(as_record(call)) for call in others)
