"""What AWS Config may do on the way of a configuration item, and what its aggregator may read."""

from policies.document import Document, Statement
from policies.grantees import Service
from policies.resource_policies import only_tls
from policies.trust import service_trust

_SERVICE = "config.amazonaws.com"


def config_bucket_policy(partition: str, bucket: str, accounts: tuple[str, ...]) -> Document:
    """Config delivers for these accounts only, each below its own number, over TLS only.

    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    arn = f"arn:{partition}:s3:::{bucket}"
    return Document(
        statements=(
            Statement(
                sid="ConfigChecks",
                effect="Allow",
                principals={"Service": _SERVICE},
                actions=("s3:GetBucketAcl", "s3:ListBucket"),
                resources=(arn,),
                conditions={"StringEquals": {"aws:SourceAccount": accounts}},
            ),
            *(_writes(arn, account) for account in accounts),
            only_tls("s3:*", arn, f"{arn}/*"),
        )
    )


def _writes(bucket: str, account: str) -> Statement:
    """One for each account: it chooses the prefix of what Config delivers for it."""
    return Statement(
        sid=f"ConfigWrites{account}",
        effect="Allow",
        principals={"Service": _SERVICE},
        actions=("s3:PutObject",),
        resources=(f"{bucket}/AWSLogs/{account}/Config/*",),
        conditions={"StringEquals": {"aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control"}},
    )


def aggregator_trust(account: str) -> Document:
    """Config takes the role for aggregators of its own account only."""
    return service_trust(Service(name=_SERVICE, accounts=(account,)))


def aggregator_permissions() -> Document:
    """The aggregator learns which accounts there are, as AWSConfigRoleForOrganizations lets it.

    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSConfigRoleForOrganizations.html
    """
    return Document(
        statements=(
            Statement(sid="LookAtOrganization", effect="Allow", actions=("organizations:DescribeOrganization", *LISTS)),
        )
    )


LISTS = (
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
)
"""Reading who belongs to the organization, which the baseline's boundary lets its roles do."""
