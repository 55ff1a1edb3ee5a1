"""The actions that switch a security service off, narrow what it sees, redirect what it says or silence its findings.

Each pattern stands with the actions that it covers in the Service Authorization Reference
(https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
read 2026-11-25). Triage of single findings (archive, update) is everyday work and not among them.
"""

from collections.abc import Mapping

_CLOUDTRAIL = {
    "cloudtrail:Delete*Channel": ("DeleteChannel", "DeleteServiceLinkedChannel"),
    "cloudtrail:DeleteTrail": ("DeleteTrail",),
    "cloudtrail:DeregisterOrganizationDelegatedAdmin": ("DeregisterOrganizationDelegatedAdmin",),
    "cloudtrail:Put*Selectors": ("PutEventSelectors", "PutInsightSelectors"),
    "cloudtrail:StopLogging": ("StopLogging",),
    "cloudtrail:Update*Channel": ("UpdateChannel", "UpdateServiceLinkedChannel"),
    "cloudtrail:UpdateTrail": ("UpdateTrail",),
}
_CONFIG = {
    "config:Delete*Recorder": ("DeleteConfigurationRecorder", "DeleteServiceLinkedConfigurationRecorder"),
    "config:DeleteAggregationAuthorization": ("DeleteAggregationAuthorization",),
    "config:DeleteConfigurationAggregator": ("DeleteConfigurationAggregator",),
    "config:DeleteDeliveryChannel": ("DeleteDeliveryChannel",),
    "config:DeleteEvaluationResults": ("DeleteEvaluationResults",),
    "config:*Organization*Rule": ("DeleteOrganizationConfigRule", "PutOrganizationConfigRule"),
    "config:*OrganizationConformancePack": ("DeleteOrganizationConformancePack", "PutOrganizationConformancePack"),
    "config:*RetentionConfiguration": ("DeleteRetentionConfiguration", "PutRetentionConfiguration"),
    "config:DisassociateResourceTypes": ("DisassociateResourceTypes",),
    "config:PutConfiguration*": ("PutConfigurationAggregator", "PutConfigurationRecorder"),
    "config:PutDeliveryChannel": ("PutDeliveryChannel",),
    "config:StopConfigurationRecorder": ("StopConfigurationRecorder",),
}
# Both the former names ("Master") and the present ("Administrator"): they are separate permissions.
_GUARDDUTY = {
    "guardduty:CreateFilter": ("CreateFilter",),
    "guardduty:CreateIPSet": ("CreateIPSet",),
    "guardduty:CreateTrustedEntitySet": ("CreateTrustedEntitySet",),
    "guardduty:DeleteDetector": ("DeleteDetector",),
    "guardduty:DeleteMembers": ("DeleteMembers",),
    "guardduty:DeleteThreat*Set": ("DeleteThreatEntitySet", "DeleteThreatIntelSet"),
    "guardduty:DisableOrganizationAdminAccount": ("DisableOrganizationAdminAccount",),
    "guardduty:Disassociate*": (
        "DisassociateFromAdministratorAccount",
        "DisassociateFromMasterAccount",
        "DisassociateMembers",
    ),
    "guardduty:DeletePublishingDestination": ("DeletePublishingDestination",),
    "guardduty:StopMonitoringMembers": ("StopMonitoringMembers",),
    "guardduty:Update*Detector*": ("UpdateDetector", "UpdateMemberDetectors"),
    "guardduty:UpdateFilter": ("UpdateFilter",),
    "guardduty:UpdateMalwareScanSettings": ("UpdateMalwareScanSettings",),
    "guardduty:UpdateOrganizationConfiguration": ("UpdateOrganizationConfiguration",),
    "guardduty:UpdatePublishingDestination": ("UpdatePublishingDestination",),
    "guardduty:Update*Set": ("UpdateIPSet", "UpdateThreatEntitySet", "UpdateThreatIntelSet", "UpdateTrustedEntitySet"),
}
_SECURITY_HUB = {
    "securityhub:*UpdateAutomationRule*": ("BatchUpdateAutomationRules", "UpdateAutomationRuleV2"),
    "securityhub:*UpdateStandardsControl*": ("BatchUpdateStandardsControlAssociations", "UpdateStandardsControl"),
    "securityhub:BatchDisableStandards": ("BatchDisableStandards",),
    "securityhub:CreateAutomationRule*": ("CreateAutomationRule", "CreateAutomationRuleV2"),
    "securityhub:Delete*Aggregator*": ("DeleteAggregatorV2", "DeleteFindingAggregator"),
    "securityhub:DeleteConfigurationPolicy": ("DeleteConfigurationPolicy",),
    "securityhub:DeleteMembers": ("DeleteMembers",),
    "securityhub:Disable*": (
        "DisableImportFindingsForProduct",
        "DisableOrganizationAdminAccount",
        "DisableSecurityHub",
        "DisableSecurityHubFeatureV2",
        "DisableSecurityHubV2",
    ),
    "securityhub:Disassociate*": (
        "DisassociateFromAdministratorAccount",
        "DisassociateFromMasterAccount",
        "DisassociateMembers",
    ),
    "securityhub:StartConfigurationPolicy*": (
        "StartConfigurationPolicyAssociation",
        "StartConfigurationPolicyDisassociation",
    ),
    "securityhub:Update*Aggregator*": ("UpdateAggregatorV2", "UpdateFindingAggregator"),
    "securityhub:Update*Configuration*": (
        "UpdateConfigurationPolicy",
        "UpdateOrganizationConfiguration",
        "UpdateSecurityHubConfiguration",
    ),
    "securityhub:UpdateSecurityControl": ("UpdateSecurityControl",),
}
_OTHERS = {
    "access-analyzer:CreateArchiveRule": ("CreateArchiveRule",),
    "access-analyzer:Delete*Analyzer": ("DeleteAnalyzer", "DeleteServiceLinkedAnalyzer"),
    "access-analyzer:UpdateA*": ("UpdateAnalyzer", "UpdateArchiveRule"),
    "detective:Delete*": ("DeleteGraph", "DeleteMembers"),
    "detective:Dis*": ("DisableOrganizationAdminAccount", "DisassociateMembership"),
    "detective:UpdateDatasourcePackages": ("UpdateDatasourcePackages",),
    "detective:UpdateOrganizationConfiguration": ("UpdateOrganizationConfiguration",),
    "inspector2:*Update*DeepInspection*": (
        "BatchUpdateMemberEc2DeepInspectionStatus",
        "UpdateEc2DeepInspectionConfiguration",
        "UpdateOrgEc2DeepInspectionConfiguration",
    ),
    "inspector2:CreateFilter": ("CreateFilter",),
    "inspector2:Dis*": ("Disable", "DisableDelegatedAdminAccount", "DisassociateMember"),
    "inspector2:UpdateConfiguration": ("UpdateConfiguration",),
    "inspector2:UpdateFilter": ("UpdateFilter",),
    "inspector2:UpdateOrganizationConfiguration": ("UpdateOrganizationConfiguration",),
    "macie2:*UpdateAutomatedDiscovery*": (
        "BatchUpdateAutomatedDiscoveryAccounts",
        "UpdateAutomatedDiscoveryConfiguration",
    ),
    "macie2:CreateFindingsFilter": ("CreateFindingsFilter",),
    "macie2:DeleteMember": ("DeleteMember",),
    "macie2:Dis*": (
        "DisableMacie",
        "DisableOrganizationAdminAccount",
        "DisassociateFromAdministratorAccount",
        "DisassociateFromMasterAccount",
        "DisassociateMember",
    ),
    "macie2:Put*Configuration": ("PutClassificationExportConfiguration", "PutFindingsPublicationConfiguration"),
    "macie2:Update*Session": ("UpdateMacieSession", "UpdateMemberSession"),
    "macie2:UpdateClassificationScope": ("UpdateClassificationScope",),
    "macie2:UpdateFindingsFilter": ("UpdateFindingsFilter",),
    "macie2:UpdateOrganizationConfiguration": ("UpdateOrganizationConfiguration",),
}
SECURITY_SERVICES: Mapping[str, tuple[str, ...]] = _CLOUDTRAIL | _CONFIG | _GUARDDUTY | _SECURITY_HUB | _OTHERS
"""Pattern -> the names of the actions that it covers."""
EVENT_DATA_STORES: Mapping[str, tuple[str, ...]] = {
    "cloudtrail:DeleteEventDataStore": ("DeleteEventDataStore",),
    "cloudtrail:DeleteResourcePolicy": ("DeleteResourcePolicy",),
    "cloudtrail:DisableFederation": ("DisableFederation",),
    "cloudtrail:PutEventConfiguration": ("PutEventConfiguration",),
    "cloudtrail:PutResourcePolicy": ("PutResourcePolicy",),
    "cloudtrail:StopEventDataStoreIngestion": ("StopEventDataStoreIngestion",),
    "cloudtrail:UpdateEventDataStore": ("UpdateEventDataStore",),
}
"""The same for CloudTrail Lake, which no new customer can open since 2026-05-31
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-service-availability-change.html)."""


def actions_of(patterns: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Every action that the patterns cover, as service:Name."""
    return tuple(f"{pattern.partition(':')[0]}:{name}" for pattern, names in patterns.items() for name in names)
