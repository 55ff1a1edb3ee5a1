"""What must hold in every stack's graph; each function returns the violations, in words."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from config.identity_plan import identity_center_account
from config.models import Stack
from policies import names
from policies.example import MEMBER
from policies.limits import CHARACTERS, MANAGED_POLICY_CHARACTERS, PLACES
from policies.names import global_region, role_arn
from policies.types import PolicyType
from review.recorder import Graph, Resource
from tests.components.alarm_invariants import alarms_count_the_trails_records, severity_decides_the_topic
from tests.components.alert_paths import alerts_are_heard
from tests.components.api_invariants import names_fit_the_api
from tests.components.channel_invariants import alarms_are_raised_at_once, channels_are_the_configurations
from tests.components.finding_invariants import findings_are_heard
from tests.components.tokens import (
    ALARM,
    ALIAS,
    ALIASES,
    ATTACHMENT,
    BUCKET,
    DELEGATION,
    KEY,
    POLICY,
    ROLE,
    RULE,
    SCP,
    TRAIL,
    USER,
    USER_ATTACHMENT,
)
from tests.components.trail_invariants import (
    accounts_have_their_alarms,
    alarms_may_publish,
    trails_reach_the_archive,
    webhooks_hear_alarms,
)
from tests.components.trust_invariants import external_ids_are_secret, trusts_name_their_principals
from tests.components.undelivered_invariants import state_is_forwarded, undelivered_events_are_kept
from tests.policies.event_patterns import matches
from tests.policies.root_records import uses

ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
CREDENTIALS = re.compile(r"aws:iam/\w+:(AccessKey|Group\w*|ServiceSpecificCredential|SshKey|User\w*|VirtualMfaDevice)")

# One component, the suffix of its name after the account's key.
PER_ACCOUNT = {
    "guardrails:account:AccountAlarms": "-account-alarms",
    "guardrails:account:AccountSettings": "-settings",
    "guardrails:account:BreakGlassRole": "-break-glass",
    "guardrails:account:ConfigRecorder": "-config",
    "guardrails:account:CustomerPolicies": "-customer-policies",
    "guardrails:account:DrillRole": "-drill",
    "guardrails:account:GuardDutyDetectors": "-guardduty",
    "guardrails:account:PermissionsBoundary": "-boundary",
    "guardrails:alerts:BreakGlassForwarder": "-break-glass-alert",
    "guardrails:alerts:RootForwarder": "-root-alert",
}
OWN_TRAIL = "-account-trail"
"""Ends the name of the component that is an account's own trail."""


def resources(graph: Graph) -> Iterator[Resource]:
    """The resources of AWS, providers and components left out."""
    return (resource for resource in graph.resources.values() if resource.type.startswith("aws:"))


def owner(graph: Graph, stack: Stack, resource: Resource) -> str | None:
    """Key of the account that a resource belongs to, judged by its component."""
    organization, component = stack.organization, graph.resources.get(resource.parent)
    if component is None:
        return None
    if suffix := PER_ACCOUNT.get(component.type):
        return component.name.removesuffix(suffix)
    if component.type == "guardrails:logs:Trail" and component.name.endswith(OWN_TRAIL):
        return component.name.removesuffix(OWN_TRAIL)
    if component.type.startswith("guardrails:machines:"):
        return component.name.split(".")[0]
    if component.type.startswith("guardrails:identity:"):
        own = component.name.startswith("management-")
        return organization.management_account if own else identity_center_account(stack)
    if component.type in ("guardrails:logs:ConfigBucket", "guardrails:logs:LogArchive"):
        return organization.log_archive_account
    if resource.type == DELEGATION or component.type.startswith("guardrails:organization:"):
        return organization.management_account
    if component.type.startswith(("guardrails:alerts:", "guardrails:logs:", "guardrails:security:")):
        return organization.audit_account
    return None


def provider(graph: Graph, resource: Resource) -> Resource | None:
    return graph.resources.get(resource.provider.rsplit("::", 1)[0])


def _json(value: object) -> object:
    """Providers take their inputs as JSON."""
    return json.loads(value) if isinstance(value, str) else value


def reaches_its_own_account_only(graph: Graph, stack: Stack) -> list[str]:
    wrong = []
    for resource in resources(graph):
        through, key = provider(graph, resource), owner(graph, stack, resource)
        if not resource.provider or through is None:
            wrong.append(f"{resource.name} has no explicit provider")
        elif key not in stack.active_accounts():
            wrong.append(f"{resource.name} belongs to no active account")
        else:
            wanted = stack.baseline.accounts[key].id
            if _json(through.inputs.get("allowedAccountIds")) != [wanted]:
                wrong.append(f"{resource.name} does not work in {key} alone")
            role = role_arn(stack.organization.home_region, wanted, stack.baseline.deployment.role_name)
            assumed = [r["roleArn"] for r in _json(through.inputs.get("assumeRoles")) or ()]
            if assumed != ([] if key == stack.organization.management_account else [role]):
                wrong.append(f"{resource.name} assumes {assumed}")
            if through.inputs.get("region") != stack.organization.home_region:
                wrong.append(f"{resource.name} is not deployed from the home region")
    return wrong


