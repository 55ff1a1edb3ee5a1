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
