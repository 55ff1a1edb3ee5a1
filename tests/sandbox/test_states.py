import subprocess
import sys
import threading
import time

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws, LocalAwsError
from sandbox.aws.hold import StateHeldError, held
from sandbox.deployment import Workspace
from sandbox.states import StateNameError, restore, save, saved_states

MANAGEMENT = "111122223333"


def workspace_of(project, stack="prod"):
    workspace = Workspace(project=project, stack=stack)
    workspace.backend.mkdir(parents=True)
    (workspace.backend / "state.json").write_text("before")
    workspace.aws_state.write_bytes(b"aws before")
    return workspace


def test_aws_and_pulumi_come_back_together(tmp_path):
    workspace = Workspace(project=tmp_path, stack="prod")
    workspace.backend.mkdir(parents=True)
    local = LocalAws(MANAGEMENT, workspace.aws_state)
    with local:
        local.client("iam").create_role(RoleName="before", AssumeRolePolicyDocument="{}")
        (workspace.backend / "state.json").write_text("before")
    save(tmp_path, "prod", "good")
    with local:
        local.client("iam").delete_role(RoleName="before")
        (workspace.backend / "state.json").write_text("after")
        (workspace.backend / "lock.json").write_text("after")
    assert restore(tmp_path, "good") == "prod"
    assert {path.name: path.read_text() for path in workspace.backend.iterdir()} == {"state.json": "before"}
    with local:
        assert local.client("iam").get_role(RoleName="before")


def test_a_restored_state_can_be_restored_again_and_after_a_reset(tmp_path):
    workspace = workspace_of(tmp_path)
    save(tmp_path, "prod", "good")
    for _ in range(2):
        restore(tmp_path, "good")
        (workspace.backend / "state.json").write_text("after")
    subprocess.run(["rm", "-r", tmp_path / ".sandbox"], check=True)
    restore(tmp_path, "good")
    assert (workspace.backend / "state.json").read_text() == "before"
    assert workspace.aws_state.read_bytes() == b"aws before"
    assert [path.name for path in workspace.folder.parent.iterdir()] == ["prod"]
    assert [path.name for path in saved_states(tmp_path).iterdir()] == ["good"]


def test_a_state_belongs_to_the_stack_that_it_was_saved_from(tmp_path):
    for stack in ("prod", "mine"):
        workspace_of(tmp_path, stack)
    save(tmp_path, "mine", "good")
    (tmp_path / ".sandbox" / "prod" / "aws.state").write_bytes(b"kept")
    assert restore(tmp_path, "good") == "mine"
    assert (tmp_path / ".sandbox" / "prod" / "aws.state").read_bytes() == b"kept"


def test_a_running_sandbox_is_left_alone(tmp_path):
    workspace = workspace_of(tmp_path)
    save(tmp_path, "prod", "good")
    workspace.aws_state.unlink()
    with LocalAws(MANAGEMENT, workspace.aws_state) as local:
        with pytest.raises(StateHeldError, match="a local AWS runs on"):
            restore(tmp_path, "good")
        workspace.aws_state.touch()
        with pytest.raises(StateHeldError, match="end it first"):
            save(tmp_path, "prod", "other")
        with pytest.raises(LocalAwsError, match="a local AWS runs on"):
            LocalAws(MANAGEMENT, workspace.aws_state).start()
        with pytest.raises(ClientError):
            local.client("iam").get_role(RoleName="absent")
    assert [path.name for path in saved_states(tmp_path).iterdir()] == ["good"]


def test_who_waits_gets_the_state_when_it_is_free(tmp_path):
    freed = []

    def hold():
        with held(tmp_path / "state"):
            started.set()
            time.sleep(0.5)
            freed.append(True)

    started = threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    started.wait()
    with held(tmp_path / "state", patience=30):
        assert freed
    thread.join()


@pytest.mark.parametrize("name", ["", "a/b", "..", ".hidden", "a b"])
def test_only_plain_names_are_taken(tmp_path, name):
    workspace_of(tmp_path)
    for use in (lambda: save(tmp_path, "prod", name), lambda: restore(tmp_path, name)):
        with pytest.raises(StateNameError, match=r"NAME=.*give a name of letters"):
            use()
    with pytest.raises(StateNameError, match="STACK="):
        save(tmp_path, name, "good")
    assert not saved_states(tmp_path).exists()


def test_errors_say_what_there_is(tmp_path):
    with pytest.raises(StateNameError, match="nothing was saved under good; there is: none"):
        restore(tmp_path, "good")
    workspace_of(tmp_path)
    save(tmp_path, "prod", "good")
    save(tmp_path, "prod", "better")
    with pytest.raises(StateNameError, match="nothing was saved under best; there is: better, good"):
        restore(tmp_path, "best")
    with pytest.raises(StateNameError, match="good was saved before; choose another"):
        save(tmp_path, "prod", "good")
    with pytest.raises(StateNameError, match=r"no sandbox of mine to save; .*; there is: prod"):
        save(tmp_path, "mine", "new")


def test_the_command_prints_an_error_in_one_line():
    answer = subprocess.run(
        [sys.executable, "-m", "sandbox", "restore", "--name", "a/b"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith("NAME=a/b: give a name")
    assert answer.stderr.count("\n") == 1
