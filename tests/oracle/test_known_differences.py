"""Where the oracle is wrong, the evaluator's own answer is tested against the page of AWS that says what is right."""

import pytest

from policies.simulation import simulate
from tests.oracle.known_differences import KNOWN_DIFFERENCES

ALICE = "arn:aws:iam::111122223333:user/alice"
SESSION = "arn:aws:sts::111122223333:assumed-role/Deployer/build-7"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders"


def document(effect="Allow", **elements):
    statement = {"Sid": "One", "Effect": effect, "Action": "sqs:*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement | elements]}


def request(**changes):
    item = {
        "name": "direct", "action": "sqs:SendMessage", "resource": QUEUE, "principal": ALICE, "principalArn": None,
        "account": "111122223333", "resourceAccount": None, "managementAccount": False, "context": {},
        "scps": [], "rcps": [], "identity": [], "boundary": None, "session": None, "resourcePolicy": None,
    }  # fmt: skip
    return item | changes


def conditional(operator, key, values, **context):
    return request(identity=[document(Condition={operator: {key: values}})], context=context["context"])


ALLOWED = {
    "every-ipv4-address": [
        conditional("IpAddress", "aws:SourceIp", "0.0.0.0/0", context={"aws:SourceIp": "203.0.113.7"}),
    ],
    "epoch-and-date": [
        conditional("DateGreaterThan", "aws:EpochTime", "2026-01-15", context={"aws:EpochTime": "1800000000"}),
        conditional("DateEquals", "aws:CurrentTime", "1768435200", context={"aws:CurrentTime": "2026-01-15T00:00:00Z"}),
    ],
    "address-of-other-family": [
        conditional("NotIpAddress", "aws:SourceIp", "198.51.100.20", context={"aws:SourceIp": "2001:db8::7"}),
        conditional("NotIpAddress", "aws:SourceIp", "2001:db8::7", context={"aws:SourceIp": "198.51.100.20"}),
    ],
    "escaped-wildcard": [
        conditional("StringEquals", "aws:referer", "lit${*}eral", context={"aws:referer": "lit*eral"}),
        conditional("StringEqualsIgnoreCase", "aws:referer", "LIT${*}ERAL", context={"aws:referer": "lit*eral"}),
    ],
    "inverted-without-value": [
        conditional("StringNotEquals", "aws:referer", "${aws:PrincipalTag/team}", context={"aws:referer": "alpha"}),
        conditional(
            "ArnNotLike", "aws:SourceArn", "arn:aws:sns:*:*:${aws:PrincipalTag/team}",
            context={"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:a"},
        ),
    ],
    "session-and-direct-grant": [
        request(
            principal=SESSION,
            session=document(Action="support:*"),
            resourcePolicy=document(Principal={"AWS": SESSION}),
        ),
    ],
    "variable-without-type": [
        request(
            identity=[document(Resource="arn:aws:sqs:*:*:${aws:PrincipalTag/team}*")],
            context={"aws:PrincipalTag/team": "ord"},
        ),
    ],
    "session-token": [
        request(action="sts:GetSessionToken", resource="*"),
        request(action="sts:GetSessionToken", resource="*", identity=[document("Deny", Action="sts:*")]),
    ],
}  # fmt: skip

# The same requests in which the difference must not be, lest an entry above holds for whatever is asked.
STOPPED = {
    "every-ipv4-address": conditional(
        "IpAddress", "aws:SourceIp", "0.0.0.0/0", context={"aws:SourceIp": "2001:db8::7"}
    ),
    "epoch-and-date": conditional(
        "DateGreaterThan", "aws:EpochTime", "2027-06-01T00:00:00Z", context={"aws:EpochTime": "1800000000"}
    ),
    "address-of-other-family": conditional(
        "NotIpAddress", "aws:SourceIp", "198.51.100.20", context={"aws:SourceIp": "198.51.100.20"}
    ),
    "escaped-wildcard": conditional("StringEquals", "aws:referer", "lit${*}eral", context={"aws:referer": "literal"}),
    "inverted-without-value": conditional(
        "StringNotEquals", "aws:referer", "${aws:PrincipalTag/team}",
        context={"aws:referer": "alpha", "aws:PrincipalTag/team": "alpha"},
    ),
    "session-and-direct-grant": request(
        principal=SESSION,
        principalArn="arn:aws:iam::111122223333:role/Deployer",
        session=document(Action="support:*"),
        resourcePolicy=document(Principal={"AWS": "arn:aws:iam::111122223333:role/Deployer"}),
    ),
    "variable-without-type": request(
        identity=[document(Resource="arn:aws:sqs:*:*:${aws:PrincipalTag/team}*")],
        context={"aws:PrincipalTag/team": "bills"},
    ),
    "session-token": request(action="sts:GetSessionToken", resource="*", principal=SESSION),
}  # fmt: skip


def test_every_known_difference_has_a_page_of_aws_and_a_direct_test():
    names = [each.name for each in KNOWN_DIFFERENCES]
    assert len(names) == len(set(names)) <= 10
    assert set(names) == set(ALLOWED) == set(STOPPED)
    assert all(each.source.startswith("https://docs.aws.amazon.com/") for each in KNOWN_DIFFERENCES)


@pytest.mark.parametrize("difference", KNOWN_DIFFERENCES, ids=lambda each: each.name)
def test_our_answer_where_the_oracle_is_wrong(difference):
    for item in ALLOWED[difference.name]:
        assert (answer := simulate(item))["decision"] == "Allow", item
        assert difference.covers(item, answer), item
    assert simulate(STOPPED[difference.name])["decision"] == "ImplicitDeny"


@pytest.mark.parametrize("difference", KNOWN_DIFFERENCES, ids=lambda each: each.name)
def test_a_plain_request_is_no_known_difference(difference):
    item = request(identity=[document()], context={"aws:SourceIp": "203.0.113.7"})
    assert not difference.covers(item, simulate(item))
