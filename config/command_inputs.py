"""What commands read from their options: the stack, an account, condition keys."""

from pathlib import Path
from typing import TYPE_CHECKING

from config.options import fail, project

if TYPE_CHECKING:
    from config.models import Stack

# Of an ARN's six parts (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
_COLONS = 5


def load(stack: str, cwd: Path) -> "Stack":
    """The stack of a project; raises typer.Exit with 2 and every error when it doesn't load."""
    from config.loader import load_stack
    from config.problem import ConfigError

    try:
        return load_stack(stack, project(cwd))
    except ConfigError as error:
        raise fail(error.errors) from None


def account_key(stack: "Stack", wanted: str) -> str:
    """An account's key, given by it or by its id; raises typer.Exit with 2 when there is no such account."""
    from config.messages import meant

    accounts = stack.baseline.accounts
    for key, account in accounts.items():
        if wanted in (key, account.id):
            return key
    known = [*accounts, *(account.id for account in accounts.values())]
    raise fail([f"--account: found {wanted}, expected a key or id under accounts; {meant(wanted, known, nothing='')}"])


def pairs(texts: list[str]) -> dict[str, str | tuple[str, ...]]:
    """KEY=VALUE texts; a key given again has several values. Raises typer.Exit with 2 for what is no such pair."""
    values: dict[str, tuple[str, ...]] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise fail([f"--context: found {text}, expected KEY=VALUE; write aws:SourceIp=192.0.2.1 or the like"])
        values[key] = (*values.get(key, ()), value)
    return dict(values)


def known_action(action: str) -> str:
    """The action as AWS writes it; raises typer.Exit with 2 for one that AWS doesn't have."""
    from policies.lint.reference import matching, near_actions, near_services

    if {"*", "?"} & set(action):
        raise fail([f"--action: found {action}, expected an action such as s3:GetObject; ask for one action at a time"])
    exact = matching(action) if ":" in action else ()
    if exact:
        return exact[0].name
    service, colon, name = action.partition(":")
    near = near_actions(action) or [f"{each}:{name}" for each in near_services(service)] if colon else []
    hint = f"did you mean {' or '.join(near)}?" if near else "write it as service:Name"
    raise fail([f"--action: found {action}, expected an action such as s3:GetObject; {hint}"])


def known_resource(resource: str) -> str:
    """An ARN or `*`; raises typer.Exit with 2 for anything else, which no policy would ever be about."""
    if resource != "*" and (not resource.startswith("arn:") or resource.count(":") < _COLONS):
        raise fail([f"--resource: found {resource}, expected an ARN or *; write arn:aws:s3:::BUCKET/KEY or the like"])
    return resource


def known_keys(context: dict[str, str | tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
    """The condition keys given; raises typer.Exit with 2 for one that AWS doesn't have: no policy would ask for it."""
    from policies.lint.reference import key, near_keys

    for name in context:
        if key(name) is None:
            near = " or ".join(near_keys(name))
            hint = f"did you mean {near}?" if near else "look it up in the Service Authorization Reference"
            raise fail([f"--context: found {name}, expected a condition key of AWS; {hint}"])
    return context
