"""Who delivers to the bucket of AWS Config, and where, decided by the evaluator."""

from policies.config_delivery import config_bucket_policy
from policies.document import Document
from policies.example import CONFIG_BUCKET, LOG_ARCHIVE, MEMBER
from policies.guardrail import Request
from policies.lint import Kind, lint
from tests.policies.admission import wrong
from tests.policies.mutation import mutants

OTHER, STRANGER, CONFIG = "333344445555", "999988887777", "config.amazonaws.com"
BUCKET = f"arn:aws:s3:::{CONFIG_BUCKET}"
POLICY = config_bucket_policy("aws", CONFIG_BUCKET, (MEMBER, OTHER))


def items(account, below=""):
    return f"{BUCKET}/{below}AWSLogs/{account}/Config/eu-west-1/2026/11/25/ConfigHistory/history.json.gz"


def asks(action, resource, source, *, tls="true", principal=CONFIG, acl="bucket-owner-full-control"):
    context = {"aws:SourceAccount": source, "aws:SecureTransport": tls, "s3:x-amz-acl": acl}
    return Request(
        name=f"{principal} {action} {resource} {context}",
        action=action,
        resource=resource,
        principal=principal,
        resource_account=LOG_ARCHIVE,
        context={key: value for key, value in context.items() if value},
    )


ALLOWS = [
    *(asks("s3:PutObject", items(account), account) for account in (MEMBER, OTHER)),
    *(asks(action, BUCKET, MEMBER, acl="") for action in ("s3:GetBucketAcl", "s3:ListBucket")),
    asks("s3:GetBucketAcl", BUCKET, OTHER, acl=""),
]
DENIES = [
    *(
        denied
        for account, other in ((MEMBER, OTHER), (OTHER, MEMBER))
        for denied in (
            # By a prefix of its own choice an account would have Config write among another's items.
            asks("s3:PutObject", items(account, below=f"AWSLogs/{other}/Config/"), account),
            asks("s3:PutObject", items(other), account),
            asks("s3:PutObject", items(account), STRANGER),
            asks("s3:PutObject", items(account), ""),
            asks("s3:PutObject", items(account), account, acl=""),
            asks("s3:PutObject", f"{BUCKET}/elsewhere", account),
        )
    ),
    asks("s3:PutObject", items(STRANGER), STRANGER),
    asks("s3:PutObject", items(MEMBER), MEMBER, tls="false"),
    asks("s3:PutObject", items(MEMBER), MEMBER, principal="cloudtrail.amazonaws.com"),
    asks("s3:GetObject", items(MEMBER), MEMBER),
    asks("s3:DeleteObject", items(MEMBER), MEMBER),
    asks("s3:ListBucket", BUCKET, STRANGER, acl=""),
    asks("s3:ListBucket", "arn:aws:s3:::another", MEMBER, acl=""),
    asks("s3:ListBucket", BUCKET, MEMBER, acl="", tls="false"),
]


def test_config_delivers_for_each_account_below_its_own_number():
    assert wrong(POLICY, ALLOWS, DENIES) == []


def test_every_statement_action_and_condition_is_needed():
    tried = list(mutants(POLICY.statements))
    unnoticed = [what for what, changed in tried if not wrong(Document(statements=changed), ALLOWS, DENIES)]
    assert set(unnoticed) <= {"OnlyTls without its resources"}


def test_the_lint_has_nothing_to_say():
    assert lint(POLICY.as_dict(), Kind.RESOURCE) == ()
