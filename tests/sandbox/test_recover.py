"""What recovery does to the state, without an engine: a refresh drops what AWS lacks, an `up` makes the rest."""

import copy
import json
import subprocess

import pytest

from sandbox.aws.client import LocalAws
from sandbox.look_ups import LOOK_UPS
from sandbox.recover import Recovery, repair

PROVIDER = {
    "urn": "urn:pulumi:s::p::pulumi:providers:aws::audit",
    "type": "pulumi:providers:aws",
    "id": "1234",
    "inputs": {"region": "eu-west-1", "allowedAccountIds": '["333344445555"]'},
}
PARENT = {"urn": "urn:pulumi:s::p::a:b:C::parent", "type": "a:b:C"}


def role(name: str, *dependencies: str, **more) -> dict:
    return {
        "urn": f"urn:pulumi:s::p::a:b:C$aws:iam/role:Role::{name}",
        "type": "aws:iam/role:Role",
        "provider": f"{PROVIDER['urn']}::1234",
        "parent": PARENT["urn"],
        "dependencies": [role(d)["urn"] for d in dependencies],
        "inputs": {"name": f"aws-{name}"},
        **more,
    }


class Cli:
    """The CLI as recovery sees it, for a program that wants some roles, with AWS's role names in a set."""

    def __init__(self, *, aws: set[str], resources=(), pending=(), wanted=(), broken=False):
        self.aws, self.wanted, self.broken = aws, wanted, broken
        self.deployment = {"resources": [PROVIDER, PARENT, *resources]}
        self.deployment["pending_operations"] = [{"type": "creating", "resource": r} for r in pending]
        self.calls = []

    def state(self):
        return {"deployment": copy.deepcopy(self.deployment)}

    def replace_state(self, state):
        known = set()
        for resource in state["deployment"]["resources"]:
            assert known.issuperset(resource.get("dependencies", [])), "the engine refuses such an order"
            known.add(resource["urn"])
        assert len(known) == len(state["deployment"]["resources"]), "the engine refuses a second of a URN"
        self.deployment = state["deployment"]

    def run(self, command, *_arguments, check=True, **_options):
        self.calls.append(command)
        returncode, output = getattr(self, f"_{command}", lambda: (0, ""))()
        assert returncode == 0 or not check
        return subprocess.CompletedProcess([command], returncode, output, "")

    def _missing(self):
        here = {r["urn"] for r in self.deployment["resources"] if not r.get("pendingReplacement")}
        return [r for r in self.wanted if r["urn"] not in here]

    def _refresh(self):
        """Real ids come back without the region that an import's id ends with."""
        for resource in self.deployment["resources"]:
            resource |= {"id": resource["id"].partition("@")[0]} if "outputs" in resource else {}
        gone = [r for r in self.deployment["resources"] if "outputs" in r and r["id"] not in self.aws]
        self.deployment["resources"] = [r for r in self.deployment["resources"] if r not in gone]
        return 0, ""

    def _preview(self):
        return 0, json.dumps({"steps": [{"op": "create", "newState": r} for r in self._missing()]})

    def _up(self):
        for resource in self._missing():
            name = resource["inputs"]["name"]
            if name in self.aws or self.broken:
                return 255, ""
            self.aws.add(name)
            self.deployment["resources"].append({**resource, "id": name, "outputs": {"name": name}})
        return 0, ""


def repaired(tmp_path, cli) -> Recovery:
    """The local AWS isn't started: roles need no look-up."""
    return repair(LocalAws("111122223333", tmp_path), cli, lambda _: None)


def names(cli) -> list[str]:
    return [r["urn"].rpartition("::")[2] for r in cli.deployment["resources"]][2:]


ONE, TWO = role("one"), role("two", "one")


def test_what_aws_has_is_imported_and_what_it_lacks_is_cleared(tmp_path):
    cli = Cli(aws={"aws-one"}, pending=[ONE, role("three")], wanted=[ONE, TWO, role("three")])
    recovery = repaired(tmp_path, cli)
    assert recovery.imported == ("aws:iam/role:Role one",)
    assert recovery.cleared == ("aws:iam/role:Role three",)
    assert names(cli) == ["one", "two", "three"]
    assert cli.calls.index("cancel") < cli.calls.index("refresh") < cli.calls.index("up")


