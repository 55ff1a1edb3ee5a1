"""Who writes the archive and its access logs, decided by the evaluator."""

import dataclasses

import pytest

from policies.document import Document
from policies.example import (
    AUDIT,
    BUCKET,
    DEVELOPER,
    LOG_ARCHIVE,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    OTHER_MEMBER,
    OUTSIDER,
    role,
)
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.log_path import TrailPath, access_log_bucket_policy, archive_bucket_policy, archive_key_policy
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

LOGS = f"{BUCKET}-access-logs"
PATH = TrailPath(
    partition="aws",
    region="eu-west-1",
    organization=ORGANIZATION,
    management="111122223333",
    log_archive=LOG_ARCHIVE,
    audit="333344445555",
    bucket=BUCKET,
    access_logs=LOGS,
)
OBJECT = f"arn:aws:s3:::{LOGS}/log-archive/2026-11-25-00-00-00-0123456789ABCDEF"
DELIVERY = "logging.s3.amazonaws.com"


def asks(principal=DELIVERY, action="s3:PutObject", resource=OBJECT, **context):
    source = {
        "aws:SourceArn": f"arn:aws:s3:::{BUCKET}",
        "aws:SourceAccount": LOG_ARCHIVE,
        "aws:SecureTransport": "true",
    }
    given = {key.replace("_", ":", 1): value for key, value in context.items()}
    return Request(
        name=f"{principal} {action} {resource} {context}",
        action=action,
        resource=resource,
        principal=principal,
        resource_account=LOG_ARCHIVE,
        context={key: value for key, value in {**source, **given}.items() if value},
    )


ALLOWS = [asks(), asks(role("LogReader", LOG_ARCHIVE), "s3:GetObject")]
DENIES = [
    asks(aws_SecureTransport="false"),
    asks(role("LogReader", LOG_ARCHIVE), "s3:GetObject", aws_SecureTransport="false"),
    asks(role("LogReader", LOG_ARCHIVE), "s3:ListBucket", f"arn:aws:s3:::{LOGS}", aws_SecureTransport="false"),
    asks(aws_SourceAccount=MEMBER),
    asks(aws_SourceAccount=""),
    asks(aws_SourceArn="arn:aws:s3:::another-bucket"),
    asks(aws_SourceArn=""),
    asks(resource=f"arn:aws:s3:::{LOGS}/elsewhere/a"),
    asks(resource=f"arn:aws:s3:::{BUCKET}/log-archive/a"),
    asks(action="s3:GetObject"),
    asks(action="s3:DeleteObject"),
    *(
        asks(role("LogReader", LOG_ARCHIVE), action)
        for action in ("s3:DeleteObjectVersion", "s3:UpdateObjectEncryption", "s3:BypassGovernanceRetention")
    ),
    asks("cloudtrail.amazonaws.com"),
    asks(DEVELOPER),
    asks(OUTSIDER, "s3:GetObject"),
]


def test_log_delivery_writes_for_the_archive_and_nobody_else():
    assert wrong(access_log_bucket_policy(PATH), ALLOWS, DENIES) == []


def test_every_statement_action_and_condition_is_needed():
    tried = list(mutants(access_log_bucket_policy(PATH).statements))
    assert tried
    unnoticed = [what for what, changed in tried if not wrong(Document(statements=changed), ALLOWS, DENIES)]
    assert set(unnoticed) <= {f"{sid} without its resources" for sid in ("ObjectsStay", "OnlyTls")}


def test_the_lint_has_nothing_to_say():
    assert lint(access_log_bucket_policy(PATH).as_dict(), Kind.RESOURCE) == ()


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
def test_no_arn_of_another_partition_is_left(partition):
    assert "arn:aws:" not in access_log_bucket_policy(dataclasses.replace(PATH, partition=partition)).json()


WITH_ACCOUNTS = dataclasses.replace(PATH, accounts=(AUDIT, MEMBER))
TRAIL = "cloudtrail.amazonaws.com"


def writes(account, place, trail="guardrails-account-trail", **changes):
    """CloudTrail writes a record of a trail of an account below a place in the archive."""
    given = {
        "aws:SourceArn": f"arn:aws:cloudtrail:eu-west-1:{account}:trail/{trail}",
        "s3:x-amz-acl": "bucket-owner-full-control",
        "aws:SecureTransport": "true",
    }
    return Request(
        name=f"{account}'s {trail} below {place} {changes}",
        action=changes.pop("action", "s3:PutObject"),
        resource=f"arn:aws:s3:::{BUCKET}/AWSLogs/{place}/CloudTrail/eu-west-1/2026/11/29/a.json.gz",
        principal=changes.pop("principal", TRAIL),
        resource_account=LOG_ARCHIVE,
        context=given | changes,
    )


def checks(account, trail="guardrails-account-trail", bucket=BUCKET):
    arn = f"arn:aws:cloudtrail:eu-west-1:{account}:trail/{trail}"
    return Request(
        name=f"{account}'s {trail} checks {bucket}",
        action="s3:GetBucketAcl",
        resource=f"arn:aws:s3:::{bucket}",
        principal=TRAIL,
        resource_account=LOG_ARCHIVE,
        context={"aws:SourceArn": arn, "aws:SecureTransport": "true"},
    )


