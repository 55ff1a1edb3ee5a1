"""Security Hub's central configuration: policies of the administrator that hold in accounts, units or the root.

https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
"""

import json
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.organizations.models import organizations_backends
from moto.securityhub.models import securityhub_backends
from moto.securityhub.responses import SecurityHubResponse
from moto.securityhub.urls import url_paths

from sandbox.aws.services.organizations import active_accounts, management_of
from sandbox.aws.services.patching import patch
from sandbox.aws.services.securityhub import administered, here, linked, switch

# https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
STANDARDS = (
    "aws-foundational-security-best-practices/v/1.0.0",
    "aws-resource-tagging-standard/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.4.0",
    "cis-aws-foundations-benchmark/v/3.0.0",
    "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-171/v/2.0.0",
    "nist-800-53/v/5.0.0",
    "pci-dss/v/3.2.1",
    "pci-dss/v/4.0.1",
)
_STANDARD = re.compile(r"arn:[^:]+:securityhub:([^:]+)::standards/(.+)")


def _describe(self: SecurityHubResponse) -> str:
    settings = administered(self)
    return json.dumps(
        {
            "AutoEnable": settings["autoEnable"],
            "AutoEnableStandards": settings["standards"],
            "MemberAccountLimitReached": False,
            "OrganizationConfiguration": {"ConfigurationType": settings["type"], "Status": "ENABLED"},
        }
    )


def _update(self: SecurityHubResponse) -> str:
    settings, automatic = administered(self), bool(self._get_param("AutoEnable"))
    wanted = (self._get_param("OrganizationConfiguration") or {}).get("ConfigurationType", settings["type"])
    default = self._get_param("AutoEnableStandards") or settings["standards"]
    if wanted == "CENTRAL" and (automatic or default != "NONE"):
        raise JsonRESTError("InvalidInputException", "Central configuration takes neither AutoEnable nor standards.")
    if wanted == "CENTRAL" and settings["aggregator"] is None:
        raise JsonRESTError("InvalidInputException", "Central configuration needs a finding aggregator.")
    if wanted == "LOCAL":
        settings["associations"].clear()
    settings |= {"type": wanted, "autoEnable": automatic, "standards": default}
    return "{}"


def _central(self: SecurityHubResponse) -> dict[str, Any]:
    settings = administered(self)
    if settings["type"] != "CENTRAL":
        raise JsonRESTError(
            "AccessDeniedException", "Must be a Security Hub delegated administrator with Central Configuration enabled"
        )
    return settings


def _checked(self: SecurityHubResponse) -> dict[str, Any]:
    """The policy of a request; raises JsonRESTError where AWS refuses it."""
    policy = self._get_param("ConfigurationPolicy")
    hub = policy["SecurityHub"]
    names = hub.get("EnabledStandardIdentifiers") or []
    for arn in names:
        found = _STANDARD.fullmatch(arn)
        if found is None or found[1] != self.region or found[2] not in STANDARDS:
            raise JsonRESTError("InvalidInputException", f"{arn} is no standard of the home region.")
    if hub.get("ServiceEnabled") is not True and (names or hub.get("SecurityControlsConfiguration")):
        raise JsonRESTError("InvalidInputException", "A policy that disables Security Hub says nothing of standards.")
    return policy


def _create(self: SecurityHubResponse) -> str:
    policies, name = _central(self)["policies"], self._get_param("Name")
    if any(name == other["Name"] for other in policies.values()):
        raise JsonRESTError("ResourceConflictException", f"A configuration policy {name} exists already.")
    identity, now = str(uuid.uuid4()), datetime.now(tz=UTC).isoformat(timespec="seconds")
    made = {
        "Arn": f"arn:{self.partition}:securityhub:{self.region}:{self.current_account}:configuration-policy/{identity}",
        "Id": identity,
        "Name": name,
        "Description": self._get_param("Description") or "",
        "CreatedAt": now,
        "UpdatedAt": now,
        "ConfigurationPolicy": _checked(self),
    }
    policies[identity] = made
    return json.dumps(made)


def _found(self: SecurityHubResponse, identity: str) -> dict[str, Any]:
    for policy in _central(self)["policies"].values():
        if identity in (policy["Id"], policy["Arn"]):
            return policy
    raise JsonRESTError("ResourceNotFoundException", f"There is no configuration policy {identity}.")


def _get(self: SecurityHubResponse) -> str:
    return json.dumps(_found(self, self.path.rpartition("/")[2]))


