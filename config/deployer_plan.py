"""What guards the roles that deploy, what they deploy, and those that AWS makes in new accounts."""

from collections.abc import Iterator

from config.models import Stack
from config.plan import context
from policies.alarms import Alarm
from policies.baseline_changes import outside_deployment
from policies.deployer.use import outside_pipeline
from policies.vending import CONTROL_TOWER, PEOPLE, VENDED, outside_vending


def deployer_alarms(stack: Stack) -> tuple[tuple[Alarm, int], ...]:
    """The alarms on others at work there, each with its threshold; only an organization's accounts have such roles.

    The one on use of the deployer's is there once a pipeline is named: until then people deploy by hand.
    """
    alarms = [outside_deployment(stack.baseline.deployment.role_name)]
    if not stack.standalone:
        facts = context(stack)
        alarms.append(outside_vending(facts.management, vendors(stack)))
        if stack.baseline.deployment.pipeline is not None:
            alarms.append(outside_pipeline(facts.partition, facts.management, facts.deployer_role))
    return tuple((alarm, alarm.threshold) for alarm in alarms)


def vendors(stack: Stack) -> Iterator[str]:
    """Names of the management account's roles that take a vended role, as `outside_vending` wants them."""
    deployment = stack.baseline.deployment
    if stack.organization.control_tower:
        yield from CONTROL_TOWER
    if deployment.vending is not None:
        yield from deployment.vending.roles
        yield from (f"{PEOPLE}{name}_" for name in deployment.vending.permission_sets)
    elif deployment.role_name in VENDED:
        yield PEOPLE
