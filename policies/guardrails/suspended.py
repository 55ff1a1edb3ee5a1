"""In a suspended account nobody does anything but the roles that look into it and close it."""

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEVELOPER,
    IMPOSTOR,
    MEMBER,
    ROOT,
    SERVICE_LINKED,
    USER,
    role,
)
from policies.guardrail import Context, Guardrail, Request
from policies.named_principals import NamedPrincipals
from policies.types import Bundle, Exempt, Severity


class SuspendedSettings(NamedPrincipals):
    """Who still works in suspended accounts, such as incident response; besides the roles that nobody can lock out."""


def statements(context: Context, settings: SuspendedSettings) -> tuple[Statement, ...]:
    """Everything, reading too: a session that is alive when the account is moved ends in effect.

    Central root sessions stay possible, for a bucket or queue that locks everybody out is unlocked by them alone.
    """
    named = settings.arns(context)
    return (
        Statement(
            sid="Suspended",
            effect="Deny",
            actions=("*",),
            conditions={
                "Null": {"aws:AssumedRoot": "true"},
                **({"ArnNotLike": {"aws:PrincipalArn": named}} if named else {}),
            },
        ),
    )


_BUCKET = "arn:aws:s3:::evidence"
_RESPONDER = role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_IncidentResponse_0123456789abcdef")


def _reads(name: str, principal: str, *, central: bool = False) -> Request:
    return Request(
        name=name,
        action="s3:GetBucketPolicy",
        resource=_BUCKET,
        resource_account=MEMBER,
        principal=principal,
        context={"aws:AssumedRoot": "true"} if central else {},
    )


GUARDRAIL = Guardrail(
    title="Stop everything in suspended accounts",
    rationale="An account is suspended because it is abandoned or taken over: what runs in it as somebody must end.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 AC-2(3)", "NIST 800-53 IR-4"),
    practice="SCPs: organizational units with policies of their own",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
    ),
    bundle=Bundle.ISOLATION,
    targets=("Suspended",),
    settings=SuspendedSettings,
    example_settings=SuspendedSettings(roles=("Forensics",), permission_sets=("IncidentResponse",)),
    exempt={
        Exempt.DEPLOYER: "takes the baseline's parts out and puts them back when the account returns",
        Exempt.BREAK_GLASS: "looks into the account when nobody else can",
        Exempt.CONTROL_TOWER: "unenrols the account and takes its resources away",
    },
    statements=statements,
    denies=(
        _reads("administrator reads", ADMINISTRATOR),
        _reads("developer reads", DEVELOPER),
        _reads("user reads", USER),
        _reads("root reads", ROOT),
        _reads("a role named like the deployer", IMPOSTOR),
        _reads("a role named like the setting's", role("Forensics-too")),
        _reads("another permission set", _RESPONDER.replace("Response_", "Response_x_")),
        _reads("a stack set's role", role("stacksets-exec-0123456789abcdef0123456789abcdef")),
        Request(
            name="administrator ends the suspension's trail",
            action="cloudtrail:StopLogging",
            resource=f"arn:aws:cloudtrail:eu-west-1:{MEMBER}:trail/own",
            principal=ADMINISTRATOR,
        ),
    ),
    allows=(
        _reads("deployer", DEPLOYER),
        _reads("break-glass", BREAK_GLASS),
        _reads("Control Tower", CONTROL_TOWER),
        _reads("the setting's role", role("Forensics")),
        _reads("the setting's permission set", _RESPONDER),
        _reads("central root session", ROOT, central=True),
        _reads("service-linked role", SERVICE_LINKED),
        Request(
            name="CloudTrail delivers",
            action="s3:PutObject",
            resource=f"{_BUCKET}/AWSLogs/{MEMBER}/log.gz",
            resource_account=MEMBER,
            principal="cloudtrail.amazonaws.com",
        ),
    ),
)
