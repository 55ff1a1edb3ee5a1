"""CloudWatch Logs: saved queries, which moto has not."""

import json
import time
from uuid import uuid4

from moto.core.exceptions import JsonRESTError
from moto.logs.models import LogsBackend
from moto.logs.responses import LogsResponse

from sandbox.aws.services.patching import patch

_CHARACTERS = 10_000
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html"""


def _saved(response: LogsResponse) -> dict[str, dict[str, object]]:
    """The queries of the caller's account and region, by id; kept with the rest of the backend's state."""
    backend: LogsBackend = response.logs_backend
    return vars(backend).setdefault("query_definitions", {})


def _put_query_definition(self: LogsResponse) -> str:
    identity = self._get_param("queryDefinitionId")
    name, text = str(self._get_param("name") or ""), str(self._get_param("queryString") or "")
    if not name or not text or len(text) > _CHARACTERS:
        raise JsonRESTError("InvalidParameterException", "A query definition has a name and a query of 1 to 10000.")
    if self._get_param("parameters") or self._get_param("queryLanguage") not in (None, "CWLI"):
        raise NotImplementedError("parameters and other languages of PutQueryDefinition")
    if identity is not None and identity not in _saved(self):
        raise JsonRESTError("ResourceNotFoundException", f"There is no query definition {identity}.")
    identity = identity or str(uuid4())
    _saved(self)[identity] = {
        "queryDefinitionId": identity,
        "name": name,
        "queryString": text,
        "logGroupNames": self._get_param("logGroupNames") or [],
        "lastModified": int(time.time() * 1000),
    }
    return json.dumps({"queryDefinitionId": identity})


def _describe_query_definitions(self: LogsResponse) -> str:
    prefix = str(self._get_param("queryDefinitionNamePrefix") or "")
    found = [query for query in _saved(self).values() if str(query["name"]).startswith(prefix)]
    return json.dumps({"queryDefinitions": found})


def _delete_query_definition(self: LogsResponse) -> str:
    identity = self._get_param("queryDefinitionId")
    if _saved(self).pop(identity, None) is None:
        raise JsonRESTError("ResourceNotFoundException", f"There is no query definition {identity}.")
    return json.dumps({"success": True})


def install() -> None:
    """Add the three operations to moto's own."""
    patch(
        LogsResponse,
        put_query_definition=_put_query_definition,
        describe_query_definitions=_describe_query_definitions,
        delete_query_definition=_delete_query_definition,
    )
