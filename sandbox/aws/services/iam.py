"""IAM: the audiences of an identity provider that exists."""

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse

from sandbox.aws.services.patching import patch


def _add_client_id(self: IamResponse) -> ActionResult:
    """An audience that is there stays there once.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
    """
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    wanted = self._get_param("ClientID")
    if wanted not in provider.client_id_list:
        provider.client_id_list.append(wanted)
    return EmptyResult()


def _remove_client_id(self: IamResponse) -> ActionResult:
    """One that isn't there is no error.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
    """
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    removed = self._get_param("ClientID")
    provider.client_id_list = [kept for kept in provider.client_id_list if kept != removed]
    return EmptyResult()


def install() -> None:
    """Add the two operations that change a provider's audiences."""
    patch(
        IamResponse,
        add_client_id_to_open_id_connect_provider=_add_client_id,
        remove_client_id_from_open_id_connect_provider=_remove_client_id,
    )
