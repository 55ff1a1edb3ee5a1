"""What the lint says of condition keys: do they exist, and do the requests for the actions carry them."""

import pytest

from policies.lint import Kind, lint
from tests.policies.lint_cases import allow, case, check, deny, document, when

BOUNDARY = "arn:aws:iam::111122223333:policy/boundary"
BUCKET = "arn:aws:s3:::example"
CREATE = ["iam:CreateRole", "iam:CreateUser"]
MIXED = [*CREATE, "iam:AddUserToGroup", "iam:PassRole"]


def equals(key, value="x", **more):
    return when("StringEquals", key, value, **more)


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case(
            "global key misspelled",
            equals("aws:RequestedRegions"),
            equals("aws:RequestedRegion"),
            "Condition StringEquals aws:RequestedRegions",
            "no such condition key",
            "aws:RequestedRegion",
        ),
        case(
            "service key misspelled",
            equals("s3:x-amz-acls"),
            equals("S3:X-AMZ-ACL"),
            "Condition StringEquals s3:x-amz-acls",
            "no such condition key",
            "s3:x-amz-acl",
        ),
        case(
            "tag key without a tag",
            equals("aws:PrincipalTag"),
            equals("aws:PrincipalTag/Team"),
            "Condition StringEquals aws:PrincipalTag",
            "no such condition key",
            "aws:PrincipalTag/",
        ),
        case(
            "tag in the request of an action that takes none",
            equals("aws:RequestTag/Team", action=["ec2:RunInstances", "ec2:StopInstances"]),
            equals("aws:RequestTag/Team", action=["ec2:RunInstances", "ec2:CreateVolume"]),
            "Condition StringEquals aws:RequestTag/Team",
            "never denies",
        ),
        case(
            "key with a placeholder in the middle",
            equals("kms:EncryptionContext", action="kms:Decrypt"),
            equals("kms:EncryptionContext:department", action="kms:Decrypt"),
            "Condition StringEquals kms:EncryptionContext",
            "no such condition key",
        ),
        case(
            "another service's key",
            equals("ec2:Region", action="s3:PutObject"),
            equals("ec2:Region", action="ec2:RunInstances"),
            "Condition StringEquals ec2:Region",
            "never hold ec2:Region",
        ),
        case(
            "wildcard without any action that carries the key",
            equals("s3:prefix", action="s3:Put*"),
            equals("s3:prefix", action="s3:List*"),
            "Condition StringEquals s3:prefix",
            "never denies",
        ),
        case(
            "key of another resource type of the action",
            equals("ec2:Owner", action="ec2:RunInstances", Resource="arn:aws:ec2:*:*:volume/*"),
            equals("ec2:Owner", action="ec2:RunInstances", Resource="arn:aws:ec2:*::image/*"),
            "Condition StringEquals ec2:Owner",
            "never hold ec2:Owner",
        ),
        case(
            "key that only the excluded service carries",
            equals("s3:prefix", action=None, NotAction=["s3:*", "iam:*"]),
            equals("s3:prefix", action=None, NotAction=["s3:Put*", "iam:*"]),
            "Condition StringEquals s3:prefix",
            "never denies",
        ),
        case(
            "presence of a key that is never there",
            when("Null", "s3:prefix", "false", action="s3:PutObject"),
            when("Null", "s3:prefix", "false", action="s3:ListBucket"),
            "Condition Null s3:prefix",
            "never denies",
        ),
        case(
            "absence of a key that is never there",
            when("Null", "s3:prefix", "true", action="s3:PutObject"),
            when("Null", "s3:prefix", "true", action=["s3:ListBucket", "s3:PutObject"]),
            "Condition Null s3:prefix",
            "always true",
        ),
        case(
            "claim of a provider that has no such one",
            allow(
                "sts:AssumeRoleWithWebIdentity",
                Condition={"StringEquals": {"token.actions.githubusercontent.com:x": "y"}},
            ),
            allow("sts:AssumeRoleWithWebIdentity", Condition={"StringEquals": {"gitlab.example.com:sub": "y"}}),
            "Condition StringEquals token.actions.githubusercontent.com:x",
            "no such condition key",
            kind=Kind.IDENTITY,
        ),
        case(
            "claim of a provider without its host name",
            equals("gitlab:sub", action="sts:AssumeRoleWithWebIdentity"),
            equals("gitlab.example.com:sub", action="sts:AssumeRoleWithWebIdentity"),
            "Condition StringEquals gitlab:sub",
            "no such condition key",
        ),
        case(
            "claim where nobody signs in",
            equals("gitlab.example.com:aud", action="s3:PutObject"),
            equals("gitlab.example.com:aud", action=["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]),
            "Condition StringEquals gitlab.example.com:aud",
            "never hold",
        ),
    ],
)
def test_keys(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


def test_exactly_the_actions_that_never_carry_the_key_are_named():
    (found,) = lint(document(when("ArnLike", "iam:PermissionsBoundary", BOUNDARY, action=MIXED)), Kind.SCP)
    assert found.found == "iam:AddUserToGroup, iam:PassRole"
    assert "the statement never denies them" in found.message


def test_an_allow_says_that_it_never_allows():
    condition = {"ArnLike": {"iam:PermissionsBoundary": BOUNDARY}}
    (found,) = lint(document(allow(MIXED, Condition=condition)), Kind.IDENTITY)
    assert "never allows" in found.message


def test_a_negated_operator_denies_the_others_whatever_the_value():
    (found,) = lint(document(when("ArnNotEquals", "iam:PermissionsBoundary", BOUNDARY, action=MIXED)), Kind.SCP)
    assert found.found == "iam:AddUserToGroup, iam:PassRole"
    assert "denies them whatever the value" in found.message
    assert "ArnNotEqualsIfExists" in found.fix


@pytest.mark.parametrize("operator", ["ArnNotEqualsIfExists", "ArnEqualsIfExists"])
def test_if_exists_says_that_the_others_are_meant(operator):
    assert lint(document(when(operator, "iam:PermissionsBoundary", BOUNDARY, action=MIXED)), Kind.SCP) == ()


@pytest.mark.parametrize("operator", ["ArnNotEqualsIfExists", "ArnEqualsIfExists", "ArnNotEquals"])
def test_a_condition_that_no_action_carries_is_always_true(operator):
    statement = when(operator, "iam:PermissionsBoundary", BOUNDARY, action=["iam:PassRole"])
    (found,) = lint(document(statement), Kind.SCP)
    assert "always true" in found.message


def test_dead_actions_are_not_reported_twice():
    statement = equals("s3:prefix", action=["s3:ListBucket", "s3:ListBuckett"])
    assert [f.element for f in lint(document(statement), Kind.SCP)] == ["Action"]


def test_where_no_resource_fits_only_the_resource_is_reported():
    statement = equals("ec2:Owner", action="ec2:RunInstances", Resource="arn:aws:s3:::example")
    assert [f.element for f in lint(document(statement), Kind.SCP)] == ["Resource", "Action"]


@pytest.mark.parametrize("key", ["s3:prefix", "aws:RequestTag/Team", "iam:PassedToService"])
def test_every_key_fits_all_actions_together(key):
    assert lint(document(equals(key, action="*")), Kind.SCP) == ()


@pytest.mark.parametrize(
    "key",
    ["aws:PrincipalOrgID", "AWS:principalorgid", "identitystore:UserId", "ec2:SourceInstanceArn", "aws:username"],
)
def test_global_keys_fit_any_action(key):
    operator = "ArnLike" if key.endswith("Arn") else "StringLike"
    value = "arn:aws:ec2:*:*:instance/*" if key.endswith("Arn") else "x"
    assert lint(document(when(operator, key, value, action="sqs:SendMessage")), Kind.SCP) == ()


def test_tags_of_secrets_are_known_whatever_the_reference_calls_them():
    statement = equals("secretsmanager:ResourceTag/Team", action="secretsmanager:GetSecretValue")
    assert lint(document(statement), Kind.SCP) == ()


def test_calls_that_accompany_assume_role_carry_its_keys():
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    assert lint(document(equals("sts:ExternalId", action=actions)), Kind.SCP) == ()


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case(
            "variable misspelled in a resource",
            deny("s3:GetObject", Resource=BUCKET + "/${aws:usernam}/*"),
            deny("s3:GetObject", Resource=BUCKET + "/${aws:username}/*"),
            "Resource",
            "no condition key is called aws:usernam",
            "${aws:username}",
        ),
        case(
            "variable misspelled in a condition",
            equals("aws:ResourceTag/Team", "${aws:PrincipalTags/Team}", action="ec2:StopInstances"),
            equals("aws:ResourceTag/Team", "${aws:PrincipalTag/Team, 'none'}", action="ec2:StopInstances"),
            "Condition StringEquals aws:ResourceTag/Team",
            "the variable has no value",
        ),
        case(
            "variable left open",
            equals("s3:prefix", "${aws:username", action="s3:ListBucket"),
            equals("s3:prefix", "a${*}b${?}c${$}", action="s3:ListBucket"),
            "Condition StringEquals s3:prefix",
            "malformed",
        ),
        case(
            "variable with several values",
            equals("s3:prefix", "${aws:TagKeys}", action="s3:ListBucket"),
            equals("s3:prefix", "${aws:userid}", action="s3:ListBucket"),
            "Condition StringEquals s3:prefix",
            "several values",
        ),
    ],
)
def test_variables(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)
