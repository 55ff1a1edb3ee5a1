"""The bad thing of each alarm over the trail, done through the API as somebody would do it; sign-ins are records.

`DEEDS` is by the alarm's id; each gets what is deployed and does it often enough for the alarm. What several tests do
has a name of its own each time.
"""

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from policies import names
from policies.alarms import ALARMS
from sandbox.aws.constants import MEMBER_ROLE
from tests.detection.deploy import Deployed
from tests.detection.site import GLOBAL, HOME, MANAGEMENT, SHOP
from tests.policies import alarm_records

THRESHOLDS = {alarm.id: alarm.threshold for alarm in ALARMS}
ANYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
NO_SUCH_ACCOUNT = "999988887777"


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What is done in it must be refused: the try itself is the bad thing."""
    try:
        yield
    except ClientError:
        return
    raise AssertionError("it was not refused")


def in_numbers(alarm: str, record: dict) -> Callable[[Deployed], None]:
    """A record as often as the alarm wants it."""

    def do(deployed: Deployed) -> None:
        for _ in range(THRESHOLDS[alarm]):
            deployed.aws.record(record)

    return do


def unauthorized_calls(deployed: Deployed) -> None:
    role = f"arn:aws:iam::{SHOP}:role/nobody-made-it"
    with refused():
        deployed.client("sts", SHOP).assume_role(RoleArn=role, RoleSessionName="eve")


def root_use(deployed: Deployed) -> None:
    deployed.aws.root_client("iam", account=SHOP).create_group(GroupName=f"of-root-{uuid.uuid4()}")


def permanent_root(deployed: Deployed) -> None:
    deployed.aws.root_client("iam", account=SHOP).create_user(UserName=f"of-root-{uuid.uuid4()}")


def contact_changes(deployed: Deployed) -> None:
    deployed.client("account", SHOP, GLOBAL).put_alternate_contact(
        AlternateContactType="SECURITY",
        EmailAddress="eve@example.com",
        Name="Eve",
        PhoneNumber="+353 1 555 0199",
        Title="Security",
    )


def iam_policy_changes(deployed: Deployed) -> None:
    deployed.client("iam", SHOP).create_policy(PolicyName="anything", PolicyDocument=ANYTHING)


def trail_changes(deployed: Deployed) -> None:
    trail, cloudtrail = deployed.trail(), deployed.client("cloudtrail", MANAGEMENT)
    cloudtrail.stop_logging(Name=trail)


def key_deletion(deployed: Deployed) -> None:
    kms = deployed.client("kms", SHOP)
    kms.disable_key(KeyId=kms.create_key()["KeyMetadata"]["KeyId"])


def bucket_policy_changes(deployed: Deployed) -> None:
    s3 = deployed.client("s3", SHOP)
    s3.create_bucket(Bucket="shop-orders", CreateBucketConfiguration={"LocationConstraint": HOME})
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::shop-orders/*",
    }
    s3.put_bucket_policy(Bucket="shop-orders", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def config_changes(deployed: Deployed) -> None:
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{SHOP}:role/{MEMBER_ROLE}"}
    deployed.client("config", SHOP).put_configuration_recorder(ConfigurationRecorder=recorder)


def security_group_changes(deployed: Deployed) -> None:
    deployed.client("ec2", SHOP).create_security_group(GroupName="open", Description="open")


def network_acl_changes(deployed: Deployed) -> None:
    ec2 = deployed.client("ec2", SHOP)
    ec2.create_network_acl(VpcId=default_vpc(ec2))


def gateway_changes(deployed: Deployed) -> None:
    deployed.client("ec2", SHOP).create_internet_gateway()


def route_table_changes(deployed: Deployed) -> None:
    ec2 = deployed.client("ec2", SHOP)
    ec2.create_route_table(VpcId=default_vpc(ec2))


def vpc_changes(deployed: Deployed) -> None:
    deployed.client("ec2", SHOP).create_vpc(CidrBlock="10.0.0.0/16")


def default_vpc(ec2) -> str:
    return ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]


def organization_changes(deployed: Deployed) -> None:
    organizations = deployed.client("organizations", MANAGEMENT)
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.create_organizational_unit(ParentId=root, Name="Elsewhere")


def refused_changes(deployed: Deployed) -> None:
    organizations = deployed.client("organizations", SHOP)
    for _ in range(THRESHOLDS["refused-changes"]):
        with refused():
            organizations.create_policy(Name="x", Description="x", Type="SERVICE_CONTROL_POLICY", Content=ANYTHING)


def new_users(deployed: Deployed) -> None:
    deployed.client("iam", SHOP).create_user(UserName=f"eve-{uuid.uuid4()}")


def identity_center_changes(deployed: Deployed) -> None:
    sso = deployed.client("sso-admin", MANAGEMENT)
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    sso.create_permission_set(InstanceArn=instance, Name="Everything")


def identity_providers(deployed: Deployed) -> None:
    deployed.client("iam", SHOP).create_open_id_connect_provider(
        Url="https://idp.example.net", ThumbprintList=["0" * 40], ClientIDList=["eve"]
    )


def organization_departure(deployed: Deployed) -> None:
    with refused():
        deployed.client("organizations", MANAGEMENT).remove_account_from_organization(AccountId=NO_SUCH_ACCOUNT)


def organization_delegation(deployed: Deployed) -> None:
    deployed.client("organizations", MANAGEMENT).enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")


def break_glass(deployed: Deployed) -> None:
    """Somebody gave a user of break-glass a key, and it reads."""
    iam = deployed.client("iam", MANAGEMENT)
    key = iam.create_access_key(UserName=names.BREAK_GLASS_USERS[0])["AccessKey"]
    deployed.aws.client_of(key, "sts").get_caller_identity()


DEEDS: dict[str, Callable[[Deployed], None]] = {
    "bucket-policy-changes": bucket_policy_changes,
    "config-changes": config_changes,
    "contact-changes": contact_changes,
    "console-failures": in_numbers("console-failures", alarm_records.sign_in("Failure")),
    "console-without-mfa": in_numbers("console-without-mfa", alarm_records.sign_in("Success")),
    "failed-sign-ins": in_numbers("failed-sign-ins", alarm_records.sign_in("Failure")),
    "gateway-changes": gateway_changes,
    "iam-policy-changes": iam_policy_changes,
    "identity-center-changes": identity_center_changes,
    "identity-providers": identity_providers,
    "provisioning": in_numbers("provisioning", alarm_records.MATCHING["provisioning"][0]),
    "identity-center-failures": in_numbers("identity-center-failures", alarm_records.verification("Failure")),
    "key-deletion": key_deletion,
    "network-acl-changes": network_acl_changes,
    "new-users": new_users,
    "organization-changes": organization_changes,
    "organization-delegation": organization_delegation,
    "organization-departure": organization_departure,
    "organization-joined": in_numbers(
        "organization-joined", alarm_records.membership("AccountJoinedOrganization", accountId=SHOP)
    ),
    "permanent-root": permanent_root,
    "refused-changes": refused_changes,
    "root-use": root_use,
    "route-table-changes": route_table_changes,
    "security-group-changes": security_group_changes,
    "trail-changes": trail_changes,
    "unauthorized-calls": unauthorized_calls,
    "vpc-changes": vpc_changes,
}