def names_are_unique(graph: Graph, stack: Stack) -> list[str]:
    del stack
    logical = Counter((resource.type, resource.name) for resource in graph.resources.values())
    physical = Counter(
        (r.type, r.provider, r.inputs.get("region"), r.inputs.get("eventBusName"), r.inputs.get("role"), name)
        for r in resources(graph)
        if (name := r.inputs.get("name")) and r.type != "aws:account/alternativeContact:AlternativeContact"
    )
    return [f"{key} {count} times" for key, count in (*logical.items(), *physical.items()) if count > 1] + [
        f"{urn} is registered as {resource.urn}" for urn, resource in graph.resources.items() if urn != resource.urn
    ]


def roles_are_bounded(graph: Graph, stack: Stack) -> list[str]:
    del stack
    return [
        f"{role.name} is not bounded by its account's boundary"
        for role in graph.of_type(ROLE)
        if not any(
            _arn(policy) == role.inputs.get("permissionsBoundary") and policy.provider == role.provider
            for policy in graph.of_type(POLICY)
        )
    ]


def alarms_act(graph: Graph, stack: Stack) -> list[str]:
    del stack
    silent = [alarm for alarm in graph.of_type(ALARM) if not alarm.inputs.get("alarmActions")]
    return [f"{alarm.name} has no action" for alarm in silent if not state_is_forwarded(graph, alarm)]


def _arn(resource: Resource) -> str:
    """The ARN that the recorder gives a resource."""
    return f"arn:aws:mock:::{resource.type.rsplit(':', 1)[-1]}/{resource.name}"


def inactive_accounts_get_nothing(graph: Graph, stack: Stack) -> list[str]:
    active = stack.active_accounts()
    inactive = {key: account for key, account in stack.baseline.accounts.items() if key not in active}
    return [
        f"{resource.name} mentions {key}"
        for resource in graph.resources.values()
        for key, account in inactive.items()
        if account.id in json.dumps(_plain({k: v for k, v in resource.inputs.items() if k != "excludedAccounts"}))
        or resource.name == key
        or resource.name.startswith((f"{key}.", *(f"{key}{suffix}" for suffix in (*PER_ACCOUNT.values(), OWN_TRAIL))))
    ]


def _plain(value: object) -> object:
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def no_long_term_credentials(graph: Graph, stack: Stack) -> list[str]:
    """The users of break-glass are the exception: people give them their credentials, and their policy bounds them."""
    del stack
    own = [r.urn for r in graph.of_type(POLICY) if r.inputs["name"] == names.BREAK_GLASS_USER_POLICY]
    return [
        f"{r.name} is a {r.type}"
        for r in graph.resources.values()
        if CREDENTIALS.fullmatch(r.type) and not _of_break_glass(graph, r, own)
    ]


def _of_break_glass(graph: Graph, resource: Resource, policies: list[str]) -> bool:
    if resource.type == USER:
        bounded = resource.inputs.get("permissionsBoundary") in {_arn(graph.resources[urn]) for urn in policies}
        return bounded and resource.inputs["name"] in names.BREAK_GLASS_USERS
    own = {_arn(graph.resources[urn]) for urn in policies}
    return resource.type == USER_ATTACHMENT and resource.inputs["policyArn"] in own


def keys_are_known_by_their_alias(graph: Graph, stack: Stack) -> list[str]:
    """Guardrails recognize the baseline's keys by alias/guardrails-*: a key without one is not protected."""
    del stack
    ours = (alias for alias in graph.of_type(ALIAS) if alias.inputs["name"].startswith(ALIASES))
    targets = {alias.inputs["targetKeyId"] for alias in ours}
    return [f"{key.name} has no alias" for key in graph.of_type(KEY) if f"{key.name}-id" not in targets]


def records_survive(graph: Graph, stack: Stack) -> list[str]:
    why = [
        f"{resource.name} goes with the stack"
        for token in (BUCKET, KEY, TRAIL)
        for resource in graph.of_type(token)
        if not resource.retain_on_delete and not _own_trail(graph, resource)
    ]
    archive = [
        [r for r in graph.of_type(token) if graph.resources[r.parent].type == "guardrails:logs:LogArchive"]
        for token in (BUCKET, KEY)
    ]
    kept = [*archive, [trail for trail in graph.of_type(TRAIL) if not _own_trail(graph, trail)]]
    why += [
        f"{trail.name} would record and cost on when the option goes"
        for trail in graph.of_type(TRAIL)
        if _own_trail(graph, trail) and (trail.retain_on_delete or trail.protect)
    ]
    why += [
        f"{resource.name} is not protected"
        for group in kept
        for resource in group
        if resource.protect != stack.baseline.deployment.protect
    ]
    return why + (["bucket, trail or archive key is missing"] if not all(kept) else [])