def encrypts(account, trail="guardrails-account-trail", action="kms:GenerateDataKey"):
    arn = f"arn:aws:cloudtrail:eu-west-1:{account}:trail/{trail}"
    return Request(
        name=f"{account}'s {trail} {action}",
        action=action,
        resource=f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:key/a",
        principal=TRAIL,
        resource_account=LOG_ARCHIVE,
        context={"aws:SourceArn": arn},
    )


WHOLE = "guardrails-organization-trail"
ARCHIVE_ALLOWS = [
    writes(MANAGEMENT, MANAGEMENT, WHOLE),
    writes(MANAGEMENT, ORGANIZATION, WHOLE),
    writes(AUDIT, AUDIT),
    writes(MEMBER, MEMBER),
    checks(MANAGEMENT, WHOLE),
    checks(AUDIT),
    checks(MEMBER),
    asks(role("LogReader", LOG_ARCHIVE), "s3:GetObject", f"arn:aws:s3:::{BUCKET}/AWSLogs/{MEMBER}/a"),
]
ARCHIVE_DENIES = [
    writes(MEMBER, AUDIT),
    writes(MEMBER, ORGANIZATION),
    writes(MEMBER, MEMBER, "another-trail"),
    writes(MEMBER, MEMBER, **{"s3:x-amz-acl": "private"}),
    writes(MEMBER, MEMBER, action="s3:GetObject"),
    writes(MEMBER, MEMBER, principal="s3.amazonaws.com"),
    writes(AUDIT, MEMBER),
    writes(AUDIT, AUDIT, **{"s3:x-amz-acl": "private"}),
    writes(MANAGEMENT, MEMBER, WHOLE),
    writes(MANAGEMENT, ORGANIZATION, WHOLE, **{"s3:x-amz-acl": "private"}),
    writes(OTHER_MEMBER, OTHER_MEMBER),
    writes(OTHER_MEMBER, MEMBER),
    checks(OTHER_MEMBER),
    checks(MEMBER, bucket=LOGS),
    asks(
        role("LogReader", LOG_ARCHIVE),
        "s3:GetObject",
        f"arn:aws:s3:::{BUCKET}/AWSLogs/{MEMBER}/a",
        aws_SecureTransport="false",
    ),
    asks(role("LogReader", LOG_ARCHIVE), "s3:ListBucket", f"arn:aws:s3:::{BUCKET}", aws_SecureTransport="false"),
]
READERS = [
    Request(
        name=f"the audit account {action}",
        action=action,
        resource=f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:key/a",
        principal=role("Reader", AUDIT),
        resource_account=LOG_ARCHIVE,
    )
    for action in ("kms:Decrypt", "kms:DescribeKey")
]
KEY_ALLOWS = [
    encrypts(MANAGEMENT, WHOLE),
    encrypts(AUDIT),
    encrypts(MEMBER),
    encrypts(MEMBER, action="kms:DescribeKey"),
    *READERS,
]
KEY_DENIES = [
    encrypts(OTHER_MEMBER),
    encrypts(MEMBER, WHOLE),
    encrypts(MEMBER, "another-trail"),
    encrypts(MEMBER, action="kms:Decrypt"),
]


def test_each_trail_writes_below_its_own_account_and_nowhere_else():
    assert wrong(archive_bucket_policy(WITH_ACCOUNTS), ARCHIVE_ALLOWS, ARCHIVE_DENIES) == []


def test_without_trails_of_accounts_the_organizations_alone_writes():
    alone = [r for r in (*ARCHIVE_ALLOWS, *ARCHIVE_DENIES) if "guardrails-account-trail" in r.name]
    assert wrong(archive_bucket_policy(PATH), [], alone) == []


def test_the_archives_key_encrypts_for_each_trail():
    assert wrong(archive_key_policy(WITH_ACCOUNTS), KEY_ALLOWS, KEY_DENIES) == []
    assert wrong(archive_key_policy(PATH), [KEY_ALLOWS[0], *READERS], [*KEY_ALLOWS[1:4], *KEY_DENIES]) == []


@pytest.mark.parametrize(
    ("document", "allows", "denies"),
    [
        (archive_bucket_policy(WITH_ACCOUNTS), ARCHIVE_ALLOWS, ARCHIVE_DENIES),
        (archive_key_policy(WITH_ACCOUNTS), KEY_ALLOWS, KEY_DENIES),
    ],
)
def test_every_part_about_the_trails_is_needed(document, allows, denies):
    tried = [
        (what, kept) for what, kept in mutants(document.statements) if "CloudTrail" in what.partition(" without")[0]
    ]
    assert tried
    assert [what for what, kept in tried if not wrong(Document(statements=kept), allows, denies)] == []


def test_more_accounts_than_a_stack_takes_still_fit():
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html and KMS's resource quotas"""
    many = dataclasses.replace(PATH, accounts=tuple(f"{n:012}" for n in range(40)))
    assert len(archive_bucket_policy(many).json()) <= 20 * 1024
    assert len(archive_key_policy(many).json()) <= 32 * 1024


def test_a_stand_alone_accounts_policies_are_what_they_were():
    alone = dataclasses.replace(PATH, organization=None, management=MEMBER, audit=MEMBER)
    assert alone.logs_role == "guardrails-trail-to-logs"
    assert f'"aws:SourceArn":"{alone.trail_arn}"' in archive_bucket_policy(alone).json()
