"""What the baseline needs of each service and moto lacks, one module per service."""

from sandbox.aws.services import (
    accessanalyzer,
    account,
    chatbot,
    cloudtrail,
    config,
    ec2,
    ec2_groups,
    ec2_snapshots,
    events,
    guardduty,
    iam,
    iam_account,
    iam_principals,
    iam_report,
    kms,
    logs,
    macie2,
    organization_policies,
    organizations,
    s3,
    securityhub,
    securityhub_central,
    sns,
    ssoadmin,
    sts,
    sts_root,
)

_SERVICES = (
    accessanalyzer,
    account,
    chatbot,
    cloudtrail,
    config,
    ec2,
    ec2_groups,
    ec2_snapshots,
    events,
    guardduty,
    iam,
    iam_account,
    iam_principals,
    iam_report,
    kms,
    logs,
    macie2,
    organization_policies,
    organizations,
    s3,
    securityhub,
    securityhub_central,
    sns,
    ssoadmin,
    sts,
    sts_root,
)


def install() -> None:
    """Patch moto once, before it answers the first request."""
    for service in _SERVICES:
        service.install()
