"""Principals as types, for trust policies and resource policies: none of them has room for a wildcard."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.document import Conditions
from policies.named_principals import NAME

_ACCOUNT = re.compile(r"[0-9]{12}")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")
_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
_SOURCE = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9*-]*:([0-9]{12}):\S+|arn:aws[a-z-]*:s3:::[a-z0-9.-]+")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whoever an account of 12 digits itself lets do it. Raises ValueError for anything but 12 digits."""

    id: str

    def __post_init__(self) -> None:
        _require(_ACCOUNT, self.id, "an account of 12 digits")


@dataclass(frozen=True, kw_only=True)
class Role:
    """One role, its name with its path. Raises ValueError for a wildcard in account or name."""

    account: str
    name: str

    def __post_init__(self) -> None:
        _require(_ACCOUNT, self.account, "an account of 12 digits")
        _require(re.compile(NAME), self.name, "a role's name without wildcard")

    def arn(self, partition: str) -> str:
        """ARN of the role."""
        return f"arn:{partition}:iam::{self.account}:role/{self.name}"


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service of AWS, for the resources of named accounts only: else anybody could send it here in our name.

    At least one of `accounts` (12 digits), `arns` (each with its account; the rest may be a pattern) and `organization`
    is needed. Raises ValueError without one, and for a wildcard where an account or a service belongs.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """

    name: str
    accounts: tuple[str, ...] = ()
    arns: tuple[str, ...] = ()
    organization: str | None = None

    def __post_init__(self) -> None:
        _require(_SERVICE, self.name, "a service principal such as lambda.amazonaws.com")
        for account in self.accounts:
            _require(_ACCOUNT, account, "an account of 12 digits")
        for arn in self.arns:
            _require(_SOURCE, arn, "the ARN of a source, with its account")
        if self.organization is not None:
            _require(_ORGANIZATION, self.organization, "an organization's id")
        if not (self.accounts or self.arns or self.organization):
            raise ValueError(f"{self.name} needs a source account, ARN or organization")

    @property
    def label(self) -> str:
        """The service's name as a Sid may hold it."""
        return "".join(word.capitalize() for word in re.split(r"[^a-z0-9]", self.name.split(".amazonaws")[0]))

    @property
    def conditions(self) -> Conditions:
        """For whose resources the service acts."""
        equal = {"aws:SourceAccount": self.accounts} if self.accounts else {}
        equal |= {"aws:SourceOrgID": self.organization} if self.organization else {}
        return {
            **({"StringEquals": equal} if equal else {}),
            **({"ArnLike": {"aws:SourceArn": self.arns}} if self.arns else {}),
        }


Grantee = Account | Role | Service


@dataclass(frozen=True, kw_only=True)
class Admission:
    """The Principal element and the conditions that name grantees of one kind, with a label for the Sid."""

    label: str
    principals: Mapping[str, str | tuple[str, ...]]
    conditions: Conditions


def admissions(partition: str, grantees: Iterable[Grantee]) -> Iterator[Admission]:
    """One admission for all accounts, one for all roles, one for each service.

    A role is named by its account and aws:PrincipalArn, so that the policy can be written before the role exists and
    outlives its replacement; the role's own account must let it in as well.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
    """
    everyone = tuple(grantees)
    accounts = tuple(root(partition, one.id) for one in everyone if isinstance(one, Account))
    roles = tuple(one for one in everyone if isinstance(one, Role))
    if accounts:
        yield Admission(label="Accounts", principals={"AWS": accounts}, conditions={})
    if roles:
        yield Admission(
            label="Roles",
            principals={"AWS": tuple(root(partition, role.account) for role in roles)},
            conditions={"ArnEquals": {"aws:PrincipalArn": tuple(role.arn(partition) for role in roles)}},
        )
    for one in everyone:
        if isinstance(one, Service):
            yield Admission(label=one.label, principals={"Service": one.name}, conditions=one.conditions)


def root(partition: str, account: str) -> str:
    """The ARN by which a policy names an account."""
    return f"arn:{partition}:iam::{account}:root"


def _require(pattern: re.Pattern[str], value: str, expected: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"expected {expected}, found {value}")
