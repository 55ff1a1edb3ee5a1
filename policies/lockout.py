"""Proves that nobody is locked out: what must always work, decided against the policies that bind an account."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policies import names
from policies.compiled import Compiled
from policies.evaluator import Decision, Policies, Verdict, decide
from policies.examples import FULL, OPEN, call_of
from policies.guardrail import Context, Request
from policies.third_parties import ThirdParty

# Recovery must work whenever it is needed, so a condition on time is tried from both of its ends.
_MOMENTS = ("2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An account as the proof sees it: levels of compiled policies, root first.

    `open` is false where people and workloads are stopped on purpose, as in a suspended or quarantined account.
    """

    account: str
    management: bool
    open: bool
    third_parties: Sequence[ThirdParty] = ()
    scps: Sequence[Sequence[Compiled]]
    rcps: Sequence[Sequence[Compiled]]


@dataclass(frozen=True, kw_only=True)
class LockOut:
    """A request that must work and doesn't, with the layer and Sids that stop it."""

    account: str
    request: Request
    verdict: Verdict


def lock_outs(subject: Subject, context: Context) -> tuple[LockOut, ...]:
    """Every request that recovery, sign-in or AWS itself needs and that the account's policies stop."""
    policies = Policies(scps=subject.scps, rcps=subject.rcps, identity=[FULL], resource=OPEN)
    found = {}
    for request in needs(subject, context):
        management = request.principal.split(":")[4:5] == [context.management]
        for moment in _MOMENTS:
            asked = replace(request, context={"aws:CurrentTime": moment, **request.context})
            verdict = decide(call_of(asked, management=management), policies)
            if verdict.decision != Decision.ALLOW:
                found[request.name] = LockOut(account=subject.account, request=asked, verdict=verdict)
    return tuple(found.values())


def needs(subject: Subject, context: Context) -> Iterator[Request]:
    """What must work in an account, whatever guardrails are set; each request's name says for whom and why."""
    yield from _deployer(subject.account, context)
    yield from _break_glass(subject.account, context)
    yield from _aws_itself(subject.account, context)
    if context.control_tower:
        yield from _control_tower(subject.account, context)
    if subject.open:
        yield from _people(subject.account, context)
        yield from _third_parties(subject, context)
        yield from _central_root(subject.account, context)


def _inside(context: Context, region: str | None = None) -> dict[str, str]:
    return {
        "aws:PrincipalOrgID": context.organization,
        "aws:RequestedRegion": region or context.home_region,
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
    }


def _deployer(account: str, context: Context) -> Iterator[Request]:
    """The deployer gets in, and changes or takes back everything that the baseline put there."""
    role = context.role(context.deployer_role, account)
    management = context.role("deployment", context.management)
    iam = f"arn:{context.partition}:iam::{account}"
    own, boundary = f"{iam}:role/{names.ROOT_FORWARDER_ROLE}", f"{iam}:policy/{names.BOUNDARY_POLICY}"
    wanted = [
        ("sts:AssumeRole", role, management),
        ("iam:CreateRole", own, role),
        ("iam:PutRolePolicy", own, role),
        ("iam:UpdateAssumeRolePolicy", own, role),
        ("iam:DeleteRole", own, role),
        ("iam:CreatePolicyVersion", boundary, role),
        ("iam:DeletePolicy", boundary, role),
        ("iam:UpdateAccountPasswordPolicy", "*", role),
        ("account:PutAlternateContact", f"arn:{context.partition}:account::{account}:account", role),
        ("s3:PutAccountPublicAccessBlock", "*", role),
    ]
    for region in context.regions:
        event_rule = f"arn:{context.partition}:events:{region}:{account}:rule/{names.ROOT_RULE}"
        wanted += [
            ("events:PutRule", event_rule, role),
            ("events:RemoveTargets", event_rule, role),
            ("events:DeleteRule", event_rule, role),
            ("ec2:EnableEbsEncryptionByDefault", "*", role),
            ("ec2:DisableEbsEncryptionByDefault", "*", role),
        ]
    if account == context.audit:
        wanted += _audit(context, role)
    if context.account_alarms:
        wanted += _own_alarms(account, context, role)
    for action, resource, principal in wanted:
        region = resource.split(":")[3] if resource.count(":") > 3 else ""
        yield Request(
            name=f"deployer: {action} in {region or context.home_region}",
            action=action,
            resource=resource,
            principal=principal,
            context=_inside(context, region),
            resource_account=account,
        )


def _audit(context: Context, role: str) -> list[tuple[str, str, str]]:
    prefix = f"{context.home_region}:{context.audit}"
    topic = f"arn:{context.partition}:sns:{prefix}:{names.ALERT_TOPIC}"
    queue = f"arn:{context.partition}:sqs:{prefix}:{names.UNDELIVERED_EVENTS}"
    group = f"arn:{context.partition}:logs:{prefix}:log-group:{names.TRAIL}"
    trail = f"arn:{context.partition}:cloudtrail:{context.home_region}:{context.management}:trail/{names.TRAIL}"
    return [
        ("sns:SetTopicAttributes", topic, role),
        ("sns:DeleteTopic", topic, role),
        ("sqs:SetQueueAttributes", queue, role),
        ("sqs:DeleteQueue", queue, role),
        ("logs:PutMetricFilter", group, role),
        ("logs:PutRetentionPolicy", group, role),
        ("cloudwatch:PutMetricAlarm", f"arn:{context.partition}:cloudwatch:{prefix}:alarm:cis-5.3-root-use", role),
        ("cloudtrail:UpdateTrail", trail, role),
    ]


