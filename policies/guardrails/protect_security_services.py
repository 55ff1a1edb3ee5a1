"""CloudTrail, Config, GuardDuty, Security Hub and the other security services stay on, whoever asks, root included."""

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    AUDIT,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.security_service_actions import EVENT_DATA_STORES, SECURITY_SERVICES, actions_of
from policies.types import Bundle, Exempt, Severity

_TRAIL = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/guardrails-organization-trail"


class SecuritySettings(Settings):
    """What the organization uses besides the services that everybody has."""

    event_data_stores: bool = False
    """Protect CloudTrail Lake as well; of use only where an event data store exists."""


def statements(context: Context, settings: SecuritySettings) -> tuple[Statement, ...]:
    """One statement for all services: the exemptions, repeated in each, are longer than a service's actions."""
    del context
    patterns = (*SECURITY_SERVICES, *(EVENT_DATA_STORES if settings.event_data_stores else ()))
    return (Statement(sid="SecurityServices", effect="Deny", actions=patterns),)


GUARDRAIL = Guardrail(
    title="Protect the security services",
    rationale="The first thing an intruder does is switch off, narrow or redirect what would show the intrusion.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AU-9", "NIST 800-53 SI-4", "AWS FSBP CloudTrail.1"),
    practice="SCPs: security services can't be disabled, root included",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html",
    ),
    bundle=Bundle.SECURITY,
    settings=SecuritySettings,
    example_settings=SecuritySettings(event_data_stores=True),
    exempt={
        Exempt.DEPLOYER: "changes the trail and the detectors on behalf of this configuration",
        Exempt.CONTROL_TOWER: "updates the trail and the recorder that it created",
    },
    statements=statements,
    denies=(
        *(
            Request(name=f"developer: {action}", action=action, principal=DEVELOPER)
            for action in (*actions_of(SECURITY_SERVICES), *actions_of(EVENT_DATA_STORES))
        ),
        Request(name="root stops the trail", action="cloudtrail:StopLogging", resource=_TRAIL, principal=ROOT),
        Request(
            name="a centralised root session stops the trail",
            action="cloudtrail:StopLogging",
            resource=_TRAIL,
            principal=ROOT,
            context={"aws:AssumedRoot": "true"},
        ),
        Request(name="break-glass stops the trail", action="cloudtrail:StopLogging", principal=BREAK_GLASS),
        Request(name="administrator stops the trail", action="cloudtrail:StopLogging", principal=ADMINISTRATOR),
        Request(name="a role named like the deployer", action="cloudtrail:StopLogging", principal=IMPOSTOR),
    ),
    allows=(
        Request(name="deployer updates the trail", action="cloudtrail:UpdateTrail", principal=DEPLOYER),
        Request(name="deployer updates the detector", action="guardduty:UpdateDetector", principal=DEPLOYER),
        Request(name="Control Tower updates its trail", action="cloudtrail:UpdateTrail", principal=CONTROL_TOWER),
        Request(
            name="Config's service-linked role puts its recorder",
            action="config:PutConfigurationRecorder",
            principal=SERVICE_LINKED,
        ),
        Request(name="developer reads the trail", action="cloudtrail:LookupEvents", principal=DEVELOPER),
        Request(name="developer reads findings", action="guardduty:ListFindings", principal=DEVELOPER),
        Request(name="developer starts logging", action="cloudtrail:StartLogging", principal=DEVELOPER),
        Request(
            name="security team archives a finding",
            action="guardduty:ArchiveFindings",
            resource=f"arn:aws:guardduty:eu-west-1:{AUDIT}:detector/12abc34d567e8fa901bc2d34e56789f0",
            principal=role("SecurityTeam", AUDIT),
        ),
        Request(
            name="security team works on findings",
            action="securityhub:BatchUpdateFindings",
            resource=f"arn:aws:securityhub:eu-west-1:{AUDIT}:hub/default",
            principal=role("SecurityTeam", AUDIT),
        ),
        Request(
            name="developer adds a Config rule",
            action="config:PutConfigRule",
            resource=f"arn:aws:config:eu-west-1:{MEMBER}:config-rule/config-rule-abcdef",
            principal=DEVELOPER,
        ),
    ),
)
