"""Runs the Pulumi CLI on a copy of a stack file, against the local AWS."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.engine import Engine

_CONFIGURED = {"config", "destroy", "preview", "refresh", "up"}


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Where the sandbox of one stack keeps its things: all below `.sandbox/`, which git ignores."""

    project: Path
    stack: str

    @property
    def folder(self) -> Path:
        """The stack's own folder."""
        return self.project / ".sandbox" / self.stack

    @property
    def stack_file(self) -> Path:
        """The copy that Pulumi may write to: it adds a salt and drops comments."""
        return self.folder / f"Pulumi.{self.stack}.yaml"

    @property
    def aws_state(self) -> Path:
        """The state of the local AWS."""
        return self.folder / "aws.state"

    @property
    def backend(self) -> Path:
        """Pulumi's own state."""
        return self.folder / "backend"


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """A stack in the local AWS, driven through the real CLI."""

    workspace: Workspace
    engine: Engine
    aws: Mapping[str, str]

    def environment(self) -> dict[str, str]:
        """The variables that the CLI and its plugins need; credentials of the user's shell are not among them."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))}
        return {
            **mine,
            **self.aws,
            **self.engine.environment,
            # No `.attrs` files: they are written in place, so one of a killed run is empty and the state unreadable.
            "PULUMI_BACKEND_URL": f"{self.workspace.backend.as_uri()}?metadata=skip",
            "PULUMI_CONFIG_PASSPHRASE": "",
            # Half of the default: a Terraform provider process per account and region fills memory.
            "GOGC": "50",
        }

    def prepare(self) -> None:
        """Create the stack when it is new, and copy the stack file beside it with the stack's salt at its end.

        `pulumi stack init` would rewrite the checkout's own file, so it runs in a folder of its own.
        """
        project, init = self.workspace.project, self.workspace.folder / "init"
        name = self.workspace.stack_file.name
        self.workspace.backend.mkdir(parents=True, exist_ok=True)
        if not init.exists():
            init.mkdir()
            shutil.copyfile(project / "Pulumi.yaml", init / "Pulumi.yaml")
            try:
                self._init(init)
            except subprocess.CalledProcessError:
                shutil.rmtree(init)
                raise
        salt = (init / name).read_text(encoding="utf-8")
        source = (project / name).read_text(encoding="utf-8")
        self.workspace.stack_file.write_text(f"{source.rstrip()}\n{salt}", encoding="utf-8")

    def _init(self, folder: Path) -> None:
        subprocess.run(
            ["pulumi", "stack", "init", self.workspace.stack, "--non-interactive"],
            cwd=folder,
            env=self.environment(),
            check=True,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )

    def command(self, *arguments: str) -> list[str]:
        """A command line of the CLI for this stack; commands that read no configuration refuse --config-file."""
        configured = ("--config-file", str(self.workspace.stack_file)) if arguments[0] in _CONFIGURED else ()
        return ["pulumi", *arguments, "--stack", self.workspace.stack, *configured, "--non-interactive"]

    def run(
        self, *arguments: str, quiet: bool = False, check: bool = True, timeout: float = 900
    ) -> subprocess.CompletedProcess[str]:
        """Run the CLI. Raises CalledProcessError when it fails and check is set; a quiet one's output is its note."""
        result = subprocess.run(
            self.command(*arguments),
            cwd=self.workspace.project,
            env=self.environment(),
            check=False,
            text=True,
            timeout=timeout,
            capture_output=quiet,
            stdin=subprocess.DEVNULL,
        )
        if check:
            try:
                result.check_returncode()
            except subprocess.CalledProcessError as error:
                error.add_note(f"{result.stdout or ''}{result.stderr or ''}")
                raise
        return result

    def state(self) -> dict[str, Any]:
        """What Pulumi knows of the stack, as `pulumi stack export` gives it. Raises CalledProcessError."""
        return json.loads(self.run("stack", "export", quiet=True).stdout)

    def replace_state(self, state: dict[str, Any]) -> None:
        """Make Pulumi know this instead; its unfinished operations are forgotten. Raises CalledProcessError."""
        file = self.workspace.folder / "state.json"
        file.write_text(json.dumps(state), encoding="utf-8")
        self.run("stack", "import", "--file", str(file), quiet=True)
        file.unlink()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the CLI in a process group of its own, to be interrupted or killed."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.workspace.project,
            env=self.environment(),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
