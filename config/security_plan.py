"""Which accounts the security services leave out, and what their buckets are called."""

from config.models import Stack

CONFIG_BUCKET = "-config"
"""What the archive's name ends with where Config's bucket has no name of its own."""


def config_bucket(stack: Stack) -> str:
    """Name of the bucket that AWS Config delivers to."""
    config = stack.baseline.security_services.config
    named = config.bucket_name if config is not None else None
    return named or f"{stack.baseline.log_archive.bucket_name}{CONFIG_BUCKET}"


def unrecorded(stack: Stack) -> tuple[str, ...]:
    """Ids of the organization's accounts without recorder: AWS fails a rule of the organization for each of them.

    Those are accounts that are not active or not of this stack, and the management account where Control Tower
    records, which leaves it out
    (https://docs.aws.amazon.com/controltower/latest/userguide/monitoring-with-config.html).
    """
    recorded = {account.id for account in stack.active_accounts().values()}
    config = stack.baseline.security_services.config
    if config is not None and config.control_tower:
        recorded -= {stack.organized()[1].organization.management_account_id}
    return tuple(sorted(set(stack.snapshot.accounts) - recorded))
