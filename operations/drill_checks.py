"""What a rehearsal of break-glass looks at in AWS, each with a result that a person can judge."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import exceptions

from config.finding_sources import alert_regions
from config.models import Stack
from operations.aws import client
from policies import names
from policies.break_glass import role_arn
from policies.break_glass_events import event_pattern
from policies.compiled import Compiled
from policies.evaluator import Call, Decision, Policies, decide
from policies.names import global_region, partition
from policies.principals import caller
from policies.simulation import complete

_ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
_ENOUGH = 2


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at; `passed` is None where nobody could or had to look."""

    name: str
    passed: bool | None
    found: str


def devices(session: boto3.Session, stack: Stack, user: str) -> Iterator[Check]:
    """The user is there under its boundary, with two devices or more, none of them an app on a telephone.

    A virtual device is known by its serial number, which is an ARN of `mfa/`; that of a security key is one of `u2f/`
    (https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html).
    """
    iam = client(session, "iam", stack.organization.home_region)
    try:
        found = iam.get_user(UserName=user)["User"]
    except iam.exceptions.NoSuchEntityException:
        yield Check(name=f"user {user}", passed=False, found="there is no such user")
        return
    boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "no policy")
    bounded = boundary.endswith(f":policy/{names.BREAK_GLASS_USER_POLICY}")
    yield Check(name=f"user {user}", passed=bounded, found=f"bounded by {boundary}")
    pages = iam.get_paginator("list_mfa_devices").paginate(UserName=user)
    serials = [device["SerialNumber"] for page in pages for device in page["MFADevices"]]
    virtual = [serial for serial in serials if ":mfa/" in serial]
    text = f"{len(serials)} devices, {len(virtual)} of them virtual"
    yield Check(name=f"devices of {user}", passed=len(serials) >= _ENOUGH and not virtual, found=text)


def recovery(session: boto3.Session, stack: Stack, account: str) -> Iterator[Check]:
    """The management role could detach each policy of ours: decided by its documents as AWS has them."""
    home = stack.organization.home_region
    iam, organizations = client(session, "iam", home), client(session, "organizations", home)
    try:
        role = iam.get_role(RoleName=names.BREAK_GLASS_ROLE)["Role"]
    except iam.exceptions.NoSuchEntityException:
        yield Check(name="recovery", passed=False, found=f"account {account} has no role {names.BREAK_GLASS_ROLE}")
        return
    arn = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    policies = Policies(
        identity=[Compiled(document) for document in _documents(iam)],
        boundary=Compiled(_document(iam, arn)) if arn else None,
    )
    ours = [
        policy
        for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
        for page in organizations.get_paginator("list_policies").paginate(Filter=kind)
        for policy in page["Policies"]
        if policy["Name"].startswith("guardrails-")
    ]
    for action in ("DetachPolicy", "UpdatePolicy"):
        kept = [policy["Name"] for policy in ours if not _allowed(stack, account, action, policy["Arn"], policies)]
        found = f"denied for {', '.join(kept)}" if kept else f"allowed for {len(ours)} policies"
        yield Check(name=f"organizations:{action}", passed=bool(ours) and not kept, found=found)


def _documents(iam: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    role = names.BREAK_GLASS_ROLE
    for page in iam.get_paginator("list_role_policies").paginate(RoleName=role):
        for name in page["PolicyNames"]:
            yield iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for page in iam.get_paginator("list_attached_role_policies").paginate(RoleName=role):
        for policy in page["AttachedPolicies"]:
            yield _document(iam, policy["PolicyArn"])


def _document(iam: Any, arn: str) -> Mapping[str, Any]:  # noqa: ANN401
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    return json.loads(document) if isinstance(document, str) else document


def _allowed(stack: Stack, account: str, action: str, policy: str, policies: Policies) -> bool:
    arn = role_arn(partition(stack.organization.home_region), account)
    who = caller(f"{arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/rehearsal", arn)
    context = {"aws:RequestedRegion": global_region(stack.organization.home_region), "aws:SecureTransport": "true"}
    call = Call(
        action=f"organizations:{action}".lower(),
        resource=policy,
        caller=who,
        resource_account=account,
        management=True,
        context=complete(context, who, account),
    )
    return decide(call, policies).decision == Decision.ALLOW


def alerts(session: boto3.Session, stack: Stack) -> Iterator[Check]:
    """The account's rules in every region: there, on for reading too, with our pattern and a target."""
    home = stack.organization.home_region
    account = client(session, "sts", home).get_caller_identity()["Account"]
    key = next((key for key, known in stack.baseline.accounts.items() if known.id == account), account)
    for region in alert_regions(stack):
        found = _rule(client(session, "events", region), "default", _ALL_EVENTS)
        yield Check(name=f"alarm of {key} in {region}", passed=found is None, found=found or "on, with a target")


def hub(session: boto3.Session, stack: Stack) -> Iterator[Check]:
    """The rule on the hub bus that writes the message."""
    found = _rule(client(session, "events", stack.organization.home_region), names.ROOT_HUB_BUS, "ENABLED")
    yield Check(name="message of the hub", passed=found is None, found=found or "on, with a target")


def trail_alarm(session: boto3.Session, stack: Stack) -> Iterator[Check]:
    """The alarm over the trail, in the account whose log group it counts."""
    cloudwatch = client(session, "cloudwatch", stack.organization.home_region)
    alarms = cloudwatch.describe_alarms(AlarmNames=[names.BREAK_GLASS_RULE])["MetricAlarms"]
    acts = [alarm for alarm in alarms if alarm["ActionsEnabled"] and alarm["AlarmActions"]]
    text = "acts" if acts else "does not act" if alarms else "is not there"
    yield Check(name="alarm over the trail", passed=bool(acts), found=text)


def _rule(events: Any, bus: str, state: str) -> str | None:  # noqa: ANN401
    """What is wrong with a rule; None when nothing is."""
    about = {"EventBusName": bus}
    try:
        rule = events.describe_rule(Name=names.BREAK_GLASS_RULE, **about)
    except exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return "there is no such rule"
    if rule["State"] != state:
        return f"its state is {rule['State']}, not {state}"
    if json.loads(rule["EventPattern"]) != json.loads(event_pattern()):
        return "its pattern is another one"
    targets = events.list_targets_by_rule(Rule=names.BREAK_GLASS_RULE, **about)["Targets"]
    return None if targets else "it has no target"
