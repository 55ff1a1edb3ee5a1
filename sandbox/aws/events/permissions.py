"""Whether services, and roles that they take, may do what an event makes them do: the evaluator decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.core.utils import utcnow
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends

from policies.compiled import compile_document
from policies.evaluator import Call, Decision, Policies, decide
from policies.principals import caller
from policies.simulation import account_of, complete
from policies.types import PolicyType
from sandbox.aws.enforcement_caller import Identity
from sandbox.aws.enforcement_context import organization_keys
from sandbox.aws.enforcement_policies import levels, policies, resource_policy
from sandbox.aws.events.undelivered import Undelivered
from sandbox.aws.services.organizations import management_of


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A service that acts, and the resource on whose behalf, which it names in `aws:SourceArn`."""

    service: str
    source_arn: str
    says: bool = True
    """Whether its requests say on whose behalf it acts."""

    @property
    def account(self) -> str:
        """The account of the resource on whose behalf it acts."""
        return account_of(self.source_arn) or ""

    def keys(self) -> dict[str, Any]:
        """The condition keys with which a service says for whom it acts.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
        """
        if not self.says:
            return {}
        own = {"aws:SourceArn": self.source_arn, "aws:SourceAccount": self.account}
        return own | organization_keys("Source", self.account)


def require(sender: Sender, action: str, resource: str, **keys: str) -> None:
    """Raises Undelivered unless the resource's own policy, and those of the organization, let the service in."""
    account = account_of(resource) or sender.account
    granted = resource_policy(action, resource)
    who = caller(sender.service)
    call = Call(
        action=action.lower(),
        resource=resource,
        caller=who,
        resource_account=account,
        context=complete(_common(resource, account) | sender.keys() | keys, who, account),
    )
    said = Policies(rcps=levels(account, PolicyType.RCP), resource=compile_document(granted) if granted else None)
    if decide(call, said).decision != Decision.ALLOW:
        raise Undelivered("NO_PERMISSIONS", f"{sender.service} may not {action} on {resource} for {sender.source_arn}")


def require_key(sender: Sender, key: str | None, region: str, account: str, **keys: str) -> None:
    """Raises Undelivered unless the service may use the key, where there is one; a key of AWS's own it may not use.

    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    if not key:
        return
    arn = _key_arn(key, region, account)
    if arn is None:
        raise Undelivered("NO_PERMISSIONS", f"the key {key} of {account} in {region} is not to be used")
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        require(sender, action, arn, **keys)


def require_role(sender: Sender, role_arn: str, action: str, resource: str) -> None:
    """Raises Undelivered unless the service may take the role and the role do what is asked of it."""
    account = account_of(role_arn) or ""
    role = next((role for role in iam_backends[account]["aws"].get_roles() if role.arn == role_arn), None)
    if role is None:
        raise Undelivered("FAILED_TO_ASSUME_ROLE", f"{role_arn} does not exist")
    try:
        require(sender, "sts:AssumeRole", role_arn)
    except Undelivered as reason:
        raise Undelivered("FAILED_TO_ASSUME_ROLE", reason.message) from None
    name = role_arn.rpartition("/")[2]
    who = caller(f"arn:{role_arn.split(':')[1]}:sts::{account}:assumed-role/{name}/{sender.service}", role_arn)
    owner = account_of(resource) or account
    context = _common(resource, owner) | organization_keys("Principal", account)
    call = Call(
        action=action.lower(),
        resource=resource,
        caller=who,
        resource_account=owner,
        management=account == management_of(account),
        context=complete(context, who, owner),
    )
    if decide(call, policies(Identity(caller=who, holder=role), action, resource, owner)).decision != Decision.ALLOW:
        raise Undelivered("NO_PERMISSIONS", f"{role_arn} may not {action} on {resource}")


def _common(resource: str, account: str) -> dict[str, Any]:
    now = utcnow()
    return {
        "aws:CurrentTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:RequestedRegion": resource.split(":")[3],
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        **organization_keys("Resource", account),
    }


def _key_arn(key: str, region: str, account: str) -> str | None:
    """The ARN of a key that is enabled, by its ARN, its id or its alias."""
    if key.startswith("arn:"):
        region, account = key.split(":")[3:5]
    name = key.rpartition("key/")[2] if ":key/" in key else key.rpartition(":")[2]
    known: Mapping[str, Any] = kms_backends[account][region].keys
    found = known.get(name) or next((k for k in known.values() if name in k.aliases), None)
    return found.arn if found and found.key_state == "Enabled" else None