def _own_alarms(account: str, context: Context, role: str) -> list[tuple[str, str, str]]:
    """All but deleting the trail, which policies of others may deny: that keeps the option on, and locks out nobody."""
    region = context.home_region
    group = context.arn("logs", f"log-group:{names.ACCOUNT_TRAIL}", region=region, account=account)
    trail = context.arn("cloudtrail", f"trail/{names.ACCOUNT_TRAIL}", region=region, account=account)
    alarm = context.arn("cloudwatch", "alarm:cis-5.3-root-use-account", region=region, account=account)
    return [
        ("cloudtrail:UpdateTrail", trail, role),
        ("logs:PutMetricFilter", group, role),
        ("logs:DeleteLogGroup", group, role),
        ("cloudwatch:PutMetricAlarm", alarm, role),
        ("cloudwatch:DeleteAlarms", alarm, role),
    ]


def _break_glass(account: str, context: Context) -> Iterator[Request]:
    """Break-glass gets into the account from management, and detaches policies there."""
    role = context.role(names.BREAK_GLASS_ROLE, account)
    user = f"arn:{context.partition}:iam::{context.management}:user/guardrails-break-glass-1"
    signed = {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60", **_inside(context)}
    yield Request(
        name="break-glass: enter the account",
        action="sts:AssumeRole",
        resource=role,
        principal=user,
        context=signed,
        resource_account=account,
    )
    yield Request(
        name="break-glass: detach a policy of the organization",
        action="organizations:DetachPolicy",
        resource=f"arn:{context.partition}:organizations::{context.management}:policy/{context.organization}/service_control_policy/p-example1",
        principal=context.role(names.BREAK_GLASS_ROLE, context.management),
        context=_inside(context),
    )
    yield Request(
        name="break-glass: look around in the account",
        action="iam:ListRoles",
        principal=role,
        context=_inside(context),
        resource_account=account,
    )


def _aws_itself(account: str, context: Context) -> Iterator[Request]:
    """Service-linked roles, among them the one with which Identity Center provisions permission sets."""
    for service, name, action in (
        ("sso.amazonaws.com", "AWSServiceRoleForSSO", "iam:CreateRole"),
        ("sso.amazonaws.com", "AWSServiceRoleForSSO", "iam:PutRolePolicy"),
        ("organizations.amazonaws.com", "AWSServiceRoleForOrganizations", "iam:CreateServiceLinkedRole"),
        ("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling", "ec2:RunInstances"),
        ("config.amazonaws.com", "AWSServiceRoleForConfig", "config:PutEvaluations"),
    ):
        yield Request(
            name=f"{name}: {action}",
            action=action,
            principal=context.role(f"aws-service-role/{service}/{name}", account),
            context=_inside(context),
            resource_account=account,
        )


def _control_tower(account: str, context: Context) -> Iterator[Request]:
    role = context.role("AWSControlTowerExecution", account)
    for action in ("cloudtrail:UpdateTrail", "config:PutConfigurationRecorder", "cloudformation:CreateStack"):
        yield Request(
            name=f"Control Tower: {action}",
            action=action,
            principal=role,
            context=_inside(context),
            resource_account=account,
        )


def _people(account: str, context: Context) -> Iterator[Request]:
    """A person signs in through Identity Center, by SAML and without an organization id, and then works."""
    reserved = context.permission_set("Administrator")[1].replace("?" * 16, "0123456789abcdef").replace("*", account)
    provider = f"arn:{context.partition}:iam::{account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
    yield Request(
        name="Identity Center: sign in",
        action="sts:AssumeRoleWithSAML",
        resource=reserved,
        principal=provider,
        context={
            "saml:aud": "https://signin.aws.amazon.com/saml",
            "aws:RequestedRegion": context.home_region,
            "aws:SecureTransport": "true",
        },
        resource_account=account,
    )
    for action in ("s3:ListAllMyBuckets", "ec2:DescribeInstances", "cloudformation:CreateStack"):
        yield Request(
            name=f"administrator: {action}",
            action=action,
            principal=reserved,
            context=_inside(context),
            resource_account=account,
        )


def _third_parties(subject: Subject, context: Context) -> Iterator[Request]:
    """A vendor signs in while its time lasts, from outside the organization."""
    for party in subject.third_parties:
        yield Request(
            name=f"third party {party.account}: sign in",
            action="sts:AssumeRole",
            resource=context.role("vendor", subject.account),
            principal=party.arn(context),
            context={
                "aws:CurrentTime": _MOMENTS[0],
                "aws:RequestedRegion": context.home_region,
                "aws:SecureTransport": "true",
                "sts:ExternalId": party.external_id,
            },
            resource_account=subject.account,
        )


def _central_root(account: str, context: Context) -> Iterator[Request]:
    """Root sessions from the management account are let in, and unlock what they are for."""
    root = f"arn:{context.partition}:iam::{account}:root"
    task = f"arn:{context.partition}:iam::aws:policy/root-task/S3UnlockBucketPolicy"
    yield Request(
        name="central root: start a session",
        action="sts:AssumeRoot",
        resource=root,
        principal=context.role("security", context.management),
        context={**_inside(context), "sts:TaskPolicyArn": task},
        resource_account=account,
    )
    for action, resource in (
        ("s3:DeleteBucketPolicy", f"arn:{context.partition}:s3:::locked-bucket-{account}"),
        ("sqs:SetQueueAttributes", f"arn:{context.partition}:sqs:{context.home_region}:{account}:locked-queue"),
        ("iam:DeleteLoginProfile", root),
    ):
        yield Request(
            name=f"central root session: {action}",
            action=action,
            resource=resource,
            principal=root,
            context={**_inside(context), "aws:AssumedRoot": "true"},
            resource_account=account,
        )
