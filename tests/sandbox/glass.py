"""Break-glass as the program deploys it and people complete it, put into a local AWS without the engine."""

from config.loader import load_stack
from policies import names
from policies.break_glass import role_boundary, role_permissions, trust, user_policy
from policies.break_glass_events import event_pattern
from tests.components.helpers import ROOT
from tests.policies.cloudtrail_records import record, session

STACK = load_stack("prod", ROOT)
ACCOUNTS = {key: account.id for key, account in STACK.active_accounts().items()}
MANAGEMENT, AUDIT = ACCOUNTS["management"], ACCOUNTS["audit"]
REGIONS = sorted({*STACK.organization.regions, "us-east-1"})
STATE = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
SERIALS = {user: (f"GAHT0000000{n}", f"GAHT1000000{n}") for n, user in enumerate(names.BREAK_GLASS_USERS)}


def enrol(aws):
    """What people do at the ceremony for the first user; returns an access key."""
    iam = aws.client("iam")
    for user, serials in SERIALS.items():
        for serial in serials:
            codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
            iam.enable_mfa_device(UserName=user, SerialNumber=serial, **codes)
    return iam.create_access_key(UserName=names.BREAK_GLASS_USERS[0])["AccessKey"]


def deploy(aws):
    """What the program deploys of break-glass, and what people do at the ceremony; returns an access key."""
    iam = aws.client("iam")
    document = user_policy("aws", MANAGEMENT, tuple(ACCOUNTS.values()), hardware_tokens=True).json()
    policy = iam.create_policy(PolicyName=names.BREAK_GLASS_USER_POLICY, PolicyDocument=document)["Policy"]["Arn"]
    for user in SERIALS:
        iam.create_user(UserName=user, PermissionsBoundary=policy)
        iam.attach_user_policy(UserName=user, PolicyArn=policy)
    for account in ("management", "audit", "shop"):
        account_part(aws, ACCOUNTS[account])
    return enrol(aws)


def account_part(aws, account):
    iam, role = aws.client("iam", account=account), names.BREAK_GLASS_ROLE
    boundary = role_boundary("aws", account, "OrganizationAccountAccessRole", "exampleorg1-log-archive").json()
    arn = iam.create_policy(PolicyName=names.BREAK_GLASS_BOUNDARY, PolicyDocument=boundary)["Policy"]["Arn"]
    document = trust("aws", MANAGEMENT, 3600).json()
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=document, PermissionsBoundary=arn)
    iam.put_role_policy(RoleName=role, PolicyName="recover", PolicyDocument=role_permissions().json())
    for region in REGIONS:
        rule(aws.client("events", region, account), "default", STATE)
    if account == AUDIT:
        events = aws.client("events", account=account)
        events.create_event_bus(Name=names.ROOT_HUB_BUS)
        rule(events, names.ROOT_HUB_BUS, "ENABLED")
        alarm = {"Namespace": "Guardrails", "MetricName": "x", "Statistic": "Sum", "Period": 300, "Threshold": 1}
        comparison = {"ComparisonOperator": "GreaterThanOrEqualToThreshold", "EvaluationPeriods": 1}
        topic = f"arn:aws:sns:eu-west-1:{AUDIT}:{names.ALERT_TOPIC}"
        alarm |= {"AlarmName": names.BREAK_GLASS_RULE, "AlarmActions": [topic], **comparison}
        aws.client("cloudwatch", account=account).put_metric_alarm(**alarm)


def rule(events, bus, state):
    about = {"EventBusName": bus, "Name": names.BREAK_GLASS_RULE}
    events.put_rule(**about, EventPattern=event_pattern(), State=state)
    target = {"Id": "hub", "Arn": f"arn:aws:sns:eu-west-1:{AUDIT}:{names.ALERT_TOPIC}"}
    events.put_targets(Rule=names.BREAK_GLASS_RULE, EventBusName=bus, Targets=[target])


def as_record(call):
    """What CloudTrail would write of a decided call."""
    service, _, action = call.action.partition(":")
    account, name = call.principal.split(":")[4], call.principal.split("/")[1]
    user = {"type": "IAMUser", "accountId": account, "userName": name, "arn": call.principal}
    parameters = {"roleArn": call.resource} if action == "AssumeRole" and call.allowed else None
    reads = action.startswith(("Get", "List", "Describe", "AssumeRole"))
    identity = user if ":user/" in call.principal else session(name, account)
    return record(service, action, identity, reads=reads, parameters=parameters)
