"""Commands about who gets in, and who can do what: access matrix, who-can."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from config.command_inputs import account_key, known_action, known_keys, known_resource, load, pairs
from config.options import HERE, FolderOption, StackOption, fail

if TYPE_CHECKING:
    from config.models import Stack
    from config.who_can import Answer


class Format(StrEnum):
    """How a table is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Mount the commands."""
    app.command(name="who-can")(who_can)
    access = typer.Typer(help="People's access.", no_args_is_help=True)
    access.callback()(_group)
    access.command("matrix")(matrix)
    app.add_typer(access, name="access")


def _group() -> None:
    """People's access."""


def matrix(
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Write who holds which permission set in which account, with session length, boundary and last day.

    Accounts that are named but not active are told on stderr.

    Example: guardrails access matrix -s prod --format markdown
    """
    from config.access_matrix import as_csv, as_json, as_markdown, as_text, rows
    from config.identity_plan import access

    found = load(stack, cwd)
    write = {Format.TABLE: as_text, Format.MARKDOWN: as_markdown, Format.CSV: as_csv, Format.JSON: as_json}[form]
    typer.echo(write(rows(found)))
    if found.standalone:
        typer.echo(
            "an account without an organization has no Identity Center: guardrails who-can names its roles", err=True
        )
    for skipped in access(found).skipped:
        typer.echo(f"left out: account {skipped.account}, which is {skipped.state}", err=True)


def who_can(
    action: Annotated[str, typer.Option(help="The action, such as s3:GetObject.")],
    resource: Annotated[str, typer.Option(help="ARN of what it is about.")] = "*",
    account: Annotated[str, typer.Option(help="One account's key or id; all that are active where left out.")] = "",
    context: Annotated[list[str] | None, typer.Option(help="A condition key, KEY=VALUE; may be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Name everybody whom the configuration lets do something, and the path by which they can.

    "some" means on other resources or under other conditions than were asked about, "unknown" that nobody here knows
    what a policy says. Users and roles that the configuration doesn't make are not looked at.

    Example: guardrails who-can -s prod --action s3:GetObject --resource arn:aws:s3:::exampleorg1-shop-site/index.html
    """
    import datetime
    from dataclasses import asdict

    from config.reach import elsewhere
    from config.who_can import Question, unread
    from config.who_can import who_can as answers
    from policies.errors import UnsupportedError

    found = load(stack, cwd)
    question = Question(
        action=known_action(action), resource=known_resource(resource), context=known_keys(pairs(context or []))
    )
    named = [account_key(found, account)] if account else list(found.active_accounts())
    accounts, notes = elsewhere(found, question.action, named)
    try:
        able = list(answers(found, question, accounts, datetime.datetime.now(tz=datetime.UTC)))
    except UnsupportedError as error:
        raise fail([str(error)]) from None
    if as_json:
        typer.echo(json.dumps([asdict(answer) for answer in able], indent=2))
        return
    typer.echo(_lines(found, able) or "nobody")
    for note in notes:
        typer.echo(note, err=True)
    for note in unread(found, accounts):
        typer.echo(f"unknown: {note}, attached by others, whose document is not in organization.json", err=True)
    if found.organization.management_account in accounts:
        where = "account" if found.standalone else "management account"
        typer.echo(f"not looked at: whoever deploys, in the {where}, by credentials of their own", err=True)


def _lines(stack: "Stack", able: "list[Answer]") -> str:
    lines: list[str] = []
    for key in dict.fromkeys(answer.account for answer in able):
        lines.append(f"{key} ({stack.baseline.accounts[key].id})")
        lines += [
            f"  {answer.outcome.value:8}{' -> '.join((answer.principal, *answer.path))}"
            for answer in able
            if answer.account == key
        ]
    return "\n".join(lines)
