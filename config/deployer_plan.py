"""What guards the deployers' roles where a pipeline is named."""

from config.models import Stack
from config.plan import context
from policies.alarms import Alarm
from policies.deployer.use import outside_pipeline


def deployer_alarms(stack: Stack) -> tuple[tuple[Alarm, int], ...]:
    """The alarm on their use by anybody else, with its threshold; none while people deploy by hand."""
    if stack.standalone or stack.baseline.deployment.pipeline is None:
        return ()
    facts = context(stack)
    alarm = outside_pipeline(facts.partition, facts.management, facts.deployer_role)
    return ((alarm, alarm.threshold),)
