"""The organization that a local AWS starts from, as data."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class SeedAccount:
    """One member account; its parent is a path of organizational units, or "Root"."""

    id: str
    name: str
    email: str
    parent: str = "Root"
    state: str = "ACTIVE"
    opt_in_regions: tuple[str, ...] = ()
    """Those that it has enabled."""


@dataclass(frozen=True)
class SeedUser:
    """One user of the identity store."""

    id: str
    user_name: str
    display_name: str


@dataclass(frozen=True)
class SeedIdentityCenter:
    """One Identity Center instance with its groups, from display name to id, and its users."""

    instance_arn: str
    identity_store_id: str
    region: str
    groups: dict[str, str] = field(default_factory=dict)
    users: tuple[SeedUser, ...] = ()


@dataclass(frozen=True)
class Seed:
    """A whole organization with exact ids, so that a configuration written for it fits; or one account without one."""

    management_account: str
    organization_id: str = ""
    root_id: str = ""
    organizational_units: dict[str, str] = field(default_factory=dict)
    accounts: tuple[SeedAccount, ...] = ()
    identity_center: SeedIdentityCenter | None = None
    mess_account: str | None = None
    connections: tuple[str, ...] = ()
    """ARNs of EventBridge's connections, which people make by hand."""
    policy_types: tuple[str, ...] = ("SERVICE_CONTROL_POLICY",)

    def to_json(self) -> str:
        """Write the seed for the server's process."""
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def from_json(cls, text: str) -> "Seed":
        """Read a seed; raises ValueError for text that is not JSON and TypeError for unknown or missing fields."""
        data: dict[str, Any] = json.loads(text)
        data["accounts"] = tuple(
            SeedAccount(**account | {"opt_in_regions": tuple(account.get("opt_in_regions", ()))})
            for account in data.get("accounts", ())
        )
        data["policy_types"] = tuple(data.get("policy_types", cls.policy_types))
        data["connections"] = tuple(data.get("connections", ()))
        center = data.get("identity_center")
        if center:
            users = tuple(SeedUser(**user) for user in center.get("users", ()))
            data["identity_center"] = SeedIdentityCenter(**(center | {"users": users}))
        return cls(**data)


def apply_seed(seed: Seed) -> None:
    """Create everything in the seed inside the server's process; raises moto's errors for ids that clash."""
    from sandbox.aws import seeding

    if seed.organization_id:
        seeding.create_organization(seed)
    if seed.identity_center:
        seeding.create_identity_center(seed.management_account, seed.identity_center)
    for arn in seed.connections:
        seeding.create_connection(arn)
    if seed.mess_account:
        seeding.create_mess(seed.mess_account)
