"""What the local AWS and its clients agree on."""

from pathlib import Path

ACCESS_KEY = "AKIASANDBOX000000000"
SECRET_KEY = "sandbox"  # noqa: S105 - the local AWS checks the key id, never the signature
MEMBER_ROLE = "OrganizationAccountAccessRole"
HOST = "127.0.0.1"


def ca_bundle() -> Path:
    """Give the certificate authority that signs the proxy's certificates, so that clients can verify them."""
    import moto

    return Path(moto.__file__).parent / "moto_proxy" / "ca.crt"
