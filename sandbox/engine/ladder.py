"""The ladder to an engine: the installed one first, then one built from Go modules."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sandbox.engine.build import CLI_VERSION, PLUGIN_VERSION, EngineMissingError, built_engine, terraform_provider
from sandbox.engine.cache import keep_only_used

HOW_TO_INSTALL = (
    f"install the official one: curl -fsSL https://get.pulumi.com | sh -s -- --version {CLI_VERSION}"
    f" && pulumi plugin install resource aws {PLUGIN_VERSION}"
)


@dataclass(frozen=True)
class Engine:
    """A usable engine and the variables that a child process needs to run it."""

    rung: str
    version: str
    environment: dict[str, str]


def find_engine(say: Callable[[str], None]) -> Engine:
    """The first engine on the ladder, so that an official installation always wins over a build.

    Raises EngineMissingError when there is none and none can be built.
    """
    pulumi, home = shutil.which("pulumi"), _pulumi_home()
    plugin = home / "plugins" / f"resource-aws-v{PLUGIN_VERSION}" / "pulumi-resource-aws"
    if pulumi and plugin.is_file() and (version := _version(pulumi)):
        say(f"engine 1 of 2, installed: {pulumi} with the AWS plugin {PLUGIN_VERSION}")
        return Engine("installed", version, _environment(Path(pulumi).parent, home, terraform_provider()))
    lacking = f"no AWS plugin {PLUGIN_VERSION} in {home}" if pulumi else "no `pulumi` on PATH"
    say(f"engine 1 of 2, installed: {lacking}")
    return _built(lacking, say)


def _built(lacking: str, say: Callable[[str], None]) -> Engine:
    provider = terraform_provider()
    try:
        if provider is None:
            go = "" if shutil.which("go") else "no `go` on PATH and "
            raise EngineMissingError(f"{go}no Terraform AWS provider 5.x in a filesystem mirror to build one with")
        folder = built_engine(provider, say)
    except EngineMissingError as error:
        say(f"engine 2 of 2, built from Go modules: {error}")
        raise EngineMissingError(f"no Pulumi engine: {lacking}; {error}; {HOW_TO_INSTALL}") from error
    keep_only_used(folder)
    say(f"engine 2 of 2, built from Go modules: {folder}")
    return Engine("built from Go modules", CLI_VERSION, _environment(folder / "bin", folder / "home", provider))


def _pulumi_home() -> Path:
    return Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi").absolute()


def _version(pulumi: str) -> str:
    try:
        answer = subprocess.run(
            [pulumi, "version"], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip().removeprefix("v")


def _environment(binaries: Path, home: Path, provider: Path | None) -> dict[str, str]:
    environment = {
        "PATH": os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)]),
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    if provider:
        environment["TF_PROVIDER_AWS"] = str(provider)
    return environment
