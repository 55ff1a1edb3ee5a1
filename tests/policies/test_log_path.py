"""Who writes the archive's access logs, decided by the evaluator."""

import dataclasses

import pytest

from policies.document import Document
from policies.example import BUCKET, DEVELOPER, LOG_ARCHIVE, MEMBER, ORGANIZATION, OUTSIDER, role
from policies.guardrail import Request
from policies.lint import Kind, lint
from policies.log_path import TrailPath, access_log_bucket_policy
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
