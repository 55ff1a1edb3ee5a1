"""Bad security services: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

_LAST = "        managedPolicies: [ReadOnlyAccess]\n"


def _case(name: str, block: str, *errors: str) -> Case:
    return Case(name, "Pulumi.prod.yaml", _LAST, f"{_LAST}    securityServices:\n{block}", errors)


CASES = (
    _case(
        "service",
        "      guardDut: {}\n",
        "Pulumi.prod.yaml:49:7: guardrails:baseline.securityServices.guardDut: found an unknown key, expected one of guardDuty, config, securityHub; did you mean guardDuty?",
    ),
    _case(
        "plan",
        "      guardDuty: {plans: [S3_DATA]}\n",
        'Pulumi.prod.yaml:49:27: guardrails:baseline.securityServices.guardDuty.plans[0]: found "S3_DATA", expected one of S3_DATA_EVENTS, EKS_AUDIT_LOGS, EBS_MALWARE_PROTECTION, RDS_LOGIN_EVENTS, LAMBDA_NETWORK_LOGS, RUNTIME_MONITORING; did you mean S3_DATA_EVENTS?',
    ),
    _case(
        "standard",
        "      config: {}\n      securityHub: {standards: [cis-aws-foundations-benchmark/v/7.0.0]}\n",
        'Pulumi.prod.yaml:50:33: guardrails:baseline.securityServices.securityHub.standards[0]: found "cis-aws-foundations-benchmark/v/7.0.0", expected one of cis-aws-foundations-benchmark/v/5.0.0, aws-foundational-security-best-practices/v/1.0.0; did you mean cis-aws-foundations-benchmark/v/5.0.0?',
    ),
    _case(
        "no standard",
        "      config: {}\n      securityHub: {standards: []}\n",
        "Pulumi.prod.yaml:50:32: guardrails:baseline.securityServices.securityHub.standards: found an empty list, expected a list with at least one item; correct it",
    ),
    _case(
        "checks without records",
        "      securityHub: {}\n",
        "Pulumi.prod.yaml:49:7: guardrails:baseline.securityServices.securityHub: found securityHub without config, expected config beside it, which most checks read from; add config: {}, or config: {controlTower: true} where Control Tower records",
    ),
    _case(
        "no control tower",
        "      config: {controlTower: true}\n",
        "Pulumi.prod.yaml:49:30: guardrails:baseline.securityServices.config.controlTower: found true in an organization without Control Tower, expected false, so that the stack makes the recorders; remove it, or set controlTower: true under guardrails:organization",
    ),
    _case(
        "archive as config bucket",
        "      config: {bucketName: exampleorg1-log-archive}\n",
        'Pulumi.prod.yaml:49:28: guardrails:baseline.securityServices.config.bucketName: found "exampleorg1-log-archive", a bucket of the log archive, expected a bucket of its own: Config delivers to none with Object Lock; choose another bucketName',
    ),
    _case(
        "access logs as config bucket",
        "      config: {bucketName: exampleorg1-log-archive-access-logs}\n",
        'Pulumi.prod.yaml:49:28: guardrails:baseline.securityServices.config.bucketName: found "exampleorg1-log-archive-access-logs", a bucket of the log archive, expected a bucket of its own: Config delivers to none with Object Lock; choose another bucketName',
    ),
    _case(
        "unknown account used before",
        "      config: {usedBefore: [audi]}\n",
        'Pulumi.prod.yaml:49:29: guardrails:baseline.securityServices.config.usedBefore[0]: found "audi", expected a key under accounts; did you mean audit?',
    ),
    _case(
        "keys for ever",
        "      config: {maxKeyDays: 400}\n",
        "Pulumi.prod.yaml:49:28: guardrails:baseline.securityServices.config.maxKeyDays: found 400, expected a whole number from 1 to 365; correct it",
    ),
    _case(
        "frequency",
        "      config: {frequency: HOURLY}\n",
        'Pulumi.prod.yaml:49:27: guardrails:baseline.securityServices.config.frequency: found "HOURLY", expected one of CONTINUOUS, DAILY; choose one of CONTINUOUS, DAILY',
    ),
    _case(
        "items for a week",
        "      config: {expireDays: 7}\n",
        "Pulumi.prod.yaml:49:28: guardrails:baseline.securityServices.config.expireDays: found 7, expected a whole number from 90 to 36500; correct it",
    ),
)
