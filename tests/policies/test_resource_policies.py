"""Whom the policies of buckets, keys, queues and secrets let in, decided by the evaluator."""

import dataclasses

import pytest

from policies.document import Document
from policies.example import DEVELOPER, LOG_ARCHIVE, MEMBER, ORGANIZATION, OTHER_MEMBER, OUTSIDE, OUTSIDER, role
from policies.grantees import Account, Role, Service
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.resource_policies import Access, Grant, bucket_policy, key_policy, queue_policy, secret_policy
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

READER, AUDITOR = role("Reader", OTHER_MEMBER), role("Auditor", LOG_ARCHIVE)
READ = Grant(access=Access.READ, to=(Role(account=OTHER_MEMBER, name="Reader"), Account(id=LOG_ARCHIVE)))
NOTICES = Service(name="sns.amazonaws.com", accounts=(MEMBER,), arns=(f"arn:aws:sns:eu-west-1:{MEMBER}:shop-*",))
WRITE = Grant(access=Access.WRITE, to=(NOTICES, Role(account=OTHER_MEMBER, name="Writer")))
WRITER = role("Writer", OTHER_MEMBER)
SOURCE = {"aws:SourceAccount": MEMBER, "aws:SourceArn": f"arn:aws:sns:eu-west-1:{MEMBER}:shop-orders"}
TLS = {"aws:SecureTransport": "true"}

BUCKET = "arn:aws:s3:::shop-orders"
KEY = f"arn:aws:kms:eu-west-1:{MEMBER}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = f"arn:aws:sqs:eu-west-1:{MEMBER}:shop-orders"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{MEMBER}:secret:shop-AbCdEf"


def ask(principal, action, resource, **context):
    return Request(
        name=f"{principal} {action} {resource} {context}",
        action=action,
        resource=resource,
        principal=principal,
        resource_account=MEMBER,
        context={**TLS, **{key.replace("_", ":", 1): value for key, value in context.items()}},
    )


def sns(action, resource, account=MEMBER, topic="shop-orders", **more):
    source = {"aws_SourceAccount": account, "aws_SourceArn": f"arn:aws:sns:eu-west-1:{account}:{topic}"}
    return ask("sns.amazonaws.com", action, resource, **source, **more)


def cases(reads, writes):
    """Requests of everybody for each (action, resource)."""
    allows = [ask(who, *what) for who in (READER, AUDITOR) for what in reads]
    allows += [request for what in writes for request in (sns(*what), ask(WRITER, *what))]
    only_read, only_write = [w for w in reads if w not in writes], [w for w in writes if w not in reads]
    denies = [ask(who, *what) for who in (OUTSIDER, role("Other", OTHER_MEMBER)) for what in (*reads, *writes)]
    denies += [ask(who, *what) for who in (READER, AUDITOR) for what in only_write]
    denies += [ask(WRITER, *what) for what in only_read]
    for what in writes:
        denies += [
            sns(*what, account=OUTSIDE),
            sns(*what, topic="blog"),
            ask("sns.amazonaws.com", *what),
            ask("sns.amazonaws.com", *what, aws_SourceAccount=OUTSIDE, aws_SourceArn=SOURCE["aws:SourceArn"]),
            ask("events.amazonaws.com", *what, aws_SourceAccount=MEMBER, aws_SourceArn=SOURCE["aws:SourceArn"]),
        ]
    return allows, denies


def without_tls(request):
    context = {**request.context, "aws:SecureTransport": "false"}
    return dataclasses.replace(request, name=f"{request.name} without TLS", context=context)


def bucket():
    allows, denies = cases(
        [("s3:GetObject", f"{BUCKET}/a"), ("s3:ListBucket", BUCKET), ("s3:GetBucketLocation", BUCKET)],
        [("s3:PutObject", f"{BUCKET}/a")],
    )
    denies += [without_tls(request) for request in allows]
    denies += [ask(who, "s3:GetObject", "arn:aws:s3:::blog/a") for who in (READER, AUDITOR)]
    denies += [ask(who, "s3:ListBucket", "arn:aws:s3:::blog") for who in (READER, AUDITOR)]
    denies += [ask(WRITER, "s3:PutObject", "arn:aws:s3:::blog/a"), sns("s3:PutObject", "arn:aws:s3:::blog/a")]
    return bucket_policy("aws", "shop-orders", (READ, WRITE)), allows, denies


def key():
    reads = [("kms:Decrypt", KEY), ("kms:DescribeKey", KEY)]
    writes = [("kms:DescribeKey", KEY), ("kms:Encrypt", KEY), ("kms:GenerateDataKey", KEY)]
    allows, denies = cases(reads, writes)
    allows.append(ask(DEVELOPER, "kms:ScheduleKeyDeletion", KEY))
    return key_policy("aws", MEMBER, (READ, WRITE)), allows, denies


def queue():
    reads = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
    allows, denies = cases(
        [(f"sqs:{action}", QUEUE) for action in reads],
        [("sqs:SendMessage", QUEUE), ("sqs:GetQueueUrl", QUEUE)],
    )
    denies += [without_tls(request) for request in allows]
    denies += [ask(who, "sqs:ReceiveMessage", f"{QUEUE}-2") for who in (READER, AUDITOR)]
    denies += [ask(WRITER, "sqs:SendMessage", f"{QUEUE}-2"), sns("sqs:SendMessage", f"{QUEUE}-2")]
    return queue_policy("aws", "eu-west-1", MEMBER, "shop-orders", (READ, WRITE)), allows, denies


def secret():
    reads, writes = ("DescribeSecret", "GetSecretValue"), ("DescribeSecret", "PutSecretValue")
    allows, denies = cases(
        [(f"secretsmanager:{action}", SECRET) for action in reads],
        [(f"secretsmanager:{action}", SECRET) for action in writes],
    )
    return secret_policy("aws", (READ, WRITE)), allows, denies


KINDS = {"bucket": bucket, "key": key, "queue": queue, "secret": secret}


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_named_gets_in_and_nobody_else(kind):
    assert wrong(*KINDS[kind]()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_action_and_condition_is_needed(kind):
    document, allows, denies = KINDS[kind]()
    tried = list(mutants(document.statements))
    unnoticed = [what for what, changed in tried if not wrong(Document(statements=changed), allows, denies)]
    assert tried
    assert set(unnoticed) <= {"OnlyTls without its resources"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_lint_has_nothing_to_say(kind):
    assert lint(KINDS[kind]()[0].as_dict(), Kind.RESOURCE) == ()


def test_services_of_the_organization_are_let_in_by_its_id():
    alarms = Service(name="cloudwatch.amazonaws.com", organization=ORGANIZATION)
    document = key_policy("aws", MEMBER, (Grant(access=Access.WRITE, to=(alarms,)),))
    ours = ask("cloudwatch.amazonaws.com", "kms:GenerateDataKey", KEY, aws_SourceOrgID=ORGANIZATION)
    theirs = ask("cloudwatch.amazonaws.com", "kms:GenerateDataKey", KEY, aws_SourceOrgID="o-elsewhere01")
    assert wrong(document, [ours], [theirs]) == []


def test_two_grants_of_one_kind_to_one_kind_of_grantee_are_refused():
    with pytest.raises(ValueError, match="Sid used twice: AccountsRead, RolesRead"):
        secret_policy("aws", (READ, READ)).as_dict()
