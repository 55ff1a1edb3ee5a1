"""Whatever keeps `accounts discover` from reading: one line that says how to go on, exit 2, nothing written."""

import pytest
from botocore.config import Config

import operations.aws

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@pytest.fixture(autouse=True)
def reached(aws, use):
    use(aws)


@pytest.fixture
def refused(run, project):
    """Run with --write; the error, after a look at what must not have happened."""
    path = project / "organization.json"
    path.write_text("{}")

    def error():
        result = run("--write")
        assert (result.exit_code, result.stdout) == (2, "")
        assert path.read_text() == "{}"
        assert len(list(project.iterdir())) == 3
        assert result.stderr.count("\n") == 1
        return result.stderr

    return error


def test_a_member_account_is_denied(aws, refused, monkeypatch):
    keys = aws.session("444455556666").get_credentials().get_frozen_credentials()
    for name, value in zip(KEYS, keys[:3], strict=True):
        monkeypatch.setenv(name, value)
    line = refused()
    assert line.startswith("AWS refused ListRoots (AccessDeniedException: You don't have permissions")
    assert "use credentials of the management account" in line


@pytest.mark.parametrize(
    "operation",
    [
        "organizations.DescribeOrganization",
        "organizations.ListOrganizationalUnitsForParent",
        "organizations.ListAccounts",
        "organizations.ListPolicies",
        "organizations.ListTargetsForPolicy",
        "organizations.DescribePolicy",
        "sso-admin.ListInstances",
        "identitystore.ListGroups",
    ],
)
def test_denied_anywhere_nothing_is_written(refused, refuse, operation):
    refuse(operation, "AccessDeniedException")
    name = operation.partition(".")[2]
    assert refused().startswith(f"AWS refused {name} (AccessDeniedException: Not today); use credentials of")


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("AWSOrganizationsNotInUseException", "the account is in no organization"),
        ("ExpiredTokenException", "sign in again, for example with `aws sso login`"),
        ("SomethingElse", "see what AWS says"),
    ],
)
def test_each_error_says_how_to_go_on(refused, refuse, code, fix):
    refuse("organizations.DescribeOrganization", code)
    assert fix in refused()


def test_no_credentials(refused, monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    assert refused().startswith("found no AWS credentials that can be used (Unable to locate credentials); sign in")


def test_no_such_profile(refused, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "absent")
    assert "(The config profile (absent) could not be found); sign in, or set AWS_PROFILE" in refused()


def test_a_disabled_key(refused, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAFOREIGN000000000")
    assert "the access key does not exist or was disabled" in refused()


def test_a_sign_in_that_is_over(refused, monkeypatch, tmp_path):
    session = "[sso-session s]\nsso_start_url = https://example.com\nsso_region = eu-west-1\n"
    profile = "[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n"
    (tmp_path / "config").write_text(session + profile)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_PROFILE", "p")
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    assert refused().endswith("sign in again, for example with `aws sso login`\n")


def test_an_unreachable_aws(refused, monkeypatch):
    monkeypatch.setattr(operations.aws, "_CONFIG", Config(retries={"total_max_attempts": 1}))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    line = refused()
    assert line.startswith("can't reach AWS (")
    assert "HTTPS_PROXY" in line


def test_another_organization_is_not_written(refused, project):
    stack = project / "Pulumi.prod.yaml"
    stack.write_text(stack.read_text().replace("o-exampleorg1", "o-exampleorg2"))
    assert refused().startswith("found organization o-exampleorg1 in AWS, expected o-exampleorg2; use credentials of")


def test_a_stack_file_without_a_home_region(refused, project):
    stack = project / "Pulumi.prod.yaml"
    stack.write_text(stack.read_text().replace("    homeRegion: eu-west-1\n", ""))
    assert refused().startswith("Pulumi.prod.yaml:5:3: guardrails:organization.homeRegion: found nothing")


def test_a_region_that_cannot_be(refused, project):
    stack = project / "Pulumi.prod.yaml"
    stack.write_text(stack.read_text().replace("homeRegion: eu-west-1", "homeRegion: eu west"))
    assert "eu west" in refused()


def test_throttled_calls_are_tried_again(run, refuse):
    left = refuse("identitystore.ListGroups", "ThrottlingException", times=2)
    more = refuse("organizations.DescribePolicy", "TooManyRequestsException", times=1)
    assert run().exit_code == 0
    assert left[0] < 0
    assert more[0] < 0


def test_a_file_that_cannot_be_replaced_is_kept_whole(refused, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert refused() == "can't write organization.json (No space left on device); make its folder writable\n"
