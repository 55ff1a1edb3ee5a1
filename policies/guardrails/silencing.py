"""An alarm of the baseline can't be muted anywhere between the event and the person who hears of it."""

from policies import names
from policies.baseline_resources import alerting
from policies.document import Statement
from policies.example import ADMINISTRATOR, AUDIT, DEPLOYER, DEVELOPER, IMPOSTOR, MEMBER, ROOT, role
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.types import Bundle, Exempt, Severity

_ALARM = f"arn:aws:cloudwatch:eu-west-1:{AUDIT}:alarm:cis-5.3-root-use"
_OWN_ALARM = f"arn:aws:cloudwatch:eu-west-1:{AUDIT}:alarm:guardrails-root-use"
_GROUP = f"arn:aws:logs:eu-west-1:{AUDIT}:log-group:guardrails-organization-trail"
_TOPIC = f"arn:aws:sns:eu-west-1:{AUDIT}:guardrails-alerts"
_QUEUE = f"arn:aws:sqs:us-east-1:{AUDIT}:guardrails-undelivered-events"
_HUB_RULE = f"arn:aws:events:eu-west-1:{AUDIT}:rule/guardrails-hub/guardrails-root-use"
_BUS = f"arn:aws:events:eu-west-1:{AUDIT}:event-bus/guardrails-hub"
_RULE = f"arn:aws:events:us-east-1:{MEMBER}:rule/guardrails-root-use"
_WEBHOOK = f"arn:aws:events:eu-west-1:{AUDIT}:api-destination/guardrails-pager/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
_CONNECTION = _WEBHOOK.replace("api-destination", "connection")
_CHAT = f"arn:aws:chatbot::{AUDIT}:chat-configuration/slack-channel/guardrails-chat"
_CONFIG_RULE = f"arn:aws:config:eu-west-1:{AUDIT}:config-rule/config-rule-abcdef"
_OURS = {"aws:ResourceTag/managed-by": "guardrails"}
# Patterns, each with the actions that it covers and the resource that they are about.
_ALERTS = {
    "chatbot:Delete*ChannelConfiguration": (
        ("chatbot:DeleteMicrosoftTeamsChannelConfiguration", "chatbot:DeleteSlackChannelConfiguration"),
        _CHAT,
    ),
    "chatbot:Update*ChannelConfiguration": (
        ("chatbot:UpdateMicrosoftTeamsChannelConfiguration", "chatbot:UpdateSlackChannelConfiguration"),
        _CHAT,
    ),
    "cloudwatch:DeleteAlarms": (("cloudwatch:DeleteAlarms",), _ALARM),
    "cloudwatch:DisableAlarmActions": (("cloudwatch:DisableAlarmActions",), _OWN_ALARM),
    "cloudwatch:Put*Alarm*": (
        (
            "cloudwatch:PutAlarmMuteRule",
            "cloudwatch:PutCompositeAlarm",
            "cloudwatch:PutLogAlarm",
            "cloudwatch:PutMetricAlarm",
        ),
        _ALARM,
    ),
    "cloudwatch:SetAlarmState": (("cloudwatch:SetAlarmState",), _ALARM),
    "events:DeauthorizeConnection": (("events:DeauthorizeConnection",), _CONNECTION),
    "events:DeleteApiDestination": (("events:DeleteApiDestination",), _WEBHOOK),
    "events:DeleteConnection": (("events:DeleteConnection",), _CONNECTION),
    "events:DeleteEventBus": (("events:DeleteEventBus",), _BUS),
    "events:DeleteRule": (("events:DeleteRule",), _RULE),
    # A rule that is enabled anew no longer hears what reads, such as somebody opening a root session.
    "events:*ableRule": (("events:DisableRule", "events:EnableRule"), _RULE),
    "events:PutRule": (("events:PutRule",), _HUB_RULE),
    "events:*Targets": (("events:PutTargets", "events:RemoveTargets"), _HUB_RULE),
    "events:UpdateApiDestination": (("events:UpdateApiDestination",), _WEBHOOK),
    "events:UpdateConnection": (("events:UpdateConnection",), _CONNECTION),
    "events:UpdateEventBus": (("events:UpdateEventBus",), _BUS),
    "logs:*ssociateKmsKey": (("logs:AssociateKmsKey", "logs:DisassociateKmsKey"), _GROUP),
    "logs:Delete*Filter": (("logs:DeleteMetricFilter", "logs:DeleteSubscriptionFilter"), _GROUP),
    "logs:DeleteLogGroup": (("logs:DeleteLogGroup",), _GROUP),
    "logs:DeleteLogStream": (
        ("logs:DeleteLogStream",),
        f"{_GROUP}:log-stream:o-exampleorg1_111122223333_CloudTrail_eu-west-1",
    ),
    "logs:*RetentionPolicy": (("logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy"), _GROUP),
    "logs:PutDataProtectionPolicy": (("logs:PutDataProtectionPolicy",), _GROUP),
    "logs:PutLogGroupDeletionProtection": (("logs:PutLogGroupDeletionProtection",), _GROUP),
    "logs:Put*Filter": (("logs:PutMetricFilter", "logs:PutSubscriptionFilter"), _GROUP),
    "logs:ProcessWithPipeline": (("logs:ProcessWithPipeline",), _GROUP),
    "logs:PutTransformer": (("logs:PutTransformer",), _GROUP),
    "sns:*Permission": (("sns:AddPermission", "sns:RemovePermission"), _TOPIC),
    "sns:*ubscribe": (("sns:Subscribe", "sns:Unsubscribe"), _TOPIC),
    "sns:DeleteTopic": (("sns:DeleteTopic",), _TOPIC),
    "sns:Publish": (("sns:Publish",), _TOPIC),
    "sns:PutDataProtectionPolicy": (("sns:PutDataProtectionPolicy",), _TOPIC),
    "sns:SetSubscriptionAttributes": (("sns:SetSubscriptionAttributes",), _TOPIC),
    "sns:SetTopicAttributes": (("sns:SetTopicAttributes",), _TOPIC),
    "sqs:*Permission": (("sqs:AddPermission", "sqs:RemovePermission"), _QUEUE),
    "sqs:DeleteQueue": (("sqs:DeleteQueue",), _QUEUE),
    "sqs:PurgeQueue": (("sqs:PurgeQueue",), _QUEUE),
    "sqs:SetQueueAttributes": (("sqs:SetQueueAttributes",), _QUEUE),
}
_CONFIG_RULES = {
    "config:*agResource": ("config:TagResource", "config:UntagResource"),
    "config:DeleteConfigRule": ("config:DeleteConfigRule",),
    "config:PutConfigRule": ("config:PutConfigRule",),
}
# About the account, not about a resource: the bus's policy and the workspace of all chats.
_AUDIT_WIDE = {
    "chatbot:DeleteSlackWorkspaceAuthorization": ("chatbot:DeleteSlackWorkspaceAuthorization",),
    "events:*Permission": ("events:PutPermission", "events:RemovePermission"),
}
# Policies of all log groups, which mask what metric filters look for, transform it, or end its retention, and
# pipelines, which drop records or send them elsewhere.
_LOGS_WIDE = {
    "logs:PutAccountPolicy": ("logs:PutAccountPolicy",),
    "logs:PutPipelineRule": ("logs:PutPipelineRule",),
}
_ACCOUNT_WIDE = {**_AUDIT_WIDE, **_LOGS_WIDE}
# A large negative number outweighs in an alarm's sum whatever the filters count.
_DATA = "cloudwatch:PutMetricData"
_OUR_METRICS = {"cloudwatch:namespace": names.METRICS}
_OPERATOR = role("SecurityTeam", AUDIT)


