"""Organizations' policies: every type that the baseline uses, where it is enabled, and within AWS's limits."""

from typing import Any

from moto.organizations import models
from moto.organizations.exceptions import (
    ConstraintViolationException,
    InvalidInputException,
    OrganizationsClientError,
    PolicyTypeNotEnabledException,
)
from moto.organizations.models import FakePolicy, FakeRoot, OrganizationsBackend

from policies.limits import CHARACTERS, PLACES
from policies.types import PolicyType
from sandbox.aws.services.patching import patch

# moto's own `create_policy` knows five types; the others are made as one of them and then renamed.
_KNOWN = tuple(FakePolicy.SUPPORTED_POLICY_TYPES)
_MORE = tuple(kind.value for kind in PolicyType if kind.value not in _KNOWN)
_STAND_IN = "TAG_POLICY"
_MANAGED = ("FullAWSAccess", "RCPFullAWSAccess")

_create, _update = OrganizationsBackend.create_policy, OrganizationsBackend.update_policy
_attach, _detach = OrganizationsBackend.attach_policy, OrganizationsBackend.detach_policy


def _create_policy(self: OrganizationsBackend, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
    kind = str(kwargs.get("Type"))
    _refuse_long(kind, kwargs.get("Content"))
    if kind not in _MORE:
        return _create(self, **kwargs)
    _create(self, **{**kwargs, "Type": _STAND_IN})
    policy = self.policies[-1]
    policy.type = kind
    policy._arn_format = f"arn:{{0}}:organizations::{{1}}:policy/{{2}}/{kind.lower()}/{{3}}"
    return policy.describe()


def _update_policy(self: OrganizationsBackend, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
    _refuse_long(self.get_policy_by_id(kwargs["PolicyId"]).type, kwargs.get("Content"))
    return _update(self, **kwargs)


def _refuse_long(kind: str, content: str | None) -> None:
    limit = CHARACTERS[PolicyType(kind)].value if kind in set(PolicyType) else None
    if content is not None and limit is not None and len(content) > limit:
        raise ConstraintViolationException("You have exceeded the maximum size for this policy document.")


def _attach_policy(self: OrganizationsBackend, **kwargs: Any) -> None:  # noqa: ANN401
    policy = self.get_policy_by_id(kwargs["PolicyId"])
    root = next(unit for unit in self.ou if isinstance(unit, FakeRoot))
    if policy.name not in _MANAGED and all(kind["Type"] != policy.type for kind in root.policy_types):
        raise PolicyTypeNotEnabledException
    attached = _attached(self, kwargs["TargetId"], policy.type)
    if policy in attached:
        raise OrganizationsClientError(
            "DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target."
        )
    if policy.type in set(PolicyType) and len(attached) >= PLACES[PolicyType(policy.type)].value:
        raise ConstraintViolationException("You have attained the maximum number of policies attached to this target.")
    _attach(self, **kwargs)


def _detach_policy(self: OrganizationsBackend, **kwargs: Any) -> None:  # noqa: ANN401
    policy = self.get_policy_by_id(kwargs["PolicyId"])
    if policy.name == "RCPFullAWSAccess":
        raise InvalidInputException("You can't detach an AWS managed resource control policy.")
    if policy.type == PolicyType.SCP and _attached(self, kwargs["TargetId"], policy.type) == [policy]:
        raise ConstraintViolationException("You can't detach the last service control policy from a target.")
    _detach(self, **kwargs)


def _attached(self: OrganizationsBackend, target: str, kind: str) -> list[FakePolicy]:
    owners = [owner for owner in (*self.ou, *self.accounts) if owner.id == target]
    return [policy for owner in owners for policy in owner.attached_policies if policy.type == kind]


def install() -> None:
    """Know every type, and refuse what AWS refuses: a type that is off, a full target, a document that is too long.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html
    """
    types = [*_KNOWN, *_MORE]
    patch(models.FakePolicy, SUPPORTED_POLICY_TYPES=types)
    patch(models.FakeRoot, SUPPORTED_POLICY_TYPES=types)
    patch(
        OrganizationsBackend,
        create_policy=_create_policy,
        update_policy=_update_policy,
        attach_policy=_attach_policy,
        detach_policy=_detach_policy,
    )
