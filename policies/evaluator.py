"""Decides a request as AWS would: which layer says what, and by which statements.

The order of layers and what each one limits:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from policies.compiled import Compiled
from policies.errors import UnsupportedError
from policies.principals import Caller, Kind, Match, Principals
from policies.rcp_services import RCP_EXCLUDED_ACTIONS, RCP_SERVICES
from policies.wildcards import Context

__all__ = ["Call", "Decision", "Layer", "Policies", "UnsupportedError", "Verdict", "decide"]


class Decision(StrEnum):
    """What happens to a request."""

    ALLOW = "Allow"
    EXPLICIT_DENY = "ExplicitDeny"
    IMPLICIT_DENY = "ImplicitDeny"


class Layer(StrEnum):
    """The kinds of policy, in the order in which they are asked."""

    SCP = "scp"
    RCP = "rcp"
    RESOURCE = "resource"
    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"


@dataclass(frozen=True)
class Verdict:
    """A decision with the layer and the Sids that made it; an implicit denial has no statement to name."""

    decision: Decision
    layer: Layer
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request; `action` and the context's keys in lower case, `context` as policies.wildcards.Context."""

    action: str
    resource: str
    caller: Caller
    resource_account: str | None
    management: bool = False
    context: Context = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Policies:
    """Everything that has a say in a request; levels are root first."""

    scps: Sequence[Sequence[Compiled]] = ()
    rcps: Sequence[Sequence[Compiled]] = ()
    identity: Sequence[Compiled] = ()
    boundary: Compiled | None = None
    session: Compiled | None = None
    resource: Compiled | None = None


# No policy can take the bucket's policy from the root user of the account that owns it, but those of Organizations:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html. A queue's policy is one of its attributes:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html
_UNLOCKED_BY_ROOT = frozenset(
    ("s3:deletebucketpolicy", "s3:getbucketpolicy", "s3:putbucketpolicy", "sqs:setqueueattributes")
)
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
_NEVER_BY_ROOT = frozenset(("sts:assumerole", "sts:assumeroot"))
_OUT_OF_REACH = frozenset(action.lower() for action in RCP_EXCLUDED_ACTIONS)


def decide(call: Call, policies: Policies) -> Verdict:
    """The decision on one request: an explicit denial in whichever layer first, then what nobody allows.

    Raises UnsupportedError for what AWS documents no result for; it never guesses.
    """
    if _needs_nothing(call):
        return Verdict(Decision.ALLOW, Layer.IDENTITY)
    denied, allowed_everywhere = _scps(call, policies.scps)
    if denied:
        return Verdict(Decision.EXPLICIT_DENY, Layer.SCP, denied)
    if denied := _rcps(call, policies.rcps):
        return Verdict(Decision.EXPLICIT_DENY, Layer.RCP, denied)
    grants = _Grants()
    for layer, documents in _own(call, policies):
        denied, grants[layer] = _read(call, layer, documents, bounded=policies.boundary is not None)
        if denied and not (layer == Layer.RESOURCE and _unlocks(call)):
            return Verdict(Decision.EXPLICIT_DENY, layer, denied)
    return _granted(call, policies, grants) if allowed_everywhere else _implicit(Layer.SCP)


def _needs_nothing(call: Call) -> bool:
    """Whether the request needs no permission, so that no policy can take it away.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
    """
    if call.action == "sts:getsessiontoken":
        return call.caller.kind in (Kind.USER, Kind.ROOT)
    return call.action == "sts:getcalleridentity" and call.caller.kind != Kind.ANONYMOUS


def _unlocks(call: Call) -> bool:
    """Whether the root user takes back a resource whose own policy shuts everybody out."""
    own = call.caller.kind == Kind.ROOT and call.caller.account == call.resource_account
    return own and call.action in _UNLOCKED_BY_ROOT


def _own(call: Call, policies: Policies) -> Iterator[tuple[Layer, Sequence[Compiled]]]:
    """The layers below the organization's that have anything to say."""
    if policies.resource:
        yield Layer.RESOURCE, (policies.resource,)
    if policies.identity and call.caller.in_account:
        yield Layer.IDENTITY, policies.identity
    if policies.boundary:
        yield Layer.BOUNDARY, (policies.boundary,)
    if policies.session:
        yield Layer.SESSION, (policies.session,)


def _scps(call: Call, levels: Sequence[Sequence[Compiled]]) -> tuple[tuple[str, ...], bool]:
    """The Sids that deny, and whether each level from the root to the account allows the request.

    They bind principals of member accounts, the root user included, but no service-linked role.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    """
    if call.management or not call.caller.in_account or call.caller.service_linked:
        return (), True
    denied: list[str] = []
    everywhere = True
    for level in levels:
        allowed = False
        for document in level:
            for statement in document.about(call.action):
                if statement.allows:
                    allowed = allowed or statement.holds(call.resource, call.context)
                elif statement.holds(call.resource, call.context):
                    denied.append(statement.sid)
        everywhere = everywhere and allowed
    return tuple(denied), everywhere


