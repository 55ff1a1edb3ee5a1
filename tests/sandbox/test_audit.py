import io
import json
import subprocess
import sys

import pytest
from rich.console import Console

from sandbox.audit import environment, exceptions
from sandbox.audit.environment import ProwlerMissingError, supported_python, version
from sandbox.audit.exceptions import ExceptionsError, read_exceptions
from sandbox.audit.findings import Refusal, read_report
from sandbox.audit.tables import counts, failures, silent

GAP = Refusal("ec2_service", "DescribeThings")
DOCUMENT = """# Exceptions

| Checks | Accounts | Resources | Why | What would change it |
|---|---|---|---|---|
| `kms_rotation` | shop, playground | `*:key/old-*`, `*:key/older` | They only decrypt | They are deleted |
| `root_mfa` | every | `*` | People enrol it | The ceremony |

Between tables.

| Prowler's reader | Operation | Why no check depends on it |
|---|---|---|
| `ec2_service` | `DescribeThings` | Nobody asks |
"""


def finding(check, status="FAIL", resource="arn:aws:x::1:thing"):
    line = {"kind": "finding", "check": check, "status": status, "region": "eu-west-1", "resource": resource}
    return line | {"detail": f"{check} of {resource}"}


def ran(check, *controls, readers=("iam_service",)):
    return {"kind": "check", "check": check, "controls": list(controls), "readers": list(readers)}


def error(module, operation=None, message="it broke"):
    return {"kind": "error", "module": module, "operation": operation, "message": message}


def report(*lines, harmless=frozenset()):
    return read_report("\n".join(json.dumps(line) for line in lines), harmless)


def root_mfa():
    return finding("root_mfa"), ran("root_mfa", "2.5")


def old_keys(*names):
    return [finding("kms_rotation", resource=f"arn:aws:kms:eu-west-1:1:key/{name}") for name in names]


def everything_fails():
    return {
        "shop": report(
            *root_mfa(), *old_keys("old-1", "older"), ran("kms_rotation", "4.6"), error(*vars(GAP).values())
        ),
        "playground": report(*root_mfa(), *old_keys("old-7", "old-8", "older"), ran("kms_rotation", "4.6")),
    }


def test_findings_are_counted_by_status():
    found = report(finding("a"), finding("a", "PASS"), finding("b", "MANUAL"), ran("a", "2.5"), ran("b", "2.6"))
    assert found.counts() == {"FAIL": 1, "PASS": 1, "MANUAL": 1}
    assert [each.check for each in found.failing()["a"]] == ["a"]
    assert found.controls == {"a": ("2.5",), "b": ("2.6",)}


def test_what_is_printed_beside_the_report_is_no_finding():
    output = "\n".join(["a warning", json.dumps(finding("a", "PASS")), json.dumps(ran("a"))])
    assert read_report(output, frozenset()).counts() == {"PASS": 1}


def test_a_check_without_its_answers_has_not_run_whatever_it_says():
    lines = [finding("a", "PASS"), finding("b", "PASS"), ran("a", readers=["ec2_service"]), ran("b")]
    lines += [ran("c", readers=["ec2_service"]), error("ec2_service", "DescribeThings")]
    assert report(*lines).counts() == {"NOT RUN": 2, "PASS": 1}
    assert report(*lines, harmless=frozenset({GAP})).counts() == {"PASS": 2}
    assert report(*lines, harmless=frozenset({Refusal("iam_service", "DescribeThings")})).counts()["NOT RUN"] == 2


def client_error(code, operation):
    return f"eu-west-1 -- ClientError[61]: An error occurred ({code}) when calling the {operation} operation: no"


@pytest.mark.parametrize(
    "code",
    [
        "NoSuchEntity",
        "NoSuchPublicAccessBlockConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError",
        "TrailNotFoundException",
        "ResourceNotFoundException",
    ],
)
def test_that_something_is_not_there_is_an_answer(code):
    found = report(finding("a", "PASS"), ran("a"), error("iam_service", None, client_error(code, "GetThing")))
    assert (found.counts(), found.failures, found.refusals) == ({"PASS": 1}, (), frozenset())


@pytest.mark.parametrize(
    ("message", "operation"),
    [
        (client_error("AccessDenied", "GetAccountPasswordPolicy"), "GetAccountPasswordPolicy"),
        (client_error("InternalFailure", "ListKeys"), "ListKeys"),
        ("eu-west-1 -- KeyError:61 -- 'MultiRegion'", "KeyError"),
        ("us-east-1 -- EndpointConnectionError[88]: Could not connect", "EndpointConnectionError"),
        ("something else", "something else"),
    ],
)
def test_a_reader_that_stumbled_leaves_its_checks_not_run(message, operation):
    """Prowler logs it and goes on without what it could not read: no finding, and nothing to fail."""
    found = report(ran("a"), finding("b", "PASS"), ran("b"), error("iam_service", None, message))
    assert found.counts() == {"NOT RUN": 2}
    problems = read_exceptions("").problems({"shop": found})
    assert problems == [f"shop: checks by iam_service did not run: no answer to {operation}"]


def test_a_check_that_raises_is_a_problem():
    found = report(error("scan_account", None, "a did not run: KeyError('x')"))
    problems = read_exceptions("").problems({"shop": found})
    assert problems == ["shop: a did not run: KeyError('x')"]


def test_every_failure_with_its_reason_is_no_problem():
    assert read_exceptions(DOCUMENT).problems(everything_fails()) == []


