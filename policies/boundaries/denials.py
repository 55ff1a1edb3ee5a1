"""What no bounded principal does, whatever else allows it: explicit, so that no resource policy can grant it either."""

from policies import names
from policies.boundaries.owned import owned
from policies.document import Statement
from policies.machine_names import cross_account_role


def privileged_resources() -> Statement:
    """A resource marked as privileged runs as more than its user, so whoever changes or enters it becomes more."""
    return Statement(
        sid="PrivilegedResources",
        effect="Deny",
        actions=("*",),
        conditions={"Null": {f"aws:ResourceTag/{names.PRIVILEGED_TAG}": "false"}},
    )


def reserved_tags() -> Statement:
    """The mark itself, on resources and sessions alike, is set and taken away by administrators only.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
    """
    return Statement(
        sid="ReservedTags",
        effect="Deny",
        actions=("*",),
        conditions={"ForAnyValue:StringLike": {"aws:TagKeys": names.RESERVED_TAGS}},
    )


def chaining(partition: str) -> tuple[Statement, Statement]:
    """Further sessions: roles of the owned path and those made for other accounts, and never with tags or as root.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
    """
    return (
        Statement(
            sid="OtherRoles",
            effect="Deny",
            actions=("sts:AssumeRole",),
            not_resources=(owned("role", partition, "*"), f"arn:{partition}:iam::*:role/{cross_account_role('*')}"),
        ),
        Statement(
            sid="OtherSessions",
            effect="Deny",
            actions=("sts:AssumeRoot", "sts:GetWebIdentityToken", "sts:TagSession"),
        ),
    )


def key_grants() -> Statement:
    """A grant stays with its grantee; only AWS services make them for what they encrypt.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
    """
    return Statement(
        sid="KeyGrants",
        effect="Deny",
        actions=("kms:CreateGrant",),
        conditions={"BoolIfExists": {"kms:GrantIsForAWSResource": "false"}},
    )


def denials(partition: str) -> tuple[Statement, ...]:
    """All of them, as every boundary holds them."""
    return (privileged_resources(), reserved_tags(), *chaining(partition), key_grants())
