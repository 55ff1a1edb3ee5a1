"""Who writes, reads and destroys the records of the archive, by the policies of its bucket and key alone.

No policy of an organization is asked here: an account on its own has none, and one that leaves loses them.
"""

import dataclasses

import pytest

from policies.document import Document
from policies.example import BUCKET, DEVELOPER, LOG_ARCHIVE, MEMBER, ORGANIZATION, OUTSIDER, role
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.log_path import TrailPath, access_log_bucket_policy, archive_bucket_policy, archive_key_policy
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

MANAGEMENT, AUDIT = "111122223333", "333344445555"
LOGS = f"{BUCKET}-access-logs"
PATH = TrailPath(
    partition="aws",
    region="eu-west-1",
    organization=ORGANIZATION,
    management=MANAGEMENT,
    log_archive=LOG_ARCHIVE,
    audit=AUDIT,
    bucket=BUCKET,
    access_logs=LOGS,
)
ALONE = dataclasses.replace(PATH, organization=None, management=MEMBER, log_archive=MEMBER, audit=MEMBER)
ARCHIVE = f"arn:aws:s3:::{BUCKET}"
RECORDS = f"{ARCHIVE}/AWSLogs/{ORGANIZATION}/{MEMBER}/CloudTrail/eu-west-1/2026/11/25/record.json.gz"
DIGESTS = f"{ARCHIVE}/AWSLogs/{ORGANIZATION}/{MEMBER}/CloudTrail-Digest/eu-west-1/2026/11/25/digest.json.gz"
OWN = f"{ARCHIVE}/AWSLogs/{MANAGEMENT}/CloudTrail/eu-west-1/2026/11/25/record.json.gz"
KEY = f"arn:aws:kms:eu-west-1:{LOG_ARCHIVE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TRAIL, CLOUDTRAIL = PATH.trail_arn, "cloudtrail.amazonaws.com"
AUDITOR, READER, ROOT = role("Auditor", AUDIT), role("LogReader", LOG_ARCHIVE), f"arn:aws:iam::{LOG_ARCHIVE}:root"
DESTRUCTION = ("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:UpdateObjectEncryption")


def asks(principal, action, resource, owner=LOG_ARCHIVE, **context):
    given = {"aws_SecureTransport": "true", **context}
    return Request(
        name=f"{principal} {action} {resource} {context}",
        action=action,
        resource=resource,
        principal=principal,
        resource_account=owner,
        context={key.replace("_", ":", 1): value for key, value in given.items() if value},
    )


def writes(resource=RECORDS, **context):
    acl = {"s3:x-amz-acl": "bucket-owner-full-control"}
    return asks(CLOUDTRAIL, "s3:PutObject", resource, **({"aws_SourceArn": TRAIL} | acl | context))


def session(action, resource):
    """A centralised root session of the archive's account."""
    return asks(ROOT, action, resource, aws_AssumedRoot="true")


