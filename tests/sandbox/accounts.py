"""An organization of three accounts, and clients for whatever key a test has."""

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws
from sandbox.aws.constants import ca_bundle
from sandbox.aws.seed import Seed, SeedAccount

MANAGEMENT, AUDIT, SHOP = "111122223333", "333344445555", "444455556666"
SEED = Seed(
    management_account=MANAGEMENT,
    organization_id="o-exampleorg1",
    root_id="r-ab12",
    policy_types=("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"),
    organizational_units={"Security": "ou-ab12-security", "Shops": "ou-ab12-shops001"},
    accounts=(
        SeedAccount(MANAGEMENT, "management", "management@example.com"),
        SeedAccount(AUDIT, "audit", "audit@example.com", "Security"),
        SeedAccount(SHOP, "shop", "shop@example.com", "Shops"),
    ),
)


def with_credentials(aws: LocalAws, service: str, credentials: dict[str, str], region: str = "eu-west-1"):
    """A client with an access key as IAM or STS hands it out."""
    return boto3.client(
        service,
        region_name=region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"),
        verify=str(ca_bundle()),
        config=Config(proxies={"https": f"http://127.0.0.1:{aws.port}"}, retries={"total_max_attempts": 1}),
    )


def refusal(call, **arguments) -> tuple[str, str] | None:
    """Code and message with which AWS refuses, or None when it does not."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    return None
