"""What AWS itself leaves open in every region, since a global service needs it, and what may be opened besides.

The list is that of Control Tower's control CT.MULTISERVICE.PV.1, kept whole so that it can be compared with the page.
It is generous: kms, config, acm, access-analyzer and more stay open in every region.
"""

from enum import StrEnum

SOURCE = "https://docs.aws.amazon.com/controltower/latest/controlreference/ou-region-deny.html"
READ = "2026-11-25"

PUBLISHED = {
    "a4b:*": "a4b:GetAddressBook",
    "access-analyzer:*": "access-analyzer:GetAccessPreview",
    "account:*": "account:GetAccountInformation",
    "acm:*": "acm:DescribeAcmeAccount",
    "activate:*": "activate:GetAccountContact",
    "artifact:*": "artifact:GetAccountSettings",
    "aws-marketplace-management:*": "aws-marketplace-management:GetAdditionalSellerNotificationRecipients",
    "aws-marketplace:*": "aws-marketplace:DescribeAgreement",
    "aws-portal:*": "aws-portal:GetConsoleActionSetEnforced",
    "billing:*": "billing:GetBillingData",
    "billingconductor:*": "billingconductor:GetBillingGroupCostReport",
    "budgets:*": "budgets:DescribeBudgetAction",
    "ce:*": "ce:DescribeCostCategoryDefinition",
    "chatbot:*": "chatbot:DescribeChimeWebhookConfigurations",
    "chime:*": "chime:DescribeAppInstance",
    "cloudfront:*": "cloudfront:DescribeConnectionFunction",
    "cloudtrail:LookupEvents": "cloudtrail:LookupEvents",
    "compute-optimizer:*": "compute-optimizer:DescribeRecommendationExportJobs",
    "config:*": "config:DescribeAggregateComplianceByConfigRules",
    "consoleapp:*": "consoleapp:GetDeviceIdentity",
    "consolidatedbilling:*": "consolidatedbilling:GetAccountBillingRole",
    "cur:*": "cur:DescribeReportDefinitions",
    "datapipeline:GetAccountLimits": "datapipeline:GetAccountLimits",
    "devicefarm:*": "devicefarm:GetAccountSettings",
    "directconnect:*": "directconnect:DescribeConnectionLoa",
    "ec2:DescribeRegions": "ec2:DescribeRegions",
    "ec2:DescribeTransitGateways": "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnGateways": "ec2:DescribeVpnGateways",
    "ecr-public:*": "ecr-public:DescribeImageTags",
    "fms:*": "fms:GetAdminAccount",
    "freetier:*": "freetier:GetAccountActivity",
    "globalaccelerator:*": "globalaccelerator:DescribeAccelerator",
    "health:*": "health:DescribeAffectedAccountsForOrganization",
    "iam:*": "iam:GetAccessKeyLastUsed",
    "importexport:*": "importexport:GetShippingLabel",
    "invoicing:*": "invoicing:GetInvoiceCorrection",
    "iq:*": "iq:GetBuyer",
    "kms:*": "kms:DescribeCustomKeyStores",
    "license-manager:ListReceivedLicenses": "license-manager:ListReceivedLicenses",
    "lightsail:Get*": "lightsail:GetActiveNames",
    "mobileanalytics:*": "mobileanalytics:GetFinancialReports",
    "networkmanager:*": "networkmanager:DescribeGlobalNetworks",
    "notifications-contacts:*": "notifications-contacts:GetEmailContact",
    "notifications:*": "notifications:GetEventRule",
    "organizations:*": "organizations:DescribeAccount",
    "payments:*": "payments:GetFinancingApplication",
    "pricing:*": "pricing:DescribeServices",
    "quicksight:DescribeAccountSubscription": "quicksight:DescribeAccountSubscription",
    "resource-explorer-2:*": "resource-explorer-2:GetAccountLevelServiceConfiguration",
    "route53-recovery-cluster:*": "route53-recovery-cluster:GetRoutingControlState",
    "route53-recovery-control-config:*": "route53-recovery-control-config:DescribeCluster",
    "route53-recovery-readiness:*": "route53-recovery-readiness:GetArchitectureRecommendations",
    "route53:*": "route53:GetAccountLimit",
    "route53domains:*": "route53domains:GetContactReachabilityStatus",
    "s3:CreateMultiRegionAccessPoint": "s3:CreateMultiRegionAccessPoint",
    "s3:DeleteMultiRegionAccessPoint": "s3:DeleteMultiRegionAccessPoint",
    "s3:DescribeMultiRegionAccessPointOperation": "s3:DescribeMultiRegionAccessPointOperation",
    "s3:GetAccountPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3:GetBucketLocation": "s3:GetBucketLocation",
    "s3:GetBucketPolicyStatus": "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:GetMultiRegionAccessPoint": "s3:GetMultiRegionAccessPoint",
    "s3:GetMultiRegionAccessPointPolicy": "s3:GetMultiRegionAccessPointPolicy",
    "s3:GetMultiRegionAccessPointPolicyStatus": "s3:GetMultiRegionAccessPointPolicyStatus",
    "s3:GetStorageLensConfiguration": "s3:GetStorageLensConfiguration",
    "s3:GetStorageLensDashboard": "s3:GetStorageLensDashboard",
    "s3:ListAllMyBuckets": "s3:ListAllMyBuckets",
    "s3:ListMultiRegionAccessPoints": "s3:ListMultiRegionAccessPoints",
    "s3:ListStorageLensConfigurations": "s3:ListStorageLensConfigurations",
    "s3:PutAccountPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3:PutMultiRegionAccessPointPolicy": "s3:PutMultiRegionAccessPointPolicy",
    "savingsplans:*": "savingsplans:DescribeSavingsPlanRates",
    "shield:*": "shield:DescribeAttack",
    "sso:*": "sso:DescribeAccountAssignmentCreationStatus",
    "sts:*": "sts:GetAccessKeyInfo",
    "support:*": "support:DescribeAttachment",
    "supportapp:*": "supportapp:DescribeSlackChannels",
    "supportplans:*": "supportplans:GetSupportAgreement",
    "sustainability:*": "sustainability:GetCarbonFootprintSummary",
    "tag:GetResources": "tag:GetResources",
    "tax:*": "tax:GetDocument",
    "trustedadvisor:*": "trustedadvisor:DescribeAccount",
    "vendor-insights:ListEntitledSecurityProfiles": "vendor-insights:ListEntitledSecurityProfiles",
    "waf-regional:*": "waf-regional:GetByteMatchSet",
    "waf:*": "waf:GetByteMatchSet",
    "wafv2:*": "wafv2:DescribeAllManagedProducts",
}
"""AWS's entries, each with an action that it leaves open."""


