"""The way of a stack's CloudTrail records, in the words of policies."""

from config.models import Stack
from policies.log_path import TrailPath
from policies.names import partition


def trail_path(stack: Stack) -> TrailPath:
    """Who owns what on the way of a record."""
    organization, accounts, archive = stack.organization, stack.baseline.accounts, stack.baseline.log_archive
    return TrailPath(
        partition=partition(organization.home_region),
        region=organization.home_region,
        organization=organization.id,
        management=accounts[organization.management_account].id,
        log_archive=accounts[organization.log_archive_account].id,
        audit=accounts[organization.audit_account].id,
        bucket=archive.bucket_name,
        access_logs=archive.access_log_bucket,
        accounts=trail_accounts(stack),
    )


def trail_accounts(stack: Stack) -> tuple[str, ...]:
    """Ids of the accounts with a trail of their own besides the organization's."""
    own = stack.active_accounts().values() if stack.baseline.trail.per_account else ()
    return tuple(sorted(account.id for account in own))


def drilled_groups(stack: Stack, key: str) -> tuple[str, ...]:
    """Log groups of an account, by its key, into which a drill writes: those of the trails that alarms count there."""
    path, number = trail_path(stack), stack.baseline.accounts[key].id
    central = (records_group(stack),) if key == records_account(stack) else ()
    return (*central, *(path.of_account(number).trail for account in path.accounts if account == number))


def records_account(stack: Stack) -> str:
    """Key of the account that has the trail's log group, and so what counts and alerts."""
    existing = stack.baseline.trail.existing
    if existing is None:
        return stack.organization.audit_account
    return existing.account or stack.organization.management_account


def records_group(stack: Stack) -> str:
    """Name of that log group."""
    existing = stack.baseline.trail.existing
    return trail_path(stack).trail if existing is None else existing.log_group
