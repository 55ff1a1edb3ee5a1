"""Who gets in as what: permission sets of IAM Identity Center and their assignments.

Sets of the management account are another map than those of the member accounts, and so are their assignments: the
delegated administrator can't manage a set that is provisioned in the management account.
https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from config.model import Model
from config.texts import AccountKey, Date, PermissionSetName, PolicyName
from policies.baseline_resources import PREFIX
from policies.boundaries.kind import BoundaryKind
from policies.limits import PERMISSION_SET_POLICIES
from policies.named_principals import Email, PrincipalId, words
from policies.named_resources import Network

# https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
SetDescription = Annotated[
    str,
    Field(
        max_length=700,
        pattern=r"^[\t\n\r\x20-\x7e\u00a1-\u00ff]*$",
        json_schema_extra=words("text of at most 700 characters, without those beyond Latin-1"),
    ),
]
ManagedPolicy = Annotated[
    str,
    Field(
        pattern=r"^(arn:aws(-[a-z]+)*:iam::aws:policy/)?([A-Za-z0-9.,+@=_-]+/)*[A-Za-z0-9.,+@=_-]{1,128}$",
        json_schema_extra=words(
            "an AWS managed policy's name or ARN: ReadOnlyAccess, job-function/Billing",
            "write your own policies under customerManagedPolicies",
        ),
    ),
]
PolicyPath = Annotated[
    str,
    Field(
        pattern=r"^/([A-Za-z0-9.,+@=_-]+/)*$",
        max_length=512,
        json_schema_extra=words("a path such as / or /teams/", "begin and end it with a slash"),
    ),
]
RelayState = Annotated[
    str,
    Field(
        min_length=1,
        max_length=240,
        pattern=r"^[a-zA-Z0-9&$@#\\/%?=~\-_'\"|!:,.;*+\[\] (){}]+$",
        json_schema_extra=words("a URL of at most 240 characters"),
    ),
]


OWN_PATH = f"/{PREFIX}policies/"
"""Where policies of your own are unless they say otherwise: what begins so, only the deployment changes."""


class Preset(StrEnum):
    """The sets that ship with the baseline (policies/permission_sets.py)."""

    ADMINISTRATOR = "Administrator"
    POWER_USER = "PowerUser"
    READ_ONLY = "ReadOnly"
    SECURITY_AUDIT = "SecurityAudit"
    BILLING = "Billing"
    DELEGATED_IAM_ADMIN = "DelegatedIamAdmin"


class PolicyReference(Model):
    """A policy of your own, by its name under `customerPolicies`."""

    name: PolicyName
    path: PolicyPath = OWN_PATH


class CustomerPolicy(Model):
    """A managed policy of your own; it is deployed to every account in which a permission set names it."""

    path: PolicyPath = OWN_PATH
    """Below the default, nobody but the deployment changes the policy; elsewhere, that is for you to see to."""
    description: Annotated[str, Field(max_length=1000)] = ""
    document: dict[str, Any]
    """The policy document, `{Version: "2012-10-17", Statement: [...]}`."""


class SessionAttribute(Model):
    """An attribute that the identity provider hands over, as a tag of the session."""

    key: Annotated[str, Field(min_length=1, max_length=128)]
    value: Annotated[str, Field(min_length=1, max_length=256)]


class AccessConditions(Model):
    """What every request of the set's sessions must meet; it becomes part of the inline policy."""

    source_networks: tuple[Network, ...] = ()
    """Public addresses that people come from, as CIDR blocks; requests through VPC endpoints are outside."""
    mfa_attribute: SessionAttribute | None = None
    """The attribute by which the identity provider says that somebody signed in with MFA."""
    from_day: Annotated[Date | None, Field(alias="from")] = None
    """First day, in UTC."""
    until: Date | None = None
    """Last day, in UTC."""


class PermissionSet(Model):
    """A permission set of IAM Identity Center; its key is its name, which AWS can't change."""

    preset: Preset | None = None
    """A shipped set that this one starts from; what is given here is added or wins."""
    description: SetDescription | None = None
    session_hours: Annotated[int | None, Field(ge=1, le=12)] = None
    """How long a session lasts; one hour, or what the preset says."""
    relay_state: RelayState | None = None
    """Where the access portal leads."""
    managed_policies: Annotated[tuple[ManagedPolicy, ...], Field(max_length=PERMISSION_SET_POLICIES.value)] = ()
    """Names or ARNs of AWS managed policies."""
    customer_managed_policies: Annotated[
        tuple[PolicyReference, ...], Field(max_length=PERMISSION_SET_POLICIES.value)
    ] = ()
    """Policies under `customerPolicies`."""
    inline: dict[str, Any] | None = None
    """One policy document, `{Version: "2012-10-17", Statement: [...]}`."""
    boundary: BoundaryKind | None = None
    """A shipped permissions boundary."""
    boundary_policy: PolicyReference | None = None
    """A permissions boundary of your own, under `customerPolicies`."""
    conditions: AccessConditions = AccessConditions()
    tags: Annotated[dict[str, str], Field(max_length=50)] = Field(default_factory=dict)


GroupName = Annotated[str, Field(min_length=1, max_length=1024)]


class UserExemption(Model):
    """Why one person is assigned directly, outside of any group."""

    owner: Email
    reason: Annotated[str, Field(min_length=10)]
    ticket: Annotated[str, Field(min_length=1)]
    expires: Date
    """Last valid day, quoted, `"2027-06-30"`."""


class Assigned(Model):
    """A group, or with an exemption a user, and the sets that it gets."""

    group: GroupName | None = None
    """Display name of a group in organization.json, or under `groups`."""
    user_id: PrincipalId | None = None
    """One person's id; needs `exemption`."""
    exemption: UserExemption | None = None
    permission_sets: Annotated[tuple[PermissionSetName, ...], Field(min_length=1)]
    expires: Date | None = None
    """Last valid day, quoted, `"2027-06-30"`; refused by `guardrails check` once it is past."""


class ManagementAssignment(Assigned):
    """Who gets sets under `managementPermissionSets`, in the management account."""


class Assignment(Assigned):
    """Who gets sets under `permissionSets`, in which member accounts."""

    accounts: tuple[AccountKey, ...] = ()
    """Keys of accounts."""
    organizational_units: tuple[str, ...] = ()
    """Paths of units, what is below them included; `Root` for every member account."""
    account_tags: dict[str, str] = Field(default_factory=dict)
    """Accounts that have all of these tags."""
