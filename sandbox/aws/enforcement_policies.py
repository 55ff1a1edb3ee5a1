"""The policies that have a say in a request, as moto holds them."""

# ruff: noqa: ANN401 - moto's classes have no types that help

import json
from collections.abc import Iterator
from typing import Any

from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.organizations.models import organizations_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from policies.compiled import Compiled, compile_document
from policies.evaluator import Policies
from policies.examples import FULL_ACCESS
from policies.types import PolicyType
from sandbox.aws.enforcement_caller import Identity
from sandbox.aws.services.organizations import management_of
from sandbox.aws.services.sts import trust_policy

_FULL = json.dumps(FULL_ACCESS)
_NOTHING = '{"Version":"2012-10-17","Statement":[{"Sid":"Deleted","Effect":"Deny","Action":"*","Resource":"*"}]}'


def policies(identity: Identity, action: str, resource: str, resource_account: str) -> Policies:
    """Everything that decides a caller's action on a resource."""
    boundary = boundary_document(identity)
    granted = resource_policy(action, resource)
    return Policies(
        scps=levels(identity.account, PolicyType.SCP),
        rcps=levels(resource_account, PolicyType.RCP),
        identity=[compile_document(text) for text in identity_documents(identity)],
        boundary=compile_document(boundary) if boundary else None,
        session=compile_document(identity.session_policy) if identity.session_policy else None,
        resource=compile_document(granted) if granted else None,
    )


def identity_documents(identity: Identity) -> Iterator[str]:
    """Inline and attached policies of the caller and of its groups; the sandbox's own key may do everything."""
    holder = identity.holder
    if holder is None:
        if identity.caller.principal.endswith(":user/sandbox"):
            yield _FULL
        return
    backend: Any = iam_backends[identity.account][identity.caller.principal.split(":")[1]]
    groups = backend.get_groups_for_user(holder.name) if hasattr(holder, "mfa_devices") else ()
    for owner in (holder, *groups):
        yield from owner.policies.values()
        for arn in owner.managed_policies:
            yield managed(backend, arn)


def boundary_document(identity: Identity) -> str | None:
    """The caller's permissions boundary; one whose policy is gone lets nothing through."""
    arn = getattr(identity.holder, "permissions_boundary_arn", None)
    if not arn:
        return None
    return managed(iam_backends[identity.account][arn.split(":")[1]], arn)


def managed(backend: Any, arn: str) -> str:
    """The default version of a managed policy, AWS's own included; of one that is gone, a denial."""
    try:
        policy = backend.get_policy(arn)
    except Exception as error:
        if getattr(error, "code", "") != "NoSuchEntity":
            raise
        return _NOTHING
    return next(v.document for v in policy.versions if v.version_id == policy.default_version_id)


def levels(account: str, policy_type: PolicyType) -> list[list[Compiled]]:
    """The organization's policies of a type from the root to an account; none where the type is not enabled."""
    _, places = chain(account)
    kinds = getattr(places[0], "policy_types", ()) if places else ()
    if {"Type": policy_type.value, "Status": "ENABLED"} not in kinds:
        return []
    return [[compile_document(p.content) for p in at.attached_policies if p.type == policy_type.value] for at in places]


def chain(account: str) -> tuple[str, list[Any]]:
    """An organization's id, and moto's root, units and account on the way to an account; nothing for one outside."""
    management = management_of(account)
    backend = organizations_backends[management]["aws"] if management else None
    if backend is None or backend.org is None:
        return "", []
    above: dict[str | None, Any] = {unit.id: unit for unit in backend.ou}
    here: Any = next((a for a in backend.accounts if a.id == account), None)
    found = []
    while here is not None:
        found.append(here)
        here = above.get(getattr(here, "parent_id", None))
    return backend.org.id, found[::-1]


def resource_policy(action: str, resource: str) -> str | None:
    """The policy of the resource itself, for those services that have some and that the sandbox keeps."""
    parts = resource.split(":", 5)
    if len(parts) < 6:
        return None
    _, _, service, region, account, name = parts
    if service == "iam":
        trust = trust_policy(resource) if action == "sts:AssumeRole" else None
        return json.dumps(trust) if trust else None
    if service == "s3":
        owner = bucket_owner(resource)
        bucket: Any = s3_backends[owner]["aws"].buckets.get(name.partition("/")[0]) if owner else None
        return bucket.policy.decode() if bucket and bucket.policy else None
    tables: dict[str, Any] = {
        "events": lambda: events_backends[account][region].event_buses.get(name.removeprefix("event-bus/")),
        "kms": lambda: kms_backends[account][region].keys.get(name.removeprefix("key/")),
        "sns": lambda: sns_backends[account][region].topics.get(resource),
        "sqs": lambda: sqs_backends[account][region].queues.get(name),
    }
    found = tables[service]() if service in tables else None
    return (found.policy or None) if found else None


def bucket_owner(resource: str) -> str | None:
    """The account of a bucket or object, whose ARN doesn't say."""
    owner = s3_backends.bucket_accounts.get(resource.rpartition(":")[2].partition("/")[0])
    return owner[1] if owner else None