def test_a_failure_without_a_reason_is_a_problem():
    reports = everything_fails()
    reports["shop"] = report(*root_mfa(), *old_keys("old-1", "older", "new"), error(*vars(GAP).values()))
    (problem,) = read_exceptions(DOCUMENT).problems(reports)
    assert problem == (
        "shop: kms_rotation fails without a written reason: kms_rotation of arn:aws:kms:eu-west-1:1:key/new"
    )


def test_a_reason_counts_in_its_accounts_only():
    reports = everything_fails() | {"audit": report(*root_mfa(), *old_keys("old-1"))}
    (problem,) = read_exceptions(DOCUMENT).problems(reports)
    assert problem.startswith("audit: kms_rotation fails without a written reason")


@pytest.mark.parametrize(
    ("account", "lines", "stale"),
    [
        (
            "playground",
            root_mfa() + tuple(old_keys("old-7")),
            "kms_rotation does not fail in playground for *:key/older",
        ),
        ("playground", tuple(old_keys("old-7", "older")), "root_mfa does not fail in playground for *"),
        (
            "shop",
            root_mfa() + tuple(old_keys("old-1", "older")),
            "DescribeThings of ec2_service is not refused any more",
        ),
    ],
)
def test_a_reason_for_what_does_not_fail_any_more_is_stale(account, lines, stale):
    problems = read_exceptions(DOCUMENT).problems(everything_fails() | {account: report(*lines)})
    assert problems == [f"stale exception: {stale}"]


def test_accounts_of_other_stacks_are_left_alone():
    reports = everything_fails()
    assert read_exceptions(DOCUMENT).problems({"shop": reports["shop"]}) == []


def test_an_unknown_gap_of_the_local_aws_is_a_problem():
    reports = everything_fails()
    reports["playground"] = report(*root_mfa(), *old_keys("old-7", "older"), error("s3_service", "GetThing"))
    (problem,) = read_exceptions(DOCUMENT).problems(reports)
    assert problem == "playground: checks by s3_service did not run: no answer to GetThing"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DOCUMENT.replace("| Why | What", "| Reason | What"), r"prowler-exceptions\.md:5: unknown table: Checks \| "),
        (DOCUMENT.replace(" | The ceremony |", " |"), r"prowler-exceptions\.md:6: 4 cells under 5 heads"),
        (DOCUMENT.replace("People enrol it", ""), r":6: root_mfa needs a reason and what would change it"),
        (DOCUMENT.replace("The ceremony", ""), r":6: root_mfa needs a reason and what would change it"),
    ],
)
def test_a_document_that_cannot_be_checked_is_refused(text, message):
    with pytest.raises(ExceptionsError, match=message):
        read_exceptions(text)


def shown(table) -> str:
    console = Console(width=200, file=io.StringIO())
    console.print(table)
    return console.file.getvalue()


def test_the_tables_show_both_counts_and_every_failure_with_its_reason():
    before = {"shop": report(*root_mfa(), *old_keys("old-1", "new", "older")), "playground": report(*root_mfa())}
    after = everything_fails() | {"shop": report(*root_mfa(), finding("other"), ran("other", "10.1"))}
    text = shown(counts(before, after, "Findings"))
    shop = next(line for line in text.splitlines() if "shop" in line)
    assert "4 -> 2" in shop
    assert "5 -> 6" in text.splitlines()[-2]
    text = shown(failures(after, read_exceptions(DOCUMENT)))
    assert text.index("root_mfa") < text.index("kms_rotation") < text.index("other")
    assert "shop 1, playground 1" in text
    assert "They only decrypt" in text
    assert "NO WRITTEN REASON" in text


def test_checks_that_found_nothing_anywhere_are_named():
    assert silent({"a": report(ran("x"), ran("y"), finding("y")), "b": report(ran("x"), ran("z"))}) == ["x", "z"]


def test_prowler_is_pinned_with_hashes_and_without_an_index():
    lines = environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    assert version() == "5.46.0"
    assert all(line.endswith("\\") for line in lines if "==" in line)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_an_unpinned_prowler_is_said(tmp_path):
    (tmp_path / "requirements.txt").write_text("boto3==1.40.61\n")
    with pytest.raises(ProwlerMissingError, match="does not pin prowler"):
        version(tmp_path / "requirements.txt")


def test_another_python_is_found_where_this_one_is_too_new(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert supported_python() == sys.executable
    monkeypatch.setattr(environment, "PYTHONS", ((2, 6), (2, 7)))
    monkeypatch.setattr(environment.shutil, "which", lambda name: str(tmp_path / name))
    monkeypatch.setattr(environment, "_works", lambda python: python.endswith("3.6"))
    assert supported_python() == str(tmp_path / "python3.6")
    monkeypatch.setattr(environment, "_works", lambda _: False)
    with pytest.raises(ProwlerMissingError) as missing:
        supported_python()
    assert len(str(missing.value).splitlines()) == 1
    assert "does not run on 3." in str(missing.value)


def test_a_failed_installation_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    broken = tmp_path / "requirements.txt"
    broken.write_text("prowler==5.46.0 --hash=sha256:00\nno such requirement\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", broken)
    monkeypatch.setenv("GUARDRAILS_CACHE", str(tmp_path / "cache"))

    def refuse(command, **_):
        return subprocess.CompletedProcess(command, 1, "", "first line\nERROR: no such requirement\n")

    monkeypatch.setattr(environment.subprocess, "run", refuse)
    with pytest.raises(ProwlerMissingError, match=r"missing: Prowler 5\.46\.0.*ERROR: no such requirement"):
        environment.prowler(lambda _: None)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_the_projects_own_document_can_be_checked(pytestconfig):
    document = read_exceptions((pytestconfig.rootpath / exceptions.EXCEPTIONS).read_text(encoding="utf-8"))
    assert document.exemptions
    assert document.refusals
