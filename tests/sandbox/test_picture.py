import html
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.picture import PictureError, drawing, picture, terminal


def text(svg):
    return html.unescape(svg).replace("\xa0", " ")  # spaces in it don't break


def test_a_command_sees_a_terminal():
    program = "import sys, os; print(sys.stdout.isatty(), os.environ['COLUMNS'])"
    assert terminal([sys.executable, "-c", program]) == "True 116\n"


def test_a_failed_run_makes_no_picture():
    with pytest.raises(PictureError, match="ended with 3"):
        terminal([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_middle_of_a_long_run_is_left_out_and_said_so():
    svg = drawing("".join(f"line {number}\n" for number in range(200)))
    shown = text(svg)
    assert "$ make demo" in shown
    assert "line 0" in shown
    assert "line 199" in shown
    assert "line 100" not in shown
    assert "more lines" in shown


def test_colours_are_kept_and_questions_to_the_terminal_are_not():
    svg = drawing("\x1b]11;?\x1b\\\x1b[6n\x1b[32mgreen\x1b[0m plain\n")
    assert "green" in text(svg)
    assert "11;?" not in svg
    assert drawing("\x1b[31mgreen\x1b[0m plain\n") != svg


def test_the_users_folder_is_not_shown(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    shown = text(drawing("engine: /home/somebody/.cache/guardrails\n"))
    assert "~/.cache/guardrails" in shown
    assert "somebody" not in shown


def test_the_picture_shows_what_is_committed_and_leaves_the_project_alone(tmp_path, monkeypatch):
    seen = {}

    def run(command):
        (folder,) = [Path(part) for part in command if part.startswith("/") and Path(part).is_dir()]
        seen.update({path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.txt")})
        assert (folder / ".venv" / "kept").exists()
        return "shown\n"

    monkeypatch.setattr("sandbox.picture.terminal", run)
    monkeypatch.setattr("sandbox.picture.find_engine", lambda _: None)
    for name in ("docs/a.txt", ".venv/kept", ".sandbox/prod/aws.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("committed")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-C", str(tmp_path)]
    for command in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "Add"]):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "docs" / "a.txt").write_text("changed since")
    assert picture(tmp_path, "prod") == 0
    assert seen == {"docs/a.txt": "committed"}
    assert "shown" in (tmp_path / "docs" / "demo.svg").read_text()
    assert (tmp_path / ".venv" / "kept").read_text() == "committed"
