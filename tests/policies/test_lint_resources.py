"""What the lint says of resources: their form, and whether the actions have such ones."""

import pytest

from policies.lint import Kind, lint
from policies.lint.globs import NO_SLASH, matches, overlap
from tests.policies.lint_cases import PRINCIPAL, case, check, deny, document

BUCKET = "arn:aws:s3:::example"
ROLE = "arn:aws:iam::*:role/x"


def on(*arns, action="s3:*", **more):
    return deny(action, Resource=list(arns), **more)


def all_but(*arns, action="s3:*"):
    return deny(action, Resource=None, NotResource=list(arns))


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case("no arn", on("*", "example"), on("*", BUCKET), "Resource", "not an ARN"),
        case("no partition", on("*", "arn:amazon:s3:::x"), on("arn:aws-us-gov:s3:::x"), "Resource", "no partition"),
        case("any service", on("*", "arn:aws:s*:::x"), on("arn:aws*:s3:::x"), "Resource", "takes no wildcard"),
        case(
            "parts missing", on("*", "arn:aws:s3"), on("arn:aws:s3:*"), "Resource", "missing parts", "arn:aws:s3:*:*:*"
        ),
        case("no arn excepted", all_but("example"), all_but(BUCKET), "NotResource", "not an ARN"),
        case(
            "variable in notresource",
            all_but(BUCKET + "/${aws:username}"),
            on(BUCKET + "/${aws:username}"),
            "NotResource",
            "not documented",
        ),
        case(
            "path of an api",
            on("execute-api:/stage/x", action="execute-api:Invoke", **PRINCIPAL) | {"Effect": "allow"},
            on("execute-api:/stage/x", action="execute-api:Invoke", **PRINCIPAL),
            "Effect",
            "",
            kind=Kind.RESOURCE,
        ),
        case(
            "another service's resource",
            on(BUCKET, ROLE, action="s3:*"),
            on(BUCKET, ROLE, action=["s3:*", "iam:*"]),
            "Resource",
            "no action of the statement has such a resource",
            "arn:*:s3",
        ),
        case(
            "another type of the service",
            on(ROLE, "arn:aws:iam::*:user/x", action="iam:*Role"),
            on(ROLE, "arn:aws:iam::*:user/x", action=["iam:*Role", "iam:DeleteUser"]),
            "Resource",
            "no action of the statement has such a resource",
        ),
        case(
            "object action on a bucket",
            on(BUCKET, action=["s3:GetBucketAcl", "s3:PutObject"]),
            on(BUCKET, BUCKET + "/*", action=["s3:GetBucketAcl", "s3:PutObject"]),
            "Action",
            "never asked about any of the resources",
            "statement of its own",
        ),
        case(
            "action without resources",
            on(BUCKET, action=["s3:GetBucketAcl", "s3:ListAllMyBuckets"]),
            on("*", action=["s3:GetBucketAcl", "s3:ListAllMyBuckets"]),
            "Action",
            "never asked about any of the resources",
        ),
        case(
            "wildcard of which nothing is about the resource",
            on(BUCKET, action=["s3:GetBucketAcl", "s3:GetAccess*Grant"]),
            on(BUCKET, action=["s3:GetBucketAcl", "s3:GetBucket*"]),
            "Action",
            "never asked about any of the resources",
        ),
        case(
            "account in an arn that has none",
            on(BUCKET, "arn:aws:s3::111122223333:other", action="s3:ListBucket"),
            on(BUCKET, "arn:aws:s3:*:*:other", action="s3:ListBucket"),
            "Resource",
            "no action of the statement has such a resource",
        ),
    ],
)
def test_resources(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


def test_a_bucket_action_on_objects_only_is_found_both_ways():
    found = lint(document(on(BUCKET + "/*", action="s3:ListBucket")), Kind.SCP)
    assert [(f.element, f.found) for f in found] == [("Resource", BUCKET + "/*"), ("Action", "s3:ListBucket")]


def test_exactly_the_actions_that_no_resource_fits_are_named():
    actions = ["s3:ListAllMyBuckets", "s3:PutObject", "s3:GetBucketAcl", "s3:ListBuckett"]
    *_, found = lint(document(on(BUCKET, action=actions)), Kind.SCP)
    assert found.found == "s3:ListAllMyBuckets, s3:PutObject"


@pytest.mark.parametrize("action", ["*", "*:*"])
def test_all_actions_have_any_resource(action):
    assert lint(document(on(BUCKET, ROLE, action=action)), Kind.SCP) == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", True),
        ("a", "", False),
        ("a*", "*b", True),
        ("a*", "b*", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("*a*", "b*b", True),
        ("?", "?", True),
        ("x/*", f"{NO_SLASH}", False),
        ("x*", f"{NO_SLASH}", True),
        ("x/*", f"{NO_SLASH}/*", True),
        ("x", f"{NO_SLASH}/*", False),
    ],
)
def test_patterns_overlap_where_a_text_fits_both(first, second, expected):
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"), [("a.*", "a.b", True), ("a.*", "axb", False), ("?", "", False)]
)
def test_wildcards_are_the_only_special_characters(pattern, text, expected):
    assert matches(pattern, text) is expected
