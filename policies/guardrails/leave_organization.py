"""No account leaves the organization, nor moves into another by accepting its invitation."""

from policies.document import Statement
from policies.example import BREAK_GLASS, DEPLOYER, DEVELOPER, ROOT
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Nobody is exempt: an account outside the organization has no guardrails at all."""
    del context, settings
    return (
        Statement(
            sid="LeaveOrganization",
            effect="Deny",
            actions=("organizations:LeaveOrganization", "organizations:AcceptHandshake"),
        ),
    )


GUARDRAIL = Guardrail(
    title="Deny leaving the organization",
    rationale="An account that leaves sheds every policy at once; accepting an invitation does it in one call.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-3"),
    practice="SCPs: no leaving the organization",
    sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave.html",),
    bundle=Bundle.ORGANIZATION,
    exemptable=False,
    statements=statements,
    denies=(
        Request(name="root leaves", action="organizations:LeaveOrganization", principal=ROOT),
        Request(name="deployer leaves", action="organizations:LeaveOrganization", principal=DEPLOYER),
        Request(name="break-glass leaves", action="organizations:LeaveOrganization", principal=BREAK_GLASS),
        Request(name="developer accepts an invitation", action="organizations:AcceptHandshake", principal=DEVELOPER),
    ),
    allows=(
        Request(name="look at the organization", action="organizations:DescribeOrganization", principal=DEVELOPER),
        Request(name="decline an invitation", action="organizations:DeclineHandshake", principal=DEVELOPER),
    ),
)
