"""What the loader says of the log archive's days and buckets, with its place."""

import pytest

from config.loader import inspect
from tests.config.project import STACK_FILE, change, project


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("lifecycle: {expireDays: 364}", "expected lifecycle.expireDays not before retentionDays"),
        ("lifecycle: {standardIaDays: 40, glacierIrDays: 60}", "expected standardIaDays from 30 on"),
        ("lifecycle: {glacierIrDays: 90, deepArchiveDays: 90}", "each colder class later"),
        ("accessLogs: {expireDays: 10}", "expected a whole number from 90 to 36500"),
        ("accessLogs: {bucketName: UPPER}", "expected a bucket name: 3 to 63"),
        ("accessLogs: {bucketName: two..dots}", "expected a bucket name: 3 to 63"),
        ("accessLogs: {bucketName: 192.168.5.4}", "without what S3 reserves"),
        ("accessLogs: {bucketName: xn--logs}", "without what S3 reserves"),
        ("accessLogs: {bucketName: sthree-logs}", "without what S3 reserves"),
        ("accessLogs: {bucketName: amzn-s3-demo-logs}", "without what S3 reserves"),
        ("accessLogs: {bucketName: logs-s3alias}", "without what S3 reserves"),
        ("accessLogs: {bucketName: logs--ol-s3}", "without what S3 reserves"),
        ("accessLogs: {bucketName: logs.mrap}", "without what S3 reserves"),
        ("accessLogs: {bucketName: logs--x-s3}", "without what S3 reserves"),
        ("accessLogs: {bucketName: logs--table-s3}", "without what S3 reserves"),
        ("objectLock: off", "objectLock: found"),
    ],
)
def test_wrong_days_and_names_are_said_with_their_place(tmp_path, more, said):
    root = project(tmp_path)
    change(root, STACK_FILE, "    logArchive:\n", f"    logArchive:\n      {more}\n")
    (problem,) = inspect("prod", root).problems
    assert said in str(problem)
    assert str(problem).startswith(f"{STACK_FILE}:")


def test_access_logs_are_kept_out_of_buckets_with_customer_keys(tmp_path):
    root = project(tmp_path)
    archive = next(
        line.split(": ")[1] for line in (root / STACK_FILE).read_text().splitlines() if "bucketName:" in line
    )
    buckets = f"      encryption:\n        bucketsWithCustomerKeys: [ledger, {archive}-access-logs]\n"
    change(root, STACK_FILE, "    guardrails:\n", f"    guardrails:\n{buckets}")
    (problem,) = inspect("prod", root).problems
    assert "bucketsWithCustomerKeys[1]" in str(problem)
    assert "the bucket of the archive's access logs" in str(problem)
    text = (root / STACK_FILE).read_text()
    moved = text.replace(
        f"bucketName: {archive}\n", f"bucketName: {archive}\n      accessLogs: {{bucketName: other}}\n"
    )
    (root / STACK_FILE).write_text(moved)
    assert inspect("prod", root).problems == []


def test_access_logs_do_not_take_the_name_of_configs_bucket(tmp_path):
    root = project(tmp_path)
    change(root, STACK_FILE, "    guardrails:\n", "    securityServices: {config: {}}\n    guardrails:\n")
    assert inspect("prod", root).problems == []
    taken = "    logArchive:\n      accessLogs: {bucketName: exampleorg1-log-archive-config}\n"
    change(root, STACK_FILE, "    logArchive:\n", taken)
    (problem,) = inspect("prod", root).problems
    assert "securityServices.config: found" in str(problem)
    assert "expected a bucket of its own" in str(problem)
