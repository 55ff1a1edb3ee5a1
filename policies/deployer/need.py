"""What a type of resource needs: IAM actions by what Pulumi does with it, on resources by the baseline's own names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from policies.document import Conditions


class Part(StrEnum):
    """The policies that a deployer's rights are split into; an account has those that its resources need."""

    ACCOUNT = "account"
    ACCESS = "access"
    ARCHIVE = "archive"
    AUDIT = "audit"
    KEYS = "keys"
    IDENTITY_CENTER = "identity-center"
    ORGANIZATION = "organization"
    SECURITY = "security"
    TRAIL = "trail"
    """What counts a trail's records: with `trail.alarms: perAccount` in every account."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """Where actions are allowed: one statement.

    `arns` and the values of `conditions` hold {partition}, {account} and the other names of policies.deployer.facts.
    """

    part: Part
    sid: str
    arns: tuple[str, ...] = ("*",)
    conditions: Conditions = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Need:
    """Actions in one place, by what Pulumi does; `when` narrows them to resources with such inputs.

    `when` holds inputs as the program gives them, with patterns.
    """

    place: Place
    create: str = ""
    read: str = ""
    update: str = ""
    delete: str = ""
    when: Mapping[str, str] = field(default_factory=dict)

    def concerns(self, inputs: Mapping[str, Any]) -> bool:
        """Whether a resource with these inputs, as its program gives them, has this need."""
        return all(fnmatchcase(str(inputs.get(key, "")), pattern) for key, pattern in self.when.items())

    @property
    def actions(self) -> Iterator[str]:
        """All of them; what has no service before it is of the last one that was named."""
        service = ""
        for name in " ".join((self.create, self.read, self.update, self.delete)).split():
            before, colon, _ = name.rpartition(":")
            service = before if colon else service
            yield name if colon else f"{service}:{name}"


Needs = Mapping[str, tuple[Need, ...]]
"""By Pulumi's token of a type: `aws:iam/role:Role`."""


def arn(service: str, end: str, *, region: str = "*", account: str = "{account}") -> str:
    """ARN of the deployer's own account, unless another one is given."""
    return f"arn:{{partition}}:{service}:{region}:{account}:{end}"


def iam(end: str) -> str:
    """ARN of the account's roles, policies and the like."""
    return arn("iam", end, region="")
