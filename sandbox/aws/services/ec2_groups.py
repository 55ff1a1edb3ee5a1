"""EC2's security groups across peered VPCs: their rules may refer to each other, also from account to account."""

from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend
from moto.ec2.responses import EC2Response

from sandbox.aws.services.patching import patch

_OWN_GROUPS = SecurityGroupBackend._add_source_group


def _peers(backend: EC2Backend) -> Iterator[tuple[Any, Any, Any]]:
    """Active peerings with the VPC on this side and the one on the other, which is in the same region.

    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
    """
    for peering in list(backend.vpc_pcxs.values()):
        for near, far in ((peering.vpc, peering.peer_vpc), (peering.peer_vpc, peering.vpc)):
            here = near.owner_id == backend.account_id and near.region == far.region == backend.region_name
            if here and peering.status["Code"] == "active":
                yield peering, near, far


def _groups_of(vpc: Any) -> list[SecurityGroup]:  # noqa: ANN401
    return list(vpc.ec2_backend.groups[vpc.id].values())


def _add_source_group(
    self: EC2Backend, source_groups: list[dict[str, Any]] | None, vpc_id: str | None
) -> list[dict[str, Any]]:
    """Let rules name groups beyond a peering, which moto looks for in the own account alone."""
    beyond = {group.id: group.owner_id for _, _, far in _peers(self) for group in _groups_of(far)}
    own = [item for item in source_groups or () if item.get("GroupId") not in beyond]
    others = [item for item in source_groups or () if item.get("GroupId") in beyond]
    return [*_OWN_GROUPS(self, own, vpc_id), *({**item, "UserId": beyond[item["GroupId"]]} for item in others)]


def _describe_references(self: EC2Response) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupReferences.html"""
    wanted = set(self._get_param("GroupId", []))
    found = [
        {"GroupId": number, "ReferencingVpcId": far.id, "VpcPeeringConnectionId": peering.id}
        for peering, near, far in _peers(self.ec2_backend)
        for number in sorted(wanted & {group.id for group in _groups_of(near)} & _named_in(far))
    ]
    return ActionResult({"SecurityGroupReferenceSet": found})


def _named_in(vpc: Any) -> set[str]:  # noqa: ANN401
    """Ids of the groups that rules of the VPC's groups refer to."""
    rules = [rule for group in _groups_of(vpc) for rule in (*group.ingress_rules, *group.egress_rules)]
    return {rule.source_group["GroupId"] for rule in rules if rule.source_group}


def install() -> None:
    """Add what moto lacks about groups beyond a peering."""
    patch(SecurityGroupBackend, _add_source_group=_add_source_group)
    patch(EC2Response, describe_security_group_references=_describe_references)
