"""Why a request is stopped or let through: the layer, the statement, its guardrail, and who is spared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.levels import compiled, levels
from config.models import Stack
from config.plan import context, policies
from policies.errors import UnsupportedError
from policies.evaluator import Policies, decide
from policies.examples import FULL, OPEN, call_of
from policies.guardrail import Guardrail, Request
from policies.guardrails import catalogue
from policies.organization import OrganizationPolicy
from policies.principals import caller
from policies.simulation import account_of
from policies.types import PolicyType

# The roles of an instance in this region have no region in their path.
_WITHOUT_REGION = "us-east-1"
_RESERVED = re.compile(r"AWSReservedSSO_.+_[0-9a-f]{16}")


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One statement that decides, with the guardrail that it belongs to, if it is one of ours."""

    sid: str
    guardrail: str | None
    title: str
    why: str
    spared: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The decision under the organization's policies alone; everything else is taken to allow."""

    decision: str
    layer: str
    stops: tuple[Stop, ...]
    context: Mapping[str, Any]
    unknown: tuple[str, ...]
    """Policies attached by others of which organization.json doesn't hold the document: they may decide differently."""


def explain(stack: Stack, account: str, request: Request) -> Explanation:
    """Decide a request on an account, given by its key, as the stack's policies would have it.

    Raises UnsupportedError for a principal or a value that AWS doesn't have.
    """
    wanted = policies(stack)
    keys = {entry.id: key for key, entry in stack.baseline.accounts.items()}
    caller = keys.get(account_of(request.principal) or "")
    scps = levels(stack, wanted, caller, PolicyType.SCP) if caller else ()
    rcps = levels(stack, wanted, account, PolicyType.RCP)
    management = caller == stack.organization.management_account
    verdict = decide(
        call_of(request, management=management or account == stack.organization.management_account == caller),
        Policies(scps=compiled(scps), rcps=compiled(rcps), identity=[FULL], resource=OPEN),
    )
    return Explanation(
        decision=verdict.decision.value,
        layer=verdict.layer.value,
        stops=tuple(_stop(stack, wanted, sid) for sid in verdict.statements) if verdict.decision != "Allow" else (),
        context=dict(request.context),
        unknown=tuple(dict.fromkeys(a.name for level in (*scps, *rcps) for a in level if a.document is None)),
    )


def _stop(stack: Stack, wanted: tuple[OrganizationPolicy, ...], sid: str) -> Stop:
    key = next((policy.sids[sid] for policy in wanted if sid in policy.sids), None)
    entry = catalogue().get(key or "")
    if key is None or not isinstance(entry, Guardrail):
        return Stop(sid=sid, guardrail=None, title="attached by others", why="not part of this baseline", spared=())
    facts = context(stack)
    matrix = (arn for exempt in entry.exempt for arn in facts.principals(exempt))
    registry = (
        f"{e.principal or e.permission_set} until {e.expires} ({e.ticket}: {e.reason})"
        for e in stack.organization.exemptions
        if e.guardrail == key and not e.switched_off
    )
    return Stop(sid=sid, guardrail=key, title=entry.title, why=entry.rationale, spared=(*matrix, *registry))


def behind(stack: Stack, principal: str) -> str:
    """The role of a session, which policies know it by, with the path that Identity Center's roles have; else itself.

    Raises UnsupportedError for a service-linked role's session, whose path only the role's own ARN tells.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    """
    role = caller(principal).arn if ":assumed-role/" in principal else None
    if role is None:
        return principal
    name = role.rpartition("/")[2]
    if name.startswith("AWSServiceRoleFor"):
        raise UnsupportedError(f"{principal}: give the service-linked role's own ARN, which has its service's path")
    if not _RESERVED.fullmatch(name):
        return role
    region = stack.organization.home_region if stack.standalone else context(stack).identity_center_region
    path = "aws-reserved/sso.amazonaws.com" + ("" if region == _WITHOUT_REGION else f"/{region}")
    return f"{role.removesuffix(name)}{path}/{name}"


def usual_context(stack: Stack, principal: str) -> dict[str, str]:
    """What a request of today's clients carries unless it is told otherwise; members also carry the organization.

    Whoever only signs in by an identity provider is in no organization yet:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid

    Raises UnsupportedError for a principal that AWS doesn't have.
    """
    facts = {"aws:RequestedRegion": stack.organization.home_region, "aws:SecureTransport": "true"}
    members = {account.id for account in stack.baseline.accounts.values()}
    member = caller(principal).in_account and account_of(principal) in members
    organization = stack.organization.id if member else None
    return facts | ({"aws:PrincipalOrgID": organization} if organization else {})
