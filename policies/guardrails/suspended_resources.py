"""What an account holds is closed as soon as it is in the unit Suspended, to callers from other accounts too.

Its own principals are bound by service control policies, wherever they sign in: roles stay assumable, so that who is
spared can get in. Services without resources that others could reach need no resource control policy.
"""

from policies.document import Statement
from policies.example import (
    ANYBODY,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEPLOYER_ROLE,
    DEVELOPER,
    LOG_DELIVERY,
    MEMBER,
    ORGANIZATION,
    OTHER_MEMBER,
    OUTSIDE,
    OUTSIDER,
    role,
)
from policies.guardrail import Context, Guardrail, Request
from policies.named_principals import NamedPrincipals
from policies.perimeter import ROLES, SHARED, UNSIGNED
from policies.types import Bundle, Exempt, PolicyType, Severity

_REACHES = {**SHARED, **UNSIGNED}


def statements(context: Context, settings: NamedPrincipals) -> tuple[Statement, ...]:
    """AWS services go on: the records of a suspended account are what an investigation reads."""
    named = settings.arns(context)
    return (
        Statement(
            sid="SuspendedResources",
            effect="Deny",
            principals="*",
            actions=tuple(reach.actions for reach in _REACHES.values()),
            conditions={
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                **({"ArnNotLike": {"aws:PrincipalArn": named}} if named else {}),
            },
        ),
    )


_OURS, _THEIRS = {"aws:PrincipalOrgID": ORGANIZATION}, {"aws:PrincipalOrgID": "o-anotherorg9"}
_EXAMPLE = NamedPrincipals(roles=("Forensics",), permission_sets=("Investigator",))


def _reads(name: str, principal: str, context: dict[str, str] = _OURS) -> Request:
    return Request(
        name=name,
        action="s3:GetObject",
        resource=SHARED["s3"].resource,
        principal=principal,
        context=context,
        resource_account=MEMBER,
    )


def _everywhere(who: str, principal: str, context: dict[str, str]) -> tuple[Request, ...]:
    return tuple(
        Request(
            name=f"{who}: {reach.call}",
            action=reach.call,
            resource=reach.resource,
            principal=principal,
            context=context,
            resource_account=MEMBER,
        )
        for reach in _REACHES.values()
    )


GUARDRAIL = Guardrail(
    title="Close the resources of suspended accounts",
    rationale="An account is suspended because somebody else may hold its keys: its data and queues must not serve on.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 IR-4", "NIST 800-53 AC-3"),
    practice="SCPs: a suspended unit stops what is in it",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    bundle=Bundle.ISOLATION,
    policy_type=PolicyType.RCP,
    targets=("Suspended",),
    settings=NamedPrincipals,
    example_settings=_EXAMPLE,
    exempt={
        Exempt.DEPLOYER: "takes the baseline of a suspended account down or brings it up to date",
        Exempt.BREAK_GLASS: "investigates and recovers when nobody else can",
        Exempt.CONTROL_TOWER: "updates its own resources when the account is enrolled again",
    },
    statements=statements,
    denies=(
        *_everywhere("developer", DEVELOPER, _OURS),
        *_everywhere("a stranger's role of the deployer's name", role(DEPLOYER_ROLE, OUTSIDE), _THEIRS),
        _reads("a stranger's role of the named one's name reads", role("Forensics", OUTSIDE), _THEIRS),
        _reads("a role of break-glass's name in no organization reads", role("guardrails-break-glass", OUTSIDE), {}),
        _reads("member of another account reads", role("Developer", OTHER_MEMBER)),
        _reads("outsider reads", OUTSIDER, _THEIRS),
        _reads("anonymous reads", ANYBODY, {}),
        _reads("a role named like the named one reads", role("Forensics-too")),
    ),
    allows=(
        _reads("named role reads", role("Forensics", OTHER_MEMBER)),
        _reads(
            "named permission set reads",
            role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Investigator_0123456789abcdef"),
        ),
        _reads("deployer reads", DEPLOYER),
        _reads("break-glass reads", BREAK_GLASS),
        _reads("Control Tower reads", CONTROL_TOWER),
        Request(
            name="flow logs are delivered",
            action="s3:PutObject",
            resource="arn:aws:s3:::application-logs/a.log.gz",
            principal="delivery.logs.amazonaws.com",
            resource_account=MEMBER,
        ),
        Request(name="CloudTrail encrypts", action="kms:GenerateDataKey", principal=LOG_DELIVERY),
        Request(name="a role is assumed", action=ROLES.call, resource=BREAK_GLASS, principal=role("Responder")),
        Request(
            name="sign-in by Identity Center",
            action="sts:AssumeRoleWithSAML",
            resource=role("Investigator"),
            principal=f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
        ),
    ),
)
