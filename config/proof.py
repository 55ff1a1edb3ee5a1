"""What a loaded stack must satisfy beyond its words: documents that lint, targets with room, nobody locked out."""

from collections.abc import Iterator, Sequence

from config.budget import guardrail_sizes, uses
from config.identity_proof import policy_findings, stopped_deployment
from config.levels import AWS_MANAGED, compiled, levels
from config.machine_proof import machine_proof
from config.messages import Finding
from config.models import Stack
from config.plan import context, placements, policies
from policies.compiled import compile_document
from policies.document import canonical
from policies.errors import UnsupportedError
from policies.guardrail import Guardrail
from policies.guardrails.organization_perimeter import PerimeterSettings
from policies.lint import Kind, lint
from policies.lockout import LockOut, Subject, lock_outs
from policies.organization import OrganizationPolicy
from policies.third_parties import ThirdParty
from policies.types import PolicyType

_KINDS = {PolicyType.SCP: Kind.SCP, PolicyType.RCP: Kind.RCP}
_CLOSED = ("suspended", "quarantine", "suspendedResources")


def proof_findings(stack: Stack) -> list[Finding]:
    """Everything that is wrong with the policies that the stack would deploy."""
    if stack.standalone:
        return [*machine_proof(stack)]
    wanted = policies(stack)
    unread = [*_unread(stack, wanted)]
    return [
        *_silent(stack),
        *_not_enabled(stack, wanted),
        *_budget(stack, wanted),
        *_lint(wanted),
        *policy_findings(stack),
        *(unread or (*_stopped(stack, wanted), *machine_proof(stack))),
    ]


def refusals(stack: Stack) -> list[Finding]:
    """What must stop a deployment, whatever the hour: AWS would refuse it, or somebody would be locked out."""
    if stack.standalone:
        return []
    wanted = policies(stack)
    unread = [*_unread(stack, wanted)]
    return [*_not_enabled(stack, wanted), *_budget(stack, wanted), *(unread or _stopped(stack, wanted))]


def unknown_findings(stack: Stack) -> list[Finding]:
    """Policies of others that the proofs leave out, since organization.json doesn't say what is in them."""
    known = {name for name, _ in AWS_MANAGED.values()}
    return [
        Finding(
            path=("snapshot", "policies", target),
            found=f"{fact.name} without its document",
            expected="what it says, so that nobody is locked out by it",
            fix="run `guardrails accounts discover --write`",
        )
        for target, facts in stack.snapshot.policies.items()
        for fact in facts
        if fact.document is None and fact.name not in known
    ]


def _silent(stack: Stack) -> Iterator[Finding]:
    """A guardrail that is on but has no statement looks like protection and is none."""
    facts = context(stack)
    for placement in placements(stack):
        entry = placement.entry
        if isinstance(entry, Guardrail) and not entry.statements(facts, placement.settings):
            yield Finding(
                path=(*_place(placement.key), "mode"),
                found=f"{placement.key} on, with settings that name nothing to deny",
                expected="settings, as docs/guardrails.md lists them",
                fix="give its settings, or leave it off",
            )


