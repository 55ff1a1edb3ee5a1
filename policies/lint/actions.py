"""Actions that AWS doesn't have: a Deny of them protects nothing, and nobody is told.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

from policies.lint import globs, reference
from policies.lint.finding import Finding, Kind
from policies.lint.statement import View
from policies.rcp_services import RCP_EXCLUDED_ACTIONS, RCP_SERVICES

# API operations without a permission of that name, and the permission that is asked for instead:
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and _ConverseStream.html,
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
_ASKED_INSTEAD = {
    "bedrock:Converse": "bedrock:InvokeModel",
    "bedrock:ConverseStream": "bedrock:InvokeModelWithResponseStream",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:CopyObject": "s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:DeleteAccountPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:UploadPart": "s3:PutObject",
}


def live(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns that cover an action, in their order."""
    return tuple(p for p in patterns if p in reference.EVERYTHING or reference.matching(p))


def action_findings(view: View) -> Iterator[Finding]:
    """Patterns that cover no action, or none that this kind of document is asked about."""
    for element, patterns in (("Action", view.actions), ("NotAction", view.not_actions)):
        for pattern in patterns:
            yield from _pattern_findings(view, element, pattern)
    if view.actions and not live(view.actions):
        found = ", ".join(view.actions)
        yield view.finding("Statement", found, "no action exists: the statement never fires", "correct the actions")


def _pattern_findings(view: View, element: str, pattern: str) -> Iterator[Finding]:
    service, colon, _ = pattern.partition(":")
    if pattern in reference.EVERYTHING:
        if view.kind is Kind.RCP:
            yield view.finding(element, pattern, "an rcp names the service", "write service:* for each service")
    elif not colon:
        yield view.finding(element, pattern, "not of the form service:action", f"write service:{pattern}")
    elif service.lower() not in reference.services():
        yield view.finding(element, pattern, f"no service has the prefix {service}", _service_fix(pattern))
    elif not reference.matching(pattern):
        what = "the pattern covers no action" if "*" in pattern or "?" in pattern else "no such action"
        yield view.finding(element, pattern, f"{what} of {service}", _action_fix(pattern))
    elif view.kind is Kind.RCP:
        yield from _out_of_reach(view, element, pattern, service)
    elif view.kind is Kind.TRUST and service.lower() != "sts":
        message = "a role's trust is only asked about sts actions"
        yield view.finding(element, pattern, message, "write sts:AssumeRole or another sts action")


def _out_of_reach(view: View, element: str, pattern: str, service: str) -> Iterator[Finding]:
    if service.lower() not in RCP_SERVICES:
        yield view.finding(element, pattern, f"RCPs don't reach {service}: it is never denied", "deny it by an scp")
    elif all(action.name in RCP_EXCLUDED_ACTIONS for action in reference.matching(pattern)):
        yield view.finding(element, pattern, "RCPs don't restrict this permission", "drop it; deny it by an scp")


def _service_fix(pattern: str) -> str:
    service, _, name = pattern.partition(":")
    near = [f"{prefix}:{name}" for prefix in reference.near_services(service)]
    return _did_you_mean([p for p in near if reference.matching(p)] or near)


def _action_fix(pattern: str) -> str:
    asked = {
        permission
        for operation, permission in _ASKED_INSTEAD.items()
        if globs.matches(pattern.lower(), operation.lower())
    }
    if asked:
        return f"AWS asks for {', '.join(sorted(asked))} instead"
    return _did_you_mean(reference.near_actions(pattern))


def _did_you_mean(near: list[str]) -> str:
    return f"did you mean {' or '.join(near)}?" if near else "look it up in the Service Authorization Reference"
