"""Who may assume the configuration's own roles, so that nobody is taken to reach a role that doesn't trust them."""

from collections.abc import Iterator

from config.machine_plan import cross_account_trust
from config.models import Stack
from policies import break_glass
from policies.compiled import Compiled
from policies.document import Document
from policies.machine_names import cross_account_role, deployment_role
from policies.names import partition, role_arn
from policies.trust import pipeline_trust


def own_trust(stack: Stack, arn: str) -> Compiled | None:
    """The trust policy of a role, given by its ARN; None for what the configuration doesn't make."""
    for account in stack.active_accounts():
        for known, trust in _trusts(stack, account):
            if known == arn:
                return Compiled(trust.as_dict())
    return None


def _trusts(stack: Stack, account: str) -> Iterator[tuple[str, Document]]:
    home, accounts = stack.organization.home_region, stack.baseline.accounts
    place, number = partition(home), accounts[account].id
    settings, machines = stack.baseline.break_glass, stack.baseline.machine_access
    if settings is not None:
        management = accounts[stack.organization.management_account].id
        yield (
            break_glass.role_arn(place, number),
            break_glass.trust(place, management, settings.mfa_minutes * 60),
        )
    for key, pipeline in machines.deployment_roles.items():
        if pipeline.account == account:
            trust = pipeline_trust(place, number, pipeline.pipeline)
            yield role_arn(home, number, deployment_role(key)), trust
    for key, role in machines.cross_account_roles.items():
        if account in role.accounts:
            yield role_arn(home, number, cross_account_role(key)), cross_account_trust(stack, role)