def statements(context: Context, settings: Settings) -> tuple[Statement, ...]:
    """Config rules have ids instead of names, so the tag of deployment tells them; some actions name no resource.

    Where each account has alarms of its own, what is about all log groups is denied in every account.
    """
    del settings
    everywhere = context.account_alarms
    return (
        Statement(sid="SilencingAlerts", effect="Deny", actions=(*_ALERTS,), resources=alerting(context)),
        Statement(
            sid="SilencingAccount",
            effect="Deny",
            actions=(*(_AUDIT_WIDE if everywhere else _ACCOUNT_WIDE),),
            conditions={"StringEquals": {"aws:PrincipalAccount": context.audit}},
        ),
        *((Statement(sid="SilencingLogs", effect="Deny", actions=(*_LOGS_WIDE,)),) if everywhere else ()),
        Statement(
            sid="SilencingMetrics", effect="Deny", actions=(_DATA,), conditions={"StringEquals": {**_OUR_METRICS}}
        ),
        Statement(
            sid="SilencingConfigRules",
            effect="Deny",
            actions=(*_CONFIG_RULES,),
            conditions={"StringEquals": {"aws:ResourceTag/managed-by": "guardrails"}},
        ),
    )


def _elsewhere(resource: str) -> str:
    """The same resource under a name that is not the baseline's."""
    return resource.replace("guardrails-", "application-").replace("cis-", "application-")


