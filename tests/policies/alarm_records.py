"""CloudTrail records as AWS writes them, and for each alarm which of them it must and must not count.

The calls of a control are listed as CIS lists them, independently of its pattern
(https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html); the records follow
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from sandbox.aws.filter_patterns import filter_pattern

ACCOUNT = "444455556666"
ROLE = {
    "type": "AssumedRole",
    "principalId": "AROAEXAMPLEROLE:jane",
    "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/Developer/jane",
    "accountId": ACCOUNT,
    "sessionContext": {"sessionIssuer": {"type": "Role", "userName": "Developer"}},
}
IAM_USER = {"type": "IAMUser", "principalId": "AIDAEXAMPLE", "accountId": ACCOUNT, "userName": "jane"}
ROOT = {"type": "Root", "principalId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root", "accountId": ACCOUNT}


def counts(pattern: str, record: dict[str, Any]) -> bool:
    """Whether the local AWS's metric filters count a record."""
    return filter_pattern(pattern)(json.dumps(record))


def unneeded(
    pattern: str,
    conditions: Iterable[re.Match[str]],
    others: Iterable[str],
    pages: Iterable[dict[str, Any]],
    quiet: Iterable[dict[str, Any]],
) -> list[tuple[str, str]]:
    """Conditions of a pattern, each with another in its place, for which the pattern counts the same records."""

    def same(changed: str) -> bool:
        return all(counts(changed, record) for record in pages) and not any(counts(changed, record) for record in quiet)

    return [
        (condition[0], other)
        for condition in conditions
        for other in others
        if same(pattern[: condition.start()] + other + pattern[condition.end() :])
    ]


