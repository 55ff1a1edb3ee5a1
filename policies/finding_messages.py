"""What a person reads of what AWS's services found: who, what, where, when, where to look, and what to do.

Free text and lists, as a finding's description and its actions, are left out: a quotation mark would break the form for
chat and webhooks, and the message with it.
"""

from policies.alert_message import CALL, Message, call_lines, console

_PLACE = {"account": "$.account", "region": "$.region", "time": "$.time"}
_THREAT = _PLACE | {
    "account": "$.detail.accountId",
    "address": "$.detail.service.action.awsApiCallAction.remoteIpDetails.ipAddressV4",
    "call": "$.detail.service.action.awsApiCallAction.api",
    "count": "$.detail.service.count",
    "finding": "$.detail.id",
    "first": "$.detail.service.eventFirstSeen",
    "instance": "$.detail.resource.instanceDetails.instanceId",
    "last": "$.detail.service.eventLastSeen",
    "peer": "$.detail.service.action.networkConnectionAction.remoteIpDetails.ipAddressV4",
    "bucket": "$.detail.resource.s3BucketDetails[0].name",
    "kind": "$.detail.resource.resourceType",
    "key": "$.detail.resource.accessKeyDetails.accessKeyId",
    "severity": "$.detail.severity",
    "type": "$.detail.type",
    "user": "$.detail.resource.accessKeyDetails.userName",
}
_ACCESS = _PLACE | {
    "account": "$.detail.accountId",
    "action": "$.detail.action[0]",
    "error": "$.detail.error",
    "federated": "$.detail.principal.Federated",
    "finding": "$.detail.id",
    "kind": "$.detail.resourceType",
    "principal": "$.detail.principal.AWS",
    "resource": "$.detail.resource",
}
_RISK = _PLACE | {
    "affected": "$.detail.affectedAccount",
    "entity": "$.detail.affectedEntities[0].entityValue",
    "event": "$.detail.eventTypeCode",
    "finding": "$.detail.eventArn",
    "since": "$.detail.startTime",
}
_IMPORTED = _PLACE | {
    "account": "$.detail.findings[0].AwsAccountId",
    "finding": "$.detail.findings[0].Id",
    "generator": "$.detail.findings[0].GeneratorId",
    "kind": "$.detail.findings[0].Types[0]",
    "product": "$.detail.findings[0].ProductName",
    "resource": "$.detail.findings[0].Resources[0].Id",
    "severity": "$.detail.findings[0].Severity.Label",
    "where": "$.detail.findings[0].Region",
}
_SPENT = _PLACE | {
    "account": "$.detail.rootCauses[0].linkedAccount",
    "expected": "$.detail.impact.totalExpectedSpend",
    "finding": "$.detail.anomalyId",
    "impact": "$.detail.impact.totalImpact",
    "kind": "$.detail.rootCauses[0].usageType",
    "service": "$.detail.rootCauses[0].service",
    "since": "$.detail.anomalyStartDate",
    "spent": "$.detail.impact.totalActualSpend",
    "where": "$.detail.rootCauses[0].region",
}
_ATTACHMENT = CALL | {
    "group": "$.detail.requestParameters.groupName",
    "policy": "$.detail.requestParameters.policyArn",
    "role": "$.detail.requestParameters.roleName",
    "target": "$.detail.requestParameters.userName",
}


def threat_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a finding of GuardDuty (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html)."""
    found = (
        "Who: <user> <key> <instance> <bucket> (<kind>), from <address> <peer>",
        "What: <type> <call>, severity <severity>, seen <count> times from <first> to <last>",
        "Where: account <account>, region <region>",
        "When: <time>",
        f"GuardDuty, in the audit account: https://{console(partition)}/guardduty/home?region=<region>"
        "#/findings?search=id%3D<finding>",
    )
    return _message(_THREAT, headline, found, to_do)


def access_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a finding of IAM Access Analyzer."""
    found = (
        "Who: <principal> <federated>",
        "What: may <action>, if nothing more, on <resource> (<kind>) <error>",
        "Where: account <account>, region <region>",
        "When: <time>",
        f"IAM Access Analyzer, in account <account>, finding <finding>: https://{console(partition)}/access-analyzer/"
        "home?region=<region>#/findings",
    )
    return _message(_ACCESS, headline, found, to_do)


def risk_message(headline: str, to_do: str, partition: str) -> Message:
    """Of an event of AWS Health; in an organization's view another account than the affected one may have it."""
    found = (
        "Who: <entity>",
        "What: <event>",
        "Where: account <account> <affected>, region <region>",
        "When: <time>, since <since>",
        f"AWS Health, in account <account>, event <finding>: https://{console(partition)}/health/home",
    )
    return _message(_RISK, headline, found, to_do)


def imported_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a finding in Security Hub (https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html)."""
    found = (
        "Who: <resource>",
        "What: <generator> of <product> (<kind>), <severity>",
        "Where: account <account>, region <where>",
        "When: <time>",
        f"Security Hub, in the audit account, finding <finding>: https://{console(partition)}/securityhub/home"
        "?region=<region>#/findings",
    )
    return _message(_IMPORTED, headline, found, to_do)


def anomaly_message(headline: str, to_do: str, partition: str) -> Message:
    """Of an anomaly; its first cause is the one with most impact."""
    found = (
        "Who: account <account>",
        "What: <service> (<kind>), <spent> USD instead of <expected>",
        "Where: account <account>, region <where>",
        "When: <time>, since <since>",
        f"Cost Anomaly Detection, in the management account, anomaly <finding>: https://{console(partition)}"
        "/cost-management/home#/anomaly-detection/overview",
    )
    return _message(_SPENT, headline, found, to_do)


def attachment_message(headline: str, to_do: str, partition: str) -> Message:
    """Of a record of CloudTrail about a policy that was attached."""
    attached = "Attached: <policy> to <target> <role> <group>"
    return Message(paths=_ATTACHMENT, lines=(headline, *call_lines(partition, attached), f"To do: {to_do}"))


def _message(paths: dict[str, str], headline: str, found: tuple[str, ...], to_do: str) -> Message:
    return Message(paths=paths, lines=(headline, *found, f"To do: {to_do}"))
