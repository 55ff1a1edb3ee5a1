"""Every error has its place, what was found, what was expected and how to fix it."""

import datetime
import json

import pytest
from ruamel.yaml import YAML

from config.loader import ConfigError, expiry_errors, inspect, load_stack, stack_from_values
from tests.config import (
    bad_1,
    bad_2,
    bad_3,
    bad_alerts,
    bad_assignments,
    bad_deployment,
    bad_machine,
    bad_permission_sets,
    bad_places,
    bad_security,
    bad_trail,
)
from tests.config.project import GOOD, STACK_FILE, change, project

TODAY = datetime.date(2026, 7, 1)
CASES = (
    *bad_1.CASES,
    *bad_2.CASES,
    *bad_3.CASES,
    *bad_permission_sets.CASES,
    *bad_places.CASES,
    *bad_alerts.CASES,
    *bad_assignments.CASES,
    *bad_deployment.CASES,
    *bad_machine.CASES,
    *bad_security.CASES,
    *bad_trail.CASES,
)


def test_there_are_enough_bad_files():
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_these_words(case, tmp_path):
    root = project(tmp_path)
    change(root, case.file, case.old, case.new)
    loaded = inspect("prod", root)
    problems = sorted({*loaded.problems, *expiry_errors(loaded, TODAY)})
    assert tuple(str(problem) for problem in problems) == case.errors
    if loaded.problems:
        with pytest.raises(ConfigError) as caught:
            load_stack("prod", root)
        assert str(caught.value) == "\n".join(str(problem) for problem in loaded.problems)


def test_the_good_file_loads():
    stack = load_stack("prod", GOOD)
    assert stack.baseline.accounts["audit"].id == "012345678901"
    assert stack.settings(stack.baseline.accounts["audit"]).password_policy.minimum_length == 14


def test_the_organization_may_be_in_the_project_file(tmp_path):
    root = project(tmp_path)
    lines = (root / STACK_FILE).read_text().splitlines(keepends=True)
    start, end = lines.index("  guardrails:organization:\n"), lines.index("  guardrails:baseline:\n")
    (root / STACK_FILE).write_text("".join(lines[:start] + lines[end:]))
    moved = "".join(f"  {line}" for line in lines[start + 1 : end])
    (root / "Pulumi.yaml").write_text(f"name: guardrails\nconfig:\n  guardrails:organization:\n    value:\n{moved}")
    assert load_stack("prod", root) == load_stack("prod", GOOD)
    change(root, "Pulumi.yaml", "homeRegion: eu-west-1", "homeRegion: eu-north-1")
    with pytest.raises(ConfigError) as caught:
        load_stack("prod", root)
    assert str(caught.value) == (
        'Pulumi.yaml:6:19: guardrails:organization.homeRegion: found "eu-north-1", expected one of regions; '
        "choose one of eu-central-1, eu-west-1"
    )


def test_the_stack_file_wins_over_the_project_file(tmp_path):
    root = project(tmp_path)
    (root / "Pulumi.yaml").write_text("name: guardrails\nconfig:\n  guardrails:organization: {value: {id: 5}}\n")
    assert load_stack("prod", root) == load_stack("prod", GOOD)


def test_another_stack_file_can_be_named(tmp_path):
    other = tmp_path / "copy.yaml"
    other.write_bytes((GOOD / STACK_FILE).read_bytes())
    assert load_stack("prod", GOOD, stack_file=other) == load_stack("prod", GOOD)
    other.write_text("config: {}\n")
    with pytest.raises(ConfigError, match=r"copy\.yaml:1:1: guardrails:baseline: found nothing"):
        load_stack("prod", GOOD, stack_file=other)


def test_errors_of_all_files_come_at_once_in_order(tmp_path):
    root = project(tmp_path)
    change(root, STACK_FILE, "homeRegion:", "homeRegoin:")
    change(root, STACK_FILE, "sessionHours: 8", "sessionHours: 80")
    change(root, "organization.json", "r-exam", "exam")
    places = [(problem.file, problem.line) for problem in inspect("prod", root).problems]
    assert places == [("Pulumi.prod.yaml", 5), ("Pulumi.prod.yaml", 46), ("organization.json", 3)]


