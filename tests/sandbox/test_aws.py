"""The local AWS answers as AWS does where the baseline relies on it."""

from __future__ import annotations

import datetime
import json
import os
import socket

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox.aws.client import REMOVED_VARIABLES, LocalAws, LocalAwsError
from sandbox.aws.constants import ca_bundle
from sandbox.aws.seed import Seed, SeedAccount, SeedIdentityCenter, SeedUser

MANAGEMENT, ARCHIVE, CANARY, CLOSED = "111122223333", "444455556666", "777788889999", "222233334444"
INSTANCE = "arn:aws:sso:::instance/ssoins-1111222233334444"
STORE = "d-1234567890"
SEED = Seed(
    management_account=MANAGEMENT,
    organization_id="o-exampleorg1",
    root_id="r-ab12",
    organizational_units={
        "Workloads/Canary": "ou-ab12-canary01",
        "Security": "ou-ab12-security",
        "Workloads": "ou-ab12-workload",
        "Sandbox": "ou-ab12-sandbox1",
        "Suspended": "ou-ab12-suspend1",
    },
    accounts=(
        SeedAccount(MANAGEMENT, "management", "management@example.com"),
        SeedAccount(ARCHIVE, "log-archive", "archive@example.com", "Security"),
        SeedAccount(CANARY, "canary", "canary@example.com", "Workloads/Canary"),
        SeedAccount(CLOSED, "closed", "closed@example.com", "Suspended", "SUSPENDED"),
    ),
    identity_center=SeedIdentityCenter(
        INSTANCE,
        STORE,
        "eu-west-1",
        {"admins": "11111111-2222-3333-4444-555555555555"},
        (SeedUser("99999999-2222-3333-4444-555555555555", "ana", "Ana Example"),),
    ),
    mess_account=CANARY,
)


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local


def refused(call, **arguments):
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    return failure.value.response["Error"]["Code"]


def with_key(aws, service, key):
    return boto3.client(
        service,
        region_name="eu-west-1",
        aws_access_key_id=key,
        aws_secret_access_key="x",
        verify=str(ca_bundle()),
        config=Config(proxies={"https": f"http://127.0.0.1:{aws.port}"}, retries={"total_max_attempts": 1}),
    )


def test_seed_has_exact_ids(aws):
    organizations = aws.client("organizations")
    assert organizations.describe_organization()["Organization"]["Id"] == "o-exampleorg1"
    root = organizations.list_roots()["Roots"][0]
    assert root["Id"] == "r-ab12"
    assert {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"} in root["PolicyTypes"]
    assert organizations.list_parents(ChildId=CANARY)["Parents"][0]["Id"] == "ou-ab12-canary01"
    assert organizations.list_parents(ChildId="ou-ab12-canary01")["Parents"][0]["Id"] == "ou-ab12-workload"
    accounts = {account["Id"]: account for account in organizations.list_accounts()["Accounts"]}
    assert accounts.keys() == {MANAGEMENT, ARCHIVE, CANARY, CLOSED}
    assert (accounts[CLOSED]["State"], accounts[CLOSED]["Status"]) == ("SUSPENDED", "SUSPENDED")
    assert accounts[ARCHIVE]["State"] == "ACTIVE"
    policies = organizations.list_policies_for_target(TargetId="ou-ab12-workload", Filter="SERVICE_CONTROL_POLICY")
    assert {policy["Name"] for policy in policies["Policies"]} == {"FullAWSAccess", "aws-guardrails-example"}


def test_seed_has_identity_center_in_one_region(aws):
    instances = aws.client("sso-admin").list_instances()["Instances"]
    assert [(i["InstanceArn"], i["IdentityStoreId"]) for i in instances] == [(INSTANCE, STORE)]
    assert aws.client("sso-admin", "us-east-1").list_instances()["Instances"] == []
    store = aws.client("identitystore")
    assert store.list_groups(IdentityStoreId=STORE)["Groups"][0]["DisplayName"] == "admins"
    assert store.list_users(IdentityStoreId=STORE)["Users"][0]["UserName"] == "ana"


def test_seed_has_the_mess(aws):
    iam = aws.client("iam", account=CANARY)
    assert iam.get_login_profile(UserName="legacy-admin")["LoginProfile"]["UserName"] == "legacy-admin"
    assert iam.list_user_policies(UserName="legacy-admin")["PolicyNames"] == ["everything"]
    key = iam.list_access_keys(UserName="legacy-deploy")["AccessKeyMetadata"][0]
    assert (datetime.datetime.now(datetime.UTC) - key["CreateDate"]).days == 200
    trust = iam.get_role(RoleName="legacy-open")["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"] == {"AWS": "*"}
    assert [t["Name"] for t in aws.client("cloudtrail", account=CANARY).describe_trails()["trailList"]] == [
        "legacy-trail"
    ]


def test_callers_are_who_their_keys_say(aws):
    assert aws.client("sts").get_caller_identity()["Account"] == MANAGEMENT
    assert aws.client("sts", account=ARCHIVE).get_caller_identity()["Account"] == ARCHIVE


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("sts", "get_caller_identity", "InvalidClientTokenId"),
        ("iam", "list_users", "InvalidClientTokenId"),
        ("organizations", "list_roots", "UnrecognizedClientException"),
        ("s3", "list_buckets", "InvalidAccessKeyId"),
        ("ec2", "describe_vpcs", "AuthFailure"),
    ],
)
def test_foreign_keys_are_refused(aws, service, operation, code):
    assert refused(getattr(with_key(aws, service, "AKIAFOREIGN000000000"), operation)) == code


