"""Commands of this room: check, schema, docs, accounts add."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.options import HERE, FolderOption, StackOption, fail, project

if TYPE_CHECKING:
    from config.models import Stack

Write = Annotated[bool, typer.Option("--write", help="Write the file instead of printing it.")]

SCHEMA = Path("config/schema/stack.schema.json")
DOCUMENT = Path("docs/configuration.md")
CATALOGUE = Path("docs/guardrails.md")
ESCALATIONS = Path("docs/escalations.md")
RUNBOOK = Path("docs/runbook.md")
CIS = Path("docs/cis.md")


def add_to(app: typer.Typer) -> None:
    """Mount the commands, so that cli.py knows no room's inside."""
    app.command()(check)
    app.command()(schema)
    app.command()(docs)
    accounts = typer.Typer(help="Accounts in the stack file.", no_args_is_help=True)
    accounts.callback()(_group)
    accounts.command("add")(add)
    app.add_typer(accounts, name="accounts")


def check(stack: StackOption = "", cwd: FolderOption = HERE) -> None:
    """Check a stack's configuration, or all stacks'; exit 2 with every error and its place."""
    import datetime

    from config.loader import (
        access_warnings,
        expiry_errors,
        expiry_warnings,
        inspect,
        proof_errors,
        region_warnings,
        unknown_warnings,
    )

    root = project(cwd)
    names = [stack] if stack else sorted(path.name[7:-5] for path in root.glob("Pulumi.*.yaml"))
    if not names:
        raise fail(["found no Pulumi.STACK.yaml, expected one per stack; copy the example's Pulumi.prod.yaml"])
    today = datetime.datetime.now(tz=datetime.UTC).date()
    problems = set()
    for name in names:
        loaded = inspect(name, root)
        wrong = {*loaded.problems, *expiry_errors(loaded, today), *proof_errors(loaded)}
        problems |= wrong
        for warning in (
            *expiry_warnings(loaded, today),
            *access_warnings(loaded),
            *unknown_warnings(loaded),
            *region_warnings(loaded),
        ):
            typer.echo(f"warning: {warning}", err=True)
        if loaded.stack and not wrong:
            typer.echo(f"{name}: ok, {_counts(loaded.stack)}")
    if problems:
        raise fail([str(problem) for problem in sorted(problems)])


def _counts(stack: "Stack") -> str:
    from config.identity_plan import access
    from config.plan import placements

    if stack.standalone:
        return "one account without an organization"
    baseline, granted = stack.baseline, access(stack)
    return ", ".join(
        (
            f"{len(baseline.accounts)} accounts ({len(stack.active_accounts())} active)",
            f"{len(placements(stack))} guardrails",
            f"{len(baseline.permission_sets) + len(baseline.management_permission_sets)} permission sets",
            f"{len(granted.members) + len(granted.management)} assignments",
            f"{len(stack.organization.exemptions)} exemptions",
        )
    )


def schema(write: Write = False, cwd: FolderOption = HERE) -> None:
    """The JSON Schema of a stack file, for editors."""
    from config.generated import schema_text

    _put(schema_text(), SCHEMA, cwd, write=write)


def docs(write: Write = False, cwd: FolderOption = HERE) -> None:
    """The references of settings, guardrails and escalations, the runbook of the alarms, and the map of CIS 7."""
    from config.catalogue_document import catalogue_text
    from config.cis_document import cis_text
    from config.escalation_document import escalations_text
    from config.generated import document_text
    from config.runbook_document import runbook_text

    _put(document_text(), DOCUMENT, cwd, write=write)
    _put(catalogue_text(), CATALOGUE, cwd, write=write)
    _put(escalations_text(), ESCALATIONS, cwd, write=write)
    _put(runbook_text(), RUNBOOK, cwd, write=write)
    _put(cis_text(), CIS, cwd, write=write)


def _put(text: str, file: Path, cwd: Path, *, write: bool) -> None:
    if not write:
        typer.echo(text, nl=False)
        return
    path = project(cwd) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {file}")


def _group() -> None:
    """Accounts in the stack file."""


def add(
    key: Annotated[str, typer.Argument(help="The account's key, which never changes.")],
    number: Annotated[str, typer.Option("--id", help="Its 12 digits.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    email: Annotated[str, typer.Option(help="Its root user's address.")],
    unit: Annotated[str, typer.Option("--ou", help="Its organizational unit's path, or Root.")],
    preset: Annotated[str, typer.Option(help="A key under presets.")],
    stack: StackOption = "prod",
    apply: Annotated[bool, typer.Option("--apply", help="Change the file instead of printing the difference.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Add an account to a stack file, comments kept; refuse when the result would not load."""
    import difflib

    from config.edit import NewAccount, add_account
    from config.loader import ConfigError

    root = project(cwd)
    account = NewAccount(key=key, id=number, name=name, email=email, unit=unit, preset=preset)
    try:
        before, after = add_account(stack, root, account)
    except ConfigError as error:
        raise fail(error.errors) from None
    file = f"Pulumi.{stack}.yaml"
    if apply:
        (root / file).write_bytes(after.encode("utf-8"))
        typer.echo(f"added {key} to {file}")
        return
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="", n=1)
    typer.echo("\n".join(difference))
    typer.echo("nothing was changed; add --apply to change the file")
