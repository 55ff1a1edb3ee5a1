"""Save and restore everything that moto holds in memory."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import io
import logging
import pickle
import threading
from pathlib import Path
from typing import Any, ClassVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from moto.backends import get_backend

SERVICES = (
    "accessanalyzer",
    "account",
    "chatbot",
    "cloudtrail",
    "cloudwatch",
    "config",
    "ec2",
    "events",
    "guardduty",
    "iam",
    "identitystore",
    "kms",
    "logs",
    "organizations",
    "s3",
    "s3control",
    "secretsmanager",
    "securityhub",
    "sns",
    "sqs",
    "ssoadmin",
    "sts",
)
# Attributes of the dictionaries themselves, beside the backends of each account and region.
SHARED = {"s3": "bucket_accounts", "organizations": "master_accounts"}


def _make(kind: str) -> Any:
    return {"lock": threading.Lock, "rlock": threading.RLock, "condition": threading.Condition}[kind]()


def _load_key(text: bytes) -> Any:
    return serialization.load_pem_private_key(text, None)


def _reduce_key(key: Any) -> tuple[Any, tuple[bytes]]:
    none = serialization.NoEncryption()
    return _load_key, (key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none),)


class _Pickler(pickle.Pickler):
    """A pickler that makes locks anew and writes KMS's private keys as text, because neither can be pickled."""

    _LOCKS: ClassVar = {
        type(threading.Lock()): "lock",
        type(threading.RLock()): "rlock",
        threading.Condition: "condition",
    }

    def reducer_override(self, value: Any, /) -> Any:
        kind = self._LOCKS.get(type(value))
        if kind:
            return _make, (kind,)
        if isinstance(value, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            return _reduce_key(value)
        return NotImplemented


def _service(name: str) -> Any:
    return get_backend(name)  # pyright: ignore[reportArgumentType, reportCallIssue]


def save(path: Path) -> None:
    """Write all state in one step, so that an interrupted save leaves the previous file whole.

    Raises OSError if the file cannot be written and pickle.PicklingError for a value that cannot be kept.
    """
    backends = {name: {a: dict(regions.items()) for a, regions in _service(name).items()} for name in SERVICES}
    shared = {name: getattr(_service(name), attribute) for name, attribute in SHARED.items()}
    temporary = path.with_name(f"{path.name}.new")
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump({"backends": backends, "shared": shared})
    temporary.write_bytes(buffer.getvalue())
    temporary.replace(path)
    logging.getLogger("sandbox.aws").info("saved %s", path.name)


def restore(path: Path) -> None:
    """Put the state of an earlier run back, so that a sandbox outlives its process.

    Raises OSError or pickle.UnpicklingError if the file is not one that save() wrote.
    """
    data = pickle.loads(path.read_bytes())  # noqa: S301 - only a file that this package wrote on this machine
    for name, accounts in data["backends"].items():
        for account, regions in accounts.items():
            _service(name)[account].update(regions)
    for name, attribute in SHARED.items():
        getattr(_service(name), attribute).update(data["shared"][name])
