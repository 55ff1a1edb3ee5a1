import pytest

from policies.evaluator import UnsupportedError, deciding_sid
from policies.types import Request

ROLE = "arn:aws:iam::444455556666:role/x"


def document(**more):
    statement = {"Sid": "S", "Effect": "Deny", "Action": ["s3:*"], "Resource": ["*"]} | more
    return [{"Version": "2012-10-17", "Statement": [statement]}]


def sid(documents, *, action="s3:GetObject", resource="*", principal=ROLE):
    return deciding_sid(Request(name="r", action=action, resource=resource, principal=principal), documents)


def unless(*arns):
    return {"ArnNotLike": {"aws:PrincipalArn": list(arns)}}


def test_the_first_deny_decides():
    documents = [*document(Action=["iam:*"]), *document(Sid="Second"), *document(Sid="Third")]
    assert sid(documents) == "Second"


def test_an_allow_never_stops_a_request():
    assert sid(document(Effect="Allow")) is None


@pytest.mark.parametrize(
    ("pattern", "action", "matches"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:GetObjec?", "s3:GetObject", True),
        ("s3:GetObject?", "s3:GetObject", False),
        ("s3:Get", "s3:GetObject", False),
        ("s3.GetObject", "s3:GetObject", False),
        ("*", "s3:GetObject", True),
    ],
)
def test_actions_ignore_case_and_know_wildcards(pattern, action, matches):
    assert (sid(document(Action=[pattern]), action=action) == "S") is matches


def test_resources_keep_case():
    documents = document(Resource=["arn:aws:s3:::Bucket/*"])
    assert sid(documents, resource="arn:aws:s3:::Bucket/key") == "S"
    assert sid(documents, resource="arn:aws:s3:::bucket/key") is None


@pytest.mark.parametrize(
    ("pattern", "principal", "exempt"),
    [
        ("arn:aws:iam::*:role/x", ROLE, True),
        ("arn:aws:iam::*:role/x", f"{ROLE}y", False),
        ("arn:aws:iam::*:role/*", ROLE, True),
        # A wildcard stays within its segment, so that one account's role can't stand in for another's.
        ("arn:aws:iam::*role/x", ROLE, False),
        ("arn:aws:*:role/x", ROLE, False),
        ("arn:*:role/x", ROLE, False),
        ("*", ROLE, False),
        # The last segment takes the rest, colons included.
        ("arn:aws:iam::444455556666:*", "arn:aws:iam::444455556666:role/x:y", True),
        ("arn:aws:iam::444455556666:role/x", "arn:aws:iam::444455556666:role/x:y", False),
        ("arn:aws:iam::444455556666:role/x", "arn:aws:iam::555566667777:role/x", False),
        ("arn:aws:iam::444455556666:role/x", "arn:aws-cn:iam::444455556666:role/x", False),
    ],
)
def test_arns_are_compared_segment_by_segment(pattern, principal, exempt):
    assert (sid(document(Condition=unless(pattern)), principal=principal) is None) is exempt


def test_one_of_several_arns_is_enough():
    documents = document(Condition=unless("arn:aws:iam::*:role/other", "arn:aws:iam::*:role/x"))
    assert sid(documents) is None


def test_a_single_arn_may_be_a_string():
    assert sid(document(Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}})) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalArn": ROLE}},
        {"ArnLike": {"aws:PrincipalArn": ROLE}},
        {"ArnNotLikeIfExists": {"aws:PrincipalArn": ROLE}},
        {"ArnNotLike": {"aws:SourceArn": ROLE}},
        {"ArnNotLike": {"aws:PrincipalArn": ROLE, "aws:SourceArn": ROLE}},
        {"ArnNotLike": {}},
    ],
)
def test_an_unknown_condition_raises(condition):
    with pytest.raises(UnsupportedError, match="condition"):
        sid(document(Condition=condition))


@pytest.mark.parametrize("element", ["NotAction", "NotResource", "Principal", "NotPrincipal"])
def test_an_unknown_element_raises(element):
    with pytest.raises(UnsupportedError, match=element):
        sid(document(**{element: ["s3:*"]}))


@pytest.mark.parametrize("element", ["Action", "Resource"])
def test_a_bare_string_is_not_taken_apart(element):
    with pytest.raises(UnsupportedError, match=element):
        sid(document(**{element: "s3:Nothing*"}))


@pytest.mark.parametrize("element", ["Action", "Resource"])
def test_a_missing_element_raises(element):
    documents = document()
    del documents[0]["Statement"][0][element]
    with pytest.raises(UnsupportedError, match=element):
        sid(documents)


def test_an_unknown_effect_raises():
    with pytest.raises(UnsupportedError, match="Effect"):
        sid(document(Effect="deny"))


def test_a_policy_variable_raises():
    with pytest.raises(UnsupportedError, match="variable"):
        sid(document(Resource=["arn:aws:s3:::${aws:PrincipalAccount}"]))
