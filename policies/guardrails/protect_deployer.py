"""The role that deploys the baseline, and its policies, are changed from outside its account: by nobody in it, itself
included.

AWS Organizations makes it; a stack set of the management account may change it. Whoever took over one deployment could
otherwise stay for good, by another trust policy or without a ceiling.
"""

from policies.baseline_resources import POLICY_CHANGES, ROLE_CHANGES, STACK_SETS
from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEPLOYER_ROLE,
    DEVELOPER,
    IMPOSTOR,
    MANAGEMENT,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Severity


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """The stack set's role can't be made or taken over by others: protect_baseline keeps its name."""
    del settings
    return (
        Statement(
            sid="DeployerRole",
            effect="Deny",
            actions=(*ROLE_CHANGES, *POLICY_CHANGES),
            resources=(
                context.role(context.deployer_role),
                context.arn("iam", f"policy/{context.deployer_role}-*", region=""),
            ),
            conditions={"ArnNotLike": {"aws:PrincipalArn": context.role(STACK_SETS)}},
        ),
    )


_POLICY = f"arn:aws:iam::{MEMBER}:policy/{DEPLOYER_ROLE}-boundary"
_STACK_SETS = role("stacksets-exec-0123456789abcdef0123456789abcdef")


def _changes(who: str, principal: str, resource: str = DEPLOYER) -> tuple[Request, ...]:
    return tuple(
        Request(name=f"{who}: {action}", action=action, resource=resource, principal=principal)
        for actions in ROLE_CHANGES.values()
        for action in actions
    )


def _rewrites(who: str, principal: str, resource: str = _POLICY) -> tuple[Request, ...]:
    return tuple(
        Request(name=f"{who}: {action}", action=action, resource=resource, principal=principal)
        for actions in POLICY_CHANGES.values()
        for action in actions
    )


def _retrusts(name: str, principal: str, **context: str) -> Request:
    return Request(
        name=name,
        action="iam:UpdateAssumeRolePolicy",
        resource=DEPLOYER,
        principal=principal,
        context={f"aws:{key}": value for key, value in context.items()},
    )


GUARDRAIL = Guardrail(
    title="Protect the deployer's role, also from itself",
    rationale="Every guardrail of the account rests on this role: one that can widen itself is held by nothing.",
    severity=Severity.CRITICAL,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-6", "NIST 800-53 CM-5"),
    practice="SCPs: guardrails hold for administrators of the accounts too",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html",
    ),
    bundle=Bundle.SECURITY,
    statements=statements,
    denies=(
        *_changes("deployer", DEPLOYER),
        *_changes("administrator", ADMINISTRATOR),
        *_rewrites("deployer, its ceiling", DEPLOYER),
        *_rewrites("administrator, the deployer's ceiling", ADMINISTRATOR),
        _retrusts("developer re-trusts it", DEVELOPER),
        _retrusts("root re-trusts it", ROOT),
        _retrusts("a centralised root session re-trusts it", ROOT, AssumedRoot="true"),
        _retrusts("break-glass re-trusts it", BREAK_GLASS),
        _retrusts("Control Tower re-trusts it", CONTROL_TOWER),
        _retrusts("a role named like it re-trusts it", IMPOSTOR),
        _retrusts("a role named like a stack set's", role("my-stacksets-exec-0123456789abcdef0123456789abcdef")),
    ),
    allows=(
        *_changes("stack set", _STACK_SETS),
        *_rewrites("stack set", _STACK_SETS),
        *_rewrites(
            "administrator, an application's policy", ADMINISTRATOR, f"arn:aws:iam::{MEMBER}:policy/application"
        ),
        *_changes("deployer, another role", DEPLOYER, role("guardrails-root-forwarder")),
        *_changes("administrator, an application's role", ADMINISTRATOR, role("Application")),
        Request(name="administrator looks at it", action="iam:GetRole", resource=DEPLOYER, principal=ADMINISTRATOR),
        Request(
            name="the management account's pipeline assumes it",
            action="sts:AssumeRole",
            resource=DEPLOYER,
            principal=role("deployment", MANAGEMENT),
            resource_account=MEMBER,
        ),
        _retrusts("a service-linked role", SERVICE_LINKED),
    ),
)
