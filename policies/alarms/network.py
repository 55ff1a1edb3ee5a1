"""CIS AWS Foundations 7.0.0, 5.10 to 5.14: changes of the network.

https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
"""

from policies.alarms.alarm import Alarm, any_event
from policies.types import Severity

CIS_NETWORK = (
    Alarm(
        id="security-group-changes",
        title="Security groups changed",
        control="5.10",
        security_hub="CloudWatch.10",
        pattern="{"
        + any_event(
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
        )
        + "}",
        severity=Severity.MEDIUM,
        meaning="A security group was made, changed or deleted.",
        steps=(
            "Look for rules from 0.0.0.0/0 or ::/0 to ports of administration or databases, and take them away.",
            "What no deployment explains is reverted, and its author asked.",
        ),
    ),
    Alarm(
        id="network-acl-changes",
        title="Network ACLs changed",
        control="5.11",
        security_hub="CloudWatch.11",
        pattern="{"
        + any_event(
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "ReplaceNetworkAclEntry",
            "ReplaceNetworkAclAssociation",
        )
        + "}",
        severity=Severity.MEDIUM,
        meaning="A network access control list was made, changed or deleted.",
        steps=(
            "Compare it with the deployments of the hour; revert what nobody announced.",
            "Look which subnets use the list: what was kept apart may reach each other now.",
        ),
    ),
    Alarm(
        id="gateway-changes",
        title="Network gateways changed",
        control="5.12",
        security_hub="CloudWatch.12",
        pattern="{"
        + any_event(
            "CreateCustomerGateway",
            "DeleteCustomerGateway",
            "AttachInternetGateway",
            "CreateInternetGateway",
            "DeleteInternetGateway",
            "DetachInternetGateway",
        )
        + "}",
        severity=Severity.MEDIUM,
        meaning="A customer or internet gateway was made, attached, detached or deleted.",
        steps=(
            "Look whether a network that should have no way to the internet has one now; detach it if so.",
            "Read the route tables of the network: a gateway is of use only with a route.",
        ),
    ),
    Alarm(
        id="route-table-changes",
        title="Route tables changed",
        control="5.13",
        security_hub="CloudWatch.13",
        pattern="{($.eventSource=ec2.amazonaws.com) && ("
        + any_event(
            "CreateRoute",
            "CreateRouteTable",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "DeleteRouteTable",
            "DeleteRoute",
            "DisassociateRouteTable",
        )
        + ")}",
        severity=Severity.MEDIUM,
        meaning="A route or a route table was made, changed or deleted.",
        steps=(
            "Look where traffic goes now: to an instance, a peer or a gateway that is not yours it is being read.",
            "Revert what no deployment explains.",
        ),
    ),
    Alarm(
        id="vpc-changes",
        title="VPCs changed",
        control="5.14",
        security_hub="CloudWatch.14",
        pattern="{"
        + any_event(
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "DetachClassicLinkVpc",
            "DisableVpcClassicLink",
            "EnableVpcClassicLink",
        )
        + "}",
        severity=Severity.MEDIUM,
        meaning="A VPC or a peering connection was made, changed or deleted.",
        steps=(
            "Look at peering first: the other side's account must be one of yours; delete the connection if not.",
            "Revert what no deployment explains.",
        ),
    ),
)
