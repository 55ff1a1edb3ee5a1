"""The default security groups of VPCs, which AWS makes open and nobody can delete: their rules, and what uses them.

What names no group gets this one (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from operations.aws import pages
from operations.everywhere import Place

Permission = dict[str, Any]
"""One rule as IpPermission: one range, prefix list or group, so that rules can be told apart and restored one by one.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
"""

DEFAULT = {"Name": "group-name", "Values": ["default"]}
"""Selects them: no other group may have this name."""

LARGE_PAGES = {"PaginationConfig": {"PageSize": 1000}}
"""Listings take no more; without a size EC2 gives everything at once, and throttles that sooner.

https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
"""

_PORTS = ("IpProtocol", "FromPort", "ToPort")
_SOURCES = ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")
# A filter takes no more (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html).
_VALUES = 200


class State(StrEnum):
    """What became of a group, in the words of the table."""

    CLOSED = "closed before"
    WOULD_CLOSE = "would be closed"
    CLOSED_NOW = "closed now"
    IN_USE = "left open, in use"
    NOT_CLOSED = "NOT CLOSED"
    THERE = "there before"
    WOULD_RESTORE = "would be put back"
    RESTORED = "put back now"
    NOT_RESTORED = "NOT PUT BACK"


GOOD = (State.CLOSED, State.CLOSED_NOW, State.THERE, State.RESTORED)
"""Nothing is left to do."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A group's rules, each a Permission of its own."""

    ingress: tuple[Permission, ...]
    egress: tuple[Permission, ...]

    def __bool__(self) -> bool:
        return bool(self.ingress or self.egress)

    def __str__(self) -> str:
        return f"{len(self.ingress)} in, {len(self.egress)} out"

    def without(self, other: "Rules") -> "Rules":
        """Those that another one lacks, whatever their descriptions."""
        return Rules(ingress=_missing(self.ingress, other.ingress), egress=_missing(self.egress, other.egress))


@dataclass(frozen=True, kw_only=True)
class DefaultGroup:
    """A VPC's default group; network interfaces that have it, and groups and VPCs whose rules refer to it."""

    place: Place
    vpc: str
    id: str
    rules: Rules
    interfaces: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def users(self) -> tuple[str, ...]:
        """All that uses it."""
        return (*self.interfaces, *self.references)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a group, and why where that is no success; `denied` where it is a matter of rights."""

    group: DefaultGroup
    state: State
    why: str = ""
    denied: bool = False


def rules_of(group: dict[str, Any]) -> Rules:
    """The rules of a group as DescribeSecurityGroups has it."""
    return Rules(
        ingress=tuple(_single(group["IpPermissions"])),
        egress=tuple(_single(group["IpPermissionsEgress"])),
    )


def default_groups(ec2: Any, place: Place) -> list[DefaultGroup]:  # noqa: ANN401 - boto3 makes its classes at run time
    """Every default group of the account in the region; what uses it is asked for where it is open.

    A shared VPC's is its owner's. Raises botocore's exceptions.
    """
    everything = list(pages(ec2, "describe_security_groups", "SecurityGroups", **LARGE_PAGES))
    mine = [
        group for group in everything if group["GroupName"] in DEFAULT["Values"] and group["OwnerId"] == place.number
    ]
    opened = [group["GroupId"] for group in mine if rules_of(group)]
    users: dict[str, list[str]] = {number: [] for number in opened}
    interfaces: dict[str, list[str]] = {number: [] for number in opened}
    for begin in range(0, len(opened), _VALUES):
        some = opened[begin : begin + _VALUES]
        _find_interfaces(ec2, some, interfaces)
        _find_peers(ec2, some, users)
    for group in everything:
        for number in set(_named(group)) - {group["GroupId"]}:
            if number in users:
                users[number].append(group["GroupId"])
    return [
        DefaultGroup(
            place=place,
            vpc=group["VpcId"],
            id=group["GroupId"],
            rules=rules_of(group),
            interfaces=tuple(sorted(interfaces.get(group["GroupId"], ()))),
            references=tuple(sorted(users.get(group["GroupId"], ()))),
        )
        for group in mine
    ]


def _find_interfaces(ec2: Any, groups: list[str], found: dict[str, list[str]]) -> None:  # noqa: ANN401
    """Those of stopped instances and of AWS's services are among them, which an account may have hidden.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
    """
    wanted = {"Filters": [{"Name": "group-id", "Values": groups}], "IncludeManagedResources": True, **LARGE_PAGES}
    for interface in pages(ec2, "describe_network_interfaces", "NetworkInterfaces", **wanted):
        about = interface.get("Attachment", {}).get("InstanceId") or interface.get("Description")
        name = interface["NetworkInterfaceId"]
        for group in interface["Groups"]:
            if group["GroupId"] in found:
                found[group["GroupId"]].append(f"{name} ({about})" if about else name)


def _find_peers(ec2: Any, groups: list[str], found: dict[str, list[str]]) -> None:  # noqa: ANN401
    """VPCs beyond a peering or transit gateway, of other accounts too.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupReferences.html
    """
    for one in ec2.describe_security_group_references(GroupId=groups)["SecurityGroupReferenceSet"]:
        way = one.get("VpcPeeringConnectionId") or one.get("TransitGatewayId")
        found[one["GroupId"]].append(f"{one['ReferencingVpcId']} (by {way})")


def _named(group: dict[str, Any]) -> Iterator[str]:
    for permission in (*group["IpPermissions"], *group["IpPermissionsEgress"]):
        for pair in permission.get("UserIdGroupPairs", ()):
            yield pair["GroupId"]


def _single(permissions: Iterable[Permission]) -> Iterator[Permission]:
    """One rule each; a peering's state is no part of a rule."""
    for permission in permissions:
        ports = {name: permission[name] for name in _PORTS if name in permission}
        for kind in _SOURCES:
            for source in permission.get(kind, ()):
                yield ports | {kind: [{name: value for name, value in source.items() if name != "PeeringStatus"}]}


def _missing(wanted: Iterable[Permission], present: Iterable[Permission]) -> tuple[Permission, ...]:
    there = {_identity(permission) for permission in present}
    return tuple(permission for permission in wanted if _identity(permission) not in there)


def _identity(permission: Permission) -> str:
    """AWS refuses a second rule that differs in its description alone."""
    plain = {
        name: [{key: one for key, one in source.items() if key != "Description"} for source in value]
        if name in _SOURCES
        else value
        for name, value in permission.items()
    }
    return json.dumps(plain, sort_keys=True)
