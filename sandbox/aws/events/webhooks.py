"""EventBridge's API destinations: who may call one, and the call itself where it leads to this machine."""

import logging
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from moto.events.models import Connection, Destination, events_backends

from sandbox.aws.constants import HOST
from sandbox.aws.events.permissions import Sender, require_role
from sandbox.aws.events.undelivered import Undelivered

LOG = logging.getLogger("sandbox.aws.events")
_SECONDS = (
    5  # EventBridge's own limit (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html).
)
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(sender: Sender, arn: str, role: str | None, body: str) -> None:
    """Call a destination by the role of a target. Raises Undelivered where AWS couldn't.

    The local AWS reaches nobody outside of this machine.
    """
    _, _, _, region, account, name = arn.split(":", 5)
    backend = events_backends[account][region]
    found = backend.destinations.get(name.split("/")[1])
    if found is None or found.arn != arn:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    connection = next((one for one in backend.connections.values() if one.arn == found.connection_arn), None)
    if connection is None:
        raise Undelivered("NO_RESOURCE", f"{found.connection_arn} does not exist")
    if role is None:
        raise Undelivered("NO_PERMISSIONS", f"no role calls {arn}")
    require_role(sender, role, "events:InvokeApiDestination", arn)
    if urlsplit(found.invocation_endpoint).hostname != HOST:
        LOG.info("%s would be told to %s", sender.source_arn, found.invocation_endpoint)
        return
    _post(found, connection, body)


def _post(destination: Destination, connection: Connection, body: str) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8", **_signed_in(connection)}
    request = urllib.request.Request(  # noqa: S310 - to this machine alone
        destination.invocation_endpoint, body.encode(), headers, method=destination.http_method
    )
    try:
        with _DIRECT.open(request, timeout=_SECONDS):
            pass
    except (urllib.error.URLError, OSError) as reason:
        raise Undelivered("SDK_CLIENT_ERROR", f"{destination.invocation_endpoint}: {reason}") from None


def _signed_in(connection: Connection) -> dict[str, str]:
    """What the connection adds to a request. Raises NotImplementedError for another way than a header."""
    if connection.authorization_type != "API_KEY":
        raise NotImplementedError(f"{connection.authorization_type} of EventBridge's connections")
    parameters: dict[str, Any] = connection.auth_parameters["ApiKeyAuthParameters"]
    return {str(parameters["ApiKeyName"]): str(parameters["ApiKeyValue"])}
