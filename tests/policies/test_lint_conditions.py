"""What the lint says of operators, values and conditions that exclude each other."""

import pytest

from policies.lint import Kind, lint
from policies.lint.operators import timestamp
from tests.policies.lint_cases import allow, case, check, deny, document, when

ARN = "arn:aws:iam::111122223333:role/x"
TAGS = "aws:TagKeys"


def both(first, second, action="s3:PutObject", effect=deny):
    """Two conditions, each (operator, key, value), that must hold together."""
    condition = {}
    for operator, key, value in (first, second):
        condition.setdefault(operator, {})[key] = value
    return effect(action, Condition=condition)


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case(
            "operator misspelled",
            when("StringEqualz", "aws:PrincipalOrgID", "o-exampleorg1"),
            when("StringEquals", "aws:PrincipalOrgID", "o-exampleorg1"),
            "Condition StringEqualz aws:PrincipalOrgID",
            "never holds",
            "StringEquals?",
        ),
        case(
            "operator in another case, with its set and its suffix",
            when("ForAnyValue:stringLikeIfExists", "aws:PrincipalOrgPaths", "o-exampleorg1/*"),
            when("ForAnyValue:StringLikeIfExists", "aws:PrincipalOrgPaths", "o-exampleorg1/*"),
            "Condition ForAnyValue:stringLikeIfExists aws:PrincipalOrgPaths",
            "no such operator",
            "ForAnyValue:StringLikeIfExists?",
        ),
        case(
            "null if exists",
            when("NullIfExists", "aws:PrincipalOrgID", "true"),
            when("Null", "aws:PrincipalOrgID", "true"),
            "Condition NullIfExists aws:PrincipalOrgID",
            "Null takes no IfExists",
        ),
        case(
            "no values",
            when("StringEquals", "aws:PrincipalOrgID", []),
            when("StringEquals", "aws:PrincipalOrgID", ["o-exampleorg1"]),
            "Condition StringEquals aws:PrincipalOrgID",
            "matches no request",
        ),
        case(
            "wildcard taken as it stands",
            when("StringEquals", "aws:userid", "AIDA*"),
            when("StringLike", "aws:userid", "AIDA*"),
            "Condition StringEquals aws:userid",
            "takes * and ? as they stand",
            "StringLike",
        ),
        case(
            "bool on text",
            when("Bool", "s3:x-amz-acl", "true"),
            when("Bool", "aws:SecureTransport", True),
            "Condition Bool s3:x-amz-acl",
            "of type String",
            "StringEquals",
        ),
        case(
            "negated number on text",
            when("NumericNotEquals", "s3:x-amz-acl", "1"),
            when("NumericNotEquals", "s3:TlsVersion", 1.2),
            "Condition NumericNotEquals s3:x-amz-acl",
            "so it always holds",
        ),
        case(
            "network on text",
            when("IpAddress", "aws:SourceVpc", "10.0.0.0/8"),
            when("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
            "Condition IpAddress aws:SourceVpc",
            "of type String",
        ),
        case(
            "date on a number",
            when("DateLessThan", "aws:MultiFactorAuthAge", "2026-01-01"),
            when("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
            "Condition DateLessThan aws:MultiFactorAuthAge",
            "of type Numeric",
        ),
        case(
            "number on a date",
            when("NumericLessThan", "aws:CurrentTime", "1800000000"),
            when("NumericLessThan", "aws:EpochTime", "1800000000"),
            "Condition NumericLessThan aws:CurrentTime",
            "of type Date",
        ),
        case(
            "text on a network",
            when("StringLike", "aws:SourceIp", "10.*"),
            when("StringEquals", "aws:Ec2InstanceSourcePrivateIPv4", "${aws:VpcSourceIp}"),
            "Condition StringLike aws:SourceIp",
            "compares its text",
            "IpAddress",
        ),
        case(
            "text that no bool is",
            when("StringEquals", "aws:SecureTransport", "False"),
            when("StringEquals", "aws:SecureTransport", "false"),
            "Condition StringEquals aws:SecureTransport",
            "true or false",
        ),
        case(
            "bool that is neither",
            when("Bool", "aws:SecureTransport", "no"),
            when("Bool", "aws:SecureTransport", "False"),
            "Condition Bool aws:SecureTransport",
            "not true or false",
        ),
        case(
            "null of something",
            when("Null", "aws:PrincipalOrgID", "o-exampleorg1"),
            when("Null", "aws:PrincipalOrgID", False),
            "Condition Null aws:PrincipalOrgID",
            "not true or false",
        ),
        case(
            "number that is none",
            when("NumericLessThan", "s3:TlsVersion", "1.2a"),
            when("NumericLessThan", "s3:TlsVersion", "1.2"),
            "Condition NumericLessThan s3:TlsVersion",
            "not a number",
        ),
        case(
            "date that is none",
            when("DateGreaterThan", "aws:CurrentTime", "25.11.2026"),
            when("DateGreaterThan", "aws:CurrentTime", "2026-11-25T00:00:00Z"),
            "Condition DateGreaterThan aws:CurrentTime",
            "not a date",
        ),
        case(
            "network that is none",
            when("NotIpAddress", "aws:SourceIp", "10.0.0.0/33"),
            when("NotIpAddress", "aws:SourceIp", ["10.0.0.0/8", "2001:db8::/32", "203.0.113.7"]),
            "Condition NotIpAddress aws:SourceIp",
            "not an IP address",
        ),
        case(
            "arn that is none",
            when("ArnNotLike", "aws:PrincipalArn", "role/x"),
            when("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/${aws:PrincipalTag/Team}"),
            "Condition ArnNotLike aws:PrincipalArn",
            "not an ARN",
        ),
        case(
            "set operator on one value",
            when("ForAnyValue:StringEquals", "aws:PrincipalOrgID", "o-exampleorg1"),
            when("StringEquals", "aws:PrincipalOrgID", "o-exampleorg1"),
            "Condition ForAnyValue:StringEquals aws:PrincipalOrgID",
            "has one value",
            "write StringEquals",
        ),
        case(
            "no set operator on several values",
            when("StringLike", "aws:PrincipalOrgPaths", "o-exampleorg1/*"),
            when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-exampleorg1/*"),
            "Condition StringLike aws:PrincipalOrgPaths",
            "AWS asks for a set operator",
            "ForAnyValue:StringLike",
        ),
        case(
            "all values of none, allowed",
            allow("ec2:CreateTags", Condition={"ForAllValues:StringEquals": {TAGS: "Team"}}),
            both(("ForAllValues:StringEquals", TAGS, "Team"), ("Null", "aws:tagkeys", False), "ec2:CreateTags", allow),
            f"Condition ForAllValues:StringEquals {TAGS}",
            "allows more than is listed",
            '"Null"',
        ),
    ],
)
def test_operators_and_values(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


def test_all_values_of_none_is_no_risk_in_a_deny():
    statement = when("ForAllValues:StringEquals", TAGS, "Team", action="ec2:CreateTags")
    assert lint(document(statement), Kind.SCP) == ()


def test_a_text_key_may_hold_an_arn_but_not_another_text():
    found = lint(document(when("ArnLike", "s3:x-amz-copy-source", "bucket/key")), Kind.SCP)
    assert [f.message.split(":")[0] for f in found] == ["not an ARN of six parts", "the key is of type String"]
    assert lint(document(when("ArnLike", "s3:x-amz-copy-source", "arn:aws:s3:::bucket/key")), Kind.SCP) == ()


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("NumericGreaterThan", "ec2:Attribute/HttpPutResponseHopLimit", "2"),
        ("DateLessThan", "aws:PrincipalTag/Until", "2026-12-01"),
        ("Bool", "aws:PrincipalTag/Trusted", "true"),
    ],
)
def test_tags_and_attributes_may_hold_any_type(operator, key, value):
    statement = when(operator, key, value, action="ec2:ModifyInstanceMetadataOptions")
    assert lint(document(statement), Kind.SCP) == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1970", 0),
        ("1970-01", 0),
        ("1970-01-02", 86400),
        ("1970-01-01T01:00Z", 3600),
        ("1970-01-01T01:00:00.5+01:00", 0.5),
        ("1800000000", 1800000000),
        ("1970-13-01", None),
        ("1970-01-01T01:00:00", None),
        ("today", None),
        ("", None),
    ],
)
def test_dates_are_read_as_aws_reads_them(value, expected):
    assert timestamp(value) == expected


VPC, ORG, AGE, NOW, IP = (
    "aws:SourceVpc",
    "aws:PrincipalOrgID",
    "aws:MultiFactorAuthAge",
    "aws:CurrentTime",
    "aws:SourceIp",
)


@pytest.mark.parametrize(
    ("first", "second", "satisfiable"),
    [
        (("Null", ORG, "true"), ("StringEquals", ORG, "o-a"), False),
        (("Null", ORG, "true"), ("StringNotEquals", ORG, "o-a"), True),
        (("Null", ORG, "true"), ("StringEqualsIfExists", ORG, "o-a"), True),
        (("Null", ORG, "false"), ("StringEquals", ORG, "o-a"), True),
        (("StringEquals", ORG, "o-a"), ("StringLike", ORG, "o-b*"), False),
        (("StringEquals", ORG, "o-a"), ("StringLike", "AWS:principalorgid", "o-b"), False),
        (("StringEquals", ORG, ["o-a", "o-b"]), ("StringLike", ORG, "o-b*"), True),
        (("StringEquals", ORG, "o-a"), ("StringNotEquals", ORG, ["o-a", "o-b"]), False),
        (("StringEquals", ORG, ["o-a", "o-c"]), ("StringNotEquals", ORG, ["o-a", "o-b"]), True),
        (("StringEquals", ORG, "O-A"), ("StringEqualsIgnoreCase", ORG, "o-a"), True),
        (("StringEquals", ORG, "o-a"), ("StringEqualsIfExists", ORG, "o-b"), False),
        (("StringEqualsIfExists", ORG, "o-a"), ("StringLikeIfExists", ORG, "o-b*"), True),
        (("StringLike", VPC, "vpc-a*"), ("StringNotLike", VPC, "vpc-*"), False),
        (("StringLike", VPC, "vpc-*"), ("StringNotLike", VPC, "vpc-a*"), True),
        (("StringLike", VPC, "vpc-*"), ("StringNotLike", VPC, "vpc-?"), True),
        (("StringLike", VPC, "vpc-*"), ("StringEqualsIgnoreCase", VPC, "vpc-a"), True),
        (("StringEquals", VPC, "${aws:PrincipalTag/Vpc}"), ("StringNotEquals", VPC, "vpc-a"), True),
        (("StringEquals", VPC, "vpc-a"), ("StringNotEquals", VPC, "${aws:PrincipalTag/Vpc}"), True),
        (("ArnEquals", "aws:PrincipalArn", ARN), ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"), False),
        (("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"), ("ArnNotEquals", "aws:PrincipalArn", ARN), True),
        (("Bool", "aws:SecureTransport", "true"), ("BoolIfExists", "aws:SecureTransport", "false"), False),
        (("Bool", "aws:SecureTransport", "true"), ("BoolIfExists", "aws:SecureTransport", "True"), True),
        (("NumericLessThan", AGE, "10"), ("NumericGreaterThan", AGE, "20"), False),
        (("NumericLessThan", AGE, "10"), ("NumericGreaterThanEquals", AGE, "10"), False),
        (("NumericLessThanEquals", AGE, "10"), ("NumericGreaterThanEquals", AGE, "10"), True),
        (("NumericLessThan", AGE, "10"), ("NumericGreaterThan", AGE, "9"), True),
        (("NumericEquals", AGE, ["1", "2"]), ("NumericNotEquals", AGE, ["1", "2"]), False),
        (("NumericEquals", AGE, ["1", "2"]), ("NumericNotEquals", AGE, "1"), True),
        (("DateGreaterThan", NOW, "2026-12-01"), ("DateLessThan", NOW, "2026-11-25T00:00:00Z"), False),
        (("DateGreaterThan", NOW, "2026-11-25"), ("DateLessThan", NOW, "2026-12-01T00:00:00Z"), True),
        (("IpAddress", IP, "10.1.0.0/16"), ("NotIpAddress", IP, ["10.0.0.0/8", "2001:db8::/32"]), False),
        (("IpAddress", IP, "10.0.0.0/8"), ("NotIpAddress", IP, "10.1.0.0/16"), True),
        (("IpAddress", IP, "10.0.0.0/8"), ("IpAddressIfExists", IP, "192.0.2.0/24"), False),
        (("IpAddress", IP, "10.0.0.0/8"), ("IpAddressIfExists", IP, ["2001:db8::/32", "10.1.0.0/16"]), True),
        (("IpAddress", IP, "2001:db8::/48"), ("NotIpAddress", IP, "2001:db8::/32"), False),
    ],
)
def test_conditions_that_exclude_each_other_are_found(first, second, satisfiable):
    found = lint(document(both(first, second)), Kind.SCP)
    assert [f.message.endswith("the statement never fires") for f in found] == ([] if satisfiable else [True]), found


def test_a_contradiction_names_both_sides():
    (found,) = lint(document(both(("StringEquals", ORG, "o-a"), ("StringLike", ORG, "o-b*"))), Kind.SCP)
    assert found.element == f"Condition {ORG}"
    assert found.found == "StringEquals o-a and StringLike o-b*"


def test_several_values_can_meet_what_one_value_cannot():
    statement = both(
        ("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "a/"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "b*"),
    )
    assert lint(document(statement), Kind.SCP) == ()
