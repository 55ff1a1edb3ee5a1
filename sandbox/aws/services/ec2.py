"""EC2: the defaults of an account in a region, kept from the account where a declarative policy sets them."""

import json
from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameterValueError
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response
from moto.organizations.models import organizations_backends

from policies.types import PolicyType
from sandbox.aws.services.organizations import management_of
from sandbox.aws.services.patching import patch

METADATA = {
    "HttpTokens": ("optional", "required"),
    "HttpEndpoint": ("disabled", "enabled"),
    "InstanceMetadataTags": ("disabled", "enabled"),
}
HOPS, NO_HOPS, NO_PREFERENCE = "HttpPutResponseHopLimit", -1, "no-preference"
SNAPSHOTS = ("block-all-sharing", "block-new-sharing")
UNBLOCKED = "unblocked"


def _settings(backend: EC2Backend) -> dict[str, Any]:
    """What the account chose in this region; states of before this module have nothing."""
    return vars(backend).setdefault("account_defaults", {})


def declared(account: str) -> dict[str, Any]:
    """The attributes that declarative policies above an account set, the nearest policy's value for each."""
    management = management_of(account)
    if management is None:
        return {}
    organization = organizations_backends[management]["aws"]
    here: Any = organization.get_account_by_id(account)
    chain = [here]
    while here.parent_id:
        here = next(unit for unit in organization.ou if unit.id == here.parent_id)
        chain.append(here)
    found: dict[str, Any] = {}
    for owner in reversed(chain):
        for policy in owner.attached_policies:
            if policy.type == PolicyType.EC2:
                found |= json.loads(policy.content)["ec2_attributes"]
    return found


def _assigned(node: Mapping[str, Any]) -> str:
    return str(node["@@assign"]).replace("_", "-")


class Defaults:
    """One attribute: how the account reads and writes it, unless a declarative policy has it."""

    def __init__(self, response: EC2Response, attribute: str) -> None:
        self.backend: EC2Backend = response.ec2_backend
        self.attribute = attribute
        self.declared = declared(response.current_account).get(attribute)

    @property
    def managed_by(self) -> str:
        """Whom AWS names as the setting's manager."""
        return "account" if self.declared is None else "declarative-policy"

    def read(self, key: str, otherwise: str) -> str:
        """The state that holds; `key` is where the policy language has it."""
        if self.declared is not None:
            return _assigned(self.declared[key])
        return _settings(self.backend).get(self.attribute, otherwise)

    def write(self, value: object) -> None:
        """Raises EC2ClientError where a declarative policy has the setting; AWS doesn't document the code."""
        if self.declared is not None:
            raise EC2ClientError("OperationNotPermitted", "This setting is managed by a declarative policy.")
        _settings(self.backend)[self.attribute] = value


def _modify_metadata(self: EC2Response) -> ActionResult:
    defaults = Defaults(self, "instance_metadata_defaults")
    values = dict(_settings(defaults.backend).get(defaults.attribute, {}))
    if self._get_param("HttpTokensEnforced") is not None:
        raise NotImplementedError("HttpTokensEnforced of ModifyInstanceMetadataDefaults")
    for name, allowed in METADATA.items():
        if (wanted := self._get_param(name)) is not None:
            if wanted not in (*allowed, NO_PREFERENCE):
                raise InvalidParameterValueError(wanted)
            values[name] = wanted
    if (hops := self._get_int_param(HOPS)) is not None:
        if hops != NO_HOPS and not 1 <= hops <= 64:
            raise InvalidParameterValueError(str(hops))
        values[HOPS] = hops
    defaults.write({name: value for name, value in values.items() if value not in (NO_PREFERENCE, NO_HOPS)})
    return ActionResult({"Return": True})


def _get_metadata(self: EC2Response) -> ActionResult:
    defaults = Defaults(self, "instance_metadata_defaults")
    values: dict[str, Any] = _settings(defaults.backend).get(defaults.attribute, {})
    if defaults.declared is not None:
        names = {"http_tokens": "HttpTokens", "http_endpoint": "HttpEndpoint", "http_put_response_hop_limit": HOPS}
        values = {name: _assigned(defaults.declared[key]) for key, name in names.items() if key in defaults.declared}
        values = {name: int(value) if name == HOPS else value for name, value in values.items()}
    return ActionResult({"AccountLevel": {**values, "ManagedBy": defaults.managed_by}})


def _enable_snapshots(self: EC2Response) -> ActionResult:
    state = self._get_param("State")
    if state not in SNAPSHOTS:
        raise InvalidParameterValueError(state)
    Defaults(self, "snapshot_block_public_access").write(state)
    return ActionResult({"State": state})


def _disable_snapshots(self: EC2Response) -> ActionResult:
    Defaults(self, "snapshot_block_public_access").write(UNBLOCKED)
    return ActionResult({"State": UNBLOCKED})


def _get_snapshots(self: EC2Response) -> ActionResult:
    defaults = Defaults(self, "snapshot_block_public_access")
    return ActionResult({"State": defaults.read("state", UNBLOCKED), "ManagedBy": defaults.managed_by})


def _enable_images(self: EC2Response) -> ActionResult:
    state = self._get_param("ImageBlockPublicAccessState")
    if state != "block-new-sharing":
        raise InvalidParameterValueError(state)
    Defaults(self, "image_block_public_access").write(state)
    return ActionResult({"ImageBlockPublicAccessState": state})


def _disable_images(self: EC2Response) -> ActionResult:
    Defaults(self, "image_block_public_access").write(UNBLOCKED)
    return ActionResult({"ImageBlockPublicAccessState": UNBLOCKED})


def _get_images(self: EC2Response) -> ActionResult:
    defaults = Defaults(self, "image_block_public_access")
    state = defaults.read("state", UNBLOCKED)
    return ActionResult({"ImageBlockPublicAccessState": state, "ManagedBy": defaults.managed_by})


def _enable_console(self: EC2Response) -> ActionResult:
    Defaults(self, "serial_console_access").write("enabled")
    return ActionResult({"SerialConsoleAccessEnabled": True})


def _disable_console(self: EC2Response) -> ActionResult:
    Defaults(self, "serial_console_access").write("disabled")
    return ActionResult({"SerialConsoleAccessEnabled": False})


def _get_console(self: EC2Response) -> ActionResult:
    defaults = Defaults(self, "serial_console_access")
    enabled = defaults.read("status", "disabled") == "enabled"
    return ActionResult({"SerialConsoleAccessEnabled": enabled, "ManagedBy": defaults.managed_by})


def install() -> None:
    """Add the operations on the account's defaults, which moto lacks.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
    """
    patch(
        EC2Response,
        modify_instance_metadata_defaults=_modify_metadata,
        get_instance_metadata_defaults=_get_metadata,
        enable_snapshot_block_public_access=_enable_snapshots,
        disable_snapshot_block_public_access=_disable_snapshots,
        get_snapshot_block_public_access_state=_get_snapshots,
        enable_image_block_public_access=_enable_images,
        disable_image_block_public_access=_disable_images,
        get_image_block_public_access_state=_get_images,
        enable_serial_console_access=_enable_console,
        disable_serial_console_access=_disable_console,
        get_serial_console_access_status=_get_console,
    )
