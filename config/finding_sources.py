"""Where AWS's services tell what they find: the accounts and regions in which the stack listens to each."""

from collections.abc import Iterator

from config.models import Stack
from policies.finding_rules import (
    ACCESS_ANALYZER,
    COST,
    GUARD_DUTY,
    HEALTH,
    QUARANTINE,
    SECURITY_HUB,
    FindingSource,
    deployed_rule,
)
from policies.hub_rule import HubRule
from policies.names import global_region, partition


def alert_regions(stack: Stack) -> tuple[str, ...]:
    """The regions in use, those named besides, and that of the global services, which record in one, used or not."""
    organization = stack.organization
    wanted = {*organization.regions, *organization.alert_regions, global_region(organization.home_region)}
    return tuple(sorted(wanted))


def finding_sources(stack: Stack, account: str, region: str) -> tuple[FindingSource, ...]:
    """What is heard in an account, by its key, and a region."""
    return tuple(_heard(stack, account, region))


def _heard(stack: Stack, account: str, region: str) -> Iterator[FindingSource]:
    """Each service where its events are, and nowhere twice.

    GuardDuty's administrator has those of all members, by region; Security Hub's has those of all regions in its home
    region besides; AWS Health tells global events, IAM is recorded and spending is watched in the global region.
    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
    https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html
    """
    services, in_audit = stack.baseline.security_services, account == stack.organization.audit_account
    used, home = region in stack.organization.regions, stack.organization.home_region
    if services.guard_duty is not None and in_audit and used:
        yield GUARD_DUTY
    if services.security_hub is not None and services.security_hub.enabled and in_audit and region == home:
        yield SECURITY_HUB
    if stack.settings(stack.baseline.accounts[account]).external_access_analyzer:
        yield ACCESS_ANALYZER
    if region == global_region(home):
        yield HEALTH
        yield QUARANTINE
        if stack.baseline.cost_anomalies is not None and account == stack.organization.management_account:
            yield COST


def finding_places(stack: Stack) -> dict[str, tuple[str, str]]:
    """For each rule, by its id, an account's key and a region that it hears of: the audit account's own if it can."""
    first = (stack.organization.audit_account, stack.organization.management_account)
    keys = dict.fromkeys((*first, *stack.active_accounts()))
    regions = dict.fromkeys((stack.organization.home_region, *alert_regions(stack)))
    places = [(key, region) for key in keys for region in regions]
    return {
        rule.id: place
        for place in reversed(places)
        for source in finding_sources(stack, *place)
        for rule in source.rules
    }


def finding_rules(stack: Stack) -> tuple[HubRule, ...]:
    """The hub's rules for all that is heard anywhere, in one order."""
    heard = dict.fromkeys(
        rule
        for account in stack.active_accounts()
        for region in alert_regions(stack)
        for source in finding_sources(stack, account, region)
        for rule in source.rules
    )
    accounts = tuple(sorted(account.id for account in stack.active_accounts().values()))
    home = partition(stack.organization.home_region)
    costs = stack.baseline.cost_anomalies
    least = 1 if costs is None else costs.minimum_usd
    return tuple(deployed_rule(rule, home, accounts, least) for rule in sorted(heard, key=lambda rule: rule.id))