def test_a_users_key_works_until_it_is_deleted(aws):
    iam = aws.client("iam", account=ARCHIVE)
    iam.create_user(UserName="robot")
    key = iam.create_access_key(UserName="robot")["AccessKey"]["AccessKeyId"]
    assert with_key(aws, "sts", key).get_caller_identity()["Account"] == ARCHIVE
    iam.delete_access_key(UserName="robot", AccessKeyId=key)
    assert refused(with_key(aws, "sts", key).get_caller_identity) == "InvalidClientTokenId"


@pytest.fixture
def builder(aws):
    """A user of the archive account with a long-term key."""
    iam = aws.client("iam", account=ARCHIVE)
    user = iam.create_user(UserName="builder")["User"]
    key = iam.create_access_key(UserName="builder")["AccessKey"]["AccessKeyId"]
    yield user, key
    iam.delete_access_key(UserName="builder", AccessKeyId=key)
    iam.delete_user(UserName="builder")


def identity(aws, key):
    answer = with_key(aws, "sts", key).get_caller_identity()
    return answer["UserId"], answer["Arn"], answer["Account"]


def test_a_users_session_is_that_user(aws, builder):
    user, key = builder
    session = with_key(aws, "sts", key).get_session_token()["Credentials"]
    assert session["AccessKeyId"].startswith("ASIA")
    assert identity(aws, session["AccessKeyId"]) == (user["UserId"], user["Arn"], ARCHIVE)
    bucket = {"Bucket": "builders-own", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    with_key(aws, "s3", session["AccessKeyId"]).create_bucket(**bucket)
    assert "builders-own" in {found["Name"] for found in aws.client("s3", account=ARCHIVE).list_buckets()["Buckets"]}


def test_iam_takes_a_session_with_mfa_only(aws, builder):
    sts = with_key(aws, "sts", builder[1])
    session = sts.get_session_token()["Credentials"]["AccessKeyId"]
    federated = sts.get_federation_token(Name="ana")["Credentials"]["AccessKeyId"]
    for key in (session, federated):
        assert refused(with_key(aws, "iam", key).list_users) == "InvalidClientTokenId"
    device = {"SerialNumber": "GAHT12345678", "TokenCode": "123456"}
    assert refused(sts.get_session_token, **device) == "AccessDenied"
    enrolled = {"SerialNumber": "GAHT12345678", "AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    aws.client("iam", account=ARCHIVE).enable_mfa_device(UserName="builder", **enrolled)
    assert refused(sts.get_session_token, **device | {"TokenCode": "12345a"}) == "AccessDenied"
    with_mfa = sts.get_session_token(**device)["Credentials"]["AccessKeyId"]
    assert with_key(aws, "iam", with_mfa).list_users()["Users"]


def test_a_session_of_the_sandboxs_own_key_is_management(aws):
    key = aws.client("sts").get_session_token()["Credentials"]["AccessKeyId"]
    assert identity(aws, key)[1:] == (f"arn:aws:iam::{MANAGEMENT}:user/sandbox", MANAGEMENT)
    assert with_key(aws, "organizations", key).list_roots()["Roots"]


def test_a_federated_user_has_its_own_name(aws, builder):
    answer = with_key(aws, "sts", builder[1]).get_federation_token(Name="ana", DurationSeconds=900)
    arn = f"arn:aws:sts::{ARCHIVE}:federated-user/ana"
    assert answer["FederatedUser"] == {"FederatedUserId": f"{ARCHIVE}:ana", "Arn": arn}
    assert identity(aws, answer["Credentials"]["AccessKeyId"]) == (f"{ARCHIVE}:ana", arn, ARCHIVE)
    left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.UTC)
    assert left <= datetime.timedelta(seconds=900)


def test_temporary_keys_get_no_tokens(aws, builder):
    session = with_key(aws, "sts", builder[1]).get_session_token()["Credentials"]["AccessKeyId"]
    for sts in (with_key(aws, "sts", session), aws.client("sts", account=ARCHIVE)):
        assert refused(sts.get_session_token) == "AccessDenied"
        assert refused(sts.get_federation_token, Name="ana") == "AccessDenied"


def test_unknown_roles_are_refused(aws):
    role = f"arn:aws:iam::{ARCHIVE}:role/absent"
    assert refused(aws.client("sts").assume_role, RoleArn=role, RoleSessionName="test") == "AccessDenied"
    with pytest.raises(ClientError):
        aws.client("s3", account="999900001111")


def test_unknown_operations_are_visible(aws):
    assert refused(aws.client("organizations").describe_effective_policy, PolicyType="TAG_POLICY") == "NotImplemented"
    assert "not implemented" in aws.log.read_text(encoding="utf-8")


def test_permission_set_tags_boundary_and_status(aws):
    sso = aws.client("sso-admin")
    made = sso.create_permission_set(Name="reader", InstanceArn=INSTANCE, Tags=[{"Key": "a", "Value": "1"}])
    names = {"InstanceArn": INSTANCE, "ResourceArn": made["PermissionSet"]["PermissionSetArn"]}
    sso.tag_resource(**names, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
    sso.untag_resource(**names, TagKeys=["b"])
    assert sso.list_tags_for_resource(**names)["Tags"] == [{"Key": "a", "Value": "2"}]
    ids = {"InstanceArn": INSTANCE, "PermissionSetArn": names["ResourceArn"]}
    assert refused(sso.get_permissions_boundary_for_permission_set, **ids) == "ResourceNotFoundException"
    boundary = {"ManagedPolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    sso.put_permissions_boundary_to_permission_set(**ids, PermissionsBoundary=boundary)
    assert sso.get_permissions_boundary_for_permission_set(**ids)["PermissionsBoundary"] == boundary
    sso.delete_permissions_boundary_from_permission_set(**ids)
    assert refused(sso.delete_permissions_boundary_from_permission_set, **ids) == "ResourceNotFoundException"
    request = sso.provision_permission_set(**ids, TargetType="AWS_ACCOUNT", TargetId=ARCHIVE)
    request_id = request["PermissionSetProvisioningStatus"]["RequestId"]
    arguments = {"InstanceArn": INSTANCE, "ProvisionPermissionSetRequestId": request_id}
    status = sso.describe_permission_set_provisioning_status(**arguments)["PermissionSetProvisioningStatus"]
    assert (status["Status"], status["AccountId"]) == ("SUCCEEDED", ARCHIVE)
    names["ResourceArn"] += "0"
    assert refused(sso.list_tags_for_resource, **names) == "ResourceNotFoundException"


def test_trusted_access_and_delegation_for_any_service(aws):
    organizations = aws.client("organizations")
    principal = "iam.amazonaws.com"
    organizations.enable_aws_service_access(ServicePrincipal=principal)
    enabled = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert principal in {service["ServicePrincipal"] for service in enabled}
    organizations.disable_aws_service_access(ServicePrincipal=principal)
    assert refused(organizations.enable_aws_service_access, ServicePrincipal="iam") == "InvalidInputException"
    member = aws.client("organizations", account=CANARY)
    assert member.describe_organization()["Organization"]["Id"] == "o-exampleorg1"
    assert refused(member.list_accounts) == "AccessDeniedException"
    organizations.register_delegated_administrator(AccountId=CANARY, ServicePrincipal=principal)
    assert len(member.list_accounts()["Accounts"]) == 4
    organizations.deregister_delegated_administrator(AccountId=CANARY, ServicePrincipal=principal)
    assert refused(member.list_accounts) == "AccessDeniedException"


def test_a_trail_is_described_by_its_name_and_its_insights_are_put_in_place_of_the_old_ones(aws):
    own = aws.client("cloudtrail", account=CANARY)
    named = {"Name": "second", "S3BucketName": f"legacy-trail-{CANARY}"}
    arn = own.create_trail(**named)["TrailARN"]
    for asked in ("second", arn):
        assert [t["Name"] for t in own.describe_trails(trailNameList=[asked])["trailList"]] == ["second"]
    assert {t["Name"] for t in own.describe_trails()["trailList"]} >= {"legacy-trail", "second"}
    for kinds in (["ApiCallRateInsight"], ["ApiErrorRateInsight"], []):
        own.put_insight_selectors(TrailName="second", InsightSelectors=[{"InsightType": kind} for kind in kinds])
        found = own.get_insight_selectors(TrailName="second").get("InsightSelectors", [])
        assert [selector["InsightType"] for selector in found] == kinds
    own.delete_trail(Name="second")


def test_delegated_organization_trail_belongs_to_management(aws):
    management = aws.client("cloudtrail")
    s3 = aws.client("s3", account=ARCHIVE)
    s3.create_bucket(Bucket="org-trail-logs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    trail = aws.client("cloudtrail", account=ARCHIVE)
    wanted = {"Name": "org", "S3BucketName": "org-trail-logs", "IsMultiRegionTrail": True, "IsOrganizationTrail": True}
    assert refused(trail.create_trail, **wanted) == "NotOrganizationMasterAccountException"
    management.register_organization_delegated_admin(MemberAccountId=ARCHIVE)
    again = refused(management.register_organization_delegated_admin, MemberAccountId=ARCHIVE)
    assert again == "AccountRegisteredException"
    arn = trail.create_trail(**wanted)["TrailARN"]
    assert arn == f"arn:aws:cloudtrail:eu-west-1:{MANAGEMENT}:trail/org"
    assert refused(trail.create_trail, **wanted) == "TrailAlreadyExistsException"
    trail.start_logging(Name=arn)
    assert management.get_trail_status(Name="org")["IsLogging"]
    assert trail.get_trail(Name=arn)["Trail"]["IsOrganizationTrail"]
    canary = aws.client("cloudtrail", account=CANARY)
    assert arn in {seen["TrailARN"] for seen in canary.describe_trails()["trailList"]}
    assert refused(canary.delete_trail, Name=arn) == "NotOrganizationMasterAccountException"
    trail.delete_trail(Name=arn)
    assert refused(trail.get_trail, Name=arn) == "TrailNotFoundException"
    management.deregister_organization_delegated_admin(DelegatedAdminAccountId=ARCHIVE)
    gone = refused(management.deregister_organization_delegated_admin, DelegatedAdminAccountId=ARCHIVE)
    assert gone == "AccountNotRegisteredException"


def test_alternate_contacts_of_members(aws):
    account = aws.client("account")
    contact = {"EmailAddress": "sec@example.com", "Name": "Sec", "PhoneNumber": "+1", "Title": "Security"}
    which = {"AccountId": ARCHIVE, "AlternateContactType": "SECURITY"}
    account.put_alternate_contact(**which, **contact)
    assert account.get_alternate_contact(**which)["AlternateContact"]["EmailAddress"] == "sec@example.com"
    assert refused(aws.client("account", account=CANARY).get_alternate_contact, **which) == "AccessDeniedException"
    account.delete_alternate_contact(**which)
    assert refused(account.get_alternate_contact, **which) == "ResourceNotFoundException"


def test_events_state_bus_policy_and_foreign_target(aws):
    events = aws.client("events")
    state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    events.put_rule(Name="root", EventPattern=json.dumps({"source": ["aws.iam"]}), State=state)
    assert events.describe_rule(Name="root")["State"] == state
    assert refused(events.put_rule, Name="root", EventPattern="{}", State="ON") == "ValidationException"
    target = f"arn:aws:events:eu-west-1:{ARCHIVE}:event-bus/default"
    events.put_targets(Rule="root", Targets=[{"Id": "bus", "Arn": target}])
    assert events.list_targets_by_rule(Rule="root")["Targets"][0]["Arn"] == target
    condition = {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-exampleorg1"}
    arguments = {"Action": "events:PutEvents", "Principal": "*", "StatementId": "org", "Condition": condition}
    events.put_permission(**arguments)
    statement = json.loads(events.describe_event_bus()["Policy"])["Statement"][0]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1"}}
    events.remove_permission(StatementId="org")
    assert "Policy" not in events.describe_event_bus()


def test_state_survives_a_restart_and_no_process_is_left(tmp_path):
    local = LocalAws(MANAGEMENT, tmp_path / "state", SEED)
    with local:
        first = local.pid
        key = local.client("kms").create_key()["KeyMetadata"]["KeyId"]
        local.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")
        local.client("sqs").create_queue(QueueName="queue")
        s3 = local.client("s3", account=ARCHIVE)
        s3.create_bucket(Bucket="kept-logs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket="kept-logs", Key="one", Body=b"kept")
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    with local:
        assert local.client("s3", account=ARCHIVE).get_object(Bucket="kept-logs", Key="one")["Body"].read() == b"kept"
        assert local.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyId"] == key
        assert local.client("sqs").list_queues()["QueueUrls"]
        assert local.client("organizations").list_roots()["Roots"][0]["Id"] == "r-ab12"


def test_a_broken_state_file_is_reported(tmp_path):
    (tmp_path / "state").write_bytes(b"nonsense")
    with pytest.raises(LocalAwsError, match="UnpicklingError"):
        LocalAws(MANAGEMENT, tmp_path / "state").start()


def test_the_environment_leads_only_here(aws):
    child = aws.child_environment({"AWS_PROFILE": "production", "PATH": "/bin"})
    assert not set(REMOVED_VARIABLES) & child.keys()
    assert child["HTTPS_PROXY"] == f"http://127.0.0.1:{aws.port}"
    assert Seed.from_json(SEED.to_json()) == SEED
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", aws.port), timeout=1)
