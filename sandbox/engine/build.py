"""Builds the engine from Go modules into a cache outside the checkout."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CLI_VERSION = "3.274.1"
PLUGIN_VERSION = "7.51.1"
SOURCES = Path(__file__).parent

Say = Callable[[str], None]


class EngineMissingError(RuntimeError):
    """No engine could be found or built; its message says in one line how to get one."""


def cache_folder() -> Path:
    """Where built engines are kept: outside the checkout, so that all checkouts share them."""
    if own := os.environ.get("GUARDRAILS_CACHE"):
        return Path(own).absolute()
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared).absolute() / "guardrails"
    return Path.home() / ".cache" / "guardrails"


def terraform_provider() -> Path | None:
    """The newest Terraform AWS provider 5.x in a filesystem mirror, because the plugin serves AWS through it."""
    if named := os.environ.get("TF_PROVIDER_AWS"):
        return Path(named) if os.access(named, os.X_OK) else None
    roots = (Path("/opt"), Path("/usr/local/share"), Path("/usr/share/terraform"), Path.home() / ".terraform.d")
    found = [
        file
        for root in roots
        for depth in range(1, 5)
        for file in root.glob("*/" * depth + "hashicorp/aws/5.*/*/terraform-provider-aws_v5.*")
        if file.is_file() and os.access(file, os.X_OK)
    ]
    return max(found, key=_version, default=None)


def _version(provider: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in provider.parent.parent.name.split(".") if part.isdigit())


def cache_key(sources: Path, provider: Path) -> str:
    """A hash of everything that goes into a build, so that a changed source or pin gets a build of its own."""
    digest = hashlib.sha256(f"{CLI_VERSION} {PLUGIN_VERSION} {provider}\n".encode())
    folders = (sources / "cli", sources / "plugin-aws")
    files = [file for folder in folders for file in folder.iterdir() if file.suffix in {".go", ".mod", ".sum", ".json"}]
    for file in sorted([*files, sources / "language_host", sources / "build.py"]):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(sources).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def built_engine(provider: Path, say: Say) -> Path:
    """The folder of the engine for this provider, built when the cache has none.

    Raises EngineMissingError when it isn't in the cache and Go is missing or fails.
    """
    target = cache_folder() / f"engine-{cache_key(SOURCES, provider)}"
    if target.is_dir():
        return target
    if not shutil.which("go"):
        raise EngineMissingError("no `go` on PATH to build the Pulumi engine with")
    with _locked(target, say):
        if not target.is_dir():
            _build(target, say)
    return target


@contextmanager
def _locked(target: Path, say: Say) -> Iterator[None]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another build of the engine")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(target: Path, say: Say) -> None:
    for stale in target.parent.glob(f"{target.name}.tmp-*"):
        shutil.rmtree(stale, ignore_errors=True)  # of a builder that was killed; the lock is ours
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.tmp-", dir=target.parent))
    try:
        _fill(folder, say)
        folder.rename(target)
    except OSError as error:
        raise EngineMissingError(f"the Pulumi engine couldn't be built: {error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, say: Say) -> None:
    plugin = folder / "home" / "plugins" / f"resource-aws-v{PLUGIN_VERSION}"
    plugin.mkdir(parents=True)
    cli = folder / "bin" / "pulumi"
    cli.parent.mkdir()
    say(f"building the Pulumi CLI {CLI_VERSION} from Go modules (about 3 minutes the first time)")
    version = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={CLI_VERSION}"
    _go_build("cli", version, cli, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", say)
    say(f"building the AWS plugin {PLUGIN_VERSION} from Go modules (about 2 minutes the first time)")
    _go_build("plugin-aws", f"-X main.version={PLUGIN_VERSION}", plugin / "pulumi-resource-aws", ".", say)
    (plugin / "terraform-provider-aws").symlink_to("pulumi-resource-aws")
    host = cli.with_name("pulumi-language-python")
    shutil.copyfile(SOURCES / "language_host", host)
    host.chmod(0o755)


def _go_build(module: str, ldflags: str, output: Path, package: str, say: Say) -> None:
    command = ["go", "-C", str(SOURCES / module), "build", "-trimpath", "-ldflags", f"-s -w {ldflags}"]
    process = subprocess.Popen(
        [*command, "-o", str(output), package],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seconds = 0
    try:
        while True:
            try:
                log, _ = process.communicate(timeout=30)
                break
            except subprocess.TimeoutExpired:
                seconds += 30
                say(f"still building {output.name} ({seconds} s)")
    finally:
        process.kill()
        process.wait()
    if process.returncode != 0:
        reason = (log.strip().splitlines() or ["no output"])[-1]
        raise EngineMissingError(f"the Pulumi engine couldn't be built: go build of {module}: {reason}")
