"""What a loaded stack's permission sets must satisfy beyond their words, and what its assignments leave out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.explanation import usual_context
from config.identity_plan import access, identity_center_account, management_sets
from config.levels import compiled, levels
from config.messages import Finding
from config.models import Stack
from config.permission_set_references import MAPS
from config.problem import Path
from policies.evaluator import Decision, Policies, decide
from policies.examples import FULL, call_of
from policies.guardrail import Request
from policies.limits import PERMISSION_SET_INLINE
from policies.lint import Kind, lint
from policies.names import role_arn
from policies.organization import OrganizationPolicy
from policies.session_conditions import visible_characters
from policies.types import PolicyType

# What the deployment calls for permission sets and assignments
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html).
_MANAGED_BY = (
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
    "sso:AttachManagedPolicyToPermissionSet",
    "sso:CreateAccountAssignment",
    "sso:CreatePermissionSet",
    "sso:DeleteAccountAssignment",
    "sso:DeletePermissionSet",
    "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
    "sso:DetachManagedPolicyFromPermissionSet",
    "sso:ProvisionPermissionSet",
    "sso:PutInlinePolicyToPermissionSet",
    "sso:PutPermissionsBoundaryToPermissionSet",
    "sso:TagResource",
    "sso:UpdatePermissionSet",
)


def policy_findings(stack: Stack) -> Iterator[Finding]:
    """Statements of inline and own policies that could never match, or that mean something else than they say."""
    baseline = stack.baseline
    maps = (baseline.permission_sets, baseline.management_permission_sets)
    for kind, sets in zip(MAPS, maps, strict=True):
        for name, entry in sets.items():
            if entry.inline is not None:
                yield from _lint(("baseline", kind, name, "inline"), entry.inline)
    yield from _too_long(stack)
    for name, policy in baseline.customer_policies.items():
        yield from _lint(("baseline", "customerPolicies", name, "document"), policy.document)


def _too_long(stack: Stack) -> Iterator[Finding]:
    """Sets that have no room for the denial of all people whose access was ended."""
    limit = PERMISSION_SET_INLINE
    for name, found in management_sets(stack).items():
        if (size := visible_characters(found.inline or {})) > limit.value:
            yield Finding(
                path=("baseline", "managementPermissionSets", name),
                key=True,
                found=f"an inline policy of {size} {limit.unit}, people under guardrails.revocations included",
                expected=f"at most {limit.value} ({limit.source})",
                fix="remove people who are gone, or move statements to a policy under customerPolicies",
            )


def left_out(stack: Stack) -> Iterator[Finding]:
    """Accounts and assignments that get nothing, and groups that are known by name alone; none of it is an error."""
    found = access(stack)
    yield from _unpinned(stack)
    for skipped in found.skipped:
        yield Finding(
            path=("baseline", "accounts", skipped.account),
            key=True,
            found=f"an account that is {skipped.state}, named by assignments",
            expected="ACTIVE",
            fix="nobody is assigned there until it is, and organization.json says so",
        )
    for index in found.empty:
        yield Finding(
            path=("baseline", "assignments", index),
            found="units without any member account",
            expected="accounts",
            fix="nobody is assigned anywhere by it; remove it if that is not meant",
        )


def _unpinned(stack: Stack) -> Iterator[Finding]:
    known = stack.snapshot.identity_center.groups if stack.snapshot.identity_center else {}
    told = set(stack.baseline.groups)
    lists = {"assignments": stack.baseline.assignments, "managementAssignments": stack.baseline.management_assignments}
    for kind, assigned in lists.items():
        for index, assignment in enumerate(assigned):
            if assignment.group in known and assignment.group not in told:
                told.add(assignment.group)
                yield Finding(
                    path=("baseline", kind, index, "group"),
                    found=f'"{assignment.group}", without its id under groups',
                    expected=f"{assignment.group}: {known[assignment.group]} there",
                    fix="add it: a group that is made again under the name would get the access",
                )


def stopped_deployment(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    """Guardrails by which the deployment could not manage permission sets any longer, each told once."""
    center, account = stack.snapshot.identity_center, identity_center_account(stack)
    if center is None or not stack.baseline.permission_sets:
        return
    home, number = stack.organization.home_region, stack.baseline.accounts[account].id
    role = role_arn(home, number, stack.baseline.deployment.role_name)
    context = {**usual_context(stack, role), "aws:RequestedRegion": center.region, "aws:ViaAWSService": "false"}
    bound = Policies(scps=compiled(levels(stack, wanted, account, PolicyType.SCP)), identity=[FULL])
    owners = {sid: key for policy in wanted for sid, key in policy.sids.items()}
    told: set[str] = set()
    for action in _MANAGED_BY:
        request = Request(
            name="manage permission sets", action=action, principal=role, context=context, resource_account=number
        )
        management = account == stack.organization.management_account
        verdict = decide(call_of(request, management=management), bound)
        key = next((owners[sid] for sid in verdict.statements if sid in owners), "")
        if verdict.decision != Decision.ALLOW and key not in told:
            told.add(key)
            yield Finding(
                path=("baseline", "guardrails", key) if key else ("baseline", "guardrails"),
                key=True,
                found=f"{verdict.decision} of {action} by {role} ({verdict.layer}: {' '.join(verdict.statements)})",
                expected=f"the deployment to manage permission sets from {account}",
                fix="name the deployment's role in the guardrail's settings, or another identityCenterAccount",
            )


def _lint(path: Path, document: Mapping[str, Any]) -> Iterator[Finding]:
    for found in lint(document, Kind.IDENTITY):
        yield Finding(
            path=path,
            key=True,
            found=f"{found.element} {found.found} in statement {found.sid}: {found.message}",
            expected="a statement that can hold",
            fix=found.fix,
        )
