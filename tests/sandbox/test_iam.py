"""The local IAM changes the audiences of an identity provider as AWS does."""

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws
from sandbox.aws.seed import Seed

SEED = Seed(
    management_account="111122223333",
    organization_id="o-exampleorg1",
    root_id="r-ab12",
    organizational_units={},
    accounts=(),
)


@pytest.fixture(scope="module")
def iam(tmp_path_factory):
    with LocalAws("111122223333", tmp_path_factory.mktemp("aws") / "state", SEED) as local:
        yield local.client("iam", "us-east-1")


def test_audiences_of_a_provider_come_and_go(iam):
    url = "https://token.actions.githubusercontent.com"
    made = iam.create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])
    arn = {"OpenIDConnectProviderArn": made["OpenIDConnectProviderArn"]}

    def audiences():
        return iam.get_open_id_connect_provider(**arn)["ClientIDList"]

    for _ in range(2):
        iam.add_client_id_to_open_id_connect_provider(**arn, ClientID="shop")
        assert audiences() == ["sts.amazonaws.com", "shop"]
    for _ in range(2):
        iam.remove_client_id_from_open_id_connect_provider(**arn, ClientID="sts.amazonaws.com")
        assert audiences() == ["shop"]


@pytest.mark.parametrize("operation", ["add_client_id_to", "remove_client_id_from"])
def test_a_provider_that_is_not_there_has_no_audiences(iam, operation):
    unknown = "arn:aws:iam::111122223333:oidc-provider/example.com"
    call = getattr(iam, f"{operation}_open_id_connect_provider")
    with pytest.raises(ClientError) as failure:
        call(OpenIDConnectProviderArn=unknown, ClientID="shop")
    assert failure.value.response["Error"]["Code"] == "NoSuchEntity"
