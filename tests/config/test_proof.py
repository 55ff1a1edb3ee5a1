"""`guardrails check` refuses what would not fit, not hold, or lock somebody out, and says where."""

import json
from dataclasses import replace

import pytest

from config.budget import uses
from config.loader import inspect, proof_errors, stack_from_values
from config.plan import policies
from config.problem import ConfigError
from config.proof import proof_findings, refusals, subject, unknown_findings
from policies.compiled import Compiled
from policies.evaluator import Policies, decide
from policies.examples import FULL_ACCESS, OPEN, call_of
from policies.guardrail import Guardrail, Request
from policies.guardrails import catalogue
from policies.types import Mode, PolicyType
from tests.components.helpers import read_stack

BLOCK = ("baseline", "guardrails")


def guardrails(**changes):
    return lambda values: values["baseline"]["guardrails"].update(changes)


def others(target, *facts):
    def change(values):
        listed = values["snapshot"]["policies"].setdefault(target, [])
        listed += [{"name": f"other-{at}", "type": "SERVICE_CONTROL_POLICY", **fact} for at, fact in enumerate(facts)]

    return change


def test_the_example_locks_nobody_out():
    assert refusals(read_stack("prod")) == []


@pytest.mark.parametrize("mode", list(Mode))
def test_nobody_is_locked_out_in_any_mode(mode):
    def change(values):
        values["baseline"]["guardrails"] = {key: {"mode": str(mode)} for key in catalogue()}

    assert refusals(read_stack("prod", change)) == []


def test_a_guardrail_that_would_deny_the_deployer_is_refused():
    period = {"principals": {"roles": ["OrganizationAccountAccessRole"]}, "ends": "2027-01-01T00:00:00Z"}
    changed = guardrails(sessionDates={"mode": "enforce", "periods": [period]})
    (first, *_) = refusals(read_stack("prod", changed))
    assert first.path == (*BLOCK, "sessionDates")
    assert "iam:CreateRole" in first.found
    assert "role/OrganizationAccountAccessRole" in first.found
    assert "scp: SessionDates1Ends" in first.found
    assert "deployer" in first.expected


def test_a_guardrail_that_is_on_and_says_nothing_is_refused():
    found = proof_findings(read_stack("prod", guardrails(privilegedRoles={"mode": "enforce"})))
    assert [(finding.path, finding.fix) for finding in found] == [
        ((*BLOCK, "privilegedRoles", "mode"), "give its settings, or leave it off")
    ]


def test_a_perimeter_that_shuts_a_vendor_out_is_refused():
    def deny(values):
        statement = {"Sid": "Ours", "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}
        condition = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg1"}}
        document = {"Version": "2012-10-17", "Statement": [{**statement, "Condition": condition}]}
        fact = {"name": "old-perimeter", "type": "RESOURCE_CONTROL_POLICY", "characters": 9, "document": document}
        values["snapshot"]["policies"]["Workloads"].append(fact)

    found = refusals(read_stack("prod", deny))
    assert [finding.expected for finding in found] == ["this to work: third party 999988887777: sign in"]
    assert "rcp: Ours" in found[0].found


def test_a_suspension_of_the_whole_organization_is_refused():
    found = refusals(read_stack("prod", guardrails(suspended={"targets": ["Root"]})))
    assert any("administrator" in finding.expected and finding.path == (*BLOCK, "suspended") for finding in found)


def test_a_region_list_that_stops_work_at_home_is_refused():
    def deny(values):
        document = {
            "Version": "2012-10-17",
            "Statement": [{"Sid": "Elsewhere", "Effect": "Deny", "Action": "ec2:*", "Resource": "*"}],
        }
        others("Workloads", {"characters": 100, "document": document})(values)

    found = refusals(read_stack("prod", deny))
    assert any("Elsewhere" in finding.found and "ec2:" in finding.found for finding in found)


@pytest.mark.parametrize("findings", [refusals, proof_findings])
def test_a_policy_that_nobody_understands_is_refused_with_its_place(findings):
    """Before anything is proved beside it: the evaluator raises at an operator that AWS doesn't have."""
    document = {
        "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEqualz": {"a": "b"}}}
    }
    stack = read_stack("prod", others("Workloads", {"characters": 100, "document": document}))
    (found,) = [finding for finding in findings(stack) if "nothing can be proved" in finding.found]
    assert found.path == ("snapshot", "policies", "Workloads")
    assert "other-0" in found.found
    assert "StringEqualz" in found.found


def test_a_level_without_an_allow_is_refused():
    def detach(values):
        listed = values["snapshot"]["policies"]
        listed["Workloads"] = [fact for fact in listed["Workloads"] if fact["name"] != "FullAWSAccess"]

    found = refusals(read_stack("prod", detach))
    assert any("ImplicitDeny" in finding.found and "FullAWSAccess" in finding.fix for finding in found)


