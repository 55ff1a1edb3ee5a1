"""What AWS's own security services need, in the management account and in the one that administers them.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
"""

from policies.deployer.need import Need, Needs, Part, Place, arn, iam

_DETECTORS = Place(part=Part.SECURITY, sid="Detectors", arns=(arn("guardduty", "detector/*"),))
_NEW_DETECTORS = Place(
    part=Part.SECURITY,
    sid="NewDetectors",
    conditions={"StringEquals": {"aws:RequestTag/managed-by": "guardrails"}},
)
_DELEGATION = Place(part=Part.SECURITY, sid="GuardDutyDelegation")
_ROLE = Place(part=Part.SECURITY, sid="GuardDutyRole", arns=(iam("role/aws-service-role/*guardduty.amazonaws.com/*"),))

SECURITY_TYPES: Needs = {
    "aws:guardduty/detector:Detector": (
        Need(place=_NEW_DETECTORS, create="guardduty:CreateDetector TagResource"),
        Need(
            place=_DETECTORS,
            read="guardduty:GetDetector ListTagsForResource",
            update="guardduty:TagResource UntagResource UpdateDetector",
            delete="guardduty:DeleteDetector",
        ),
        Need(place=_ROLE, create="iam:CreateServiceLinkedRole"),
    ),
    # https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": (
        Need(
            place=_DELEGATION,
            create="guardduty:EnableOrganizationAdminAccount organizations:DescribeOrganization EnableAWSServiceAccess "
            "RegisterDelegatedAdministrator",
            read="guardduty:ListOrganizationAdminAccounts",
            delete="guardduty:DisableOrganizationAdminAccount organizations:DeregisterDelegatedAdministrator",
        ),
    ),
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration": (
        Need(
            place=_DELEGATION,
            create="guardduty:UpdateOrganizationConfiguration",
            read="guardduty:DescribeOrganizationConfiguration",
        ),
    ),
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": (
        Need(
            place=_DELEGATION,
            create="guardduty:UpdateOrganizationConfiguration",
            read="guardduty:DescribeOrganizationConfiguration",
        ),
    ),
}
