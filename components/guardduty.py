"""GuardDuty, run by the audit account for the organization."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.security_services import ProtectionPlan


@dataclass(frozen=True, kw_only=True)
class GuardDutyDetectorsArgs:
    """The account and the regions in use."""

    target: AccountTarget
    regions: tuple[str, ...]


class GuardDutyDetectors(pulumi.ComponentResource):
    """The detectors of an account that isn't given its own by the organization: the management and audit accounts'.

    They are made before the delegation, which would make the audit account's
    (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html). All other accounts get theirs from
    GuardDutyOrganization: a detector of the stack would be refused wherever AWS was first.
    """

    detectors: dict[str, aws.guardduty.Detector]

    def __init__(self, name: str, args: GuardDutyDetectorsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:GuardDutyDetectors", name, None, opts)
        self.detectors = {
            region: aws.guardduty.Detector(
                f"{name}-detector-{region}",
                enable=True,
                # A new finding is told within five minutes whatever this says. It is how often one that goes on is told
                # again, which pages again; members take it over from the administrator
                # (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html).
                finding_publishing_frequency="SIX_HOURS",
                region=region,
                opts=args.target.options(self),
            )
            for region in args.regions
        }
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class GuardDutyDelegationArgs:
    """The management account, the id of the audit account, the regions in use, and the detectors that come first."""

    management: AccountTarget
    audit: str
    regions: tuple[str, ...]
    after: Sequence[GuardDutyDetectors]


class GuardDutyDelegation(pulumi.ComponentResource):
    """Makes the audit account GuardDuty's administrator, which it is by region."""

    registrations: dict[str, pulumi.Resource]

    def __init__(self, name: str, args: GuardDutyDelegationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:GuardDutyDelegation", name, None, opts)
        self.registrations = {
            region: aws.guardduty.OrganizationAdminAccount(
                f"{name}-{region}",
                admin_account_id=args.audit,
                region=region,
                opts=args.management.options(self, depends_on=[made.detectors[region] for made in args.after]),
            )
            for region in args.regions
        }
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class GuardDutyOrganizationArgs:
    """The audit account with its detectors, its registrations by region, and the protection plans that are wanted."""

    audit: AccountTarget
    detectors: GuardDutyDetectors
    registrations: Mapping[str, pulumi.Resource]
    plans: frozenset[ProtectionPlan]


class GuardDutyOrganization(pulumi.ComponentResource):
    """Switches GuardDuty and its plans on in all accounts of the organization, those that join it included.

    Plans that aren't wanted are left as they are: what an account has besides is its own matter.
    """

    def __init__(self, name: str, args: GuardDutyOrganizationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:security:GuardDutyOrganization", name, None, opts)
        for region, registration in args.registrations.items():
            detector = args.detectors.detectors[region].id
            settings = aws.guardduty.OrganizationConfiguration(
                f"{name}-{region}",
                detector_id=detector,
                auto_enable_organization_members="ALL",
                region=region,
                opts=args.audit.options(self, depends_on=[registration]),
            )
            for plan in sorted(args.plans):
                aws.guardduty.OrganizationConfigurationFeature(
                    f"{name}-{region}-{plan.lower().replace('_', '-')}",
                    detector_id=detector,
                    name=plan.value,
                    auto_enable="ALL",
                    region=region,
                    opts=args.audit.options(self, depends_on=[settings]),
                )
        self.register_outputs({})
