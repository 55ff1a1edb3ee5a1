"""What the configuration asks for: guardrails as policies with their targets, exemptions applied."""

from dataclasses import replace

from config.guardrail_settings import GuardrailSetting
from config.models import Exemption, Stack
from config.security_plan import config_bucket
from policies.guardrail import Context, Declaration, Guardrail
from policies.guardrails import catalogue
from policies.names import partition
from policies.organization import OrganizationPolicy, Placement, organization_policies
from policies.types import Mode

CANARY = "Canary"
"""Name of the organizational units that take a guardrail first."""


def policies(stack: Stack) -> tuple[OrganizationPolicy, ...]:
    """The organization's policies, in the order in which they must be updated; none for a stand-alone account."""
    if stack.standalone:
        return ()
    return organization_policies(placements(stack), context(stack))


def placements(stack: Stack) -> tuple[Placement, ...]:
    """Every guardrail of the catalogue that is attached anywhere, in the order of keys."""
    if stack.standalone:
        return ()
    block, facts = stack.baseline.guardrails, context(stack)
    placed = (
        Placement(
            key=key,
            entry=entry,
            targets=targets_of(stack, entry, block.setting(key)),
            settings=block.settings(key),
            exempted=_exempted(stack, key, facts),
        )
        for key, entry in sorted(catalogue().items())
    )
    return tuple(placement for placement in placed if placement.targets)


def targets_of(stack: Stack, entry: Guardrail | Declaration, setting: GuardrailSetting) -> tuple[str, ...]:
    """Where a guardrail is attached.

    Nowhere when off; to the canary units below its targets as canary. The catalogue's own targets are left out where
    the organization has no such unit.
    """
    units = stack.snapshot.organizational_units
    mode = setting.mode or entry.mode
    targets = setting.targets or tuple(target for target in entry.targets if target == "Root" or target in units)
    found: set[str] = set()
    for target in (*targets, *setting.modes):
        found |= _attached(setting.modes.get(target, mode), target, tuple(units))
    return tuple(sorted(found))


def _attached(mode: Mode, target: str, units: tuple[str, ...]) -> set[str]:
    if mode == Mode.OFF:
        return set()
    if mode == Mode.ENFORCE:
        return {target}
    return {unit for unit in units if unit.rpartition("/")[2] == CANARY and _below(unit, target)}


def _below(unit: str, target: str) -> bool:
    return target == "Root" or unit == target or unit.startswith(f"{target}/")


def _exempted(stack: Stack, key: str, facts: Context) -> tuple[str, ...]:
    """ARNs of the principals that the registry exempts from a guardrail, expired or not: an expiry fails `check`."""
    return tuple(
        arn for entry in stack.organization.exemptions if entry.guardrail == key for arn in _arns(entry, facts)
    )


def _arns(exemption: Exemption, facts: Context) -> tuple[str, ...]:
    if exemption.permission_set is not None:
        return facts.permission_set(exemption.permission_set)
    return () if exemption.principal is None else (exemption.principal,)


def context(stack: Stack) -> Context:
    """The facts that guardrails' statements depend on. Raises ValueError for a stand-alone account, which has none."""
    organization, snapshot = stack.organized()
    accounts, center = stack.baseline.accounts, snapshot.identity_center
    facts = Context(
        partition=partition(organization.home_region),
        organization=organization.id,
        root=snapshot.root.id,
        management=accounts[organization.management_account].id,
        log_archive=accounts[organization.log_archive_account].id,
        audit=accounts[organization.audit_account].id,
        home_region=organization.home_region,
        regions=organization.regions,
        deployer_role=stack.baseline.deployment.role_name,
        bucket=stack.baseline.log_archive.bucket_name,
        access_logs=stack.baseline.log_archive.access_log_bucket,
        config_bucket=config_bucket(stack),
        identity_center_region=center.region if center else organization.home_region,
        control_tower=organization.control_tower,
        units={path: unit.id for path, unit in snapshot.organizational_units.items()},
        accounts={key: account.id for key, account in accounts.items()},
        account_alarms=stack.baseline.trail.per_account,
    )
    return replace(facts, exempted=tuple(arn for entry in organization.exemptions for arn in _arns(entry, facts)))
