"""Rehearses ending somebody's access: that the policy is where it must be, and that it can be changed now."""

from collections.abc import Iterator
from typing import Any

import boto3

from config.models import Stack
from operations.audit_account import in_account
from operations.aws import client
from operations.drill import Rehearsal
from operations.drill_checks import Check
from operations.revocation import attempted
from operations.revocation_policy import compared, found_live, wanted_policies, write
from operations.revoke_person import identity_center

REHEARSED = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""The id of no user: a rehearsal denies it and takes it out again."""


def rehearse(session: boto3.Session, stack: Stack, *, apply: bool = False) -> Rehearsal:
    """Look at what `revoke` needs; with `apply` also deny nobody for a moment, and reach every account's roles.

    Raises AwsError without Identity Center, and botocore's exceptions where the caller is unknown.
    """
    caller = client(session, "sts", stack.organization.home_region).get_caller_identity()["Arn"]
    checks = [
        *attempted("policy", _policies(session, stack, apply=apply)),
        *attempted("people", _people(session, stack)),
        *attempted("permission sets", _sets(session, stack)),
    ]
    if apply:
        for key in stack.active_accounts():
            checks += attempted(f"roles of {key}", _roles(session, stack, key))
    return Rehearsal(caller=caller, applied=apply, checks=tuple(checks))


def _policies(session: boto3.Session, stack: Stack, *, apply: bool) -> Iterator[Check]:
    organizations = client(session, "organizations", stack.organization.home_region)
    wanted = wanted_policies(stack)
    if not wanted:
        yield Check(name="policy", passed=False, found="the guardrail revocations is off")
    for policy in wanted:
        name = f"policy {policy.name}"
        live = found_live(organizations, stack, policy)
        if live is None:
            yield Check(name=name, passed=False, found="there is no such policy: run pulumi up")
            continue
        text = f"attached to {policy.target}" if live.attached else f"not attached to {policy.target}: run pulumi up"
        yield Check(name=name, passed=live.attached, found=text)
        if apply:
            yield from attempted(f"{name} can be changed", _changed(organizations, stack, policy))
            live = found_live(organizations, stack, policy) or live
        yield from compared(stack, live)


def _changed(organizations: Any, stack: Stack, policy: Any) -> Iterator[Check]:  # noqa: ANN401
    """Nobody's id goes in and out again, whatever comes between; what an earlier rehearsal left goes too."""
    before = found_live(organizations, stack, policy)
    if before is None:
        return
    kept = before.denied - {REHEARSED}
    try:
        write(organizations, before, {*kept, REHEARSED})
        during = found_live(organizations, stack, policy)
    finally:
        write(organizations, before, kept)
    after = found_live(organizations, stack, policy)
    there = during is not None and REHEARSED in during.denied and after is not None and after.denied == kept
    found = "denied nobody's id, and took it out again" if there else "what was written is not what AWS has"
    yield Check(name=f"policy {policy.name} can be changed", passed=there, found=found)


def _people(session: boto3.Session, stack: Stack) -> Iterator[Check]:
    center = identity_center(stack)
    store = client(session, "identitystore", center.region)
    store.list_users(IdentityStoreId=center.identity_store_id, MaxResults=1)
    yield Check(name="people", passed=True, found=f"{center.identity_store_id} can be read")


def _sets(session: boto3.Session, stack: Stack) -> Iterator[Check]:
    """Sets of the management account, which deny people themselves."""
    center = identity_center(stack)
    account = stack.baseline.accounts[stack.organization.management_account].id
    sso = client(session, "sso-admin", center.region)
    pages = sso.get_paginator("list_permission_sets_provisioned_to_account").paginate(
        InstanceArn=center.instance_arn, AccountId=account
    )
    for arn in (arn for page in pages for arn in page.get("PermissionSets", ())):
        ids = {"InstanceArn": center.instance_arn, "PermissionSetArn": arn}
        found = sso.describe_permission_set(**ids)["PermissionSet"]["Name"]
        ours = found in stack.baseline.management_permission_sets
        text = "this stack's" if ours else "not this stack's: its sessions are denied by hand"
        yield Check(name=f"permission set {found} in management", passed=True if ours else None, found=text)


def _roles(session: boto3.Session, stack: Stack, key: str) -> Iterator[Check]:
    own = in_account(session, stack, key, "guardrails-revoke")
    arn = client(own, "sts", stack.organization.home_region).get_caller_identity()["Arn"]
    yield Check(name=f"roles of {key}", passed=True, found=f"within reach of {arn}")
