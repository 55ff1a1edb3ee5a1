"""What must hold of the findings of AWS's services: what is on is heard where it tells, and nothing else is."""

from collections.abc import Iterator

from config.models import Stack
from policies.names import global_region
from review.recorder import Graph, Resource
from tests.components.tokens import RULE
from tests.policies.event_patterns import matches
from tests.policies.finding_records import STRANGER, access, anomaly, attached, imported, risk, threat

ADMINISTRATOR = "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
STANDARDS = "aws:securityhub/configurationPolicy:ConfigurationPolicy"
FOUND = {
    "GuardDuty": (threat(),),
    "Access Analyzer": (access({"AWS": "*"}, public=True), access(STRANGER)),
    "Security Hub": (imported(), imported(label="HIGH")),
    "AWS Health": (risk(),),
    "IAM": (attached(),),
    "Cost Anomaly Detection": (anomaly(1_000_000),),
}
Place = tuple[str, str, str]
"""Service, provider and region."""


def findings_are_heard(graph: Graph, stack: Stack) -> list[str]:
    """A rule of the same account and region sends on what a service tells there, and only such services have rules."""
    told = set(_told(graph, stack))
    why = [
        f"{service} of {provider.split('::')[-2]} is not heard in {region}"
        for service, provider, region in sorted(told)
        for event in FOUND[service]
        if not any(matches(event, rule.inputs["eventPattern"]) for rule in _rules(graph, provider, region))
    ]
    return why + [w for service in FOUND for w in _needless(graph, service, told)]


def _told(graph: Graph, stack: Stack) -> Iterator[Place]:
    home = stack.organization.home_region
    for one in graph.of_type(ADMINISTRATOR):
        yield "GuardDuty", one.provider, one.inputs["region"]
    for one in graph.of_type(ANALYZER):
        if one.inputs.get("type", "ACCOUNT") == "ACCOUNT":
            yield "Access Analyzer", one.provider, one.inputs["region"]
    for one in graph.of_type(STANDARDS):
        if one.inputs["configurationPolicy"]["serviceEnabled"]:
            yield "Security Hub", one.provider, home
    for provider in {rule.provider for rule in graph.of_type(RULE)}:
        yield "AWS Health", provider, global_region(home)
        yield "IAM", provider, global_region(home)
        key = provider.split("::")[-2]
        if stack.baseline.cost_anomalies is not None and key == stack.organization.management_account:
            yield "Cost Anomaly Detection", provider, global_region(home)


def _rules(graph: Graph, provider: str, region: str) -> list[Resource]:
    return [rule for rule in graph.of_type(RULE) if (rule.provider, rule.inputs.get("region")) == (provider, region)]


def _needless(graph: Graph, service: str, told: set[Place]) -> Iterator[str]:
    places = {(provider, region) for name, provider, region in told if name == service}
    for rule in graph.of_type(RULE):
        if not any(matches(event, rule.inputs["eventPattern"]) for event in FOUND[service]):
            continue
        on_hub = "eventBusName" in rule.inputs
        if not places if on_hub else (rule.provider, rule.inputs.get("region")) not in places:
            yield f"{rule.name} listens to {service}, which tells nothing there"