def test_an_eleventh_policy_is_refused_with_the_occupants_by_name():
    stack = read_stack("prod", others("Root", *({"characters": 10} for _ in range(8))))
    (found,) = [finding for finding in refusals(stack) if "policies of type" in finding.found]
    assert "other-7 (10)" in found.found
    assert "FullAWSAccess" in found.found
    assert "guardrails-security-Root" in found.found
    assert found.expected == "at most 10"


def test_limits_are_data_that_the_organization_may_override():
    def lower(values):
        values["organization"]["limits"] = {"characters": {"SERVICE_CONTROL_POLICY": 1000}}

    found = [finding for finding in refusals(read_stack("prod", lower)) if "characters in" in finding.found]
    assert found
    assert "the largest in" in found[0].fix


@pytest.mark.parametrize("policy_type", [PolicyType.SCP, PolicyType.RCP])
def test_the_default_catalogue_leaves_room(policy_type):
    """40 % of a target's characters and 4 of its 10 places, beside what AWS attaches itself."""

    def defaults(values):
        values["baseline"]["guardrails"] = {}
        values["snapshot"]["policies"] = {}

    stack = read_stack("prod", defaults)
    for use in uses(stack, policies(stack)):
        if use.policy_type == policy_type:
            assert use.characters <= 0.6 * use.places_limit * use.characters_limit, use.occupants()
            assert use.places <= use.places_limit * 6 // 10, use.occupants()


def test_a_moved_mode_changes_only_the_documents_with_its_statements():
    def contents(mode):
        stack = read_stack("prod", guardrails(protectSecurityServices={"mode": mode, "targets": ["Workloads"]}))
        return {policy.key: policy for policy in policies(stack)}

    before, after = contents("canary"), contents("enforce")
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.content != new.content:
            assert any(p is not None and "protectSecurityServices" in p.guardrails for p in (old, new)), key


def test_a_wide_target_is_updated_before_a_narrow_one():
    order = [policy.target for policy in policies(read_stack("prod")) if policy.policy_type == PolicyType.SCP]
    assert order == sorted(order, key=lambda target: (target != "Root", target.count("/")))


def test_the_program_refuses_a_lock_out_too():
    stack = read_stack("prod", guardrails(suspended={"targets": ["Root"]}))
    parts = {"organization": stack.organization, "baseline": stack.baseline, "snapshot": stack.snapshot}
    values = {name: json.loads(part.model_dump_json(by_alias=True, exclude_none=True)) for name, part in parts.items()}
    with pytest.raises(ConfigError, match=r"guardrails:baseline\.guardrails\.suspended"):
        stack_from_values("prod", values)


def test_errors_of_the_proof_have_a_place(tmp_path):
    from tests.config.project import STACK_FILE, change, project

    root = project(tmp_path)
    change(root, STACK_FILE, "    guardrails:\n", "    guardrails:\n      suspended: {targets: [Root]}\n")
    errors = [str(problem) for problem in proof_errors(inspect("prod", root))]
    assert errors
    assert all(error.startswith("Pulumi.prod.yaml:24:7: guardrails:baseline.guardrails.suspended") for error in errors)


@pytest.mark.parametrize(
    ("block", "error"),
    [
        (
            "regions: {unitRegions: {Workload: [eu-north-1]}}",
            'guardrails:baseline.guardrails.regions.unitRegions.Workload: found "Workload", expected a path in '
            "organization.json; did you mean Workloads?",
        ),
        (
            "regions: {accountRegions: {audti: [eu-north-1]}}",
            'guardrails:baseline.guardrails.regions.accountRegions.audti: found "audti", expected a key under '
            "accounts; "
            "did you mean audit?",
        ),
        (
            "encryption: {targets: [management]}",
            'guardrails:baseline.guardrails.encryption.targets[0]: found "management", the management account, '
            "expected "
            "Root, a path in organization.json or a key under accounts; remove it: service control policies and "
            "resource control policies never bind that account",
        ),
        (
            "encryption: {mode: canary}",
            "guardrails:baseline.guardrails.encryption.mode: found canary, without an organizational unit named Canary "
            "below its targets, expected a unit to try it in; create one, or choose enforce",
        ),
        (
            "rootUser: {mode: 'off'}",
            "guardrails:baseline.guardrails.rootUser.mode: found off, and the guardrail is critical, expected "
            "canary or "
            "enforce; add an exemption with guardrail: rootUser and switchedOff: true, with an owner and a last day",
        ),
    ],
)
def test_what_a_guardrail_names_must_exist(tmp_path, block, error):
    from tests.config.project import STACK_FILE, change, project

    root = project(tmp_path)
    change(root, STACK_FILE, "    guardrails:\n", f"    guardrails:\n      {block}\n")
    (found,) = inspect("prod", root).problems
    assert (found.file, found.line) == ("Pulumi.prod.yaml", 24)
    assert str(found).split(": ", 1)[1] == error


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "        principal: arn",
            "        switchedOff: true\n        principal: arn",
            "guardrails:organization.exemptions[0]: found principal and switchedOff, expected exactly one of "
            "principal, "
            "permissionSet, switchedOff; write one exemption for each",
        ),
        (
            "guardrail: protectSecurityServices",
            "guardrail: leaveOrganization",
            'guardrails:organization.exemptions[0].guardrail: found "leaveOrganization", which spares nobody, '
            "expected a "
            "guardrail that can be exempted from; remove the exemption; the guardrail's rationale is in "
            "docs/guardrails.md",
        ),
        (
            "guardrail: protectSecurityServices",
            "guardrail: s3PublicAccess",
            'guardrails:organization.exemptions[0].guardrail: found "s3PublicAccess", which spares nobody, expected a '
            "guardrail that can be exempted from; remove the exemption; the guardrail's rationale is in "
            "docs/guardrails.md",
        ),
    ],
)
def test_an_exemption_is_for_somebody_from_something(tmp_path, old, new, error):
    from tests.config.project import STACK_FILE, change, project

    root = project(tmp_path)
    change(root, STACK_FILE, old, new)
    assert [str(problem).split(": ", 1)[1] for problem in inspect("prod", root).problems] == [error]