def test_an_operation_that_was_finished_later_is_forgotten(tmp_path):
    cli = Cli(aws={"aws-one"}, resources=[{**ONE, "id": "aws-one", "outputs": {"a": 1}}], pending=[ONE], wanted=[ONE])
    assert repaired(tmp_path, cli).imported == ()
    assert names(cli) == ["one"]
    assert not cli.deployment.get("pending_operations")


def test_a_replacement_takes_the_place_of_its_predecessor(tmp_path):
    before = {**ONE, "id": "aws-one", "outputs": {"a": 1}, "pendingReplacement": True}
    after = {**TWO, "id": "aws-two", "outputs": {"a": 1}}
    cli = Cli(aws={"aws-one", "aws-two"}, resources=[before, after], pending=[ONE], wanted=[ONE, TWO])
    assert repaired(tmp_path, cli).imported == ("aws:iam/role:Role one",)
    assert names(cli) == ["one", "two"]


def test_a_lost_record_is_found_when_aws_refuses_a_second(tmp_path):
    cli = Cli(aws={"aws-one", "aws-two"}, wanted=[ONE, TWO])
    assert repaired(tmp_path, cli).imported == ("aws:iam/role:Role one", "aws:iam/role:Role two")
    assert names(cli) == ["one", "two"]


def test_nothing_is_imported_before_what_it_depends_on(tmp_path):
    cli = Cli(aws={"aws-two"}, pending=[TWO], wanted=[ONE, TWO])
    assert repaired(tmp_path, cli).imported == ("aws:iam/role:Role two",)
    assert names(cli) == ["one", "two"]


def test_a_failure_that_no_import_repairs_ends_the_recovery(tmp_path):
    cli = Cli(aws=set(), wanted=[ONE], broken=True)
    with pytest.raises(subprocess.CalledProcessError):
        repaired(tmp_path, cli)
    assert cli.calls.count("up") == 1


def test_what_no_account_holds_is_forgotten(tmp_path):
    cli = Cli(aws=set(), pending=[{"urn": "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s", "type": "pulumi:pulumi:Stack"}])
    assert repaired(tmp_path, cli) == Recovery(imported=(), cleared=(), left_behind=())
    assert not cli.deployment.get("pending_operations")


def test_two_resources_never_get_one_id(tmp_path, monkeypatch):
    kind = "aws:kms/key:Key"
    inputs = {"name": "key", "region": "us-east-1"}
    keys = [role(n, type=kind, urn=f"urn:pulumi:s::p::{kind}::{n}", inputs=inputs) for n in ("one", "two")]
    monkeypatch.setitem(LOOK_UPS, kind, lambda *_: ["newer", "older", "oldest"])
    cli = Cli(aws={"newer", "older", "oldest"}, pending=keys, wanted=keys)
    recovery = repaired(tmp_path, cli)
    assert recovery.imported == (f"{kind} one", f"{kind} two")
    assert [r["id"] for r in cli.deployment["resources"][2:]] == ["newer", "older"]
    assert recovery.left_behind == (f"{kind} oldest in account 333344445555",)


def test_a_healthy_stack_is_left_alone(tmp_path):
    cli = Cli(aws={"aws-one"}, resources=[{**ONE, "id": "aws-one", "outputs": {"a": 1}}], wanted=[ONE])
    assert repaired(tmp_path, cli) == Recovery(imported=(), cleared=(), left_behind=())
    assert cli.calls.count("refresh") == 0


def test_recovery_says_what_it_did_in_plain_words():
    lines = Recovery(imported=("type one",), cleared=("type two", "type three"), left_behind=("key 1",)).lines()
    assert lines == [
        "Recovered: 1 imported, which AWS had and the state lacked; "
        "2 cleared, which AWS lacked and the new `pulumi up` made.",
        "  imported  type one",
        "  cleared   type two",
        "  cleared   type three",
        "Left behind in AWS, with the stack's tags but not used by it; remove by hand:",
        "  key 1",
    ]
    assert len(Recovery(imported=(), cleared=(), left_behind=()).lines()) == 1