def test_anchors_and_merge_keys_are_read_as_pulumi_reads_them(tmp_path):
    root = project(tmp_path)
    flow = "{minimumLength: 14, reusePrevention: 24}"
    change(
        root,
        STACK_FILE,
        "      standard:\n",
        "      other: &other\n        encryptEbsByDefault: false\n      standard:\n",
    )
    change(root, STACK_FILE, f"        passwordPolicy: {flow}\n", "        <<: *other\n")
    assert not load_stack("prod", root).baseline.presets["standard"].encrypt_ebs_by_default


def test_a_byte_order_mark_and_tabs_in_json_are_no_errors(tmp_path):
    root = project(tmp_path)
    (root / STACK_FILE).write_bytes(b"\xef\xbb\xbf" + (GOOD / STACK_FILE).read_bytes())
    snapshot = json.loads((GOOD / "organization.json").read_text())
    (root / "organization.json").write_text(json.dumps(snapshot, indent="\t"))
    assert load_stack("prod", root) == load_stack("prod", GOOD)


def values():
    config = YAML(typ="safe").load(GOOD / STACK_FILE)["config"]
    snapshot = json.loads((GOOD / "organization.json").read_text())
    return {
        "organization": config["guardrails:organization"],
        "baseline": config["guardrails:baseline"],
        "snapshot": snapshot,
    }


def test_plain_values_make_the_same_stack():
    assert stack_from_values("prod", values()) == load_stack("prod", GOOD)


def test_plain_values_are_refused_with_paths():
    parts = values()
    parts["organization"]["homeRegoin"] = parts["organization"].pop("homeRegion")
    parts["baseline"]["accounts"]["audit"]["preset"] = "standart"
    with pytest.raises(ConfigError) as caught:
        stack_from_values("prod", parts)
    assert caught.value.errors == [
        'guardrails:baseline.accounts.audit.preset: found "standart", expected a key under presets; '
        "did you mean standard?",
        "guardrails:organization.homeRegoin: found an unknown key, expected one of id, homeRegion, regions, "
        "alertRegions, managementAccount, logArchiveAccount, auditAccount, identityCenterAccount, controlTower, "
        "limits, exemptions; did you mean homeRegion?",
    ]


@pytest.mark.parametrize("nonsense", [None, 5, [], "text", {}, {"accounts": []}, {"accounts": {"a": None}}])
def test_nonsense_as_plain_values_is_no_traceback(nonsense):
    with pytest.raises(ConfigError):
        stack_from_values("prod", dict.fromkeys(values(), nonsense))


def test_an_expired_exemption_does_not_stop_a_deployment(tmp_path):
    root = project(tmp_path)
    change(root, STACK_FILE, '"2027-06-30"', '"2020-01-01"')
    assert load_stack("prod", root).organization.exemptions


@pytest.mark.parametrize(("day", "refused"), [(0, False), (-1, True), (366, False), (367, True)])
def test_an_exemption_holds_through_its_last_day_and_for_a_year_at_most(day, refused, tmp_path):
    root = project(tmp_path)
    change(root, STACK_FILE, "2027-06-30", str(TODAY + datetime.timedelta(days=day)))
    assert bool(expiry_errors(inspect("prod", root), TODAY)) == refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("config:\n  baseline: {}\n", "2:3: baseline: found an unknown key, expected one of guardrails:organization"),
        ("config:\n  guardrails:baseline: {secure: abc}\n", "2:24: guardrails:baseline: found an encrypted value"),
        ("[" * 500, "1:52: found a syntax error (a value nested 50 levels deep)"),
        ("config: &a {b: *a}", "1:16: b: found the alias *a, expected an anchor above it"),
        ("config: \x00", "1:1: found a syntax error (unacceptable character #x0000"),
        ("config:\n  ? [a]\n  : b\n", "2:5: config: found a key that is no text"),
    ],
)
def test_hostile_files_are_refused(text, said):
    assert str(inspect("prod", GOOD, text=text).problems[0]).startswith(f"Pulumi.prod.yaml:{said}")


def test_aliases_that_multiply_are_refused():
    levels = "".join(f"  a:b{i + 1}: &a{i + 1} [{', '.join([f'*a{i}'] * 10)}]\n" for i in range(9))
    found = inspect("prod", GOOD, text=f"config:\n  a:b0: &a0 [{', '.join('x' * 10)}]\n{levels}").problems
    assert "more than 100000 values" in str(found[0])


def test_a_number_of_many_digits_is_no_traceback():
    text = (GOOD / STACK_FILE).read_text().replace("sessionHours: 8", f"sessionHours: 1{'0' * 5000}")
    assert [problem.line for problem in inspect("prod", GOOD, text=text).problems] == [46]