def _not_enabled(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    """AWS refuses to attach a policy whose type is off at the root.

    https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html
    """
    root = stack.organized()[1].root
    for policy_type in sorted({policy.policy_type for policy in wanted} - set(root.policy_types)):
        names = ", ".join(policy.name for policy in wanted if policy.policy_type == policy_type)
        yield Finding(
            path=("snapshot", "root"),
            found=f"policy type {policy_type} off, which {names} needs",
            expected="it to be on",
            fix=f"run `aws organizations enable-policy-type --root-id {root.id} --policy-type {policy_type}` and "
            "`guardrails accounts discover --write`, or switch the guardrails off",
        )


def _budget(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    for use in uses(stack, wanted):
        for found, expected in use.excesses():
            largest = sorted(use.ours, key=lambda policy: -policy.characters)
            sizes = ", ".join(f"{key} {size}" for key, size in guardrail_sizes(largest[:1])[:3]) or "none of ours"
            yield Finding(
                path=_place(largest[0].guardrails[0]) if largest else ("baseline", "guardrails"),
                key=True,
                found=f"{found} on {use.target}: {', '.join(use.occupants())}",
                expected=expected,
                fix=f"give some of them other targets, or switch one off; the largest in {largest[0].name}: {sizes}"
                if largest
                else "detach one of them",
            )


def _lint(wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    seen = set()
    for policy in wanted:
        kind = _KINDS.get(policy.policy_type)
        for found in lint(policy.content, kind) if kind else ():
            key = policy.sids.get(found.sid, policy.guardrails[0])
            text = f"{found.element} {found.found} in statement {found.sid}: {found.message}"
            if (key, text) not in seen:
                seen.add((key, text))
                yield Finding(
                    path=_place(key), key=True, found=text, expected="a statement that can hold", fix=found.fix
                )


def _unread(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    """Documents that the evaluator doesn't understand, ours and those of others: nothing can be proved beside them."""
    ours = ((_place(p.guardrails[0]), p.name, p.content) for p in wanted if p.policy_type in _KINDS)
    facts = ((target, fact) for target, listed in stack.snapshot.policies.items() for fact in listed)
    others = (
        (("snapshot", "policies", target), fact.name, fact.document) for target, fact in facts if fact.type in _KINDS
    )
    for path, name, document in (*ours, *others):
        try:
            _ = document and compile_document(canonical(document))
        except UnsupportedError as error:
            yield Finding(
                path=path,
                key=True,
                found=f"{name}, of which nothing can be proved: {error}",
                expected="a policy as AWS documents it",
                fix="correct it where it is made; `guardrails accounts discover --write` reads what others attached",
            )


def _stopped(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    yield from _lock_outs(stack, wanted)
    yield from stopped_deployment(stack, wanted)


def _lock_outs(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> Iterator[Finding]:
    facts = context(stack)
    owners = {sid: key for policy in wanted for sid, key in policy.sids.items()}
    told: set[tuple[str, str]] = set()
    for account in stack.baseline.accounts:
        for out in lock_outs(subject(stack, wanted, account), facts):
            sids = out.verdict.statements
            key = next((owners[sid] for sid in sids if sid in owners), "")
            if (key, out.request.name) not in told:
                told.add((key, out.request.name))
                yield _locked(out, account, key)


def _locked(out: LockOut, account: str, key: str) -> Finding:
    by = " ".join(out.verdict.statements) or "no policy that allows it"
    return Finding(
        path=_place(key),
        key=True,
        found=f"{out.verdict.decision} of {out.request.action} on {out.request.resource} by {out.request.principal} "
        f"in account {account} ({out.verdict.layer}: {by})",
        expected=f"this to work: {out.request.name}",
        fix="change the guardrail's settings or targets" if key else "attach FullAWSAccess again to every level",
    )


def _place(key: str) -> tuple[str, ...]:
    return ("baseline", "guardrails", key) if key else ("baseline", "guardrails")


def subject(stack: Stack, wanted: Sequence[OrganizationPolicy], account: str) -> Subject:
    """One account, by its key, with the policies that bind it; what others attached counts where it is known.

    People are stopped on purpose only where a closing guardrail is attached below the root, and never in the accounts
    that the organization itself needs.
    """
    organization = stack.organization
    central = (organization.management_account, organization.log_archive_account, organization.audit_account)
    scps, rcps = (levels(stack, wanted, account, policy_type) for policy_type in (PolicyType.SCP, PolicyType.RCP))
    ours = [attached.ours for level in (*scps, *rcps) for attached in level if attached.ours]
    stopped = account not in central and any(
        closed in policy.guardrails and policy.target != "Root" for policy in ours for closed in _CLOSED
    )
    return Subject(
        account=stack.baseline.accounts[account].id,
        management=account == stack.organization.management_account,
        open=not stopped,
        third_parties=_third_parties(stack),
        scps=compiled(scps),
        rcps=compiled(rcps),
    )


def _third_parties(stack: Stack) -> tuple[ThirdParty, ...]:
    settings = stack.baseline.guardrails.settings("organizationPerimeter")
    return settings.third_parties if isinstance(settings, PerimeterSettings) else ()
