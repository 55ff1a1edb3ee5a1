"""The archive's ageing, its lock and its access logs."""

import json

import pytest
from pydantic import ValidationError

from config.log_archive import LogArchive
from tests.components import invariants as i
from tests.components.helpers import read_stack, record_baseline, recorded

LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
PUBLIC = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
LOGS = "exampleorg1-log-archive-access-logs"


def named(graph, token, name):
    return next(resource for resource in graph.of_type(token) if resource.name == name)


def recorded_with(**settings):
    return record_baseline(read_stack("prod", lambda values: values["baseline"]["logArchive"].update(settings)))


def test_records_move_to_cheaper_storage_by_age_and_expire_last():
    life = {"standardIaDays": 30, "glacierIrDays": 90, "deepArchiveDays": 400, "expireDays": 1000}
    rule = named(recorded_with(lifecycle=life), LIFECYCLE, "log-archive-lifecycle").inputs["rules"][0]
    assert [(step["storageClass"], step["days"]) for step in rule["transitions"]] == [
        ("STANDARD_IA", 30),
        ("GLACIER_IR", 90),
        ("DEEP_ARCHIVE", 400),
    ]
    assert rule["expiration"]["days"] == 1000
    assert rule["noncurrentVersionExpiration"]["noncurrentDays"] == 1
    assert rule["status"] == "Enabled"


def test_records_that_have_no_expiry_stay():
    rule = named(recorded_with(lifecycle={}), LIFECYCLE, "log-archive-lifecycle").inputs["rules"][0]
    assert "expiration" not in rule
    assert "noncurrentVersionExpiration" not in rule


@pytest.mark.parametrize(("chosen", "mode"), [("governance", "GOVERNANCE"), ("compliance", "COMPLIANCE")])
def test_the_lock_is_as_chosen(chosen, mode):
    (lock,) = recorded_with(objectLock=chosen, retentionDays=400).of_type(LOCK)
    assert lock.inputs["rule"]["defaultRetention"] == {"mode": mode, "days": 400}


def test_the_lock_is_governance_where_nothing_is_chosen():
    assert LogArchive(bucket_name="exampleorg1").object_lock == "governance"


def test_access_logs_go_to_a_bucket_of_their_own_that_log_delivery_takes():
    graph, _ = recorded("prod")
    bucket = named(graph, i.BUCKET, "log-archive-access-bucket")
    assert bucket.inputs["bucket"] == LOGS
    assert not bucket.inputs.get("objectLockEnabled")
    for kind in (LOCK, VERSIONING):
        assert not [r for r in graph.of_type(kind) if r.name.startswith("log-archive-access")]
    rule = named(graph, ENCRYPTION, "log-archive-access-encryption").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    (logging,) = graph.of_type(LOGGING)
    assert logging.inputs["targetPrefix"] == "log-archive/"
    assert logging.inputs["targetBucket"] == "log-archive-access-bucket-id"
    assert named(graph, POLICY, "log-archive-access-policy").urn in logging.dependencies


def test_no_bucket_is_public_and_all_want_tls():
    graph, _ = recorded("prod")
    assert len(graph.of_type(PUBLIC)) == len(graph.of_type(POLICY)) == len(graph.of_type(i.BUCKET)) == 3
    for block in graph.of_type(PUBLIC):
        flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        assert all(block.inputs[flag] for flag in flags)
    for policy in graph.of_type(POLICY):
        statements = json.loads(policy.inputs["policy"])["Statement"]
        assert any(s["Effect"] == "Deny" and "aws:SecureTransport" in str(s.get("Condition")) for s in statements)


def test_access_logs_expire_and_their_bucket_may_be_named():
    graph = recorded_with(accessLogs={"bucketName": "other-logs", "expireDays": 500})
    assert named(graph, i.BUCKET, "log-archive-access-bucket").inputs["bucket"] == "other-logs"
    rule = named(graph, LIFECYCLE, "log-archive-access-lifecycle").inputs["rules"][0]
    assert rule["expiration"] == {"days": 500}


@pytest.mark.parametrize(
    "settings",
    [
        {"lifecycle": {"expire_days": 364}},
        {"retention_days": 500, "lifecycle": {"expire_days": 499}},
        {"retention_days": 364},
        {"lifecycle": {"standard_ia_days": 29}},
        {"lifecycle": {"standard_ia_days": 61, "glacier_ir_days": 90}},
        {"lifecycle": {"glacier_ir_days": 90, "deep_archive_days": 90}},
        {"lifecycle": {"deep_archive_days": 80}},
        {"lifecycle": {"glacier_ir_days": 400, "expire_days": 400}},
        {"access_logs": {"bucket_name": "exampleorg1"}},
        {"access_logs": {"expire_days": 89}},
        {"bucket_name": "a" * 52},
        {"object_lock": "none"},
    ],
)
def test_what_aws_or_the_retention_would_refuse_is_refused(settings):
    with pytest.raises(ValidationError):
        LogArchive.model_validate({"bucket_name": "exampleorg1", **settings})


@pytest.mark.parametrize(
    "settings",
    [
        {"lifecycle": {"expire_days": 365}},
        {"lifecycle": {"standard_ia_days": 60, "glacier_ir_days": 90}},
        {"lifecycle": {"glacier_ir_days": 90, "deep_archive_days": 91}},
        {"lifecycle": {"glacier_ir_days": None, "deep_archive_days": 1}},
        {"bucket_name": "a" * 51},
        {"bucket_name": "a" * 63, "access_logs": {"bucket_name": "logs-of-a"}},
    ],
)
def test_the_edges_of_it_are_let_be(settings):
    assert LogArchive.model_validate({"bucket_name": "exampleorg1", **settings})
