"""Resources that no action of the statement can have: the statement never matches, in an Allow as in a Deny.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

import re
from collections.abc import Iterator
from functools import cache

from policies.lint import globs, reference
from policies.lint.actions import live
from policies.lint.finding import Finding, Kind
from policies.lint.reference import Action, ResourceType
from policies.lint.statement import View

_VARIABLE = re.compile(r"\$\{[^}]*\}")
_PARTITION = re.compile(r"aws(-[a-z]+)*|[a-z-]*[*?][a-z*?-]*")
# How an API's own policy writes its resources
# (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html).
_OWN_API = "execute-api:/"
_PRODUCT_PARTS = 3
_ARN_PARTS = 6


def resource_findings(view: View) -> Iterator[Finding]:
    """Malformed ARNs, ARNs of other services or types, and actions that are never asked about any of the ARNs."""
    for element, arns in (("Resource", view.resources), ("NotResource", view.not_resources)):
        for arn in arns:
            yield from _form_findings(view, element, arn)
    for arn in view.not_resources:
        if _VARIABLE.search(arn):
            message = "where the variable's key is absent, what the statement covers is not documented"
            yield view.finding("NotResource", arn, message, "write the ARN, or use Resource")
    if view.actions and "*" not in view.resources and view.resources:
        yield from _mismatches(view)


def types_in_reach(action: Action, arns: tuple[str, ...]) -> tuple[ResourceType, ...]:
    """The action's resource types that one of the ARNs can name; all of them where none can or none is given."""
    if "*" in arns:
        return action.resource_types
    found = tuple(kind for kind in action.resource_types if any(_can_be(arn, kind.arn) for arn in arns))
    return found or action.resource_types


def _form_findings(view: View, element: str, arn: str) -> Iterator[Finding]:
    plain = _VARIABLE.sub("*", arn)
    relative = view.kind is Kind.RESOURCE and arn.startswith(_OWN_API)
    if plain.strip("*") == "" or relative:
        return
    parts = plain.split(":", _ARN_PARTS - 1)
    if parts[0] != "arn" or len(parts) < _PRODUCT_PARTS:
        yield view.finding(element, arn, "not an ARN", 'write arn:partition:service:region:account:resource, or "*"')
    elif not _PARTITION.fullmatch(parts[1]):
        yield view.finding(element, arn, f"{parts[1] or 'nothing'} is no partition", "write aws, aws-cn or aws-us-gov")
    elif "*" in _VARIABLE.sub("", parts[2]) or "?" in parts[2]:
        yield view.finding(element, arn, "the service takes no wildcard", 'write one ARN for each service, or "*"')
    elif len(parts) < _ARN_PARTS and not plain.endswith("*"):
        message = "AWS fills the missing parts with *: it covers more than it says"
        yield view.finding(element, arn, message, f"write {arn}{':*' * (_ARN_PARTS - len(parts))} if that is meant")


def _mismatches(view: View) -> Iterator[Finding]:
    patterns = [pattern for pattern in live(view.actions) if pattern not in reference.EVERYTHING]
    if len(patterns) < len(live(view.actions)):
        return
    actions = {action for pattern in patterns for action in reference.matching(pattern)}
    types = {kind.arn: kind for action in actions for kind in action.resource_types}
    for arn in view.resources:
        if types and not any(_can_be(arn, pattern) for pattern in types):
            names = ", ".join(sorted(types)[:4]).replace(globs.NO_SLASH, "*")
            yield view.finding("Resource", arn, "no action of the statement has such a resource", f"they have {names}")
    unmatched = [
        pattern for pattern in patterns if not any(_reached(a, view.resources) for a in reference.matching(pattern))
    ]
    if unmatched:
        message = "never asked about any of the resources: nothing of it matches"
        fix = 'give it a statement of its own, with its own ARNs or "*"'
        yield view.finding("Action", ", ".join(unmatched), message, fix)


def _reached(action: Action, arns: tuple[str, ...]) -> bool:
    if not action.resource_types:
        return any(globs.matches(arn, "*") for arn in arns)
    return any(_can_be(arn, kind.arn) for kind in action.resource_types for arn in arns)


@cache
def _can_be(arn: str, pattern: str) -> bool:
    """Whether the policy's ARN and the type's pattern have an ARN in common, part by part as IAM compares them."""
    whole = arn.replace(_OWN_API, "arn:*:execute-api:*:*:*/", 1)
    written, known = _VARIABLE.sub("*", whole).split(":", _ARN_PARTS - 1), pattern.split(":", _ARN_PARTS - 1)
    if len(written) < _ARN_PARTS:
        # A star goes on beyond the colon, and missing parts are stars.
        return globs.overlap(":".join(written), pattern) or globs.overlap(":".join([*written, "*"]), pattern)
    return len(known) < _ARN_PARTS or all(globs.overlap(one, other) for one, other in zip(written, known, strict=True))
