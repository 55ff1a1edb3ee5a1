"""What a person's access comes from: memberships in groups, and assignments of their own."""

from collections.abc import Iterator

import boto3

from config.models import Stack
from config.snapshot import IdentityCenterFact
from operations.aws import client
from operations.drill_checks import Check
from operations.revocation_sets import awaited, outcome


def end_memberships(session: boto3.Session, center: IdentityCenterFact, user: str, *, apply: bool) -> Iterator[Check]:
    """Take a user out of every group. Raises botocore's exceptions."""
    store = client(session, "identitystore", center.region)
    where = {"IdentityStoreId": center.identity_store_id}
    pages = store.get_paginator("list_group_memberships_for_member").paginate(**where, MemberId={"UserId": user})
    held = [membership for page in pages for membership in page["GroupMemberships"]]
    for membership in held:
        group = store.describe_group(**where, GroupId=membership["GroupId"]).get("DisplayName", membership["GroupId"])
        if apply:
            store.delete_group_membership(**where, MembershipId=membership["MembershipId"])
        yield Check(name=f"group {group}", passed=apply or None, found="removed" if apply else "would be removed")
    if not held:
        yield Check(name="groups", passed=True, found="member of none")


def end_assignments(
    session: boto3.Session, stack: Stack, center: IdentityCenterFact, user: str, *, apply: bool
) -> Iterator[Check]:
    """Take away what is assigned to a user and not to a group. Raises botocore's exceptions."""
    sso = client(session, "sso-admin", center.region)
    where = {"InstanceArn": center.instance_arn}
    pages = sso.get_paginator("list_account_assignments_for_principal").paginate(
        **where, PrincipalId=user, PrincipalType="USER"
    )
    # What a user has through groups is listed as well, under the group.
    own = [a for page in pages for a in page["AccountAssignments"] if a["PrincipalType"] == "USER"]
    keys = {account.id: key for key, account in stack.baseline.accounts.items()}
    for one in own:
        ids = {**where, "PermissionSetArn": one["PermissionSetArn"]}
        found = sso.describe_permission_set(**ids)["PermissionSet"]["Name"]
        name = f"assignment of {found} in {keys.get(one['AccountId'], one['AccountId'])}"
        if not apply:
            yield Check(name=name, passed=None, found="would be removed")
            continue
        begun = sso.delete_account_assignment(
            **ids, TargetId=one["AccountId"], TargetType="AWS_ACCOUNT", PrincipalType="USER", PrincipalId=user
        )["AccountAssignmentDeletionStatus"]
        number = begun["RequestId"]
        status = awaited(
            begun,
            lambda number=number: sso.describe_account_assignment_deletion_status(
                **where, AccountAssignmentDeletionRequestId=number
            )["AccountAssignmentDeletionStatus"],
        )
        yield outcome(name, status, "removed")
    if not own:
        yield Check(name="assignments of their own", passed=True, found="none")
