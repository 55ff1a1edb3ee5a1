"""The configuration's machines in the words of policies."""

from typing import cast

from config.machine_access import CrossAccountRole
from config.models import Stack
from policies.document import Document
from policies.grantees import Role
from policies.guardrails.organization_perimeter import PerimeterSettings
from policies.names import partition
from policies.trust import roles_trust


def cross_account_trust(stack: Stack, role: CrossAccountRole) -> Document:
    """The trust policy of a role for others than its account, the same in each account that has it."""
    perimeter = cast("PerimeterSettings", stack.baseline.guardrails.settings("organizationPerimeter"))
    accounts = stack.baseline.accounts
    return roles_trust(
        partition(stack.organization.home_region),
        stack.organization.id,
        roles=tuple(Role(account=accounts[one.account].id, name=one.role) for one in role.callers),
        third_parties=tuple(party for party in perimeter.third_parties if party.account in role.third_parties),
        source_identity=role.require_source_identity,
    )
