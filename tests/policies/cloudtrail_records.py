"""CloudTrail records as EventBridge delivers them, and what the filter of break-glass says of one."""

import re

from policies.break_glass_events import filter_pattern
from policies.example import MANAGEMENT, MEMBER


def session(role="guardrails-break-glass", account=MANAGEMENT):
    arn = f"arn:aws:iam::{account}:role/{role}"
    issuer = {
        "type": "Role",
        "principalId": "AROAEXAMPLEEXAMPLE001",
        "arn": arn,
        "accountId": account,
        "userName": role,
    }
    return {
        "type": "AssumedRole",
        "principalId": "AROAEXAMPLEEXAMPLE001:guardrails-break-glass-1",
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/guardrails-break-glass-1",
        "accountId": account,
        "sessionContext": {
            "sessionIssuer": issuer,
            "attributes": {"creationDate": "2026-11-25T10:00:00Z", "mfaAuthenticated": "false"},
        },
    }


def record(source, name, identity, *, reads=False, parameters=None, kind="AWS API Call via CloudTrail", **more):
    """A record as EventBridge delivers it (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html)."""
    return {
        "version": "0",
        "id": "6f1d3b2e-0000-0000-0000-000000000000",
        "detail-type": kind,
        "source": f"aws.{source}",
        "account": identity.get("accountId", MEMBER),
        "time": "2026-11-25T10:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": {
            "eventVersion": "1.11",
            "userIdentity": identity,
            "eventTime": "2026-11-25T10:00:00Z",
            "eventSource": f"{source}.amazonaws.com",
            "eventName": name,
            "awsRegion": "us-east-1",
            "sourceIPAddress": "198.51.100.7",
            "requestParameters": parameters,
            "responseElements": None,
            "readOnly": reads,
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "eventCategory": "Management",
            **more,
        },
    }


def counted(event):
    """The filter as CloudWatch Logs reads it: alternatives of one path and one value, in which * is anything."""
    alternatives = re.findall(r'\(\$\.([\w.]+) = "([^"]+)"\)', filter_pattern())
    rebuilt = " || ".join(f'($.{path} = "{value}")' for path, value in alternatives)
    assert filter_pattern() == f"{{ {rebuilt} }}"
    for path, value in alternatives:
        node = event["detail"]
        for key in path.split("."):
            node = (node or {}).get(key) if isinstance(node, dict) else None
        if isinstance(node, str) and re.fullmatch(re.escape(value).replace(r"\*", ".*"), node):
            return True
    return False
