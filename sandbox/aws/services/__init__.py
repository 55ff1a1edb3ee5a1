"""What the baseline needs of each service and moto lacks, one module per service."""

from sandbox.aws.services import account, cloudtrail, events, iam, organization_policies, organizations, ssoadmin, sts


def install() -> None:
    """Patch moto once, before it answers the first request."""
    for service in (account, cloudtrail, events, iam, organization_policies, organizations, ssoadmin, sts):
        service.install()
