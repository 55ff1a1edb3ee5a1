"""Resources are reached by the organization's principals, and by AWS services on the organization's behalf, only.

Identity Center and CI sign in by sts:AssumeRoleWithSAML and sts:AssumeRoleWithWebIdentity: those callers have no
organization yet, so the perimeter must not name these actions, nor sts:TagSession and sts:SetSourceIdentity, which
accompany them.

CloudFront's former origin access identities are of no organization: move such distributions to origin access control
first (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
"""

import datetime
from itertools import groupby

from policies.document import Conditions, Statement
from policies.example import (
    ADMINISTRATOR,
    ANYBODY,
    DEPLOYER,
    LOG_DELIVERY,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    OTHER_MEMBER,
    OUTSIDE,
    OUTSIDER,
    ROOT,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.named_principals import AccountId
from policies.named_resources import BucketName
from policies.perimeter import ROLES, SHARED, UNSIGNED
from policies.third_parties import ThirdParty
from policies.types import Bundle, PolicyType, Severity

_SHARED = tuple(reach.actions for reach in SHARED.values())
_WRITES = {"s3:Delete*": "s3:DeleteObject", "s3:Put*": "s3:PutObject", "s3:Replicate*": "s3:ReplicateObject"}
_SERVICE = "aws:PrincipalIsAWSService"


class PerimeterSettings(Settings):
    """Who and what is open beyond the organization; nothing is, unless it is named here."""

    third_parties: tuple[ThirdParty, ...] = ()
    """Vendors and partners who sign in to roles; nothing else is open to them."""
    public_buckets: tuple[BucketName, ...] = ()
    """Buckets that everybody may read, where `s3PublicAccess` doesn't hold; only the organization writes to them."""
    aws_accounts: tuple[AccountId, ...] = ()
    """Accounts of AWS's own services that act under their number, as load balancers' logs in older regions."""


def statements(context: Context, settings: PerimeterSettings) -> tuple[Statement, ...]:
    """One statement on principals and one on services: the keys of each are absent from the other's requests."""
    buckets = tuple(
        f"arn:{context.partition}:s3:::{bucket}{part}" for bucket in settings.public_buckets for part in ("", "/*")
    )
    roles = () if settings.third_parties else (ROLES.actions,)
    outside = _outside(context, settings.aws_accounts)
    return (
        _deny("Perimeter", (*_SHARED, *roles), outside, not_resources=buckets),
        *((_deny("PerimeterPublic", tuple(_WRITES), outside),) if buckets else ()),
        *_of_third_parties(context, settings.third_parties),
        _deny(
            "PerimeterServices",
            (*_SHARED, ROLES.actions),
            {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": context.organization},
                "Null": {"aws:SourceAccount": "false"},
                "Bool": {_SERVICE: "true"},
            },
        ),
    )


def _deny(
    sid: str, actions: tuple[str, ...], conditions: Conditions, *, not_resources: tuple[str, ...] = ()
) -> Statement:
    return Statement(
        sid=sid, effect="Deny", principals="*", actions=actions, not_resources=not_resources, conditions=conditions
    )


def _outside(context: Context, accounts: tuple[str, ...] = ()) -> Conditions:
    """Anonymous requests have neither key: hence IfExists, also for the services."""
    own = {"aws:PrincipalOrgID": context.organization}
    return {
        "StringNotEqualsIfExists": own | ({"aws:PrincipalAccount": accounts} if accounts else {}),
        "BoolIfExists": {_SERVICE: "false"},
    }


def _of_third_parties(context: Context, parties: tuple[ThirdParty, ...]) -> tuple[Statement, ...]:
    """Roles stay closed to all others; to the third parties too, when the time is over or no external id is given."""
    if not parties:
        return ()
    callers = tuple(party.arn(context) for party in parties)
    ends = groupby(sorted(parties, key=lambda party: party.expires), key=lambda party: party.expires)
    return (
        _deny("PerimeterRoles", (ROLES.actions,), {**_outside(context), "ArnNotLike": {"aws:PrincipalArn": callers}}),
        _deny(
            "PerimeterExternalId",
            (ROLES.actions,),
            {"ArnLike": {"aws:PrincipalArn": callers}, "Null": {"sts:ExternalId": "true"}},
        ),
        *(
            _deny(
                f"PerimeterUntil{last:%Y%m%d}",
                (ROLES.actions,),
                {
                    "ArnLike": {"aws:PrincipalArn": tuple(party.arn(context) for party in ended)},
                    "DateGreaterThanEquals": {"aws:CurrentTime": ended[0].until},
                },
            )
            for last, ended in ((last, list(parties)) for last, parties in ends)
        ),
    )


_VENDOR, _PARTNER = role("Collector", OUTSIDE), role("auditors/Reader", "888877776666")
_BALANCERS = "666677778888"
_EXAMPLE = PerimeterSettings(
    third_parties=(
        ThirdParty(account=OUTSIDE, role="Collector", external_id="shop-1", expires=datetime.date(2027, 6, 30)),
        ThirdParty(
            account="888877776666", role="auditors/Reader", external_id="shop-2", expires=datetime.date(2027, 1, 31)
        ),
    ),
    public_buckets=("downloads",),
    aws_accounts=(_BALANCERS,),
)
_OURS, _THEIRS = {"aws:PrincipalOrgID": ORGANIZATION}, {"aws:PrincipalOrgID": "o-anotherorg9"}
_FOR_US = {"aws:SourceOrgID": ORGANIZATION, "aws:SourceAccount": MEMBER}
_FOR_THEM = {"aws:SourceOrgID": "o-anotherorg9", "aws:SourceAccount": OUTSIDE}
_DOWNLOADS = "arn:aws:s3:::downloads"
_LOGS = f"arn:aws:s3:::application-logs/AWSLogs/{MEMBER}/elasticloadbalancing/eu-west-1/2026/11/25/a.log.gz"
_IDENTITY_CENTER = f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
_GITHUB = f"arn:aws:iam::{MEMBER}:oidc-provider/token.actions.githubusercontent.com"
_SIGN_INS = (
    ("sts:AssumeRoleWithSAML", _IDENTITY_CENTER, ADMINISTRATOR),
    ("sts:SetSourceIdentity", _IDENTITY_CENTER, ADMINISTRATOR),
    ("sts:TagSession", _IDENTITY_CENTER, ADMINISTRATOR),
    ("sts:AssumeRoleWithWebIdentity", _GITHUB, DEPLOYER),
)


def _third_party(name: str, caller: str, moment: str, external_id: str | None) -> Request:
    given = {"sts:ExternalId": external_id} if external_id else {}
    return Request(
        name=name,
        action=ROLES.call,
        resource=ROLES.resource,
        principal=caller,
        context={**_THEIRS, **given, "aws:CurrentTime": moment},
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
        for reach in (*SHARED.values(), ROLES)
    )


GUARDRAIL = Guardrail(
    title="Close resources to principals outside the organization",
    rationale="One resource policy written too wide, or one service asked by a stranger, opens data to the world.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-3", "NIST 800-53 AC-4", "AWS FSBP S3.6"),
    practice="RCPs: resources answer the organization's principals only",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    settings=PerimeterSettings,
    example_settings=_EXAMPLE,
    statements=statements,
    denies=(
        *_everywhere("outsider", role("Attacker", "777788889999"), _THEIRS),
        *_everywhere("stranger by a service", LOG_DELIVERY, _FOR_THEM),
        Request(
            name="an account without organization by a service",
            action="s3:PutObject",
            resource=_LOGS,
            principal="delivery.logs.amazonaws.com",
            context={"aws:SourceAccount": OUTSIDE},
        ),
        Request(name="outsider without organization", action="kms:Decrypt", principal=OUTSIDER),
        Request(name="anonymous reads", action="s3:GetObject", resource=SHARED["s3"].resource, principal=ANYBODY),
        Request(name="anonymous receives", action="sqs:ReceiveMessage", principal=ANYBODY, resource_account=MEMBER),
        *(
            Request(name=f"anonymous: {action}", action=action, resource=f"{_DOWNLOADS}/a.zip", principal=ANYBODY)
            for action in _WRITES.values()
        ),
        Request(
            name="vendor reads data itself",
            action="s3:GetObject",
            resource=SHARED["s3"].resource,
            principal=_VENDOR,
            context=_THEIRS,
        ),
        Request(
            name="another role of the vendor signs in",
            action=ROLES.call,
            resource=ROLES.resource,
            principal=role("Collector-too", OUTSIDE),
            context={**_THEIRS, "sts:ExternalId": "shop-1"},
        ),
        _third_party("vendor without external id", _VENDOR, "2026-11-25T09:00:00Z", None),
        _third_party("vendor after the end", _VENDOR, "2027-07-01T00:00:00Z", "shop-1"),
        _third_party("partner after the end", _PARTNER, "2027-02-01T12:00:00Z", "shop-2"),
    ),
    allows=(
        *_everywhere("member", role("Developer", OTHER_MEMBER), _OURS),
        *_everywhere("service for us", LOG_DELIVERY, _FOR_US),
        *(
            Request(name=f"sign-in: {action}", action=action, resource=target, principal=provider)
            for action, provider, target in _SIGN_INS
        ),
        *(
            Request(name=f"app user: {reach.call}", action=reach.call, principal=ANYBODY, resource_account=MEMBER)
            for reach in UNSIGNED.values()
        ),
        _third_party("vendor signs in on its last day", _VENDOR, "2027-06-30T23:59:59Z", "shop-1"),
        _third_party("vendor signs in", _VENDOR, "2027-02-01T12:00:00Z", "shop-1"),
        _third_party("partner signs in", _PARTNER, "2027-01-31T23:59:59Z", "shop-2"),
        Request(
            name="member signs in long after a vendor's end",
            action=ROLES.call,
            resource=ROLES.resource,
            principal=DEPLOYER,
            context={**_OURS, "aws:CurrentTime": "2028-01-01T00:00:00Z"},
        ),
        Request(
            name="deployer of the management account signs in",
            action=ROLES.call,
            resource=DEPLOYER,
            principal=role("Pipeline", MANAGEMENT),
            context=_OURS,
        ),
        Request(
            name="a centralised root session unlocks a bucket",
            action="s3:DeleteBucketPolicy",
            resource="arn:aws:s3:::application",
            principal=ROOT,
            context={**_OURS, "aws:AssumedRoot": "true"},
        ),
        Request(
            name="Lambda assumes its role without saying for whom",
            action=ROLES.call,
            resource=ROLES.resource,
            principal="lambda.amazonaws.com",
        ),
        Request(
            name="logs of load balancers come without an organization",
            action="s3:PutObject",
            resource=_LOGS,
            principal="logdelivery.elasticloadbalancing.amazonaws.com",
        ),
        Request(
            name="logs of load balancers come from an account of AWS",
            action="s3:PutObject",
            resource=_LOGS,
            principal=f"arn:aws:iam::{_BALANCERS}:root",
        ),
        Request(
            name="a member's request that names a source account",
            action="sqs:SendMessage",
            resource=SHARED["sqs"].resource,
            principal=role("Developer", OTHER_MEMBER),
            context={**_OURS, "aws:SourceAccount": OTHER_MEMBER},
        ),
        Request(name="anybody downloads", action="s3:GetObject", resource=f"{_DOWNLOADS}/a.zip", principal=ANYBODY),
        Request(name="anybody lists downloads", action="s3:ListBucket", resource=_DOWNLOADS, principal=ANYBODY),
        *(
            Request(
                name=f"member: {action}",
                action=action,
                resource=f"{_DOWNLOADS}/a.zip",
                principal=role("Publisher"),
                context=_OURS,
            )
            for action in _WRITES.values()
        ),
    ),
)
