"""Macie: off until somebody enables it, as AWS has it; moto's accounts begin with it on."""

from typing import Any

from moto.macie2.exceptions import AccessDeniedException
from moto.macie2.models import MacieBackend

from sandbox.aws.services.patching import patch

_init = MacieBackend.__init__
_get_session = MacieBackend.get_macie_session


def _without_session(self: MacieBackend, region_name: str, account_id: str) -> None:
    _init(self, region_name, account_id)
    self.macie_session = None


def _session(self: MacieBackend) -> dict[str, Any]:
    if not self.macie_session:
        raise AccessDeniedException("Macie is not enabled.")
    return _get_session(self)


def install() -> None:
    """Begin without a session, and refuse to describe it in AWS's words.

    https://docs.aws.amazon.com/macie/latest/APIReference/macie.html
    """
    patch(MacieBackend, __init__=_without_session, get_macie_session=_session)
