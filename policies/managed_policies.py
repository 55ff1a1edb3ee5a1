"""AWS's managed policies: how they are named, and what some of them say.

Documents of those that the shipped permission sets use are in aws_managed/, as AWS publishes them
(https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html); of any other nothing is guessed.
"""

import difflib
import json
from functools import cache
from pathlib import Path

from policies.compiled import Compiled

_FOLDER = Path(__file__).parent / "aws_managed"
# No policy of AWS is so like another that has a common name: IAMReadOnlyAccess and ReadOnlyAccess are 0.90 alike.
_A_LETTER = 0.92
# Everything that AWS keeps below job-function/, by
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, read 2026-11-25.
_JOB_FUNCTIONS = frozenset(
    (
        "AWSManagementConsoleAdministratorAccess",
        "AmazonODBAutonomousDatabaseAdmin",
        "AmazonODBAutonomousVmClusterAdmin",
        "AmazonODBExadataInfrastructureAdmin",
        "AmazonODBExadataVmClusterAdmin",
        "AmazonODBExascaleStorageVaultAdmin",
        "AmazonODBExascaleVmClusterAdmin",
        "AmazonODBNetworkAdmin",
        "Billing",
        "DataScientist",
        "DatabaseAdministrator",
        "NetworkAdministrator",
        "SupportUser",
        "SystemAdministrator",
        "ViewOnlyAccess",
    )
)


def managed_policy_arn(partition: str, policy: str) -> str:
    """ARN of a managed policy, given by its name, with or without its path, or by its ARN in any partition."""
    name = policy.partition(":policy/")[2] or policy
    path = "job-function/" if name in _JOB_FUNCTIONS else ""
    return f"arn:{partition}:iam::aws:policy/{path}{name}"


def meant_policy(policy: str) -> str | None:
    """The well-known policy whose name this one misses by a letter or by case; None for any other, known or not."""
    name = policy.rpartition("/")[2]
    known = {known.lower(): known for known in (*_JOB_FUNCTIONS, *(path.stem for path in _FOLDER.glob("*.json")))}
    close = difflib.get_close_matches(name.lower(), known, 1, _A_LETTER)
    return known[close[0]] if close and known[close[0]] != name else None


@cache
def managed_document(arn: str) -> Compiled | None:
    """What a managed policy says, ready to decide; None where that is not known here."""
    path = _FOLDER / f"{arn.rpartition('/')[2]}.json"
    if not path.is_file():
        return None
    known = json.loads(path.read_text(encoding="utf-8"))
    return Compiled(known["document"]) if arn.endswith(f":policy/{known['policy']}") else None
