"""KMS: a key says that it is of one region, too."""

from typing import Any

from moto.kms.models import Key

from sandbox.aws.services.patching import patch

_to_dict = Key.to_dict


def _told(self: Key) -> dict[str, Any]:
    """moto leaves the member out where a request did, as the provider's does; AWS answers false.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    """
    told = _to_dict(self)
    told["KeyMetadata"]["MultiRegion"] = bool(told["KeyMetadata"]["MultiRegion"])
    return told


def install() -> None:
    """Answer whoever reads every member, as auditors do."""
    patch(Key, to_dict=_told)
