"""Decides a guardrail's example requests against its document, as the only thing that could stop them."""

from collections.abc import Iterator

from policies.compiled import Compiled
from policies.document import Document, Statement
from policies.evaluator import Call, Decision, Policies, Verdict, decide
from policies.exemptions import exempting
from policies.guardrail import Context, Guardrail, Request
from policies.principals import Kind, caller
from policies.simulation import account_of, complete
from policies.types import PolicyType

FULL_ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "FullAWSAccess", "Effect": "Allow", "Action": "*", "Resource": "*"}],
}
"""What AWS attaches everywhere (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html)."""
_EVERYBODY = {"Version": "2012-10-17", "Statement": [FULL_ACCESS["Statement"][0] | {"Principal": "*"}]}
FULL, OPEN = Compiled(FULL_ACCESS), Compiled(_EVERYBODY)
"""Policies that let everything through: of an identity or an organization, and of a resource."""


def document(guardrail: Guardrail, context: Context, registered: tuple[str, ...] = ()) -> Document:
    """The guardrail alone, with its example settings and its exemptions, as a document."""
    statements = guardrail.statements(context, guardrail.example_settings)
    return Document(statements=exempting(guardrail, statements, context, registered))


def verdict(request: Request, policy_type: PolicyType, statements: tuple[Statement, ...]) -> Verdict:
    """The decision on an example whose principal and resource allow it in every other respect."""
    return decide(call_of(request), _alone(policy_type, statements))


def _alone(policy_type: PolicyType, statements: tuple[Statement, ...]) -> Policies:
    compiled = [Compiled(Document(statements=statements).as_dict())] if statements else []
    return Policies(
        scps=[[FULL], [FULL, *compiled]] if policy_type == PolicyType.SCP else [],
        rcps=[[*compiled]] if policy_type == PolicyType.RCP else [],
        identity=[FULL],
        resource=OPEN,
    )


def call_of(request: Request, *, management: bool = False) -> Call:
    """An example as the evaluator takes it; a role's ARN stands for a session of the role."""
    who = caller(request.principal)
    account = request.resource_account or account_of(request.resource) or who.account
    if who.kind == Kind.SESSION and who.principal == who.arn:
        name = request.principal.rpartition("/")[2]
        partition = request.principal.split(":")[1]
        who = caller(f"arn:{partition}:sts::{who.account}:assumed-role/{name}/example", request.principal)
    return Call(
        action=request.action.lower(),
        resource=request.resource,
        caller=who,
        resource_account=account,
        management=management,
        context=complete(request.context, who, account),
    )


def wrong(guardrail: Guardrail, statements: tuple[Statement, ...]) -> Iterator[str]:
    """Names of the examples that the statements decide differently from what the guardrail promises."""
    sids = {statement.sid for statement in statements}
    alone = _alone(guardrail.policy_type, statements)
    for request, promised in _promises(guardrail):
        found = decide(call_of(request), alone)
        denied = found.decision == Decision.EXPLICIT_DENY and bool(sids & set(found.statements))
        if denied is not promised:
            yield request.name


def _promises(guardrail: Guardrail) -> Iterator[tuple[Request, bool]]:
    yield from ((request, True) for request in guardrail.denies)
    yield from ((request, False) for request in guardrail.allows)
