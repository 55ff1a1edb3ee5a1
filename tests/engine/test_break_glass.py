"""Break-glass with the real engine: Identity Center gone, everybody locked out by a policy, IAM deciding every call."""

import json

import pytest
from ruamel.yaml import YAML

from policies import names
from sandbox.aws.enforcement_record import Enforcement
from tests.engine.deployer import bootstrap, credentials, deploy_by_own_role, deployment, load, local_aws
from tests.engine.stack import UP, edit, make_project
from tests.sandbox.accounts import refusal, with_credentials
from tests.sandbox.glass import SERIALS, enrol

pytestmark = [pytest.mark.engine, pytest.mark.long, pytest.mark.timeout(900, func_only=True)]
MANAGEMENT, AUDIT = "111122223333", "333344445555"
ROLE = names.BREAK_GLASS_ROLE
LOCK = '{"Version":"2012-10-17","Statement":[{"Sid":"Lock","Effect":"Deny","Action":"*","Resource":"*"}]}'
PROOF = {"SerialNumber": SERIALS[names.BREAK_GLASS_USERS[0]][0], "TokenCode": "123456"}


def without_identity_center(project):
    """The stack and the organization as they are when the instance is gone."""
    yaml, file = YAML(), project / "Pulumi.small.yaml"
    values = yaml.load(file)
    baseline = values["config"]["guardrails:baseline"]
    for key in ("groups", "permissionSets", "managementPermissionSets", "assignments", "managementAssignments"):
        del baseline[key]
    yaml.dump(values, file)
    snapshot = json.loads((project / "organization.json").read_text())
    (project / "organization.json").write_text(json.dumps(snapshot | {"identityCenter": None}))


def variables(found):
    names_ = {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": "SecretAccessKey"}
    return {name: found[key] for name, key in (names_ | {"AWS_SESSION_TOKEN": "SessionToken"}).items()}


def taken(aws, who, account, **more):
    sts = with_credentials(aws, "sts", who)
    return sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{ROLE}", RoleSessionName="recovery", **more)


def lock_out(aws, root):
    """A mistake: a policy that denies everything to every member account."""
    organizations = aws.client("organizations")
    about = {"Name": "mistake", "Description": "x", "Type": "SERVICE_CONTROL_POLICY", "Content": LOCK}
    policy = organizations.create_policy(**about)["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=root)
    return policy


def heard(aws):
    """What the topics told since the last look, as one text; the program's own queue hears them."""
    sqs = aws.client("sqs", account=AUDIT)
    url, texts = sqs.get_queue_url(QueueName=names.DRILL_QUEUE)["QueueUrl"], []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in batch:
            texts.append(json.loads(message["Body"])["Message"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return "\n".join(texts)


def test_the_way_in_leads_to_a_deployment(tmp_path, engine):
    project = make_project(tmp_path)
    without_identity_center(project)
    deploy_by_own_role(project / "Pulumi.small.yaml")
    declared = load(project, "small")
    root = declared.snapshot.root.id
    aws, workspace = local_aws(project, declared, Enforcement.ENFORCE, events=True)
    with aws:
        bootstrap(aws, project, declared)
        deployment(engine, aws, workspace, credentials(aws)).run(*UP, quiet=True)
        assert aws.client("sso-admin").list_instances()["Instances"] == []
        key = enrol(aws)
        heard(aws)
        token = with_credentials(aws, "sts", key).get_session_token(**PROOF)["Credentials"]
        assert "BREAK-GLASS in account 111122223333: GetSessionToken" in heard(aws)
        policy = lock_out(aws, root)
        member = taken(aws, token, AUDIT)["Credentials"]
        assert refusal(with_credentials(aws, "iam", member).list_roles)[0] == "AccessDenied"

        recovering = taken(aws, token, MANAGEMENT)["Credentials"]
        detach = with_credentials(aws, "organizations", recovering).detach_policy
        assert refusal(detach, PolicyId=policy, TargetId=root) is None
        told = heard(aws)
        assert "guardrails-undelivered-events" in told, "the mistake binds the member's forwarder too, and that is told"
        assert "BREAK-GLASS in account 111122223333: AssumeRole" in told
        assert "BREAK-GLASS in account 111122223333: DetachPolicy" in told
        assert names.BREAK_GLASS_RULE in told, "the alarm over the trail, which hears reading too"

        edit(project, "minimumLength: 14", "minimumLength: 16")
        deployment(engine, aws, workspace, variables(recovering)).run(*UP, quiet=True)
        assert "BREAK-GLASS in account 111122223333: UpdateAccountPasswordPolicy" in heard(aws)

        member = taken(aws, token, AUDIT)["Credentials"]
        assert "BREAK-GLASS in account 333344445555: AssumeRole" in heard(aws)
        working = with_credentials(aws, "iam", member)
        assert working.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 16
        assert refusal(working.list_roles) is None
        assert refusal(with_credentials(aws, "sns", member).create_topic, Name="recovery") is None
        assert "BREAK-GLASS in account 333344445555: CreateTopic" in heard(aws)
        nobody_else_gets_in(aws, key, recovering)


def nobody_else_gets_in(aws, key, chained):
    """Without MFA, from a role's session, as another user: in management and in a member."""
    iam = aws.client("iam")
    iam.create_user(UserName="alice")
    iam.attach_user_policy(UserName="alice", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    iam.enable_mfa_device(UserName="alice", SerialNumber="GAHT99999999", **codes)
    hers = iam.create_access_key(UserName="alice")["AccessKey"]
    proof = {"SerialNumber": "GAHT99999999", "TokenCode": "123456"}
    for account in (MANAGEMENT, AUDIT):
        for who, more in ((key, {}), (chained, {}), (hers, {}), (hers, proof)):
            assert refusal(lambda w=who, a=account, m=more: taken(aws, w, a, **m))[0] == "AccessDenied"