def call(name: str, service: str, *, read_only: bool = False, **changes: Any) -> dict[str, Any]:
    """A call of an API; `changes` replace or add fields, None removes one."""
    record = {
        "eventVersion": "1.11",
        "userIdentity": ROLE,
        "eventTime": "2026-11-02T09:14:03Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "eu-west-1",
        "sourceIPAddress": "192.0.2.17",
        "userAgent": "aws-cli/2.31.0",
        "requestParameters": None,
        "responseElements": None,
        "requestID": "b7f1e1aa-0000-4000-8000-000000000001",
        "eventID": "b7f1e1aa-0000-4000-8000-000000000002",
        "readOnly": read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    return {key: value for key, value in (record | changes).items() if value is not None or key not in changes}


def refused(name: str, service: str, code: str, **changes: Any) -> dict[str, Any]:
    return call(name, service, errorCode=code, errorMessage="not authorized to perform it", **changes)


def sign_in(outcome: str, mfa: str = "No", who: dict[str, Any] = IAM_USER, **changes: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html"""
    failed = {"errorMessage": "Failed authentication"} if outcome == "Failure" else {}
    return call(
        "ConsoleLogin",
        "signin",
        userIdentity=who,
        responseElements={"ConsoleLogin": outcome},
        additionalEventData={"LoginTo": "https://console.aws.amazon.com/", "MobileVersion": "No", "MFAUsed": mfa},
        eventType="AwsConsoleSignIn",
        **(failed | changes),
    )


def verification(outcome: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html"""
    return call(
        "CredentialVerification",
        "signin",
        userIdentity={"type": "Unknown", "accountId": ACCOUNT, "userName": "jane"},
        additionalEventData={"AuthWorkflowID": "9de74b32-8362-4a01-a524-de21df59fd83", "CredentialType": "PASSWORD"},
        eventType="AwsServiceEvent",
        serviceEventDetails={"CredentialVerification": outcome},
    )


def membership(name: str, **details: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html"""
    return call(
        name,
        "organizations",
        userIdentity={"accountId": "111122223333", "invokedBy": "organizations.amazonaws.com"},
        sourceIPAddress="organizations.amazonaws.com",
        eventType="AwsServiceEvent",
        serviceEventDetails=details,
    )


CALLS = {
    "iam-policy-changes": (
        "iam",
        "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy "
        "DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy "
        "DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
        "GetPolicy ListPolicies SimulatePrincipalPolicy CreateRole",
    ),
    "trail-changes": (
        "cloudtrail",
        "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging",
        "DescribeTrails GetTrailStatus LookupEvents",
    ),
    "key-deletion": ("kms", "DisableKey ScheduleKeyDeletion", "EnableKey CancelKeyDeletion CreateKey Decrypt"),
    "bucket-policy-changes": (
        "s3",
        "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy "
        "DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
        "GetBucketPolicy PutBucketTagging CreateBucket",
    ),
    "config-changes": (
        "config",
        "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
        "StartConfigurationRecorder DescribeConfigurationRecorders PutConfigRule",
    ),
    "security-group-changes": (
        "ec2",
        "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress "
        "RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
        "DescribeSecurityGroups RunInstances",
    ),
    "network-acl-changes": (
        "ec2",
        "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry "
        "ReplaceNetworkAclAssociation",
        "DescribeNetworkAcls CreateSubnet",
    ),
    "gateway-changes": (
        "ec2",
        "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway "
        "DetachInternetGateway",
        "DescribeInternetGateways CreateNatGateway",
    ),
    "route-table-changes": (
        "ec2",
        "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute "
        "DisassociateRouteTable",
        "DescribeRouteTables CreateVpcEndpoint",
    ),
    "vpc-changes": (
        "ec2",
        "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection "
        "DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc "
        "DisableVpcClassicLink EnableVpcClassicLink",
        "DescribeVpcs CreateSubnet ModifySubnetAttribute",
    ),
    "organization-changes": (
        "organizations",
        "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake "
        "DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType "
        "InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy "
        "UpdateOrganizationalUnit",
        "DescribeOrganization ListAccounts TagResource",
    ),
    "contact-changes": (
        "account",
        "DeleteAlternateContact PutAlternateContact PutContactInformation",
        "GetAlternateContact GetContactInformation EnableRegion",
    ),
    "new-users": (
        "iam",
        "CreateUser CreateLoginProfile UpdateLoginProfile CreateAccessKey CreateServiceSpecificCredential "
        "ResetServiceSpecificCredential UploadSSHPublicKey UploadSigningCertificate",
        "CreateRole ListUsers DeleteUser",
    ),
    "organization-departure": (
        "organizations",
        "RemoveAccountFromOrganization LeaveOrganization CloseAccount DeleteOrganization "
        "InviteOrganizationToTransferResponsibility",
        "MoveAccount CreateAccount ListAccounts",
    ),
    "organization-delegation": (
        "organizations",
        "RegisterDelegatedAdministrator DeregisterDelegatedAdministrator EnableAWSServiceAccess "
        "DisableAWSServiceAccess PutResourcePolicy DeleteResourcePolicy",
        "ListDelegatedAdministrators DescribeResourcePolicy",
    ),
}

MATCHING: dict[str, list[dict[str, Any]]] = {
    "unauthorized-calls": [
        refused("RunInstances", "ec2", "Client.UnauthorizedOperation"),
        refused("ListBuckets", "s3", "AccessDenied", read_only=True),
        refused("PutItem", "dynamodb", "AccessDeniedException"),
    ],
    "console-without-mfa": [sign_in("Success")],
    "root-use": [
        call("CreateUser", "iam", userIdentity=ROOT),
        call("ListBuckets", "s3", userIdentity=ROOT, read_only=True),
        sign_in("Success", "Yes", ROOT),
        sign_in("Failure", "No", ROOT),
    ],
    "console-failures": [sign_in("Failure"), sign_in("Failure", who=ROOT)],
    "refused-changes": [
        refused("RunInstances", "ec2", "Client.UnauthorizedOperation"),
        refused("PutRolePolicy", "iam", "AccessDenied"),
        refused("PutItem", "dynamodb", "AccessDeniedException"),
    ],
    "failed-sign-ins": [
        sign_in("Failure"),
        sign_in("Failure", who=ROOT),
        sign_in("Failure", errorMessage="No username found in supplied account"),
    ],
    "identity-center-changes": [
        *(
            call(name, "sso")
            for name in (
                "CreatePermissionSet",
                "PutInlinePolicyToPermissionSet",
                "AttachManagedPolicyToPermissionSet",
                "DetachManagedPolicyFromPermissionSet",
                "CreateAccountAssignment",
                "DeleteAccountAssignment",
                "ProvisionPermissionSet",
                "AssociateDirectory",
                "DisassociateDirectory",
                "StartSSO",
            )
        ),
        *(
            call(name, "sso-directory")
            for name in (
                "CreateUser",
                "AddMemberToGroup",
                "RemoveMemberFromGroup",
                "UpdatePassword",
                "EnableExternalIdPConfigurationForDirectory",
                "DisableUser",
                "ImportExternalIdPCertificate",
            )
        ),
        call("CreateGroupMembership", "identitystore"),
        call("DeleteUser", "identitystore"),
        call("CreateEntitlement", "account-access"),
        call("CreateApplication", "account-access"),
        call("CreateSyncProfile", "identity-sync"),
    ],
    "identity-providers": [
        *(
            call(name, "iam")
            for name in (
                "CreateSAMLProvider",
                "UpdateSAMLProvider",
                "CreateOpenIDConnectProvider",
                "AddClientIDToOpenIDConnectProvider",
                "UpdateOpenIDConnectProviderThumbprint",
                "EnableOutboundWebIdentityFederation",
                "AcceptDelegationRequest",
                "SendDelegationToken",
                "PutAccountProperties",
            )
        ),
        call("CreateTrustAnchor", "rolesanywhere"),
        call("UpdateProfile", "rolesanywhere"),
    ],
    "identity-center-failures": [verification("Failure")],
    "permanent-root": [
        call("CreateUser", "iam", userIdentity=ROOT),
        call("CreateUser", "iam", userIdentity=ROOT, readOnly=None),
        call("CreateUser", "iam", userIdentity=ROOT | {"sessionContext": {"assumedRoot": ""}}),
        call("GetSessionToken", "sts", userIdentity=ROOT, read_only=True),
        call("GetFederationToken", "sts", userIdentity=ROOT, read_only=True),
        call("GetWebIdentityToken", "sts", userIdentity=ROOT, read_only=True),
        sign_in("Success", "Yes", ROOT),
        sign_in("Failure", "No", ROOT),
    ],
    "organization-departure": [
        membership("AccountDepartedOrganization", departedMethod="Removed"),
        membership("ResponsibilityTransferAccepted"),
    ],
    "organization-joined": [membership("AccountJoinedOrganization", joinedMethod="Created")],
    "provisioning": [
        call(name, "identitystore-scim", userIdentity={"type": "WebIdentityUser", "accountId": ACCOUNT})
        for name in ("CreateUser", "PatchGroup", "PutUser", "DeleteGroup")
    ],
}

OTHERS: dict[str, list[dict[str, Any]]] = {
    "unauthorized-calls": [call("RunInstances", "ec2"), refused("RunInstances", "ec2", "Client.DryRunOperation")],
    "console-without-mfa": [
        sign_in("Success", "Yes"),
        sign_in("Failure"),
        # Identity Center's sign-ins never say that MFA was used.
        sign_in("Success", "No", ROLE),
        sign_in("Success", eventName="SwitchRole"),
    ],
    "root-use": [
        call("CreateUser", "iam"),
        call("CreateGrant", "kms", userIdentity=ROOT | {"invokedBy": "dynamodb.amazonaws.com"}),
        call("RotateKey", "kms", userIdentity=ROOT, eventType="AwsServiceEvent"),
    ],
    "permanent-root": [
        call("CreateUser", "iam"),
        call("ListBuckets", "s3", userIdentity=ROOT, read_only=True),
        call("DeleteBucketPolicy", "s3", userIdentity=ROOT | {"sessionContext": {"assumedRoot": "true"}}),
        call("CreateGrant", "kms", userIdentity=ROOT | {"invokedBy": "dynamodb.amazonaws.com"}),
        call("RotateKey", "kms", userIdentity=ROOT, eventType="AwsServiceEvent"),
    ],
    "contact-changes": [call("PutAlternateContact", "elsewhere")],
    "iam-policy-changes": [call("DeletePolicy", "autoscaling"), call("CreatePolicy", "organizations")],
    "console-failures": [
        sign_in("Success"),
        verification("Failure"),
        sign_in("Failure", eventName="PasswordRecoveryCompleted"),
    ],
    "bucket-policy-changes": [call("PutBucketPolicy", "s3-outposts"), call("DeleteBucketPolicy", "s3-outposts")],
    "config-changes": [call("PutDeliveryChannel", "elsewhere")],
    "route-table-changes": [call("CreateRoute", "apigateway"), call("CreateRoute", "appmesh")],
    "key-deletion": [call("DisableKey", "appsync")],
    "organization-changes": [call("CreatePolicy", "iam"), call("AttachPolicy", "iot")],
    "refused-changes": [
        call("PutRolePolicy", "iam"),
        refused("ListBuckets", "s3", "AccessDenied", read_only=True),
        refused("PutObject", "s3", "AccessDenied", sourceIPAddress="delivery.logs.amazonaws.com"),
        refused("CreateGrant", "kms", "AccessDenied", userIdentity=ROLE | {"invokedBy": "rds.amazonaws.com"}),
        refused("CreateVpc", "ec2", "Client.VpcLimitExceeded"),
    ],
    "failed-sign-ins": [
        sign_in("Success"),
        verification("Failure"),
        sign_in("Failure", eventName="PasswordRecoveryCompleted"),
    ],
    "new-users": [
        refused("CreateUser", "iam", "AccessDenied"),
        call("CreateUser", "identitystore"),
        call("CreateUser", "transfer"),
    ],
    "identity-center-changes": [
        call("CreateToken", "sso"),
        call("DescribePermissionSet", "sso", read_only=True),
        call("ListAccountAssignments", "sso", read_only=True),
        call("ListEntitlements", "account-access", read_only=True),
        call("CreateUser", "identitystore-scim"),
        call("SearchUsers", "sso-directory", read_only=True),
        call("Federate", "sso", eventType="AwsServiceEvent"),
        call("CreateUser", "iam"),
    ],
    "identity-providers": [
        call("GetSAMLProvider", "iam", read_only=True),
        call("ListTrustAnchors", "rolesanywhere", read_only=True),
        call("CreateSAMLProvider", "elsewhere"),
        call("CreateRole", "iam"),
        refused("CreateSAMLProvider", "iam", "AccessDenied"),
    ],
    "provisioning": [
        call("ListGroups", "identitystore-scim", read_only=True),
        call("CreateUser", "identitystore"),
        refused("CreateUser", "identitystore-scim", "ConflictException"),
    ],
    "identity-center-failures": [
        verification("Success"),
        call("CredentialChallenge", "signin"),
        verification("Failure") | {"eventName": "UserAuthentication"},
    ],
    "organization-departure": [membership("AccountJoinedOrganization"), call("LeaveOrganization", "other")],
    "organization-delegation": [call("PutResourcePolicy", "secretsmanager")],
    "organization-joined": [
        membership("AccountDepartedOrganization"),
        call("AccountJoinedOrganization", "elsewhere"),
    ],
}

for _id, (_service, _wanted, _unwanted) in CALLS.items():
    MATCHING.setdefault(_id, []).extend(call(name, _service) for name in _wanted.split())
    OTHERS.setdefault(_id, []).extend(call(name, _service) for name in _unwanted.split())
