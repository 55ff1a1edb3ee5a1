"""Prowler against the accounts of a local AWS, two at a time."""

import json
import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from sandbox.aws.client import LocalAws

BENCHMARK = "cis_7.0_aws"
"""Prowler's name of CIS AWS Foundations 7.0.0, the newest that Prowler has."""
AT_A_TIME = 2
_SCRIPT = Path(__file__).with_name("scan_account.py")
_PATIENCE = 900  # seconds for one account


class ScanError(RuntimeError):
    """Prowler did not get to its end; the message holds the end of what it said."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What Prowler is told: regions, and the accounts to which the organization delegates on purpose."""

    regions: tuple[str, ...]
    administrators: tuple[str, ...]
    benchmark: str = BENCHMARK


def scan(python: Path, aws: LocalAws, accounts: Mapping[str, str], scope: Scope, answers: Path) -> dict[str, str]:
    """What scan_account.py prints, by the accounts' keys, and kept in `answers`; `accounts` gives each key's id.

    Raises ScanError.
    """
    answers.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outputs = pool.map(lambda account: _output(python, aws, account, scope), accounts.values())
        found = dict(zip(accounts, outputs, strict=True))
    for key, output in found.items():
        (answers / f"{key}.jsonl").write_text(output, encoding="utf-8")
    return found


def _output(python: Path, aws: LocalAws, account: str, scope: Scope) -> str:
    """As the account's own administrator, through the role that Organizations made there, as an auditor would."""
    result = subprocess.run(
        # Isolated: the project's own packages must not be found in the place of Prowler's.
        [str(python), "-I", str(_SCRIPT), json.dumps(asdict(scope))],
        env=aws.child_environment() | _credentials(aws, account),
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
        stdin=subprocess.DEVNULL,
        cwd=os.sep,
    )
    if result.returncode:
        last = "\n".join((result.stderr or result.stdout).splitlines()[-15:])
        raise ScanError(f"Prowler did not scan account {account}; the end of what it said:\n{last}")
    return result.stdout


def _credentials(aws: LocalAws, account: str) -> dict[str, str]:
    found = aws.session(account).get_credentials()
    if found is None:
        raise ScanError(f"the local AWS gives no credentials for account {account}")
    token = {"AWS_SESSION_TOKEN": found.token} if found.token else {}
    return {"AWS_ACCESS_KEY_ID": found.access_key, "AWS_SECRET_ACCESS_KEY": found.secret_key, **token}