def _own_trail(graph: Graph, resource: Resource) -> bool:
    """Whether it is an account's own trail, besides the organization's: a further copy, which an option makes."""
    component = graph.resources.get(resource.parent)
    return resource.type == TRAIL and component is not None and component.name.endswith(OWN_TRAIL)


def nothing_stands_alone_that_needs_an_organization(graph: Graph, stack: Stack) -> list[str]:
    wanting = ("aws:organizations/", "aws:ssoadmin/", DELEGATION)
    return [r.name for r in resources(graph) if stack.standalone and r.type.startswith(wanting)]


def organization_policies_are_within_limits(graph: Graph, stack: Stack) -> list[str]:
    if stack.standalone:
        return []
    content = {f"{policy.name}-id": policy.inputs["content"] for policy in graph.of_type(SCP)}
    types = {f"{policy.name}-id": PolicyType(policy.inputs["type"]) for policy in graph.of_type(SCP)}
    why = [f"{name}: {len(text)}" for name, text in content.items() if len(text) > CHARACTERS[types[name]].value]
    units = {"Root": stack.snapshot.root.id, **{k: u.id for k, u in stack.snapshot.organizational_units.items()}}
    attached = {(target, kind): 0 for target in units.values() for kind in PolicyType}
    for attachment in graph.of_type(ATTACHMENT):
        target, policy = attachment.inputs["targetId"], attachment.inputs["policyId"]
        if target not in units.values() or policy not in content:
            why.append(f"{attachment.name} attaches what is not known")
        else:
            attached[target, types[policy]] += 1
    for path, target in units.items():
        for kind in PolicyType:
            others = sum(fact.type == kind for fact in stack.snapshot.policies.get(path, ()))
            places = attached[target, kind] + others
            if places > PLACES[kind].value:
                why.append(f"{path} has {places} policies of type {kind}")
    return why


def managed_policies_are_within_limits(graph: Graph, stack: Stack) -> list[str]:
    del stack
    return [
        f"{policy.name} is too long"
        for policy in graph.of_type(POLICY)
        if len(policy.inputs["policy"]) > MANAGED_POLICY_CHARACTERS.value
    ]


def root_is_heard_everywhere(graph: Graph, stack: Stack) -> list[str]:
    home = stack.organization.home_region
    why = []
    for key in stack.active_accounts():
        for region in {*stack.organization.regions, home, global_region(home)}:
            rules = [
                rule
                for rule in graph.of_type(RULE)
                if owner(graph, stack, rule) == key
                and rule.inputs.get("region") == region
                and not rule.inputs.get("eventBusName")
                and rule.inputs.get("state") == ALL_EVENTS
                and all(matches(event, rule.inputs["eventPattern"]) for event, _ in uses(MEMBER).values())
            ]
            if not rules:
                why.append(f"root of {key} is not heard in {region}")
    return why


def attachments_follow_one_another(graph: Graph, stack: Stack) -> list[str]:
    del stack
    attachments = {attachment.urn: attachment for attachment in graph.of_type(ATTACHMENT)}

    def before(urn: str) -> frozenset[str]:
        direct = [u for u in attachments[urn].dependencies if u in attachments]
        return frozenset(direct).union(*(before(u) for u in direct))

    ranks = sorted(len(before(urn)) for urn in attachments)
    return [] if ranks == list(range(len(attachments))) else [f"attachments run at the same time: {ranks}"]


INVARIANTS = (
    reaches_its_own_account_only,
    names_are_unique,
    roles_are_bounded,
    alarms_act,
    alarms_are_raised_at_once,
    alerts_are_heard,
    channels_are_the_configurations,
    findings_are_heard,
    undelivered_events_are_kept,
    alarms_count_the_trails_records,
    severity_decides_the_topic,
    alarms_may_publish,
    accounts_have_their_alarms,
    webhooks_hear_alarms,
    trails_reach_the_archive,
    inactive_accounts_get_nothing,
    no_long_term_credentials,
    keys_are_known_by_their_alias,
    records_survive,
    nothing_stands_alone_that_needs_an_organization,
    organization_policies_are_within_limits,
    managed_policies_are_within_limits,
    root_is_heard_everywhere,
    attachments_follow_one_another,
    names_fit_the_api,
    trusts_name_their_principals,
    external_ids_are_secret,
)
