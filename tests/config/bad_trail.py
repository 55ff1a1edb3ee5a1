"""Bad places of alarms: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

_OLD = "    logArchive:\n      bucketName: exampleorg1-log-archive\n      retentionDays: 365\n"


def _case(name: str, trail: str, *errors: str, archive: str = _OLD) -> Case:
    return Case(name, "Pulumi.prod.yaml", _OLD, f"    trail: {trail}\n{archive}", errors)


CASES = (
    _case(
        "alarms: another place",
        "{alarms: peraccount}",
        'Pulumi.prod.yaml:20:21: guardrails:baseline.trail.alarms: found "peraccount", expected one of central, perAccount; did you mean perAccount?',
    ),
    _case(
        "alarms: trails of accounts beside one that exists",
        "{alarms: perAccount, existing: {logGroup: aws-controltower/CloudTrailLogs}}",
        'Pulumi.prod.yaml:20:21: guardrails:baseline.trail.alarms: found "perAccount", and an existing trail with an archive of its own, expected central: trails of accounts are written into the archive that is made here; remove it, or remove existing',
        archive="    logArchive:\n      bucketName: exampleorg1-log-archive\n",
    ),
)
