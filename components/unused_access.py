"""The search for access that nobody uses, in the whole organization or in one account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from policies.names import UNUSED_ACCESS_ANALYZER


@dataclass(frozen=True, kw_only=True)
class UnusedAccessDelegationArgs:
    """The management account and the id of the audit account."""

    management: AccountTarget
    audit: str


class UnusedAccessDelegation(pulumi.ComponentResource):
    """Makes the audit account IAM Access Analyzer's delegated administrator: only such an account sees them all.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-delegated-administrator.html
    """

    registration: pulumi.Resource

    def __init__(self, name: str, args: UnusedAccessDelegationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:UnusedAccessDelegation", name, None, opts)
        self.registration = aws.organizations.DelegatedAdministrator(
            f"{name}-registration",
            account_id=args.audit,
            service_principal="access-analyzer.amazonaws.com",
            opts=args.management.options(self),
        )
        self.register_outputs({})


@dataclass(frozen=True, kw_only=True)
class UnusedAccessArgs:
    """The audit account, its registration, and the days without use after which there is a finding.

    Without registration the analyzer looks at its own account only.
    """

    audit: AccountTarget
    registration: pulumi.Resource | None
    days: int


class UnusedAccess(pulumi.ComponentResource):
    """One analyzer, in the home region: users and roles are the same in every region, and each analyzer is charged.

    https://aws.amazon.com/iam/access-analyzer/pricing/
    """

    def __init__(self, name: str, args: UnusedAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:alerts:UnusedAccess", name, None, opts)
        after = [] if args.registration is None else [args.registration]
        aws.accessanalyzer.Analyzer(
            f"{name}-analyzer",
            analyzer_name=UNUSED_ACCESS_ANALYZER,
            type="ORGANIZATION_UNUSED_ACCESS" if after else "ACCOUNT_UNUSED_ACCESS",
            configuration=aws.accessanalyzer.AnalyzerConfigurationArgs(
                unused_access=aws.accessanalyzer.AnalyzerConfigurationUnusedAccessArgs(unused_access_age=args.days)
            ),
            opts=args.audit.options(self, depends_on=after),
        )
        self.register_outputs({})
