"""Telling the local AWS what AWS's own protocols have no words for; sandbox.aws.events.control answers."""

import http.client
import json
from collections.abc import Mapping
from typing import Any

from sandbox.aws.constants import HOST

EVENTS_VARIABLE = "SANDBOX_EVENTS"
"""The environment variable that switches records on, by the value `on`, for programs that don't say."""


class TellingError(ValueError):
    """What was told makes no sense; the message is the local AWS's."""


def tell(port: int, verb: str, what: Mapping[str, Any]) -> dict[str, Any]:
    """Say it and return the answer. Raises TellingError, and OSError where no local AWS listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("POST", f"/sandbox/{verb}", json.dumps(what), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise TellingError(answer["message"])
    return answer
