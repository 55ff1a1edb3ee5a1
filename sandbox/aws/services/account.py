"""Account Management: members' contacts are reached by whom AWS lets reach them."""

from moto.account.responses import AccountResponse
from moto.core.exceptions import JsonRESTError

from sandbox.aws.services.organizations import is_administrator_of, management_of
from sandbox.aws.services.patching import patch


def _get_account_id(self: AccountResponse) -> str:
    wanted = self._get_param("AccountId")
    caller = self.current_account
    if not wanted:
        return caller
    if wanted == caller == management_of(caller):
        raise JsonRESTError("ValidationException", "The management account must not name itself in AccountId.")
    if management_of(wanted) is None or not is_administrator_of(caller, wanted, "account.amazonaws.com"):
        raise JsonRESTError("AccessDeniedException", f"{caller} may not manage the contacts of account {wanted}.")
    return wanted


def install() -> None:
    """Let AccountId reach members only for those whom AWS lets do so, because moto lets everyone."""
    patch(AccountResponse, _get_account_id=_get_account_id)
