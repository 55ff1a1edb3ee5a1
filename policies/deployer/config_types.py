"""What AWS Config needs in each recorded account, and what Security Hub and Config need in the audit account.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html
"""

from policies import names
from policies.deployer.need import Need, Needs, Part, Place, iam

_CONFIG_ROLE = (iam("role/aws-service-role/config.amazonaws.com/*"),)
_PASSED = {"StringEquals": {"iam:PassedToService": "config.amazonaws.com"}}
# AWS names the resources of these itself; there is one recorder in a region.
_RECORDERS = Place(part=Part.SECURITY, sid="Recorders")
_LINKED = Place(part=Part.SECURITY, sid="ConfigRole", arns=_CONFIG_ROLE)
_LINKED_PASSED = Place(part=Part.SECURITY, sid="PassConfigRole", arns=_CONFIG_ROLE, conditions=_PASSED)
_ORGANIZATION = Place(part=Part.SECURITY, sid="ConfigOrganization")
_AGGREGATES = Place(
    part=Part.SECURITY,
    sid="PassConfigAggregator",
    arns=(iam(f"role/{names.CONFIG_AGGREGATOR_ROLE}"),),
    conditions=_PASSED,
)
_HUBS = Place(part=Part.SECURITY, sid="SecurityHub")
_HUB_ROLE = Place(
    part=Part.SECURITY, sid="SecurityHubRole", arns=(iam("role/aws-service-role/securityhub.amazonaws.com/*"),)
)
_HUB_DELEGATION = Place(part=Part.SECURITY, sid="SecurityHubDelegation")

CONFIG_TYPES: Needs = {
    "aws:cfg/recorder:Recorder": (
        Need(
            place=_RECORDERS,
            create="config:PutConfigurationRecorder",
            read="config:DescribeConfigurationRecorders",
            delete="config:DeleteConfigurationRecorder",
        ),
        Need(place=_LINKED_PASSED, create="iam:PassRole"),
    ),
    "aws:cfg/deliveryChannel:DeliveryChannel": (
        Need(
            place=_RECORDERS,
            create="config:PutDeliveryChannel",
            read="config:DescribeDeliveryChannels",
            delete="config:DeleteDeliveryChannel",
        ),
    ),
    "aws:cfg/recorderStatus:RecorderStatus": (
        Need(
            place=_RECORDERS,
            create="config:StartConfigurationRecorder",
            read="config:DescribeConfigurationRecorderStatus",
            update="config:StopConfigurationRecorder",
        ),
    ),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": (
        Need(
            place=_LINKED,
            create="iam:CreateServiceLinkedRole TagRole",
            read="iam:GetRole",
            update="iam:UntagRole UpdateRoleDescription",
            delete="iam:DeleteServiceLinkedRole GetServiceLinkedRoleDeletionStatus",
        ),
    ),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": (
        Need(
            place=_ORGANIZATION,
            create="config:PutConfigurationAggregator TagResource organizations:DescribeOrganization ListAccounts "
            "ListDelegatedAdministrators",
            read="config:DescribeConfigurationAggregators ListTagsForResource",
            update="config:UntagResource",
            delete="config:DeleteConfigurationAggregator",
        ),
        Need(place=_AGGREGATES, create="iam:PassRole"),
    ),
    # https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
    "aws:cfg/organizationManagedRule:OrganizationManagedRule": (
        Need(
            place=_ORGANIZATION,
            create="config:PutOrganizationConfigRule organizations:DescribeOrganization ListDelegatedAdministrators",
            read="config:DescribeOrganizationConfigRules DescribeOrganizationConfigRuleStatuses "
            "GetOrganizationConfigRuleDetailedStatus",
            delete="config:DeleteOrganizationConfigRule",
        ),
    ),
    "aws:securityhub/account:Account": (
        Need(
            place=_HUBS,
            create="securityhub:EnableSecurityHub UpdateSecurityHubConfiguration",
            read="securityhub:DescribeHub",
            delete="securityhub:DisableSecurityHub",
        ),
        Need(place=_HUB_ROLE, create="iam:CreateServiceLinkedRole"),
    ),
    # https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": (
        Need(
            place=_HUB_DELEGATION,
            create="securityhub:EnableOrganizationAdminAccount organizations:DescribeOrganization "
            "EnableAWSServiceAccess RegisterDelegatedAdministrator",
            read="securityhub:ListOrganizationAdminAccounts",
            delete="securityhub:DisableOrganizationAdminAccount organizations:DeregisterDelegatedAdministrator",
        ),
    ),
    "aws:securityhub/findingAggregator:FindingAggregator": (
        Need(
            place=_HUBS,
            create="securityhub:CreateFindingAggregator",
            read="securityhub:GetFindingAggregator",
            update="securityhub:UpdateFindingAggregator",
            delete="securityhub:DeleteFindingAggregator",
        ),
    ),
    "aws:securityhub/organizationConfiguration:OrganizationConfiguration": (
        Need(
            place=_HUBS,
            create="securityhub:UpdateOrganizationConfiguration",
            read="securityhub:DescribeOrganizationConfiguration",
        ),
    ),
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": (
        Need(
            place=_HUBS,
            create="securityhub:CreateConfigurationPolicy",
            read="securityhub:GetConfigurationPolicy",
            update="securityhub:UpdateConfigurationPolicy",
            delete="securityhub:DeleteConfigurationPolicy",
        ),
    ),
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": (
        Need(
            place=_HUBS,
            create="securityhub:StartConfigurationPolicyAssociation organizations:DescribeOrganization ListRoots",
            read="securityhub:GetConfigurationPolicyAssociation",
            delete="securityhub:StartConfigurationPolicyDisassociation",
        ),
    ),
}
