"""No account leaves the organization, nor moves into another by accepting its invitation."""

from policies.document import Statement
from policies.guardrail import Context, Guardrail, Severity
from policies.types import Request


def statements(context: Context) -> tuple[Statement, ...]:
    """Nobody is exempt: an account outside the organization has no guardrails at all."""
    del context
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
    sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave.html",),
    statements=statements,
    denies=(
        Request(
            name="root leaves", action="organizations:LeaveOrganization", principal="arn:aws:iam::444455556666:root"
        ),
        Request(name="deployer leaves", action="organizations:LeaveOrganization", principal="DEPLOYER"),
        Request(name="administrator accepts an invitation", action="organizations:AcceptHandshake"),
    ),
    allows=(
        Request(name="look at the organization", action="organizations:DescribeOrganization"),
        Request(name="decline an invitation", action="organizations:DeclineHandshake"),
    ),
)
