"""The organization, or the account, that a stack file describes, as it would be on day one: before the baseline."""

from config.models import Stack
from sandbox.aws.seed import Seed, SeedAccount, SeedIdentityCenter, SeedUser


def seed_of(stack: Stack) -> Seed:
    """Accounts, units and Identity Center with the ids of organization.json.

    The last active workload account, by key, gets the mess that audits are there to find; a stand-alone account has it
    itself.
    """
    connections = tuple(webhook.connection for _, webhook in stack.baseline.alerts.any_webhooks())
    if stack.standalone:
        (account,) = stack.baseline.accounts.values()
        return Seed(management_account=account.id, mess_account=account.id, connections=connections)
    organization, snapshot = stack.organized()
    center = snapshot.identity_center
    special = {
        stack.organization.management_account,
        stack.organization.log_archive_account,
        stack.organization.audit_account,
    }
    workloads = sorted(key for key in stack.active_accounts() if key not in special)
    return Seed(
        management_account=stack.baseline.accounts[stack.organization.management_account].id,
        organization_id=organization.id,
        root_id=snapshot.root.id,
        organizational_units={path: unit.id for path, unit in snapshot.organizational_units.items()},
        accounts=tuple(
            SeedAccount(
                id=account.id,
                name=account.name,
                email=account.email,
                parent=account.organizational_unit,
                state=snapshot.accounts[account.id].state.value,
                opt_in_regions=snapshot.accounts[account.id].opt_in_regions or (),
            )
            for account in stack.baseline.accounts.values()
        ),
        identity_center=center
        and SeedIdentityCenter(
            region=center.region,
            instance_arn=center.instance_arn,
            identity_store_id=center.identity_store_id,
            groups=dict(center.groups),
            users=(
                SeedUser(id="33333333-4444-5555-6666-777777777777", user_name="alice", display_name="Alice"),
                SeedUser(id="44444444-5555-6666-7777-888888888888", user_name="bob", display_name="Bob"),
            ),
        ),
        policy_types=snapshot.root.policy_types,
        mess_account=stack.baseline.accounts[workloads[-1]].id if workloads else None,
        connections=connections,
    )
