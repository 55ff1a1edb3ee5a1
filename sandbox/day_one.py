"""The organization that a stack file describes, as it would be on day one: before the baseline."""

from config.models import Stack
from sandbox.aws.seed import IdentityCenterSeed, Seed, SeedAccount


def seed_of(stack: Stack) -> Seed:
    """Accounts, units and Identity Center with the ids of organization.json.

    The last active workload account, by key, gets the mess that audits are there to find.
    """
    snapshot = stack.snapshot
    center = snapshot.identity_center
    special = {
        stack.organization.management_account,
        stack.organization.log_archive_account,
        stack.organization.audit_account,
    }
    workloads = sorted(key for key in stack.active_accounts() if key not in special)
    return Seed(
        management=stack.baseline.accounts[stack.organization.management_account].id,
        organization=stack.organization.id,
        root=snapshot.root.id,
        units={path: unit.id for path, unit in snapshot.organizational_units.items()},
        accounts=tuple(
            SeedAccount(
                id=account.id,
                name=account.name,
                email=account.email,
                parent=account.organizational_unit,
                state=snapshot.accounts[account.id].state.value,
            )
            for account in stack.baseline.accounts.values()
        ),
        identity_center=center
        and IdentityCenterSeed(
            region=center.region,
            instance_arn=center.instance_arn,
            identity_store_id=center.identity_store_id,
            groups=center.groups,
        ),
        mess_account=stack.baseline.accounts[workloads[-1]].id if workloads else None,
    )