BUCKET_ALLOWS = [
    *(writes(resource) for resource in (RECORDS, DIGESTS, OWN)),
    asks(CLOUDTRAIL, "s3:GetBucketAcl", ARCHIVE, aws_SourceArn=TRAIL),
    *(
        asks(who, action, resource)
        for who in (AUDITOR, READER)
        for action, resource in (
            ("s3:GetObject", RECORDS),
            ("s3:GetObjectVersion", RECORDS),
            ("s3:ListBucket", ARCHIVE),
            ("s3:ListBucketVersions", ARCHIVE),
            ("s3:GetBucketLocation", ARCHIVE),
        )
    ),
    asks(ROOT, "s3:GetObject", RECORDS),
    # By S3's own rule root takes a bucket policy back whatever it says: guardrails alone hold it from that.
    session("s3:DeleteBucketPolicy", ARCHIVE),
]
BUCKET_DENIES = [
    writes(aws_SourceArn=""),
    writes(aws_SourceArn=TRAIL.replace(MANAGEMENT, "999988887777")),
    writes(aws_SecureTransport="false"),
    writes(**{"s3:x-amz-acl": ""}),
    writes(f"{ARCHIVE}/AWSLogs/999988887777/CloudTrail/record.json.gz"),
    writes(f"{ARCHIVE}/elsewhere"),
    asks(CLOUDTRAIL, "s3:GetBucketAcl", ARCHIVE),
    asks(CLOUDTRAIL, "s3:GetBucketAcl", "arn:aws:s3:::another", aws_SourceArn=TRAIL),
    asks(CLOUDTRAIL, "s3:GetObject", RECORDS, aws_SourceArn=TRAIL),
    asks(AUDITOR, "s3:GetObject", RECORDS, aws_SecureTransport="false"),
    asks(AUDITOR, "s3:ListBucket", ARCHIVE, aws_SecureTransport="false"),
    asks(AUDITOR, "s3:GetObject", "arn:aws:s3:::another/a"),
    asks(AUDITOR, "s3:ListBucket", "arn:aws:s3:::another"),
    *(asks(AUDITOR, action, RECORDS) for action in ("s3:PutObject", "s3:PutObjectRetention", *DESTRUCTION)),
    asks(AUDITOR, "s3:PutBucketPolicy", ARCHIVE),
    *(asks(who, "s3:GetObject", RECORDS) for who in (DEVELOPER, OUTSIDER)),
    *(asks(who, action, RECORDS) for who in (READER, ROOT) for action in DESTRUCTION),
    session("s3:GetObject", RECORDS),
    session("s3:ListBucket", ARCHIVE),
    session("s3:PutLifecycleConfiguration", ARCHIVE),
]
KEY_ALLOWS = [
    asks(CLOUDTRAIL, "kms:GenerateDataKey", KEY, aws_SourceArn=TRAIL),
    asks(CLOUDTRAIL, "kms:DescribeKey", KEY, aws_SourceArn=TRAIL),
    *(asks(who, action, KEY) for who in (AUDITOR, READER) for action in ("kms:Decrypt", "kms:DescribeKey")),
    asks(READER, "kms:PutKeyPolicy", KEY),
]
KEY_DENIES = [
    asks(CLOUDTRAIL, "kms:GenerateDataKey", KEY, aws_SourceArn=TRAIL.replace(MANAGEMENT, "999988887777")),
    asks(CLOUDTRAIL, "kms:GenerateDataKey", KEY),
    asks(CLOUDTRAIL, "kms:Decrypt", KEY, aws_SourceArn=TRAIL),
    *(asks(AUDITOR, f"kms:{action}", KEY) for action in ("Encrypt", "CreateGrant", "PutKeyPolicy", "DisableKey")),
    *(asks(who, "kms:Decrypt", KEY) for who in (DEVELOPER, OUTSIDER)),
]
DOCUMENTS = {
    "bucket": (archive_bucket_policy, BUCKET_ALLOWS, BUCKET_DENIES),
    "key": (archive_key_policy, KEY_ALLOWS, KEY_DENIES),
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_auditors_read_and_nobody_destroys(document):
    made, allows, denies = DOCUMENTS[document]
    assert wrong(made(PATH), allows, denies) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_statement_action_and_condition_is_needed(document):
    made, allows, denies = DOCUMENTS[document]
    tried = list(mutants(made(PATH).statements))
    assert tried
    unnoticed = [what for what, changed in tried if not wrong(Document(statements=changed), allows, denies)]
    # A policy is about its own bucket, whatever a denial says.
    assert set(unnoticed) <= {f"{sid} without its resources" for sid in ("OnlyTls", "NoRootSessions", "ObjectsStay")}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_lint_has_nothing_to_say(document):
    assert lint(DOCUMENTS[document][0](PATH).as_dict(), Kind.RESOURCE) == ()


@pytest.mark.parametrize("action", DESTRUCTION)
def test_an_account_on_its_own_lets_no_administrator_of_it_destroy(action):
    """Whoever would must change the bucket's policy first, which CIS 5.8 hears."""
    admin, root = role("Administrator", MEMBER), f"arn:aws:iam::{MEMBER}:root"
    destroys = [asks(who, action, RECORDS, owner=MEMBER) for who in (admin, root)]
    reads = [asks(who, "s3:GetObject", RECORDS, owner=MEMBER) for who in (admin, root)]
    assert wrong(archive_bucket_policy(ALONE), reads, destroys) == []
    logs = f"arn:aws:s3:::{LOGS}/log-archive/2026-11-25-00-00-00-0123456789ABCDEF"
    destroys = [asks(who, action, logs, owner=MEMBER) for who in (admin, root)]
    assert wrong(access_log_bucket_policy(ALONE), [], destroys) == []
