"""Drill events come from the drill's own role alone: nobody wears people out by false ones."""

from policies import names
from policies.document import Statement
from policies.example import ADMINISTRATOR, DEPLOYER, DEVELOPER, MEMBER, ROOT, SERVICE_LINKED, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

_BUS = f"arn:aws:events:eu-west-1:{MEMBER}:event-bus/default"
_DRILL = {"events:source": (names.DRILL_SOURCE,)}
_DRILLER = role(names.DRILL_ROLE)


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """One call puts up to ten events: one of the drill's among them is enough."""
    del context, settings
    return (
        Statement(
            sid="DrillEvents",
            effect="Deny",
            actions=("events:PutEvents",),
            conditions={"ForAnyValue:StringEquals": {"events:source": names.DRILL_SOURCE}},
        ),
    )


def _puts(name: str, principal: str, context: dict[str, tuple[str, ...]], bus: str = _BUS) -> Request:
    return Request(name=name, action="events:PutEvents", resource=bus, principal=principal, context=context)


GUARDRAIL = Guardrail(
    title="Deny false drills",
    rationale="The alerts' rules match drill events; whoever may put them can page people until nobody listens.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 IR-3", "NIST 800-53 SI-4"),
    practice="Monitoring: alerts on root and IAM activity reach a person",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html",
    ),
    bundle=Bundle.SECURITY,
    exempt={Exempt.DRILL: "drills the alerts"},
    statements=statements,
    denies=(
        _puts("developer", DEVELOPER, _DRILL),
        _puts("administrator", ADMINISTRATOR, _DRILL),
        _puts("deployer", DEPLOYER, _DRILL),
        _puts("root", ROOT, _DRILL),
        _puts("named like the drill's role", role(f"{names.DRILL_ROLE}-too"), _DRILL),
        _puts("hidden among others", DEVELOPER, {"events:source": ("shop.orders", names.DRILL_SOURCE)}),
        _puts("on another bus", DEVELOPER, _DRILL, _BUS.replace("default", "shop")),
    ),
    allows=(
        _puts("drill", _DRILLER, _DRILL),
        _puts("developer's own events", DEVELOPER, {"events:source": ("shop.orders",)}),
        _puts("a service-linked role", SERVICE_LINKED, _DRILL),
    ),
)
