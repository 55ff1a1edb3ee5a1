"""The program's own detection resources, made in the local AWS through boto3 without the engine.

The graph that the program declares is made type by type, in the order in which it was declared; what one resource
knows of another (ARNs, ids) is put in once AWS gave it. So what is tested is what is deployed.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache

from review.recorder import Graph, Resource
from sandbox.aws.client import LocalAws
from tests.detection.makers import MAKERS

PROVIDER = "pulumi:providers:aws"
COMPONENTS = (
    "guardrails:alerts:",
    "guardrails:logs:Trail",
    "guardrails:account:AccountAlarms",
    "guardrails:account:BreakGlassRole",
    "guardrails:account:DrillRole",
    "guardrails:organization:BreakGlassUsers",
)
"""What hears and is heard of; what it depends on, as boundaries, keys and buckets, comes with it."""


SILENT = ("guardrails:alerts:SavedQueries",)
"""What is there for people to ask, and tells nobody anything."""


class Deployed:
    """What the program declares for alerts, with what it needs, in some of the example's accounts.

    `made` holds the resources by name; `ids` leads from what the recorder gave for an ARN or an id to what AWS gave.
    """

    def __init__(self, aws: LocalAws, graph: Graph, accounts: set[str], home: str) -> None:
        self.aws, self.graph, self.home, self.accounts = aws, graph, home, accounts
        self.client = cache(self._client)
        self.ids: dict[str, str] = {}
        self.made: dict[str, Resource] = {}
        wanted = self._wanted()
        for resource in graph.resources.values():
            if resource.urn in wanted:
                self.make(resource)

    def _client(self, service: str, account: str, region: str | None = None):
        return self.aws.client(service, region or self.home, account)

    def account(self, resource: Resource) -> str:
        provider = self.graph.resources[resource.provider.rpartition("::")[0]]
        return json.loads(provider.inputs["allowedAccountIds"])[0]

    def client_of(self, resource: Resource):
        """A client for the resource's service in its account and region."""
        return self.client(MAKERS[resource.type][0], self.account(resource), resource.inputs.get("region"))

    def arn(self, resource: Resource) -> str:
        return self.ids[f"arn:aws:mock:::{resource.type.rpartition(':')[2]}/{resource.name}"]

    def trail(self) -> str:
        """The ARN of the organization's trail."""
        trails = (made for made in self.made.values() if made.type.endswith(":Trail"))
        return next(self.arn(trail) for trail in trails if trail.inputs["isOrganizationTrail"])

    def _wanted(self) -> set[str]:
        wanted: set[str] = set()
        rest = [resource for resource in self.graph.resources.values() if self._listens(resource)]
        while rest:
            resource = rest.pop()
            if resource.urn not in wanted:
                wanted.add(resource.urn)
                rest += self._needed(resource)
        return wanted

    def _listens(self, resource: Resource) -> bool:
        parent = self.graph.resources.get(resource.parent)
        if parent is None or not resource.custom or parent.type.startswith(SILENT):
            return False
        return parent.type.startswith(COMPONENTS) and self.account(resource) in self.accounts

    def _needed(self, resource: Resource) -> Iterator[Resource]:
        for urn in resource.dependencies:
            needed = self.graph.resources.get(urn)
            if needed and needed.custom and needed.type != PROVIDER:
                yield needed

    def make(self, resource: Resource) -> None:
        """Make one resource. Raises NotImplementedError for a type that MAKERS lacks."""
        if resource.type not in MAKERS:
            raise NotImplementedError(f"{resource.type} ({resource.name}): add it to tests/detection/makers.py")
        arn, ident = MAKERS[resource.type][1](self.client_of(resource), self.known(resource.inputs))
        self.ids[f"arn:aws:mock:::{resource.type.rpartition(':')[2]}/{resource.name}"] = arn
        self.ids[f"{resource.name}-id"] = ident
        self.made[resource.name] = resource

    def known(self, value):
        """Inputs with what AWS gave in the place of what the recorder did."""
        if isinstance(value, Mapping):
            return {key: self.known(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.known(item) for item in value]
        if not isinstance(value, str):
            return value
        plain = value.removesuffix(":*")
        return self.ids.get(plain, plain) + value[len(plain) :]
