"""What a machine's role may do: actions of one service on named resources of its own account, nothing on everything."""

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from policies.document import Document, Statement
from policies.guardrail import Settings
from policies.named_principals import words

# Who may use these hands out rights: that is for the deployer and for people.
_ADMINISTRATIVE = frozenset({"account", "iam", "identitystore", "organizations", "sso", "sts"})
# Only what shows names and settings has no resource to be named.
_LOOKING = ("Describe", "List")
# Parts of an ARN that a service leaves empty: (region, account)
# (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
_EMPTY = {"s3": (True, True), "route53": (True, True), "cloudfront": (True, False)}


def _not_administrative(service: str) -> str:
    if service in _ADMINISTRATIVE:
        raise ValueError(f"{service} hands out rights")
    return service


ServicePrefix = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]*$",
        json_schema_extra=words(
            f"a service's prefix, and none of {', '.join(sorted(_ADMINISTRATIVE))}", "leave rights to the deployer"
        ),
    ),
    AfterValidator(_not_administrative),
]
ActionName = Annotated[
    str,
    Field(
        pattern=r"^[A-Z][A-Za-z0-9]{2,}\*?$",
        json_schema_extra=words(
            "an action without its service: GetItem, or BatchGet* with a star at the end", "name the actions"
        ),
    ),
]
ResourceName = Annotated[
    str,
    Field(
        pattern=r"^([A-Za-z0-9][^\s$?]{2,}|\*)$",
        json_schema_extra=words("an ARN's end: table/shop-orders, function:shop-* or BUCKET/*", "name the resources"),
    ),
]


class Permission(Settings):
    """Actions of a service on resources of the role's own account."""

    model_config = ConfigDict(
        json_schema_extra=words(
            "resources by name; `*` is for Describe and List actions alone", "name the resources, or split it in two"
        )
    )

    service: ServicePrefix
    """The prefix of its actions: `dynamodb`."""
    actions: Annotated[tuple[ActionName, ...], Field(min_length=1)]
    """Without the prefix: `GetItem`, `BatchGet*`."""
    resources: Annotated[tuple[ResourceName, ...], Field(min_length=1)]
    """The ends of ARNs: `table/shop-orders`; the rest is added. `*` with Describe and List only."""

    @model_validator(mode="after")
    def _named(self) -> "Permission":
        """A star stands for every resource of the account."""
        if "*" in self.resources and not all(action.startswith(_LOOKING) for action in self.actions):
            raise ValueError("* is for Describe and List actions")
        return self

    def statement(self, partition: str, account: str, at: int) -> Statement:
        """The statement of an identity policy, the `at`th of its document."""
        return Statement(
            sid=f"{re.sub('[^a-z0-9]', '', self.service).capitalize()}{at}",
            effect="Allow",
            actions=tuple(f"{self.service}:{action}" for action in self.actions),
            resources=tuple(
                "*" if name == "*" else account_arn(partition, self.service, account, name) for name in self.resources
            ),
        )


def permissions_document(partition: str, account: str, permissions: tuple[Permission, ...]) -> Document:
    """The identity policy of a role in the account."""
    return Document(
        statements=tuple(one.statement(partition, account, at) for at, one in enumerate(permissions, start=1))
    )


def account_arn(partition: str, service: str, account: str, name: str) -> str:
    """ARN of an account's own resource, in any region where the service has regions."""
    no_region, no_account = _EMPTY.get(service, (False, False))
    return f"arn:{partition}:{service}:{'' if no_region else '*'}:{'' if no_account else account}:{name}"