def _list(self: SecurityHubResponse) -> str:
    found = [
        {key: policy[key] for key in ("Arn", "Id", "Name", "Description", "UpdatedAt")}
        | {"ServiceEnabled": policy["ConfigurationPolicy"]["SecurityHub"].get("ServiceEnabled", False)}
        for policy in _central(self)["policies"].values()
    ]
    return json.dumps({"ConfigurationPolicySummaries": found})


def _change(self: SecurityHubResponse) -> str:
    policy = _found(self, self.path.rpartition("/")[2])
    if self._get_param("ConfigurationPolicy"):
        policy["ConfigurationPolicy"] = _checked(self)
    for key in ("Name", "Description"):
        policy[key] = self._get_param(key) or policy[key]
    _reach_accounts(self)
    return json.dumps(policy)


def _delete(self: SecurityHubResponse) -> str:
    policy = _found(self, self.path.rpartition("/")[2])
    if policy["Id"] in _central(self)["associations"].values():
        raise JsonRESTError("ResourceConflictException", f"Configuration policy {policy['Id']} has associations.")
    del _central(self)["policies"][policy["Id"]]
    return "{}"


def _target(self: SecurityHubResponse) -> str:
    return next(iter(self._get_param("Target").values()))


def _association(target: str, policy: str, kind: str = "APPLIED") -> str:
    types = {"r-": "ROOT", "ou": "ORGANIZATIONAL_UNIT"}
    return json.dumps(
        {
            "ConfigurationPolicyId": policy,
            "TargetId": target,
            "TargetType": types.get(target[:2], "ACCOUNT"),
            "AssociationType": kind,
            "AssociationStatus": "SUCCESS",
            "UpdatedAt": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        }
    )


def _associate(self: SecurityHubResponse) -> str:
    policy, target = _found(self, self._get_param("ConfigurationPolicyIdentifier"))["Id"], _target(self)
    _central(self)["associations"][target] = policy
    _reach_accounts(self)
    return _association(target, policy)


def _associated(self: SecurityHubResponse) -> str:
    associations, target = _central(self)["associations"], _target(self)
    for above in _path(self.current_account, target):
        if above in associations:
            return _association(target, associations[above], "APPLIED" if above == target else "INHERITED")
    raise JsonRESTError("ResourceNotFoundException", f"{target} is self-managed.")


def _disassociate(self: SecurityHubResponse) -> str:
    """What the policy enabled stays: the target manages itself from here on."""
    associations, target = _central(self)["associations"], _target(self)
    if associations.get(target) != _found(self, self._get_param("ConfigurationPolicyIdentifier"))["Id"]:
        raise JsonRESTError("ResourceNotFoundException", f"The policy is not associated with {target}.")
    del associations[target]
    _reach_accounts(self)
    return "{}"


def _path(account: str, target: str) -> list[str]:
    """A target and what is above it, up to the root."""
    backend = organizations_backends[str(management_of(account))]["aws"]
    parents = {each.id: str(vars(each).get("parent_id") or "") for each in (*backend.accounts, *backend.ou)}
    path = [target]
    while above := parents.get(path[-1]):
        path.append(above)
    return path


def _reach_accounts(self: SecurityHubResponse) -> None:
    """What AWS does within a day: each account takes the nearest policy in the home region and the linked ones."""
    settings = _central(self)
    for account in active_accounts(self.current_account):
        nearest = next((t for t in _path(self.current_account, account) if t in settings["associations"]), None)
        if nearest is None:
            continue
        hub = settings["policies"][settings["associations"][nearest]]["ConfigurationPolicy"]["SecurityHub"]
        names = {_STANDARD.fullmatch(arn)[2] for arn in hub.get("EnabledStandardIdentifiers") or []}  # pyright: ignore[reportOptionalSubscript]
        for region in (self.region, *linked(here(self))):
            if hub.get("ServiceEnabled") or account != self.current_account:
                switch(securityhub_backends[account][region], names if hub.get("ServiceEnabled") else None)
            else:
                switch(securityhub_backends[account][region], set())


def install() -> None:
    """Add central configuration, of which moto has nothing but the word."""
    patch(
        SecurityHubResponse,
        describe_organization_configuration=_describe,
        update_organization_configuration=_update,
        create_configuration_policy=_create,
        get_configuration_policy=_get,
        list_configuration_policies=_list,
        update_configuration_policy=_change,
        delete_configuration_policy=_delete,
        start_configuration_policy_association=_associate,
        get_configuration_policy_association=_associated,
        start_configuration_policy_disassociation=_disassociate,
    )
    for path in ("/configurationPolicy/.+$", "/configurationPolicyAssociation/(associate|disassociate|get)$"):
        url_paths["{0}" + path] = SecurityHubResponse.dispatch
