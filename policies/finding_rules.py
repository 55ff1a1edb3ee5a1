"""The hub's rules about what AWS's services found, and which events of each service go to the hub for them."""

import dataclasses
from dataclasses import dataclass

from policies import finding_events as events
from policies.finding_messages import (
    access_message,
    anomaly_message,
    attachment_message,
    imported_message,
    risk_message,
    threat_message,
)
from policies.hub_rule import HubRule
from policies.root_events import Pattern, text
from policies.types import Severity

THREAT = HubRule(
    id="threat",
    name="guardrails-threat",
    title="GuardDuty found an attack",
    pattern=text(events.threats()),
    severity=Severity.HIGH,
    headline="ATTACK in account <account>: <type>",
    steps=(
        "Open the finding and ask the owner of user or machine; if nobody explains it, end the sessions and isolate "
        "the machine, and keep both as they are.",
        "Look what else the same address and credential did: saved queries in the audit account.",
        "Archive it once it is dealt with: until then, while it goes on, GuardDuty tells it again every six hours.",
    ),
    compose=threat_message,
    where="with `securityServices.guardDuty`",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",),
)
PUBLIC_ACCESS = HubRule(
    id="public-access",
    name="guardrails-public-access",
    title="Something is open to everybody",
    pattern=text(events.public()),
    severity=Severity.HIGH,
    headline="PUBLIC in account <account>: <resource>",
    steps=(
        "Close it first, unless it is meant to be public: take the statement out of the resource's policy.",
        "Look in the trail who opened it, since when, and, where data events are recorded, who read it.",
        "What is meant to be public is archived, or an archive rule says so: then it is told no more.",
    ),
    compose=access_message,
    where="with `externalAccessAnalyzer`",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html",
    ),
)
EXTERNAL_ACCESS = HubRule(
    id="external-access",
    name="guardrails-external-access",
    title="Somebody outside was let in",
    pattern=text(events.external()),
    severity=Severity.MEDIUM,
    headline="Access from outside in account <account>: <resource>",
    steps=(
        "Compare principal and resource with what was agreed; take back what nobody knows of.",
        "What is meant is archived, or an archive rule says so: then it is told no more.",
        "A finding with an error could not be analyzed: look who keeps IAM Access Analyzer out.",
    ),
    compose=access_message,
    where="with `externalAccessAnalyzer`",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html",),
)
EXPOSED_CREDENTIALS = HubRule(
    id="exposed-credentials",
    name="guardrails-exposed-credentials",
    title="AWS says that a credential is exposed",
    pattern=text(events.risks()),
    severity=Severity.CRITICAL,
    headline="EXPOSED in account <account> <affected>: <event> <entity>",
    steps=(
        "Deactivate the access key now, delete it once nothing needs it, and end its user's sessions.",
        "Look in the trail what the key did in every region: users, keys, roles and machines that nobody knows.",
        "Answer AWS's support case: until then AWS may restrict the account.",
        "Take the key out of where it was found, its history included; a role needs none.",
    ),
    compose=risk_message,
    sources=(
        "https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html",
        "https://github.com/aws/aws-health-tools/tree/master/automated-actions/AWS_RISK_CREDENTIALS_EXPOSED",
    ),
)
QUARANTINED = HubRule(
    id="quarantined",
    name="guardrails-quarantined",
    title="A leaked key was put in quarantine",
    pattern=text(events.quarantined()),
    severity=Severity.CRITICAL,
    headline="KEY LEAKED, quarantine in account <account>: <target> <role> <group>",
    steps=(
        "Deactivate the user's access keys now: the quarantine denies some calls, and everything else goes on.",
        "Go on as with guardrails-exposed-credentials; detach the policy only when the keys are gone.",
    ),
    compose=attachment_message,
    sources=("https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html",),
)
DETECTED = HubRule(
    id="detected",
    name="guardrails-detected",
    title="A product in Security Hub found something critical",
    pattern=text(events.detected()),
    severity=Severity.HIGH,
    headline="CRITICAL in account <account>: <product>, <generator>",
    steps=(
        "Open the finding in Security Hub and in the product that found it; treat it as an intrusion until explained.",
        "Set its workflow to NOTIFIED once it is in somebody's hands: until then each update is told again.",
    ),
    compose=imported_message,
    where="with `securityServices.securityHub`",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html",),
)
TO_REPAIR = HubRule(
    id="to-repair",
    name="guardrails-to-repair",
    title="Security Hub has something to repair",
    pattern=text(events.to_repair()),
    severity=Severity.MEDIUM,
    headline="<severity> in account <account>: <product>, <generator>",
    steps=(
        "Give it to the owner of the resource, and set its workflow to NOTIFIED: until then each update is told again, "
        "a check's about once a day.",
        "What is meant to be so is suppressed in Security Hub, with a note that says why.",
    ),
    compose=imported_message,
    where="with `securityServices.securityHub`",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html",),
)

COST_ANOMALY = HubRule(
    id="cost-anomaly",
    name="guardrails-cost-anomaly",
    title="Spending is unusual",
    pattern=text(events.anomalies()),
    severity=Severity.MEDIUM,
    headline="COST of account <account>: <impact> USD above what was expected, <service>",
    steps=(
        "Ask the account's owner; spending that nobody knows of, in regions or services that nobody uses above all, is "
        "what a stolen key is used for.",
        "Look in the trail who made what costs; if nobody explains it, go on as with guardrails-exposed-credentials.",
        "Say in the console whether it was an anomaly: the next ones are told better.",
    ),
    compose=anomaly_message,
    where="with `costAnomalies`",
    sources=("https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html",),
)


@dataclass(frozen=True, kw_only=True)
class FindingSource:
    """A service that tells by itself what it found: its events that go to the hub, and the rules that hear them."""

    forwarded: Pattern
    rules: tuple[HubRule, ...]


GUARD_DUTY = FindingSource(forwarded=events.threats(), rules=(THREAT,))
ACCESS_ANALYZER = FindingSource(forwarded=events.exposed(), rules=(PUBLIC_ACCESS, EXTERNAL_ACCESS))
HEALTH = FindingSource(forwarded=events.risks(), rules=(EXPOSED_CREDENTIALS,))
QUARANTINE = FindingSource(forwarded=events.quarantined(), rules=(QUARANTINED,))
SECURITY_HUB = FindingSource(forwarded=events.imported(), rules=(DETECTED, TO_REPAIR))
COST = FindingSource(forwarded=events.anomalies(), rules=(COST_ANOMALY,))
FINDING_SOURCES = (GUARD_DUTY, ACCESS_ANALYZER, HEALTH, QUARANTINE, SECURITY_HUB, COST)
FINDING_RULES = tuple(rule for source in FINDING_SOURCES for rule in source.rules)


def deployed_rule(rule: HubRule, partition: str, accounts: tuple[str, ...], minimum_usd: int = 1) -> HubRule:
    """The rule as it is deployed: the stack's own accounts are not outside, and an anomaly has its least impact."""
    if rule is EXTERNAL_ACCESS:
        return dataclasses.replace(rule, pattern=text(events.external(accounts, partition)))
    if rule is COST_ANOMALY:
        return dataclasses.replace(rule, pattern=text(events.anomalies(minimum_usd)))
    return rule
