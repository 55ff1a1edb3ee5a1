"""The door of the local AWS: who may call, and what happens with calls that moto does not know."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import logging
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moto.iam.models import iam_backends
from moto.moto_proxy import proxy3
from werkzeug.exceptions import HTTPException

from sandbox.aws.constants import ACCESS_KEY, HOST
from sandbox.aws.enforcement import Decider, Denied, code_of
from sandbox.aws.enforcement_record import Enforcement
from sandbox.aws.errors import Answer, credentials_code, error, protocol_of, service_of
from sandbox.aws.events import control
from sandbox.aws.events.recorder import Recorder

LOG = logging.getLogger("sandbox.aws")
STATE_LOCK = threading.RLock()
DECIDER = Decider(Enforcement.OFF, Path(os.devnull))
RECORDER = Recorder(on=False)
_HEADER_KEY = re.compile(r"Credential=([^/,\s]+)/")
_QUERY_KEY = re.compile(r"(?:X-Amz-Credential=([^%/&]+)|AWSAccessKeyId=([^&]+))")


def access_key_of(path: str, headers: Mapping[str, str]) -> str | None:
    """Find the access key id of a request, in its header or in a presigned address."""
    match = _HEADER_KEY.search(headers.get("Authorization") or "") or _QUERY_KEY.search(path)
    return next((group for group in match.groups() if group), None) if match else None


def is_known(access_key: str, service: str) -> bool:
    """Tell whether this AWS issued the key for this service and it is active; the signature itself is not checked."""
    if access_key == ACCESS_KEY:
        return True
    for account in list(iam_backends.values()):
        for backend in list(account.values()):
            key = backend.access_keys.get(access_key)
            if key is not None:
                return key.status == "Active" and service not in getattr(key, "unknown_to", ())
    return False


class GuardedRequestHandler(proxy3.MotoRequestHandler):
    """Moto's dispatcher behind the checks of the local AWS, so that nothing passes by accident."""

    def parse_request(self, method: str, host: str, path: str, headers: Any, body: bytes | None) -> Any:
        """Answer one request; unknown keys, unknown operations and failures of moto become visible errors."""
        if host == f"http://{HOST}:{self.port}":
            with STATE_LOCK:
                return control.answer(path, body)
        protocol = protocol_of(host, headers)
        refusal = self._refuse(host, path, headers, protocol)
        if refusal is not None:
            return refusal
        handler = self.get_handler_for_host(host=host, path=path)
        if handler is None:
            return self._unknown(f"{method} {host}{path.split('?')[0]}", protocol)
        return self._recorded(handler, method, host, path, headers, body, protocol)

    def _recorded(
        self, handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None, protocol: str
    ) -> Any:
        if not RECORDER.on:
            return self._served(handler, method, host, path, headers, body, protocol)
        with STATE_LOCK:
            pending = RECORDER.begin(handler, method, host, path, headers, body, access_key_of(path, headers))
        try:
            answer = self._served(handler, method, host, path, headers, body, protocol)
        except HTTPException as error_answer:
            with STATE_LOCK:
                RECORDER.end(pending, answer_of(error_answer))
            raise
        with STATE_LOCK:
            RECORDER.end(pending, answer if isinstance(answer, tuple) else (200, {}, answer))
        return answer

    def _served(
        self, handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None, protocol: str
    ) -> Any:
        waits = str(headers.get("X-Amz-Target", "")).endswith(".ReceiveMessage")
        try:
            with STATE_LOCK:
                self._decide(handler, method, host, path, headers, body)
            if waits:
                return super().parse_request(method, host, path, headers, body)
            with STATE_LOCK:
                return super().parse_request(method, host, path, headers, body)
        except HTTPException:
            raise
        except Denied as denied:
            return error(403, code_of(service_of(host), protocol), str(denied), protocol)
        except NotImplementedError as reason:
            return self._unknown(f"{service_of(host)}: {reason}", protocol)
        except Exception as reason:
            LOG.exception("failure in %s %s%s", method, host, path)
            return error(501, "SandboxFailure", f"{type(reason).__name__}: {reason}", protocol)

    @staticmethod
    def _decide(handler: Any, method: str, host: str, path: str, headers: Any, body: bytes | None) -> None:
        if key := access_key_of(path, headers):
            DECIDER.check(handler, method, host, path, headers, body, key)

    @staticmethod
    def _refuse(host: str, path: str, headers: Mapping[str, str], protocol: str) -> Answer | None:
        key = access_key_of(path, headers)
        if key is None:
            LOG.warning("refused a request without credentials to %s", host)
            return error(403, "MissingAuthenticationToken", "Request is missing Authentication Token", protocol)
        service = service_of(host)
        if is_known(key, service):
            return None
        LOG.warning("refused the unknown access key %s at %s", key, host)
        code = credentials_code(service, protocol)
        return error(403, code, "The security token included in the request is invalid.", protocol)

    @staticmethod
    def _unknown(operation: str, protocol: str) -> Answer:
        LOG.error("not implemented: %s", operation)
        return error(501, "NotImplemented", f"The local AWS does not implement this: {operation}", protocol)


def answer_of(error_answer: HTTPException) -> Answer:
    """One of moto's errors as the answer that the proxy makes of it."""
    body = error_answer.get_body()
    return error_answer.code or 500, dict(error_answer.get_headers()), body.encode()


def install(enforcement: Enforcement = Enforcement.OFF, calls: Path | None = None, *, events: bool = False) -> None:
    """Put the guarded dispatcher in the place of moto's, before the proxy accepts connections.

    `calls` is the file in which the decisions are written; `events` says whether requests become records.
    """
    global DECIDER, RECORDER
    DECIDER = Decider(enforcement, calls or Path(os.devnull))
    RECORDER = Recorder(on=events)
    proxy3.MotoRequestHandler = GuardedRequestHandler
