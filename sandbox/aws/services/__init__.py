"""What the baseline needs of each service and moto lacks, one module per service."""

from sandbox.aws.services import (
    accessanalyzer,
    account,
    chatbot,
    cloudtrail,
    config,
    ec2,
    events,
    guardduty,
    iam,
    iam_account,
    iam_principals,
    logs,
    organization_policies,
    organizations,
    s3,
    securityhub,
    securityhub_central,
    sns,
    ssoadmin,
    sts,
)

_SERVICES = (
    accessanalyzer,
    account,
    chatbot,
    cloudtrail,
    config,
    ec2,
    events,
    guardduty,
    iam,
    iam_account,
    iam_principals,
    logs,
    organization_policies,
    organizations,
    s3,
    securityhub,
    securityhub_central,
    sns,
    ssoadmin,
    sts,
)


def install() -> None:
    """Patch moto once, before it answers the first request."""
    for service in _SERVICES:
        service.install()
