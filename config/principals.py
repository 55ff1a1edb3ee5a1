"""Everybody whom the configuration lets into an account, with what each of them may do there at most."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from config.baseline_principals import baseline_principals
from config.identity import AccessConditions
from config.identity_plan import Grant, access, management_sets, member_sets
from config.identity_sets import ResolvedSet, session_conditions
from config.machine_principals import machine_principals
from config.models import Stack
from config.principal import Named, Principal
from policies import break_glass, names
from policies.boundaries.documents import boundary_documents
from policies.compiled import Compiled
from policies.managed_policies import managed_document
from policies.names import global_region, partition, role_arn

_SUFFIX = "0123456789abcdef"


def principals(stack: Stack, account: str, now: datetime.datetime) -> Iterator[Principal]:
    """Who gets into one account, given by its key: people, machines, break-glass and the baseline itself.

    Conditions of a permission set are taken to be met, at a moment as near to `now` as they allow.
    """
    yield from _people(stack, account, now)
    yield from machine_principals(stack, account)
    yield from _break_glass(stack, account)
    yield from baseline_principals(stack, account)


def _people(stack: Stack, account: str, now: datetime.datetime) -> Iterator[Principal]:
    found = access(stack)
    management = account == stack.organization.management_account
    members = (grant for grant in found.members if grant.account == account)
    entries = stack.baseline.management_permission_sets if management else stack.baseline.permission_sets
    sets = management_sets(stack) if management else member_sets(stack)
    for grant in found.management if management else members:
        conditions = entries[grant.permission_set].conditions
        yield _person(stack, account, grant, sets[grant.permission_set], conditions, now)


def _person(
    stack: Stack, account: str, grant: Grant, held: ResolvedSet, conditions: AccessConditions, now: datetime.datetime
) -> Principal:
    own = stack.baseline.customer_policies
    managed = [(arn, managed_document(arn)) for arn in held.managed]
    documents = [_named(arn.rpartition("/")[2], document) for arn, document in managed if document]
    documents += [_named(name, own[name].document) for name, _ in held.customer]
    documents += [_named("its inline policy", held.inline)] if held.inline else []
    ends = f" until {grant.expires}" if grant.expires else ""
    who = grant.holder.value.lower()
    return Principal(
        name=f"{who} {grant.name}{ends}",
        path=(f"permission set {held.name} ({held.hours} h{_met(conditions)})",),
        arn=_set_role(stack, account, held.name),
        documents=tuple(documents),
        unknown=tuple(f"managed policy {arn.rpartition('/')[2]}" for arn, document in managed if document is None),
        boundary=_ceiling(stack, account, held.boundary),
        context=_context(conditions, now),
    )


def _set_role(stack: Stack, account: str, name: str) -> str:
    """The role that Identity Center makes of a set; an instance in the global services' region has no region in it.

    https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    """
    home = stack.organization.home_region
    region = stack.snapshot.identity_center.region if stack.snapshot.identity_center else home
    place = "" if region == global_region(region) else f"{region}/"
    role = f"aws-reserved/sso.amazonaws.com/{place}AWSReservedSSO_{name}_{_SUFFIX}"
    return role_arn(home, stack.baseline.accounts[account].id, role)


def _ceiling(stack: Stack, account: str, boundary: tuple[str, str] | None) -> Named | None:
    if boundary is None:
        return None
    name, own = boundary[0], stack.baseline.customer_policies
    if name in own:
        return _named(name, own[name].document)
    place = partition(stack.organization.home_region)
    return _named(name, boundary_documents(place, stack.baseline.accounts[account].id)[name].as_dict())


def _context(conditions: AccessConditions, now: datetime.datetime) -> dict[str, str]:
    """What a request has that meets all conditions of a set."""
    wanted = session_conditions(conditions)
    today = max(now.date(), wanted.first_day or now.date())
    day = min(today, wanted.last_day or today)
    moment = now if day == now.date() else datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    found = {"aws:CurrentTime": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "aws:ViaAWSService": "false"}
    if conditions.source_networks:
        found["aws:SourceIp"] = str(conditions.source_networks[0].network_address)
    if wanted.attribute:
        key, value = wanted.attribute
        found[f"aws:PrincipalTag/{key}"] = value
    return found


def _met(conditions: AccessConditions) -> str:
    """The conditions in words."""
    wanted = session_conditions(conditions)
    parts = [f"from {', '.join(wanted.networks)}"] if wanted.networks else []
    parts += [f"with {wanted.attribute[0]}={wanted.attribute[1]}"] if wanted.attribute else []
    parts += [f"not before {wanted.first_day}"] if wanted.first_day else []
    parts += [f"not after {wanted.last_day}"] if wanted.last_day else []
    return "".join(f", {part}" for part in parts)


def _break_glass(stack: Stack, account: str) -> Iterator[Principal]:
    settings = stack.baseline.break_glass
    if settings is None:
        return
    organization, baseline = stack.organization, stack.baseline
    place, number = partition(organization.home_region), baseline.accounts[account].id
    management = baseline.accounts[organization.management_account].id
    ceiling = break_glass.role_boundary(place, number, baseline.deployment.role_name, baseline.log_archive.bucket_name)
    yield Principal(
        name="break-glass users",
        path=(f"role {names.BREAK_GLASS_ROLE} (1 h, with MFA)",),
        arn=break_glass.role_arn(place, number),
        documents=(_named("its inline policy", break_glass.role_permissions().as_dict()),),
        boundary=_named(names.BREAK_GLASS_BOUNDARY, ceiling.as_dict()),
    )
    if number == management:
        accounts = tuple(entry.id for entry in stack.active_accounts().values())
        document = break_glass.user_policy(place, number, accounts, hardware_tokens=settings.hardware_tokens).as_dict()
        for arn in break_glass.user_arns(place, number):
            yield Principal(
                name=f"break-glass user {arn.rpartition('/')[2]}",
                path=("its own credentials, with MFA",),
                arn=arn,
                documents=(_named(names.BREAK_GLASS_USER_POLICY, document),),
                boundary=_named(names.BREAK_GLASS_USER_POLICY, document),
                context={"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60"},
            )


def _named(name: str, document: Compiled | Mapping[str, Any]) -> Named:
    return Named(name=name, document=document if isinstance(document, Compiled) else Compiled(document))
