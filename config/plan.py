"""What the configuration asks for: guardrails as policies with their targets, exemptions applied."""

from config.models import Stack
from policies.guardrail import Context
from policies.names import partition, role_arn
from policies.organization import OrganizationPolicy, organization_policy
from policies.types import Mode


def organization_policies(stack: Stack) -> tuple[OrganizationPolicy, ...]:
    """The policies of all guardrails that are not off, in the order of their keys."""
    policies = []
    for key, setting in sorted(stack.baseline.guardrails.items()):
        targets = targets_of(stack, setting.mode, setting.targets)
        if targets:
            policies.append(organization_policy(key, targets=targets, context=context(stack, key)))
    return tuple(policies)


def targets_of(stack: Stack, mode: Mode, targets: tuple[str, ...]) -> tuple[str, ...]:
    """Where a guardrail is attached: nowhere, to the canary unit below its targets only, or to all of them."""
    if mode == Mode.OFF:
        return ()
    if mode == Mode.ENFORCE:
        return tuple(sorted(targets))
    units = stack.snapshot.organizational_units
    return tuple(sorted(u for u in units if u.split("/")[-1] == "Canary" and _below(u, targets)))


def context(stack: Stack, key: str) -> Context:
    """Partition, deployer and exempt principals of one guardrail."""
    home = stack.organization.home_region
    return Context(
        partition=partition(home),
        deployer=role_arn(home, "*", stack.baseline.deployment.role_name),
        exempt=tuple(e.principal for e in stack.organization.exemptions if e.guardrail == key),
    )


def _below(unit: str, targets: tuple[str, ...]) -> bool:
    return any(target == "Root" or unit == target or unit.startswith(f"{target}/") for target in targets)
