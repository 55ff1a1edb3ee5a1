"""Statements that are well formed and do something else than they say: each was found in a public catalogue."""

import re
from collections.abc import Iterator

from policies.lint import globs, reference
from policies.lint.finding import Finding
from policies.lint.statement import Clause, View

_PRINCIPAL_KEYS = frozenset({"aws:principaltype", "aws:principalarn", "aws:userid", "aws:username"})
_ROOT = re.compile(r"arn:[^:]*:iam::[^:]*:root")
# S3 encrypts an upload without the header by the bucket's default
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
_DEFAULTED = "s3:x-amz-server-side-encryption"


def pitfall_findings(views: list[View]) -> Iterator[Finding]:
    """What the Deny statements of a document miss, or catch by accident."""
    denies = [view for view in views if view.effect == "Deny"]
    for view in denies:
        yield from _sessions_without_mfa(view)
        yield from _uploads_by_default(view)
        yield from _assumed_root(view)
        yield from _former_names(view, denies)


def _keys(view: View) -> dict[str, Clause]:
    return {clause.key.lower(): clause for clause in view.clauses}


def _sessions_without_mfa(view: View) -> Iterator[Finding]:
    """Roles of pipelines, services and Identity Center never have the key.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    keys = _keys(view)
    clause = keys.get("aws:multifactorauthpresent")
    if clause and clause.base == "Bool" and clause.values == ("false",) and not _PRINCIPAL_KEYS & keys.keys():
        message = "denies every role session too, of Identity Center and pipelines as well: they carry no MFA"
        fix = 'bind IAM users only: add "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}'
        yield view.finding(clause.element, ", ".join(clause.values), message, fix)


def _uploads_by_default(view: View) -> Iterator[Finding]:
    """An upload without the header is encrypted all the same, yet a plain Not operator denies it."""
    clauses = [clause for clause in view.clauses if clause.key.lower() == _DEFAULTED]
    if any(clause.base == "Null" for clause in clauses):
        return
    for clause in clauses:
        if clause.negated and not clause.if_exists:
            message = "denies uploads without the header, which S3 encrypts by default"
            yield view.finding(clause.element, ", ".join(clause.values), message, f"write {clause.operator}IfExists")


def _assumed_root(view: View) -> Iterator[Finding]:
    """A session of sts:AssumeRoot has the root user's ARN.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
    """
    keys = _keys(view)
    clause = keys.get("aws:principalarn")
    everything = bool(view.not_actions) or any(pattern in reference.EVERYTHING for pattern in view.actions)
    if not clause or not everything or clause.negated or "aws:assumedroot" in keys:
        return
    if roots := [value for value in clause.values if _ROOT.fullmatch(value)]:
        message = "denies the sessions of sts:AssumeRoot too, which recover an account centrally"
        fix = 'add "Null": {"aws:AssumedRoot": "true"}, or a condition that says they are meant'
        yield view.finding(clause.element, ", ".join(roots), message, fix)


def _former_names(view: View, denies: list[View]) -> Iterator[Finding]:
    """Leaving a security service has a permission under its former name and one under the present.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
    """
    denied = [pattern.lower() for deny in denies for pattern in deny.actions]
    for pattern in view.actions:
        present = re.sub("MasterAccount", "AdministratorAccount", pattern, flags=re.IGNORECASE)
        if present == pattern or not reference.matching(present):
            continue
        if not any(globs.matches(known, present.lower()) for known in denied):
            message = f"{present} does the same and is not denied"
            yield view.finding("Action", pattern, message, f"deny {present} as well")