def test_a_critical_guardrail_may_be_off_with_an_exemption_and_expiries_warn(tmp_path):
    import datetime

    from config.loader import expiry_warnings
    from tests.config.project import STACK_FILE, change, project

    root = project(tmp_path)
    change(root, STACK_FILE, "    guardrails:\n", "    guardrails:\n      rootUser: {mode: 'off'}\n")
    entry = (
        "exemptions:\n      - {guardrail: rootUser, switchedOff: true, owner: a@example.com, reason: staged roll-out, "
    )
    change(root, STACK_FILE, "exemptions:\n", f'{entry}ticket: X-1, expires: "2026-07-10"}}\n')
    loaded = inspect("prod", root)
    assert loaded.problems == []
    (warning,) = expiry_warnings(loaded, datetime.date(2026, 7, 1))
    assert "9 days ahead" in str(warning)
    assert expiry_warnings(loaded, datetime.date(2026, 6, 1)) == []


def at_home(request):
    """In a region that is open, so that the guardrail on regions doesn't decide everything."""
    return replace(request, context={"aws:RequestedRegion": "eu-west-1", **request.context})


def test_a_promotion_changes_no_decision_but_those_of_the_guardrail():
    def decisions(mode):
        stack = read_stack("prod", guardrails(ec2Metadata={"mode": mode, "targets": ["Workloads"]}))
        bound = subject(stack, policies(stack), "shop")
        everything = Policies(scps=bound.scps, rcps=bound.rcps, identity=[Compiled(FULL_ACCESS)], resource=OPEN)
        return {
            (key, request.name): decide(call_of(at_home(request)), everything).decision
            for key, entry in catalogue().items()
            if isinstance(entry, Guardrail)
            for request in (*entry.denies, *entry.allows)
        }

    before, after = decisions("canary"), decisions("enforce")
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert {key for key, _ in changed} == {"ec2Metadata"}


def test_an_exempt_permission_set_is_that_set_alone():
    def exempt(values):
        values["baseline"]["permissionSets"]["Admin"] = {"description": "Few"}
        values["organization"]["exemptions"] = [
            {
                "guardrail": "protectSecurityServices",
                "permissionSet": "Admin",
                "owner": "a@example.com",
                "reason": "investigates incidents",
                "ticket": "X-1",
                "expires": "2027-01-01",
            }
        ]

    stack = read_stack("prod", exempt)
    bound = subject(stack, policies(stack), "shop")
    reserved = "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com"

    def decided(role):
        request = Request(name="stop", action="cloudtrail:StopLogging", principal=f"{reserved}/{role}")
        return decide(call_of(at_home(request)), Policies(scps=bound.scps, identity=[Compiled(FULL_ACCESS)])).decision

    assert decided("AWSReservedSSO_Admin_0123456789abcdef") == "Allow"
    assert decided("eu-west-1/AWSReservedSSO_Admin_0123456789abcdef") == "Allow"
    assert decided("AWSReservedSSO_Admin_x_0123456789abcdef") == "ExplicitDeny"
    assert decided("us-east-1/AWSReservedSSO_Admin_0123456789abcdef") == "ExplicitDeny"
    assert decided("AWSReservedSSO_Administrator_0123456789abcdef") == "ExplicitDeny"


def test_a_policy_whose_words_nobody_knows_is_said_aloud():
    stack = read_stack("prod", others("Root", {"characters": 10}))
    (found,) = unknown_findings(stack)
    assert (found.path, found.found) == (("snapshot", "policies", "Root"), "other-0 without its document")
    assert unknown_findings(read_stack("prod")) == []