class Group(StrEnum):
    """What organizations open besides AWS's list."""

    GUARDDUTY = "guardduty"
    OBSERVATION = "observation"
    SERVICE_QUOTAS = "serviceQuotas"
    WELL_ARCHITECTED = "wellArchitected"


GROUPS = {
    Group.GUARDDUTY: {"guardduty:*": "guardduty:EnableOrganizationAdminAccount"},
    Group.OBSERVATION: {
        "cloudwatch:Describe*": "cloudwatch:DescribeAlarms",
        "cloudwatch:Get*": "cloudwatch:GetMetricData",
        "cloudwatch:List*": "cloudwatch:ListMetrics",
        "logs:Describe*": "logs:DescribeLogGroups",
        "logs:FilterLogEvents": "logs:FilterLogEvents",
        "logs:Get*": "logs:GetLogEvents",
    },
    Group.SERVICE_QUOTAS: {"servicequotas:*": "servicequotas:ListServiceQuotas"},
    Group.WELL_ARCHITECTED: {"wellarchitected:*": "wellarchitected:ListWorkloads"},
}
"""Each group's patterns with an action that each leaves open: the delegated administrator of GuardDuty works in every
region, people look for what runs where it should not, quotas and reviews are kept in one region for all."""


def stale() -> tuple[str, ...]:
    """AWS's entries that cover no action any more, as the installed list of actions has it.

    They do no harm in a NotAction, but tell that the list has to be read again.
    """
    from policies.lint import reference  # slow to import, and only needed here

    return tuple(entry for entry in PUBLISHED if not reference.matching(entry))
