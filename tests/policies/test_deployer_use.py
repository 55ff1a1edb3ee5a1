"""Which records of the trail say that somebody else than the pipeline took a deployer's role."""

import pytest

from policies.deployer.escalations import DEPLOYER_ROLE
from policies.deployer.use import outside_pipeline
from policies.example import AUDIT, MANAGEMENT, MEMBER, role
from tests.policies.alarm_records import call, counts

ALARM = outside_pipeline("aws", MANAGEMENT, DEPLOYER_ROLE)
OWN, OF_MEMBER, OF_AUDIT = (role(DEPLOYER_ROLE, account) for account in (MANAGEMENT, MEMBER, AUDIT))
IAM_USER = {"type": "IAMUser", "accountId": MANAGEMENT, "arn": f"arn:aws:iam::{MANAGEMENT}:user/jane"}
FOREIGN = {"type": "AWSAccount", "accountId": MANAGEMENT, "principalId": "AROAEXAMPLEROLE:run-4711"}


def session(arn):
    issuer = {"type": "Role", "arn": arn, "userName": arn.rpartition("/")[2]}
    return {"type": "AssumedRole", "accountId": arn.split(":")[4], "sessionContext": {"sessionIssuer": issuer}}


def takes(target, who, name="AssumeRole"):
    return call(name, "sts", read_only=True, userIdentity=who, requestParameters={"roleArn": target})


PAGES = {
    "an administrator of management takes its deployer": takes(OWN, session(role("Administrator", MANAGEMENT))),
    "an administrator of management takes a member's": takes(OF_MEMBER, session(role("Administrator", MANAGEMENT))),
    "a user": takes(OWN, IAM_USER),
    "break-glass": takes(OF_AUDIT, session(role("guardrails-break-glass", MANAGEMENT))),
    "a member's deployer takes another's": takes(OF_AUDIT, session(OF_MEMBER)),
    "a role named like it": takes(OF_MEMBER, session(role(f"{DEPLOYER_ROLE}-too", MANAGEMENT))),
}
QUIET = {
    "the pipeline enters": takes(OWN, {"type": "WebIdentityUser"}, "AssumeRoleWithWebIdentity"),
    "the pipeline goes on to a member": takes(OF_MEMBER, session(OWN)),
    "the same, as the member records it": takes(OF_MEMBER, FOREIGN),
    "another role": takes(role("ReadOnly"), session(role("Administrator", MANAGEMENT))),
    "a role whose name begins like it": takes(role(f"{DEPLOYER_ROLE}-too"), session(role("Administrator"))),
    "the deployer works": call("CreateRole", "iam", userIdentity=session(OF_MEMBER)),
}


@pytest.mark.parametrize("record", PAGES.values(), ids=PAGES)
def test_it_pages(record):
    assert counts(ALARM.pattern, record)
    assert ALARM.pages


@pytest.mark.parametrize("record", QUIET.values(), ids=QUIET)
def test_it_keeps_quiet(record):
    assert not counts(ALARM.pattern, record)
