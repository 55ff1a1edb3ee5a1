"""IAM's credential report: root's row, which moto leaves out."""

from moto.iam.models import IAMBackend

from sandbox.aws.services.organizations import management_of
from sandbox.aws.services.patching import patch

_get_report = IAMBackend.get_credential_report


def _with_root(self: IAMBackend) -> str:
    head, _, users = _get_report(self).partition("\n")
    known = {
        "user": "<root_account>",
        "arn": f"arn:{self.partition}:iam::{self.account_id}:root",
        "user_creation_time": "2026-01-01T00:00:00+00:00",
        "password_enabled": str(_has_password(self.account_id)).lower(),
        "password_last_used": "no_information",
        "password_last_changed": "not_supported",
        "password_next_rotation": "not_supported",
        "mfa_active": "true" if vars(self.account_summary)["_account_mfa_enabled"] else "false",
    }
    columns = head.split(",")
    defaults = {column: "false" if column.endswith("_active") else "N/A" for column in columns}
    return "\n".join([head, ",".join((defaults | known)[column] for column in columns), users])


def _has_password(account: str) -> bool:
    """Accounts that Organizations made have none: nobody has ever signed in as their root."""
    return management_of(account) in (None, account)


def install() -> None:
    """Put root's row first.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
    """
    patch(IAMBackend, get_credential_report=_with_root)
