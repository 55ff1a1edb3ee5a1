"""Runs Prowler's checks of one benchmark in one account and prints what they find, one JSON object a line.

It runs in Prowler's own environment, where nothing of this project can be imported. The checks are Prowler's, as its
command line runs them; that one first loads fifty benchmarks and the clients of twenty clouds, which takes longer than
the scan itself: https://github.com/prowler-cloud/prowler/blob/master/prowler/lib/check/check.py
"""

import importlib
import inspect
import json
import logging
import re
import sys
from collections import defaultdict
from pathlib import Path

from prowler.providers.aws.aws_provider import AwsProvider  # pyright: ignore[reportMissingImports]
from prowler.providers.common.models import Audit_Metadata  # pyright: ignore[reportMissingImports]

_REFUSED = re.compile(r"\((?:NotImplemented|SandboxFailure)\) when calling the (\w+) operation")
_CLIENT = re.compile(r"services\.\w+\.(\w+)_client import")


class _Errors(logging.Handler):
    """Prowler logs what fails and goes on; it must not look like a pass."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print it with the operation that the local AWS refused, or null when something else failed."""
        message = record.getMessage()
        refused = _REFUSED.search(message)
        say(kind="error", module=record.module, operation=refused and refused[1], message=message)


def say(**line: object) -> None:
    """Print one line of the report."""
    print(json.dumps(line), flush=True)


def controls_of(benchmark: str) -> dict[str, list[str]]:
    """The benchmark's checks, each with the controls that it answers. Raises FileNotFoundError for an unknown one."""
    folder = Path(inspect.getfile(AwsProvider)).parents[2]
    file = folder / "compliance" / "aws" / f"{benchmark}.json"
    found = defaultdict(list)
    for requirement in json.loads(file.read_text(encoding="utf-8"))["Requirements"]:
        for check in requirement["Checks"]:
            found[check].append(requirement["Id"])
    return dict(sorted(found.items()))


def run(check: str, controls: list[str]) -> None:
    """Run one check and print its findings, then the check with the modules of Prowler that read AWS for it.

    `ec2_service` reads for a check that imports `ec2_client`.
    """
    module = importlib.import_module(f"prowler.providers.aws.services.{check.split('_')[0]}.{check}.{check}")
    readers = sorted({f"{name}_service" for name in _CLIENT.findall(inspect.getsource(module))})
    for report in getattr(module, check)().execute():
        say(
            kind="finding",
            check=check,
            status=report.status,
            region=report.region,
            resource=report.resource_arn or report.resource_id,
            detail=report.status_extended,
        )
    say(kind="check", check=check, controls=controls, readers=readers)


def main(benchmark: str, regions: list[str], administrators: list[str]) -> None:
    """Scan the account of the environment's credentials; resources that nothing uses are looked at too.

    `administrators` are the accounts that the organization delegates to on purpose.
    """
    logging.basicConfig(level=logging.ERROR, handlers=[_Errors()])
    checks = controls_of(benchmark)
    trusted = {"organizations_trusted_delegated_administrators": administrators}
    provider = AwsProvider(regions=set(regions), scan_unused_services=True, config_content=trusted)
    provider.audit_metadata = Audit_Metadata(
        services_scanned=0, expected_checks=list(checks), completed_checks=0, audit_progress=0
    )
    for check, controls in checks.items():
        try:
            run(check, controls)
        except Exception as error:  # one broken check must not hide the others
            logging.exception("%s did not run: %r", check, error)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
