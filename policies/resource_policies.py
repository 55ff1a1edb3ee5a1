"""Policies of buckets, keys, queues and secrets: who is let in is named, account by account, role by role.

What a policy grants to other accounts is half of it: their own administrators must let the principal out
(https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from policies.document import Document, Statement
from policies.grantees import Grantee, admissions, root


class Access(StrEnum):
    """What grantees do with a resource."""

    READ = "Read"
    WRITE = "Write"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Who may do it."""

    access: Access
    to: tuple[Grantee, ...]


_BUCKET = {Access.READ: ("s3:GetBucketLocation", "s3:ListBucket"), Access.WRITE: ()}
_OBJECTS = {Access.READ: ("s3:GetObject",), Access.WRITE: ("s3:PutObject",)}
_KEY = {
    Access.READ: ("kms:Decrypt", "kms:DescribeKey"),
    Access.WRITE: ("kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"),
}
_QUEUE = {
    Access.READ: ("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    Access.WRITE: ("sqs:GetQueueUrl", "sqs:SendMessage"),
}
_SECRET = {
    Access.READ: ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
    Access.WRITE: ("secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"),
}


def bucket_policy(partition: str, bucket: str, grants: tuple[Grant, ...]) -> Document:
    """Objects are read or written by those who are named, over TLS only.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    """
    arn = f"arn:{partition}:s3:::{bucket}"
    return Document(
        statements=(
            *_granted(partition, grants, _OBJECTS, (f"{arn}/*",)),
            *_granted(partition, grants, _BUCKET, (arn,), "Bucket"),
            only_tls("s3:*", arn, f"{arn}/*"),
        )
    )


def key_policy(partition: str, account: str, grants: tuple[Grant, ...]) -> Document:
    """The account administers its key; those who are named decrypt or encrypt with it.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    """
    return Document(
        statements=(account_administers(partition, account), *_granted(partition, grants, _KEY, ("*",))),
    )


def queue_policy(partition: str, region: str, account: str, queue: str, grants: tuple[Grant, ...]) -> Document:
    """Messages are received or sent by those who are named, over TLS only.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
    """
    arn = f"arn:{partition}:sqs:{region}:{account}:{queue}"
    return Document(statements=(*_granted(partition, grants, _QUEUE, (arn,)), only_tls("sqs:*", arn)))


def secret_policy(partition: str, grants: tuple[Grant, ...]) -> Document:
    """The secret that bears the policy is read or renewed by those who are named.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
    """
    return Document(statements=tuple(_granted(partition, grants, _SECRET, ("*",))))


def account_administers(partition: str, account: str) -> Statement:
    """Without this nobody could ever change the key again.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    return Statement(
        sid="AccountAdministers", effect="Allow", principals={"AWS": root(partition, account)}, actions=("kms:*",)
    )


def only_tls(actions: str, *resources: str) -> Statement:
    """What comes without TLS is denied to everybody."""
    return Statement(
        sid="OnlyTls",
        effect="Deny",
        principals={"AWS": "*"},
        actions=(actions,),
        resources=resources,
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )


def _granted(
    partition: str,
    grants: tuple[Grant, ...],
    actions: Mapping[Access, tuple[str, ...]],
    resources: tuple[str, ...],
    suffix: str = "",
) -> Iterator[Statement]:
    for grant in grants:
        for one in admissions(partition, grant.to) if actions[grant.access] else ():
            yield Statement(
                sid=f"{one.label}{grant.access}{suffix}",
                effect="Allow",
                principals=one.principals,
                actions=actions[grant.access],
                resources=resources,
                conditions=one.conditions,
            )
