"""Permission sets of the management account: no organization's policy binds them, so they deny people themselves."""

import json
import time
from collections.abc import Iterator
from typing import Any

import boto3

from config.models import Stack
from config.snapshot import IdentityCenterFact
from operations.aws import client
from operations.drill_checks import Check
from policies.document import canonical
from policies.revocation import denied_people, denying

_WAIT = 120
_POLL_SECONDS = 1


def deny_in_management(
    session: boto3.Session, stack: Stack, center: IdentityCenterFact, user: str, *, apply: bool
) -> Iterator[Check]:
    """Put a user into the denial of every set that is in the management account, and provision it.

    What else the set's inline policy says stays as it is. Sets that aren't this stack's are somebody else's to change.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/authconcept-revoke-access.html
    Raises botocore's exceptions.
    """
    sso = client(session, "sso-admin", center.region)
    account = stack.baseline.accounts[stack.organization.management_account].id
    where = {"InstanceArn": center.instance_arn}
    pages = sso.get_paginator("list_permission_sets_provisioned_to_account").paginate(**where, AccountId=account)
    for arn in (arn for page in pages for arn in page.get("PermissionSets", ())):
        ids = {**where, "PermissionSetArn": arn}
        found = sso.describe_permission_set(**ids)["PermissionSet"]["Name"]
        name = f"open sessions in management, permission set {found}"
        text = sso.get_inline_policy_for_permission_set(**ids)["InlinePolicy"]
        document = json.loads(text) if text else None
        if user in denied_people(document):
            yield Check(name=name, passed=True, found="denied already")
        elif found not in stack.baseline.management_permission_sets:
            ours = "is not this stack's: deny identitystore:UserId in its inline policy by hand"
            yield Check(name=name, passed=None, found=f"{ours}, value {user}")
        elif not apply:
            yield Check(name=name, passed=None, found=f"would deny identitystore:UserId {user} in its inline policy")
        else:
            whole = denying(document, {*denied_people(document), user})
            sso.put_inline_policy_to_permission_set(**ids, InlinePolicy=canonical(whole))
            yield _provisioned(sso, ids, account, name, user)


def _provisioned(sso: Any, ids: dict[str, str], account: str, name: str, user: str) -> Check:  # noqa: ANN401
    """A set's new words hold in an account once they are provisioned there.

    https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html
    """
    begun = sso.provision_permission_set(**ids, TargetType="AWS_ACCOUNT", TargetId=account)
    status = begun["PermissionSetProvisioningStatus"]

    def look() -> dict[str, Any]:
        return sso.describe_permission_set_provisioning_status(
            InstanceArn=ids["InstanceArn"], ProvisionPermissionSetRequestId=status["RequestId"]
        )["PermissionSetProvisioningStatus"]

    return outcome(name, awaited(status, look), f"denies identitystore:UserId {user}")


def awaited(status: dict[str, Any], look: Any) -> dict[str, Any]:  # noqa: ANN401 - a function without arguments
    """What became of something that Identity Center does by and by, or how far it is after two minutes."""
    until = time.monotonic() + _WAIT
    while status["Status"] == "IN_PROGRESS" and time.monotonic() < until:
        status = look()
        if status["Status"] == "IN_PROGRESS":
            time.sleep(_POLL_SECONDS)
    return status


def outcome(name: str, status: dict[str, Any], done: str) -> Check:
    """A status as a check; what isn't finished yet is no success."""
    if status["Status"] == "SUCCEEDED":
        return Check(name=name, passed=True, found=done)
    reason = status.get("FailureReason", "not finished")
    return Check(name=name, passed=False, found=f"{status['Status']}: {reason}; run this again")
