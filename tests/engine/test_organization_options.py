"""Options of an organization switched on and off again with the real engine: what AWS has before and after."""

import pytest
from botocore.exceptions import ClientError
from ruamel.yaml import YAML

from sandbox.kept import kept, left_on
from tests.components.helpers import A_TEAM
from tests.engine.stack import PROJECT, UP, deployment, make_project, sandbox
from tests.engine.test_deployment import changes

pytestmark = [pytest.mark.engine, pytest.mark.long, pytest.mark.timeout(1200)]

HOME, MANAGEMENT, LOG_ARCHIVE, AUDIT = "eu-west-1", "111122223333", "222233334444", "333344445555"
ACCOUNTS = (MANAGEMENT, LOG_ARCHIVE, AUDIT)
BUCKET = "exampleorg1-log-archive-config"
PLANS = ["S3_DATA_EVENTS", "RUNTIME_MONITORING"]
EMAIL = {"channels": {"email": {"email": "security@example.com"}}, "page": ["email"], "notify": ["email"]}
"""The example's channels without its webhook and its chat."""


def options():
    """What is switched on: the security services, root access, unused access, and every kind of channel."""
    baseline = YAML().load(PROJECT / "Pulumi.prod.yaml")["config"]["guardrails:baseline"]
    baseline["alerts"]["channels"]["room"] = {"teams": A_TEAM}
    baseline["alerts"]["notify"].append("room")
    return {
        "alerts": baseline["alerts"],
        "securityServices": baseline["securityServices"] | {"guardDuty": {"plans": PLANS}},
        "rootAccess": {"manageCredentials": True, "sessions": True},
        "unusedAccess": {"days": 90},
    }


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def write(project, wanted):
    """The small project's stack file with options, or without any."""
    yaml, path = YAML(), project / "Pulumi.small.yaml"
    values = yaml.load(path)
    baseline = values["config"]["guardrails:baseline"]
    for key in options():
        baseline.pop(key, None)
    baseline.update({"alerts": EMAIL} | wanted)
    yaml.dump(values, path)


def ask(call, **arguments):
    """The answer, or the name of the refusal."""
    try:
        return call(**arguments)
    except ClientError as refused:
        return refused.response["Error"]["Code"]


def organization(aws):
    """What the organization has of the options."""
    organizations, iam = aws.client("organizations", "us-east-1"), aws.client("iam", "us-east-1")
    delegated = organizations.list_delegated_administrators()["DelegatedAdministrators"]
    services = [
        (account["Id"], service["ServicePrincipal"])
        for account in delegated
        for service in organizations.list_delegated_services_for_account(AccountId=account["Id"])["DelegatedServices"]
    ]
    features = ask(iam.list_organizations_features)
    hub = aws.client("securityhub", HOME, AUDIT)
    return {
        "delegated": sorted(services),
        "trusted": sorted(
            service["ServicePrincipal"]
            for service in organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        ),
        "root features": features if isinstance(features, str) else sorted(features["EnabledFeatures"]),
        "GuardDuty's administrators": aws.client("guardduty", HOME).list_organization_admin_accounts()["AdminAccounts"],
        "Security Hub's administrators": aws.client("securityhub", HOME).list_organization_admin_accounts()[
            "AdminAccounts"
        ],
        "Security Hub's policies": ask(hub.list_configuration_policies),
    }


