"""Objects aren't encrypted with keys that AWS doesn't keep: whoever holds such a key holds the data to ransom."""

from policies.document import Statement
from policies.example import ADMINISTRATOR, DEVELOPER, LOG_DELIVERY, OUTSIDER, ROOT
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, PolicyType, Severity

_KEY = "s3:x-amz-server-side-encryption-customer-algorithm"
_OBJECT = "arn:aws:s3:::application/customers.csv"


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Copies and parts of uploads are authorised as s3:PutObject too; reading what is encrypted so stays possible."""
    del context, settings
    return (
        Statement(
            sid="SseC",
            effect="Deny",
            principals="*",
            actions=("s3:PutObject",),
            conditions={"Null": {_KEY: "false"}},
        ),
    )


GUARDRAIL = Guardrail(
    title="Deny encryption with keys of the caller's own",
    rationale="Ransomware copies every object onto itself with a key that only its author has; no copy is left at AWS.",
    severity=Severity.HIGH,
    controls=("NIST 800-53 CP-9", "NIST 800-53 SC-12"),
    practice="RCPs: data can't be taken hostage",
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html",
    ),
    bundle=Bundle.PERIMETER,
    policy_type=PolicyType.RCP,
    statements=statements,
    denies=tuple(
        Request(
            name=f"{who} encrypts with a key of its own",
            action="s3:PutObject",
            resource=_OBJECT,
            principal=principal,
            context={_KEY: "AES256"},
        )
        for who, principal in (
            ("developer", DEVELOPER),
            ("administrator", ADMINISTRATOR),
            ("root", ROOT),
            ("outsider", OUTSIDER),
        )
    ),
    allows=(
        Request(name="upload without header", action="s3:PutObject", resource=_OBJECT, principal=DEVELOPER),
        *(
            Request(
                name=f"upload encrypted with {algorithm}",
                action="s3:PutObject",
                resource=_OBJECT,
                principal=DEVELOPER,
                context={"s3:x-amz-server-side-encryption": algorithm},
            )
            for algorithm in ("AES256", "aws:kms", "aws:kms:dsse")
        ),
        Request(name="CloudTrail delivers", action="s3:PutObject", resource=_OBJECT, principal=LOG_DELIVERY),
        Request(name="read", action="s3:GetObject", resource=_OBJECT, principal=DEVELOPER),
    ),
)
