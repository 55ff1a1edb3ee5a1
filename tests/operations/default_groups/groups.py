"""Default security groups as tests make, read and use them."""

import json
import threading

from botocore.awsrequest import AWSResponse

from tests.operations.conftest import Raw
from tests.sandbox.glass import ACCOUNTS, MANAGEMENT

SHOP, CANARY = ACCOUNTS["shop"], ACCOUNTS["shop-canary"]
HOME = "eu-west-1"
EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
READ = ("ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroupReferences")


def default(ec2, vpc=None):
    """The default group of a VPC, of the default VPC without one."""
    vpc = vpc or ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    wanted = [{"Name": "group-name", "Values": ["default"]}, {"Name": "vpc-id", "Values": [vpc]}]
    return ec2.describe_security_groups(Filters=wanted)["SecurityGroups"][0]


def empty(ec2):
    """Take away what tests left: instances, interfaces, and the groups that they made."""
    running = [one["InstanceId"] for part in ec2.describe_instances()["Reservations"] for one in part["Instances"]]
    if running:
        ec2.terminate_instances(InstanceIds=running)
    for interface in ec2.describe_network_interfaces()["NetworkInterfaces"]:
        ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    for group in ec2.describe_security_groups()["SecurityGroups"]:
        if group["GroupName"] != "default":
            ec2.delete_security_group(GroupId=group["GroupId"])


def fill(ec2, vpc=None):
    """Give a default group the rules with which AWS makes it, and no others; its id."""
    group = default(ec2, vpc)
    number = {"GroupId": group["GroupId"]}
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(**number, IpPermissions=group["IpPermissions"])
    if group["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(**number, IpPermissions=group["IpPermissionsEgress"])
    itself = [{"IpProtocol": "-1", "UserIdGroupPairs": [number]}]
    ec2.authorize_security_group_ingress(**number, IpPermissions=itself)
    ec2.authorize_security_group_egress(**number, IpPermissions=[EVERYTHING])
    return group["GroupId"]


def rules(ec2, vpc=None):
    """All rules of a default group, in an order of their own."""
    group, found = default(ec2, vpc), []
    for kind in ("IpPermissions", "IpPermissionsEgress"):
        for permission in group[kind]:
            ports = {name: permission[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in permission}
            for sources in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"):
                found += [json.dumps([kind, ports, sources, one], sort_keys=True) for one in permission[sources]]
    return sorted(found)


def interface(ec2, group, **about):
    """A network interface with a group, in the default VPC."""
    subnet = ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"][0]["SubnetId"]
    made = {"SubnetId": subnet, "Groups": [group], **about}
    return ec2.create_network_interface(**made)["NetworkInterface"]["NetworkInterfaceId"]


def group_named(ec2, name, **about):
    """A group that isn't the default one."""
    return ec2.create_security_group(GroupName=name, Description=name, **about)["GroupId"]


def tcp(port, **sources):
    """A permission for one port."""
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **sources}


def changes(aws):
    """The calls that changed security groups so far."""
    return [call.action for call in aws.calls if "SecurityGroup" in call.action and "Describe" not in call.action]


def row(result, group):
    """The table's line of a group."""
    return next(line for line in result.stdout.splitlines() if f" {group} " in line)


def record(project):
    """The one file that was written."""
    (path,) = (project / "evidence").glob("*.jsonl")
    return path


def allow(aws, name, account, actions):
    """A role with some rights that the management account may take."""
    iam, principal = aws.client("iam", account=account), {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    rights = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=_policy(rights))


def _policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def one_by_one(on, operation, key):
    """Let AWS answer with pages of one entry."""
    at = threading.local()

    def ask(params, **_):
        at.page = int(params["body"].pop("NextToken", 0))

    def answer(parsed, **_):
        if at.page + 1 < len(parsed[key]):
            parsed["NextToken"] = str(at.page + 1)
        parsed[key] = parsed[key][at.page : at.page + 1]

    on(f"before-call.ec2.{operation}", ask)
    on(f"after-call.ec2.{operation}", answer)


def refused(code, status=400):
    """An answer of EC2 that is an error."""
    body = f"<Response><Errors><Error><Code>{code}</Code><Message>Not\n today.</Message></Error></Errors></Response>"
    return lambda request, **_: AWSResponse(request.url, status, {}, Raw(body.encode()))
