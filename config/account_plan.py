"""Which of an account's settings the organization sets for it, so that the account doesn't try to."""

from config.levels import chain
from config.models import Stack
from config.plan import context, placements
from policies.guardrail import Declaration
from policies.types import PolicyType


def declared(stack: Stack, account: str) -> frozenset[str]:
    """The attributes of EC2 that a declarative policy sets in an account, given by its key.

    EC2 refuses an account that changes one of them. The management account inherits such policies like any other
    (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html).
    """
    targets = set(chain(stack, account))
    return frozenset(
        attribute
        for placement in placements(stack)
        if isinstance(placement.entry, Declaration)
        and placement.entry.policy_type == PolicyType.EC2
        and targets & set(placement.targets)
        for attribute in placement.entry.content(context(stack), placement.settings)["ec2_attributes"]
    )
