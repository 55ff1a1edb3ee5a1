"""What is deployed to the management account alone: policies of the organization, delegations, users' attachments.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
"""

from policies.deployer.need import Need, Needs, Part, Place, iam

_POLICIES = Place(
    part=Part.ORGANIZATION,
    sid="OrganizationPolicies",
    arns=("arn:{partition}:organizations::{management}:policy/{organization}/*",),
)
# A policy has no id before it is made.
_NEW_POLICIES = Place(
    part=Part.ORGANIZATION,
    sid="NewOrganizationPolicies",
    conditions={"StringEquals": {"aws:RequestTag/managed-by": "guardrails"}},
)
_TARGETS = Place(
    part=Part.ORGANIZATION,
    sid="PolicyTargets",
    arns=(
        "arn:{partition}:organizations::{management}:account/{organization}/*",
        "arn:{partition}:organizations::{management}:ou/{organization}/*",
        "arn:{partition}:organizations::{management}:policy/{organization}/*",
        "arn:{partition}:organizations::{management}:root/{organization}/*",
    ),
)
_DELEGATION = Place(part=Part.ORGANIZATION, sid="Delegation")
_TRAIL_ROLE = Place(
    part=Part.ORGANIZATION,
    sid="TrailRole",
    arns=(iam("role/aws-service-role/cloudtrail.amazonaws.com/*"),),
)

ORGANIZATION_TYPES: Needs = {
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": (
        Need(
            place=_DELEGATION,
            create="cloudtrail:RegisterOrganizationDelegatedAdmin organizations:RegisterDelegatedAdministrator",
            read="organizations:ListDelegatedAdministrators DescribeOrganization ListAWSServiceAccessForOrganization",
            delete="cloudtrail:DeregisterOrganizationDelegatedAdmin organizations:DeregisterDelegatedAdministrator",
        ),
        Need(place=_TRAIL_ROLE, create="iam:CreateServiceLinkedRole iam:GetRole"),
    ),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": (
        Need(
            place=_DELEGATION,
            create="organizations:RegisterDelegatedAdministrator",
            read="organizations:ListDelegatedAdministrators",
            delete="organizations:DeregisterDelegatedAdministrator",
        ),
    ),
    "aws:organizations/policy:Policy": (
        Need(place=_NEW_POLICIES, create="organizations:CreatePolicy TagResource"),
        Need(
            place=_POLICIES,
            read="organizations:DescribePolicy ListTagsForResource",
            update="organizations:TagResource UntagResource UpdatePolicy",
            delete="organizations:DeletePolicy",
        ),
    ),
    "aws:organizations/policyAttachment:PolicyAttachment": (
        Need(
            place=_TARGETS,
            create="organizations:AttachPolicy",
            read="organizations:ListPoliciesForTarget ListTargetsForPolicy",
            delete="organizations:DetachPolicy",
        ),
    ),
    "aws:iam/organizationsFeatures:OrganizationsFeatures": (
        Need(
            place=_DELEGATION,
            create="iam:EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions",
            read="iam:ListOrganizationsFeatures",
            delete="iam:DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions",
        ),
    ),
}
