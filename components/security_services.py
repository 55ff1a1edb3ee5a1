"""The security services that the stack file asks for: what of each goes into which account."""

from collections.abc import Mapping

from components.guardduty import (
    GuardDutyDelegation,
    GuardDutyDelegationArgs,
    GuardDutyDetectors,
    GuardDutyDetectorsArgs,
    GuardDutyOrganization,
    GuardDutyOrganizationArgs,
)
from components.target import AccountTarget
from config.models import Stack
from config.security_services import GuardDuty


class SecurityServices:
    """Builds the components of each service in the order in which AWS lets them be."""

    def __init__(self, stack: Stack, targets: Mapping[str, AccountTarget]) -> None:
        organization = stack.organization
        self.settings = stack.baseline.security_services
        self.regions = organization.regions
        self.management = targets[organization.management_account]
        self.audit = targets[organization.audit_account]

    def build(self) -> None:
        """Declare the services that are on."""
        if self.settings.guard_duty is not None:
            self._guard_duty(self.settings.guard_duty)

    def _guard_duty(self, settings: GuardDuty) -> None:
        own = [
            GuardDutyDetectors(f"{target.key}-guardduty", GuardDutyDetectorsArgs(target=target, regions=self.regions))
            for target in (self.audit, self.management)
        ]
        delegation = GuardDutyDelegation(
            "guardduty-delegation",
            GuardDutyDelegationArgs(management=self.management, audit=self.audit.id, regions=self.regions, after=own),
        )
        GuardDutyOrganization(
            "guardduty",
            GuardDutyOrganizationArgs(
                audit=self.audit,
                detectors=own[0],
                registrations=delegation.registrations,
                plans=settings.plans,
            ),
        )