def _rcps(call: Call, levels: Sequence[Sequence[Compiled]]) -> tuple[str, ...]:
    """The Sids that deny. RCPFullAWSAccess can't be detached, so that no level ever lacks an Allow."""
    if not levels or not _within_reach(call):
        return ()
    return tuple(
        statement.sid
        for level in levels
        for document in level
        for statement in document.about(call.action)
        if not statement.allows and _names(statement.principals, call) and statement.holds(call.resource, call.context)
    )


def _within_reach(call: Call) -> bool:
    """Resource control policies bind some services' resources outside the management account.

    A caller without an account, as a service, can only be said to act in the management account's own resources.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
    """
    own = call.caller.account in (None, call.resource_account)
    if call.caller.service_linked or (call.management and own):
        return False
    return call.action.partition(":")[0] in RCP_SERVICES and call.action not in _OUT_OF_REACH


def _names(principals: Principals | None, call: Call) -> bool:
    return principals.match(call.caller) != Match.NONE if principals else True


class _Grants(dict[Layer, list[tuple[str, Match]]]):
    """The Allow statements that fit a request, by layer, each with how it names the caller."""

    def sids(self, layer: Layer, at_least: Match = Match.NONE) -> tuple[str, ...]:
        return tuple([sid for sid, match in self.get(layer, ()) if match >= at_least])

    def closest(self) -> Match:
        return max((match for _, match in self.get(Layer.RESOURCE, ())), default=Match.NONE)


def _read(
    call: Call, layer: Layer, documents: Iterable[Compiled], *, bounded: bool
) -> tuple[tuple[str, ...], list[tuple[str, Match]]]:
    """The Sids that deny and the grants of one layer."""
    denied: list[str] = []
    allowed: list[tuple[str, Match]] = []
    for document in documents:
        for statement in document.about(call.action):
            match = Match.DIRECT
            if layer == Layer.RESOURCE:
                if statement.principals is None:
                    raise UnsupportedError(f"statement {statement.sid}: a resource policy needs a Principal")
                match = statement.principals.match(call.caller, bounded=bounded)
            if match == Match.NONE or not statement.holds(call.resource, call.context):
                continue
            if statement.allows:
                allowed.append((statement.sid, match))
            else:
                denied.append(statement.sid)
    return tuple(denied), allowed


def _granted(call: Call, policies: Policies, grants: _Grants) -> Verdict:
    """Whether what allows the request is enough, once nothing denies it."""
    named = grants.closest()
    if not call.caller.in_account:
        return _by_resource(grants, Match.DIRECT) if named == Match.DIRECT else _implicit(Layer.RESOURCE)
    if call.caller.kind == Kind.ROOT and call.action in _NEVER_BY_ROOT:
        return _implicit(Layer.IDENTITY)
    identity = bool(grants.get(Layer.IDENTITY)) or call.caller.kind == Kind.ROOT
    own = call.resource_account == call.caller.account
    capped = _cap(call, policies, grants)
    required = not own or _needs_resource_policy(call)
    if own and required and named == Match.DIRECT:
        return _by_resource(grants, named)
    if identity and not capped and (named != Match.NONE or not required):
        sids = grants.sids(Layer.IDENTITY) + (grants.sids(Layer.RESOURCE) if required else ())
        return Verdict(Decision.ALLOW, Layer.IDENTITY, sids)
    if own and named >= Match.ROLE:
        return _direct(grants, named, capped)
    if required and named == Match.NONE:
        return _implicit(Layer.RESOURCE)
    return capped if identity and capped else _implicit(Layer.IDENTITY)


def _direct(grants: _Grants, named: Match, capped: Verdict | None) -> Verdict:
    """A resource policy's grant in its own account: to a role it is capped, to its session, a user or everyone not.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    if named == Match.ROLE and capped:
        return capped
    return _by_resource(grants, named)


def _by_resource(grants: _Grants, at_least: Match) -> Verdict:
    return Verdict(Decision.ALLOW, Layer.RESOURCE, grants.sids(Layer.RESOURCE, at_least))


def _cap(call: Call, policies: Policies, grants: _Grants) -> Verdict | None:
    """What stops a grant without denying it.

    Credentials of GetFederationToken have no permissions without a session policy.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
    """
    if policies.boundary and not grants.get(Layer.BOUNDARY):
        return _implicit(Layer.BOUNDARY)
    limited = policies.session is not None or call.caller.kind == Kind.FEDERATED_USER
    return _implicit(Layer.SESSION) if limited and not grants.get(Layer.SESSION) else None


def _implicit(layer: Layer) -> Verdict:
    return Verdict(Decision.IMPLICIT_DENY, layer)


def _needs_resource_policy(call: Call) -> bool:
    """Keys and roles: without their own policy's consent nobody gets in, not even their account.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-cross-account.html
    """
    service = call.action.partition(":")[0]
    return (service == "kms" and ":key/" in call.resource) or (service == "sts" and ":role/" in call.resource)
