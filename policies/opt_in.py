"""Which regions an account has from its first day, and which somebody must enable first."""

from policies.names import partition

# https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html, read 2026-11-29: those that AWS opened
# since March 2019 are opt-in regions, so the list of the others doesn't grow.
_FROM_THE_START = frozenset(
    (
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    )
)


def is_opt_in(region: str) -> bool:
    """Whether an account has the region only once somebody enabled it; China's and GovCloud's are all there."""
    return partition(region) == "aws" and region not in _FROM_THE_START