GUARDRAIL = Guardrail(
    title="Deny silencing the baseline's alarms",
    rationale="An alarm without action, a filter without match or a topic without subscriber look alike: all is quiet.",
    severity=Severity.CRITICAL,
    controls=("NIST 800-53 AU-5", "NIST 800-53 AU-9", "NIST 800-53 SI-4"),
    practice="Monitoring: alerts on root and IAM activity reach a person",
    sources=(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html",
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/pipeline-sinks.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html",
    ),
    bundle=Bundle.SECURITY,
    exempt={Exempt.DEPLOYER: "deploys the alarms, rules and topics"},
    statements=statements,
    denies=(
        *(
            Request(name=f"security team: {action}", action=action, resource=resource, principal=_OPERATOR)
            for actions, resource in _ALERTS.values()
            for action in actions
        ),
        *(
            Request(name=f"security team: {action}", action=action, principal=_OPERATOR)
            for actions in _ACCOUNT_WIDE.values()
            for action in actions
        ),
        *(
            Request(
                name=f"security team: {action}",
                action=action,
                resource=_CONFIG_RULE,
                principal=_OPERATOR,
                context=_OURS,
            )
            for actions in _CONFIG_RULES.values()
            for action in actions
        ),
        Request(name="security team evens out a metric", action=_DATA, principal=_OPERATOR, context={**_OUR_METRICS}),
        Request(
            name="developer encrypts what brings an account's events with a key of their own",
            action="events:UpdateEventBus",
            resource=f"arn:aws:events:eu-west-1:{MEMBER}:event-bus/default",
            principal=DEVELOPER,
        ),
        Request(name="administrator", action="events:DisableRule", resource=_RULE, principal=ADMINISTRATOR),
        Request(name="root", action="events:DisableRule", resource=_RULE, principal=ROOT),
        Request(name="named like the deployer", action="events:DisableRule", resource=_RULE, principal=IMPOSTOR),
    ),
    allows=(
        *(
            Request(name=f"own: {action}", action=action, resource=_elsewhere(resource), principal=_OPERATOR)
            for actions, resource in _ALERTS.values()
            for action in actions
        ),
        Request(
            name="deployer sets targets",
            action="events:PutTargets",
            resource=_HUB_RULE,
            principal=role("OrganizationAccountAccessRole", AUDIT),
        ),
        Request(
            name="deployer sets the hub's policy",
            action="events:PutPermission",
            principal=role("OrganizationAccountAccessRole", AUDIT),
        ),
        *(
            Request(name=f"developer: {action}", action=action, principal=DEVELOPER)
            for actions in _ACCOUNT_WIDE.values()
            for action in actions
        ),
        Request(
            name="the deployer, who writes the filters anyway",
            action=_DATA,
            principal=DEPLOYER,
            context={**_OUR_METRICS},
        ),
        Request(
            name="security team puts data of its own",
            action=_DATA,
            principal=_OPERATOR,
            context={"cloudwatch:namespace": "Application"},
        ),
        Request(
            name="developer deletes a Config rule without the tag",
            action="config:DeleteConfigRule",
            resource=f"arn:aws:config:eu-west-1:{MEMBER}:config-rule/config-rule-abcdef",
            principal=DEVELOPER,
        ),
        Request(
            name="the deployer deletes a Config rule",
            action="config:DeleteConfigRule",
            resource=f"arn:aws:config:eu-west-1:{MEMBER}:config-rule/config-rule-abcdef",
            principal=DEPLOYER,
            context=_OURS,
        ),
        Request(
            name="CloudTrail's role writes to the log group",
            action="logs:PutLogEvents",
            resource=f"{_GROUP}:log-stream:o-exampleorg1_111122223333_CloudTrail_eu-west-1",
            principal=role("guardrails-trail-to-logs", AUDIT),
        ),
        Request(name="an alarm publishes", action="sns:Publish", resource=_TOPIC, principal="cloudwatch.amazonaws.com"),
        Request(name="security team looks", action="sns:GetTopicAttributes", resource=_TOPIC, principal=_OPERATOR),
        Request(
            name="a rule calls a webhook",
            action="events:InvokeApiDestination",
            resource=_WEBHOOK,
            principal=role("guardrails-alert-webhooks", AUDIT),
        ),
        Request(
            name="a rule forwards to the hub",
            action="events:PutEvents",
            resource=_BUS,
            principal=role("guardrails-root-forwarder"),
        ),
    ),
)
