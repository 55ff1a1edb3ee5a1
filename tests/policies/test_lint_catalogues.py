"""Defects of public guardrail catalogues: each is found, and its repair is clean."""

import pytest

from policies.example import CONTEXT
from policies.examples import document as own
from policies.guardrail import Guardrail
from policies.guardrails import catalogue
from policies.lint import Kind, lint
from policies.types import PolicyType
from tests.policies.lint_cases import case, check, deny, document, when

KINDS = {PolicyType.SCP: Kind.SCP, PolicyType.RCP: Kind.RCP}
SSE = "s3:x-amz-server-side-encryption"
MFA = "aws:MultiFactorAuthPresent"
ROOT = "arn:aws:iam::*:root"
USER = "arn:aws:iam::*:user/*"


def conditions(*clauses, action="*", effect=deny, **more):
    condition = {}
    for operator, key, value in clauses:
        condition.setdefault(operator, {})[key] = value
    return effect(action, Condition=condition, **more)


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case(
            "prefix without its hyphen",
            deny(["accessanalyzer:Delete*", "config:Delete*"]),
            deny(["access-analyzer:Delete*", "config:Delete*"]),
            "Action",
            "no service has the prefix accessanalyzer",
            "did you mean access-analyzer:Delete*?",
        ),
        case(
            "operation that another permission covers",
            deny(["bedrock:Converse*", "bedrock:InvokeModel*"]),
            deny(["bedrock:InvokeModel*"]),
            "Action",
            "covers no action",
            "bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream",
        ),
        case(
            "deletion that the permission to put covers",
            deny(["s3:Delete*PublicAccessBlock", "s3:PutBucketPublicAccessBlock"]),
            deny(["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"]),
            "Action",
            "covers no action",
            "s3:PutAccountPublicAccessBlock, s3:PutBucketPublicAccessBlock",
        ),
        case(
            "name of two actions mixed up",
            deny(["rds:RestoreDBClusterFromDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot"]),
            deny(["rds:RestoreDBClusterFromSnapshot", "rds:RestoreDBInstanceFromDBSnapshot"]),
            "Action",
            "no such action",
            "rds:RestoreDBClusterFromSnapshot",
        ),
        case(
            "bool on a text key",
            when("Bool", SSE, "true"),
            when("StringNotEqualsIfExists", SSE, "aws:kms"),
            f"Condition Bool {SSE}",
            "never matches",
        ),
        case(
            "uploads that S3 encrypts by default",
            when("StringNotEquals", SSE, ["AES256", "aws:kms"]),
            when("StringNotEqualsIfExists", SSE, ["aws:kms", "aws:kms:dsse"]),
            f"Condition StringNotEquals {SSE}",
            "without the header",
            "StringNotEqualsIfExists",
        ),
        case(
            "mfa asked of roles",
            when("BoolIfExists", MFA, "false", action="ec2:*"),
            conditions(("BoolIfExists", MFA, "false"), ("ArnLike", "aws:PrincipalArn", USER), action="ec2:*"),
            f"Condition BoolIfExists {MFA}",
            "every role session",
            "user/*",
        ),
        case(
            "root denied with its central recovery",
            conditions(("ArnLike", "aws:PrincipalArn", ROOT)),
            conditions(("ArnLike", "aws:PrincipalArn", ROOT), ("Null", "aws:AssumedRoot", "true")),
            "Condition ArnLike aws:PrincipalArn",
            "sts:AssumeRoot",
            "aws:AssumedRoot",
        ),
        case(
            "root denied with all but some actions",
            conditions(("StringLike", "aws:PrincipalArn", ROOT), action=None, NotAction=["iam:Get*"]),
            conditions(("ArnNotLike", "aws:PrincipalArn", ROOT), action=None, NotAction=["iam:Get*"]),
            "Condition StringLike aws:PrincipalArn",
            "sts:AssumeRoot",
        ),
        case(
            "former name without the present one",
            deny(["guardduty:DisassociateFromMasterAccount", "guardduty:DeleteDetector"]),
            deny(["guardduty:DisassociateFromMasterAccount", "guardduty:Disassociate*"]),
            "Action",
            "guardduty:DisassociateFromAdministratorAccount does the same",
            "guardduty:DisassociateFromAdministratorAccount",
        ),
        case(
            "key on actions that never carry it",
            when("StringNotLike", "iam:PermissionsBoundary", "x", action=["iam:CreateRole", "iam:CreateLoginProfile"]),
            when("StringNotLike", "iam:PermissionsBoundary", "x", action=["iam:CreateRole", "iam:CreateUser"]),
            "Condition StringNotLike iam:PermissionsBoundary",
            "whatever the value",
        ),
    ],
)
def test_a_defect_of_a_public_catalogue_is_found(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


def test_a_deny_of_dead_actions_only_is_said_to_protect_nothing():
    found = lint(document(deny("accessanalyzer:Delete*")), Kind.SCP)
    assert "the statement never fires" in found[-1].message


def test_the_present_name_may_be_denied_by_another_statement():
    statements = [
        deny("securityhub:DisassociateFromMasterAccount", Sid="Former"),
        deny("securityhub:DisassociateFrom*", Sid="Present"),
    ]
    assert lint({"Version": "2012-10-17", "Statement": statements}, Kind.SCP) == ()
    assert len(lint({"Version": "2012-10-17", "Statement": statements[:1]}, Kind.SCP)) == 1


def test_sessions_with_mfa_may_be_denied():
    assert lint(document(when("BoolIfExists", MFA, "true", action="ec2:*")), Kind.SCP) == ()


def test_a_root_deny_of_named_actions_may_mean_assumed_root_too():
    assert lint(document(conditions(("ArnLike", "aws:PrincipalArn", ROOT), action="s3:*")), Kind.SCP) == ()


def test_sse_headers_may_be_required_by_a_null_of_their_own():
    both = conditions(("StringNotEquals", SSE, "aws:kms"), ("Null", SSE, "false"), action="s3:PutObject")
    assert lint(document(both), Kind.SCP) == ()


@pytest.mark.parametrize("action", ["rds:CreateDBInstance", "rds:RestoreDBInstanceFromDBSnapshot"])
def test_encryption_of_database_instances_is_a_key_of_theirs(action):
    assert lint(document(when("Bool", "rds:StorageEncrypted", "false", action=action)), Kind.SCP) == ()


@pytest.mark.parametrize("name", sorted(name for name, entry in catalogue().items() if isinstance(entry, Guardrail)))
def test_the_projects_own_catalogue_is_clean(name):
    entry = catalogue()[name]
    assert isinstance(entry, Guardrail)
    assert lint(own(entry, CONTEXT).as_dict(), KINDS[entry.policy_type]) == ()
