"""Who pays, how, and what is reported of it is settled in the management account alone."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, BREAK_GLASS, DEPLOYER, DEVELOPER, MEMBER, ROOT
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity

# Each wildcard covers writes only, and all that it covers is among the examples.
_BILLING = (
    "aws-portal:Modify*",
    "bcm-data-exports:CreateExport",
    "bcm-data-exports:DeleteExport",
    "bcm-data-exports:UpdateExport",
    "billing:*Contract",
    "billing:PutContractInformation",
    "billing:RedeemCredits",
    "billing:SplitCredit",
    "billing:TransferCredit",
    "billing:Update*Preference*",
    "cur:DeleteReportDefinition",
    "cur:ModifyReportDefinition",
    "cur:Put*",
    "freetier:UpgradeAccountPlan",
    "invoicing:Put*",
    "payments:AcceptFinancingApplicationTerms",
    "payments:Create*",
    "payments:DeletePaymentInstrument",
    "payments:MakePayment",
    "payments:Update*",
    "purchase-orders:AddPurchaseOrder",
    "purchase-orders:DeletePurchaseOrder",
    "purchase-orders:ModifyPurchaseOrders",
    "purchase-orders:Update*",
    "tax:Batch*",
    "tax:CancelDocument",
    "tax:CreateDocument",
    "tax:Delete*",
    "tax:Put*",
    "tax:UpdateExemptions",
)
_COVERED = (
    "aws-portal:ModifyAccount",
    "aws-portal:ModifyBilling",
    "aws-portal:ModifyPaymentMethods",
    "billing:AssociateContract",
    "billing:DisassociateContract",
    "billing:UpdateBillingPreferences",
    "billing:UpdateIAMAccessPreference",
    "cur:PutClassicReportPreferences",
    "cur:PutReportDefinition",
    "invoicing:PutInvoiceEmailDeliveryPreferences",
    "invoicing:PutProcurementPortalPreference",
    "payments:CreateFinancingApplication",
    "payments:CreatePaymentInstrument",
    "payments:UpdateFinancingApplication",
    "payments:UpdatePaymentInstrument",
    "payments:UpdatePaymentPreferences",
    "purchase-orders:UpdateConsoleActionSetEnforced",
    "purchase-orders:UpdatePurchaseOrder",
    "purchase-orders:UpdatePurchaseOrderStatus",
    "tax:BatchDeleteTaxRegistration",
    "tax:BatchPutTaxRegistration",
    "tax:DeleteSupplementalTaxRegistration",
    "tax:DeleteTaxRegistration",
    "tax:PutSupplementalTaxRegistration",
    "tax:PutTaxInheritance",
    "tax:PutTaxInterview",
    "tax:PutTaxRegistration",
    *(action for action in _BILLING if "*" not in action),
)
_COMMITMENTS = (
    "dynamodb:PurchaseReservedCapacityOfferings",
    "ec2:AcceptReservedInstancesExchangeQuote",
    "ec2:CreateReservedInstancesListing",
    "ec2:PurchaseCapacityBlock",
    "ec2:PurchaseCapacityBlockExtension",
    "ec2:PurchaseHostReservation",
    "ec2:PurchaseReservedInstancesOffering",
    "ec2:PurchaseScheduledInstances",
    "elasticache:PurchaseReservedCacheNodesOffering",
    "es:PurchaseReservedElasticsearchInstanceOffering",
    "es:PurchaseReservedInstanceOffering",
    "memorydb:PurchaseReservedNodesOffering",
    "rds:PurchaseReservedDBInstancesOffering",
    "redshift:PurchaseReservedNodeOffering",
    "savingsplans:CreateSavingsPlan",
    "savingsplans:ReturnSavingsPlan",
)


class BillingSettings(Settings):
    """What members may still buy."""

    deny_commitments: bool = False
    """Deny the purchase of reservations and savings plans, which bind the payer for one to three years."""


def statements(context: Context, settings: BillingSettings) -> tuple[Statement, ...]:
    """Nobody is spared: the deployer changes none of it, and recovery needs none of it."""
    del context
    payment = Statement(sid="BillingChanges", effect="Deny", actions=_BILLING)
    commitments = Statement(sid="BillingCommitments", effect="Deny", actions=_COMMITMENTS)
    return (payment, commitments) if settings.deny_commitments else (payment,)


GUARDRAIL = Guardrail(
    title="Deny changes of billing in member accounts",
    rationale="Payment, tax and cost reports are the payer's; an intruder changes them to spend unseen.",
    severity=Severity.MEDIUM,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-6"),
    practice="Least privilege: only what the work needs",
    sources=(
        "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/migrate-granularaccess-iam-mapping-reference.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbilling.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awspayments.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awstaxsettings.html",
    ),
    bundle=Bundle.ORGANIZATION,
    settings=BillingSettings,
    example_settings=BillingSettings(deny_commitments=True),
    statements=statements,
    denies=(
        *(
            Request(name=f"developer: {action}", action=action, principal=DEVELOPER)
            for action in (*_COVERED, *_COMMITMENTS)
        ),
        Request(name="root adds a card", action="payments:CreatePaymentInstrument", principal=ROOT),
        Request(name="deployer redirects a cost report", action="cur:PutReportDefinition", principal=DEPLOYER),
        Request(name="break-glass buys a savings plan", action="savingsplans:CreateSavingsPlan", principal=BREAK_GLASS),
    ),
    allows=(
        Request(name="administrator reads the bill", action="billing:GetBillingData", principal=ADMINISTRATOR),
        Request(name="administrator reads credits", action="billing:GetCredits", principal=ADMINISTRATOR),
        Request(name="developer explores costs", action="ce:GetCostAndUsage", principal=DEVELOPER),
        Request(
            name="developer sets a budget",
            action="budgets:ModifyBudget",
            resource=f"arn:aws:budgets::{MEMBER}:budget/team",
            principal=DEVELOPER,
        ),
        Request(
            name="administrator reads purchase orders",
            action="purchase-orders:ViewPurchaseOrders",
            principal=ADMINISTRATOR,
        ),
        Request(name="administrator reads the tax number", action="tax:GetTaxRegistration", principal=ADMINISTRATOR),
        Request(
            name="developer reserves capacity by the hour",
            action="ec2:CreateCapacityReservation",
            resource=f"arn:aws:ec2:eu-west-1:{MEMBER}:capacity-reservation/*",
            principal=DEVELOPER,
        ),
    ),
)
