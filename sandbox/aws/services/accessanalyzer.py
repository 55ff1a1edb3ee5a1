"""IAM Access Analyzer: analyzers and their tags. Nothing is analysed, and moto has none of it."""

import json
import re
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse

from sandbox.aws.services.organizations import is_administrator_of

PRINCIPAL = "access-analyzer.amazonaws.com"
TYPES = ("ACCOUNT", "ORGANIZATION", "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,254}")
_HOST = re.compile(r"https?://access-analyzer\.(.+)\.amazonaws\.com")


@dataclass
class Analyzer:
    """An analyzer as GetAnalyzer shows it."""

    name: str
    type: str
    arn: str
    createdAt: str  # noqa: N815 - AWS's name
    configuration: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    status: str = "ACTIVE"

    def shown(self) -> dict[str, Any]:
        """What AWS answers: no configuration where the type has none."""
        return {key: value for key, value in asdict(self).items() if key != "configuration" or value}


class AccessAnalyzerBackend(BaseBackend):
    """The analyzers of one account in one region, by name."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.analyzers: dict[str, Analyzer] = {}

    @property
    def url_paths(self) -> dict[str, Any]:
        """The paths of the API, which moto would read from a module of its own."""
        paths = ("/analyzer/?$", "/analyzer/[^/]+$", "/tags/.+$")
        return dict.fromkeys(paths, AccessAnalyzerResponse.dispatch)

    def create(self, name: str, kind: str, configuration: dict[str, Any], tags: dict[str, str]) -> Analyzer:
        """Make one; raises JsonRESTError where AWS refuses it."""
        if kind not in TYPES or not _NAME.fullmatch(name):
            raise JsonRESTError("ValidationException", f"{kind} {name} is no analyzer that this AWS knows.")
        if kind.startswith("ORGANIZATION") and not is_administrator_of(self.account_id, self.account_id, PRINCIPAL):
            raise JsonRESTError("ValidationException", "The account is no administrator of the organization.")
        if name in self.analyzers:
            raise _error(409, "ConflictException", f"An analyzer with name {name} already exists.")
        if any(kind == other.type for other in self.analyzers.values()):
            raise _error(402, "ServiceQuotaExceededException", f"There is an analyzer of type {kind} already.")
        arn = f"arn:{self.partition}:access-analyzer:{self.region_name}:{self.account_id}:analyzer/{name}"
        now = datetime.now(tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        made = Analyzer(name=name, type=kind, arn=arn, createdAt=now, configuration=configuration, tags=tags)
        self.analyzers[name] = made
        return made

    def get(self, name: str) -> Analyzer:
        """One by its name, or by its ARN; raises JsonRESTError when there is none."""
        found = self.analyzers.get(name.rpartition("analyzer/")[2])
        if found is None:
            raise _error(404, "ResourceNotFoundException", f"Could not find an analyzer {name}.")
        return found


accessanalyzer_backends = BackendDict(AccessAnalyzerBackend, "accessanalyzer")


def _error(status: int, code: str, message: str) -> JsonRESTError:
    error = JsonRESTError(code, message)
    error.code = status
    return error


class AccessAnalyzerResponse(BaseResponse):
    """The operations that Terraform's provider and the tests use."""

    def __init__(self) -> None:
        super().__init__(service_name="accessanalyzer")

    @property
    def _here(self) -> AccessAnalyzerBackend:
        return accessanalyzer_backends[self.current_account][self.region]

    def _last(self, before: str) -> str:
        return unquote(self.path.rpartition(f"/{before}/")[2])

    def create_analyzer(self) -> str:
        """PUT /analyzer."""
        if self._get_param("archiveRules"):
            raise NotImplementedError("archiveRules of CreateAnalyzer")
        name, kind = str(self._get_param("analyzerName")), str(self._get_param("type"))
        configuration, tags = self._get_param("configuration") or {}, self._get_param("tags") or {}
        return json.dumps({"arn": self._here.create(name, kind, configuration, tags).arn})

    def get_analyzer(self) -> str:
        """GET /analyzer/NAME."""
        return json.dumps({"analyzer": self._here.get(self._last("analyzer")).shown()})

    def list_analyzers(self) -> str:
        """GET /analyzer."""
        kind = self._get_param("type")
        found = [each.shown() for each in self._here.analyzers.values() if kind in (None, each.type)]
        return json.dumps({"analyzers": found})

    def delete_analyzer(self) -> str:
        """DELETE /analyzer/NAME."""
        del self._here.analyzers[self._here.get(self._last("analyzer")).name]
        return "{}"

    def update_analyzer(self) -> str:
        """PUT /analyzer/NAME."""
        analyzer = self._here.get(self._last("analyzer"))
        analyzer.configuration = self._get_param("configuration") or {}
        return json.dumps({"configuration": analyzer.configuration})

    def list_tags_for_resource(self) -> str:
        """GET /tags/ARN."""
        return json.dumps({"tags": self._here.get(self._last("tags")).tags})

    def tag_resource(self) -> str:
        """POST /tags/ARN."""
        self._here.get(self._last("tags")).tags.update(self._get_param("tags"))
        return "{}"

    def untag_resource(self) -> str:
        """DELETE /tags/ARN."""
        tags = self._here.get(self._last("tags")).tags
        for key in self.querystring.get("tagKeys", []):
            tags.pop(key, None)
        return "{}"


# moto imports a service as its own module, here and when it lists the regions of one.
sys.modules["moto.accessanalyzer"] = sys.modules[__name__]


def install() -> None:
    """Let moto's proxy find the service by its host."""
    if all(name != "accessanalyzer" for name, _ in backend_url_patterns):
        backend_url_patterns.append(("accessanalyzer", _HOST))
