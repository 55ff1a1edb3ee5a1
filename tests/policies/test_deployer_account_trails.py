"""What a member's deployer is granted where each account has a trail of its own: that trail's parts, nothing more."""

from functools import cache

import pytest

from config.levels import compiled, levels
from config.plan import context, policies
from policies import names
from policies.compiled import Compiled
from policies.deployer.ceiling import ceiling
from policies.deployer.escalations import DEPLOYER_ROLE, ITS_WORK, as_deployer
from policies.deployer.need import Part
from policies.deployer.rights import documents, rights
from policies.document import Document
from policies.escalations.proof import ATTEMPTS
from policies.evaluator import Policies, decide
from policies.example import AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER, OTHER_MEMBER, role
from policies.examples import call_of
from policies.guardrail import Request
from policies.types import PolicyType
from review.bootstrap import templates
from review.deployer import deployed
from tests.components.helpers import read_stack, record_baseline
from tests.policies.deployer_stack import by_its_own_role
from tests.review.test_bootstrap import PIPELINE

TRAIL = f"arn:aws:cloudtrail:eu-west-1:{MEMBER}:trail/{names.ACCOUNT_TRAIL}"
GROUP = f"arn:aws:logs:eu-west-1:{MEMBER}:log-group:{names.ACCOUNT_TRAIL}"
ALARM = f"arn:aws:cloudwatch:eu-west-1:{MEMBER}:alarm:cis-5.11-network-acl-changes-shop"
ROLE = role(names.ACCOUNT_TRAIL_LOGS_ROLE)
BOUNDED = {"iam:PermissionsBoundary": f"arn:aws:iam::{MEMBER}:policy/{names.BOUNDARY_POLICY}"}
TO_CLOUDTRAIL = {"iam:PassedToService": "cloudtrail.amazonaws.com"}
WORK = (
    *(("cloudtrail", name, TRAIL) for name in ("CreateTrail", "PutEventSelectors", "StartLogging", "DeleteTrail")),
    *(("cloudtrail", name, TRAIL) for name in ("UpdateTrail", "AddTags", "GetTrailStatus", "ListTags")),
    *(("logs", name, GROUP) for name in ("CreateLogGroup", "PutRetentionPolicy", "PutMetricFilter", "DeleteLogGroup")),
    *(("logs", name, GROUP) for name in ("DescribeMetricFilters", "DeleteMetricFilter", "TagResource")),
    *(("cloudwatch", name, ALARM) for name in ("PutMetricAlarm", "DescribeAlarms", "DeleteAlarms", "TagResource")),
    ("cloudtrail", "DescribeTrails", "*"),
    ("logs", "DescribeLogGroups", "*"),
)
NOT_ITS = (
    ("cloudtrail:DeleteTrail", TRAIL.replace(names.ACCOUNT_TRAIL, names.TRAIL).replace(MEMBER, MANAGEMENT)),
    ("cloudtrail:StopLogging", TRAIL),
    ("cloudtrail:CreateTrail", TRAIL.replace(names.ACCOUNT_TRAIL, "mine")),
    ("cloudtrail:DeleteTrail", TRAIL.replace(MEMBER, OTHER_MEMBER)),
    ("logs:DeleteLogGroup", GROUP.replace(names.ACCOUNT_TRAIL, "application")),
    ("cloudwatch:SetAlarmState", ALARM),
    ("sns:SetTopicAttributes", f"arn:aws:sns:eu-west-1:{MEMBER}:guardrails-alerts"),
    ("sqs:CreateQueue", f"arn:aws:sqs:eu-west-1:{MEMBER}:guardrails-drill"),
    ("kms:CreateKey", "*"),
)


@cache
def stack():
    def change(values):
        by_its_own_role(values)
        values["baseline"]["deployment"]["pipeline"] = {"github": PIPELINE}
        values["baseline"]["trail"] = {"alarms": "perAccount"}
        # Somebody else's policy there denies cloudtrail:DeleteTrail to all.
        others = values["snapshot"]["policies"]["Workloads"]
        others.remove(next(policy for policy in others if policy["name"] == "aws-guardrails-example"))

    return read_stack("prod", change)


@cache
def graph():
    return record_baseline(stack())


@cache
def granted():
    return rights(deployed(graph(), stack()))


@cache
def held():
    own = [document.as_dict() for several in parts(MEMBER).values() for document in several]

    def level(kind):
        return compiled(levels(stack(), policies(stack()), "shop", kind))

    consent = {"Sid": "Consent", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{MEMBER}:root"}}
    return Policies(
        scps=level(PolicyType.SCP),
        rcps=level(PolicyType.RCP),
        identity=[Compiled(document) for document in own],
        boundary=Compiled(ceiling("aws", MEMBER, DEPLOYER_ROLE).as_dict()),
        resource=Compiled({"Version": "2012-10-17", "Statement": [{**consent, "Action": ["*"], "Resource": ["*"]}]}),
    )


def parts(account: str) -> dict[Part, tuple[Document, ...]]:
    return documents(granted()[account], context(stack()), account)


def may(action: str, resource: str, **more: str) -> bool:
    request = Request(
        name=action,
        action=action,
        resource=resource,
        principal=role(DEPLOYER_ROLE),
        context={
            "aws:PrincipalOrgID": "o-exampleorg1",
            "aws:ResourceOrgID": "o-exampleorg1",
            "aws:RequestedRegion": "eu-west-1",
            "aws:SecureTransport": "true",
            "aws:ViaAWSService": "false",
            **more,
        },
        resource_account=MEMBER,
    )
    return decide(call_of(request), held()).decision == "Allow"


@pytest.mark.parametrize(("service", "name", "resource"), WORK)
def test_it_makes_and_takes_back_the_accounts_own_trail_and_alarms(service, name, resource):
    assert may(f"{service}:{name}", resource)


def test_it_makes_the_trails_role_and_passes_it_to_cloudtrail_alone():
    assert may("iam:CreateRole", ROLE, **BOUNDED)
    assert not may("iam:CreateRole", ROLE)
    assert may("iam:PassRole", ROLE, **TO_CLOUDTRAIL)
    assert not may("iam:PassRole", ROLE, **{"iam:PassedToService": "lambda.amazonaws.com"})


@pytest.mark.parametrize(("action", "resource"), NOT_ITS)
def test_what_is_not_its_own_it_does_not_touch(action, resource):
    assert not may(action, resource)


def test_members_get_the_part_of_trails_and_nothing_of_the_audit_accounts():
    assert Part.TRAIL in parts(MEMBER)
    assert not {Part.AUDIT, Part.KEYS, Part.ARCHIVE} & parts(MEMBER).keys()
    assert {Part.AUDIT, Part.TRAIL} <= parts(AUDIT).keys()
    for account in (MANAGEMENT, LOG_ARCHIVE, AUDIT, MEMBER):
        assert sum(len(several) for several in parts(account).values()) <= 9


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_it_becomes_no_more_than_it_is(attempt):
    allowed = decide(call_of(as_deployer(attempt)), held()).decision == "Allow"
    assert not allowed or attempt.name in ITS_WORK


def test_the_templates_fit():
    assert templates(stack(), graph()).keys() == {"management.json", "members.json"}
