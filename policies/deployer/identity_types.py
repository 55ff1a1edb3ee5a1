"""What permission sets and their assignments need, in the account that manages them.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html
"""

from policies.deployer.need import Need, Needs, Part, Place

_SSO = "arn:{partition}:sso:::"
_SETS = Place(
    part=Part.IDENTITY_CENTER,
    sid="PermissionSets",
    arns=(f"{_SSO}instance/*", f"{_SSO}permissionSet/*", f"{_SSO}account/*"),
)
_PROVISION = "sso:DescribePermissionSetProvisioningStatus ProvisionPermissionSet"

IDENTITY_TYPES: Needs = {
    "aws:ssoadmin/accountAssignment:AccountAssignment": (
        Need(
            place=_SETS,
            create="sso:CreateAccountAssignment DescribeAccountAssignmentCreationStatus",
            read="sso:ListAccountAssignments",
            delete="sso:DeleteAccountAssignment DescribeAccountAssignmentDeletionStatus",
        ),
    ),
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": (
        Need(
            place=_SETS,
            create=f"sso:AttachCustomerManagedPolicyReferenceToPermissionSet {_PROVISION}",
            read="sso:ListCustomerManagedPolicyReferencesInPermissionSet",
            delete="sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
        ),
    ),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": (
        Need(
            place=_SETS,
            create=f"sso:AttachManagedPolicyToPermissionSet {_PROVISION}",
            read="sso:ListManagedPoliciesInPermissionSet",
            delete="sso:DetachManagedPolicyFromPermissionSet",
        ),
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": (
        Need(
            place=_SETS,
            create="sso:CreatePermissionSet TagResource",
            read="sso:DescribePermissionSet ListTagsForResource",
            update=f"sso:UntagResource UpdatePermissionSet {_PROVISION}",
            delete="sso:DeletePermissionSet",
        ),
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": (
        Need(
            place=_SETS,
            create=f"sso:PutInlinePolicyToPermissionSet {_PROVISION}",
            read="sso:GetInlinePolicyForPermissionSet",
            delete="sso:DeleteInlinePolicyFromPermissionSet",
        ),
    ),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": (
        Need(
            place=_SETS,
            create=f"sso:PutPermissionsBoundaryToPermissionSet {_PROVISION}",
            read="sso:GetPermissionsBoundaryForPermissionSet",
            delete="sso:DeletePermissionsBoundaryFromPermissionSet",
        ),
    ),
}