def account(aws, number):
    """What an account has of the options, by names."""

    def client(service, region=HOME):
        return aws.client(service, region, number)

    config, events, iam = client("config"), client("events"), client("iam", "us-east-1")
    return {
        "detectors": len(client("guardduty").list_detectors()["DetectorIds"]),
        "hub": not isinstance(ask(client("securityhub").describe_hub), str),
        "recorders": [r["name"] for r in config.describe_configuration_recorders()["ConfigurationRecorders"]],
        "channels": [c["name"] for c in config.describe_delivery_channels()["DeliveryChannels"]],
        "rules": sorted(r["ConfigRuleName"] for r in config.describe_config_rules()["ConfigRules"]),
        "aggregators": len(config.describe_configuration_aggregators()["ConfigurationAggregators"]),
        "analyzers": sorted(a["name"] for a in client("accessanalyzer").list_analyzers()["analyzers"]),
        "destinations": [d["Name"] for d in events.list_api_destinations()["ApiDestinations"]],
        "event rules": sorted(r["Name"] for r in events.list_rules()["Rules"]),
        "roles": sorted(r["RoleName"] for page in iam.get_paginator("list_roles").paginate() for r in page["Roles"]),
        "topics": sorted(t["TopicArn"] for t in client("sns").list_topics()["Topics"]),
        "chat": client("chatbot").describe_slack_channel_configurations()["SlackChannelConfigurations"],
        "teams": client("chatbot").list_microsoft_teams_channel_configurations()["TeamChannelConfigurations"],
        "buckets": sorted(b["Name"] for b in client("s3").list_buckets()["Buckets"]),
    }


def everything(aws):
    return {"organization": organization(aws), **{number: account(aws, number) for number in ACCOUNTS}}


def differences(before, after):
    """What differs: where, of what, then and now."""
    return {
        (place, what): (before[place][what], after[place][what])
        for place in before
        for what in before[place]
        if before[place][what] != after[place][what]
    }


def test_what_an_organization_switched_on_goes_but_for_what_is_said_to_stay(project, engine):
    write(project, {})
    aws, workspace = sandbox(project)
    with aws:
        enable_trusted_access(aws)
        assert changes(deployment(engine, aws, workspace).run(*UP, quiet=True).stdout).keys() == {"created"}
        before = everything(aws)

        write(project, options())
        stack = deployment(engine, aws, workspace)
        assert not changes(stack.run(*UP, quiet=True).stdout).keys() & {"deleted", "replaced"}
        on = everything(aws)
        assert {what for _, what in differences(before, on)} == {*before["organization"], *before[AUDIT]}
        assert set(changes(stack.run(*UP, quiet=True).stdout)) == {"unchanged"}

        state = stack.state()
        write(project, {})
        stack = deployment(engine, aws, workspace)
        assert changes(stack.run(*UP, quiet=True).stdout)["deleted"] > 0
        assert differences(before, everything(aws)) == {
            (LOG_ARCHIVE, "buckets"): (before[LOG_ARCHIVE]["buckets"], on[LOG_ARCHIVE]["buckets"]),
            (LOG_ARCHIVE, "detectors"): (0, 1),
            (LOG_ARCHIVE, "hub"): (False, True),
            (MANAGEMENT, "hub"): (False, True),
            ("organization", "trusted"): (before["organization"]["trusted"], on["organization"]["trusted"]),
        }
        trusted = set(on["organization"]["trusted"]) - set(before["organization"]["trusted"])
        assert trusted == {"guardduty.amazonaws.com", "securityhub.amazonaws.com"}
        assert set(on[LOG_ARCHIVE]["buckets"]) - set(before[LOG_ARCHIVE]["buckets"]) == {BUCKET}
        assert kept_buckets(state, stack.state()) == {BUCKET}
        assert left_on(state, stack.state()) == [
            "GuardDuty's detectors of member accounts",
            "Security Hub in member accounts",
            *(f"trusted access of {service} in Organizations" for service in sorted(trusted)),
        ]


def enable_trusted_access(aws):
    """What docs/security-services.md and docs/root-access.md ask for before the first deployment."""
    organizations = aws.client("organizations", "us-east-1")
    for service in ("config", "config-multiaccountsetup", "iam"):
        organizations.enable_aws_service_access(ServicePrincipal=f"{service}.amazonaws.com")


def kept_buckets(before, after):
    """The buckets that the lines about what is kept speak of; there are no other kinds in them."""
    said = [line.split() for line in kept(before, after)]
    assert all(kind.startswith("aws:s3/bucket") for kind, _ in said)
    return {name for _, name in said}
