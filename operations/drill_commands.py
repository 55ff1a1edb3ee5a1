"""Commands of this room: drill break-glass."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.options import HERE, FolderOption, StackOption, fail, project

if TYPE_CHECKING:
    from operations.drill import Rehearsal

_EVIDENCE = Path("evidence")


def add_to(app: typer.Typer) -> None:
    """Mount the group `drill`."""
    drill = typer.Typer(help="Rehearsals of what is rarely used.", no_args_is_help=True)
    drill.callback()(_group)
    drill.command("break-glass")(break_glass)
    app.add_typer(drill, name="drill")


def _group() -> None:
    """Rehearsals of what is rarely used: dry unless --apply is given."""


def break_glass(
    stack: StackOption = "prod",
    account: Annotated[list[str] | None, typer.Option(help="Key of an account; all active ones without it.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Take the roles, which alarms, and write the record.")] = False,
    mfa_serial: Annotated[str | None, typer.Option(help="Serial number of the user's hardware token.")] = None,
    mfa_code: Annotated[str | None, typer.Option(help="The six digits that it shows now.")] = None,
    by: Annotated[str | None, typer.Option(help="Who holds the password; needed with --apply.")] = None,
    witness: Annotated[str | None, typer.Option(help="Who holds the device; needed with --apply.")] = None,
    folder: Annotated[Path, typer.Option(help="Where the record is written.")] = _EVIDENCE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Rehearse break-glass; exit 1 when something is amiss, 2 when it can't be tried.

    Dry, it reads users, devices, rights and rules of the management account with the credentials that boto3 finds.
    With --apply it takes the roles as one of the two users does, in every account: announce it, for the alarm goes off.
    docs/break-glass.md says how.

    Example: guardrails drill break-glass --apply --mfa-serial GAHT12345678 --mfa-code 123456 --by ana --witness bob
    """
    from config.loader import load_stack
    from config.problem import ConfigError
    from operations.aws import AwsError, explained, session
    from operations.drill import Device, known, rehearse

    if (mfa_serial is None) != (mfa_code is None):
        raise fail(["found one of --mfa-serial and --mfa-code, expected both; give the other too"])
    if mfa_code is not None and not (len(mfa_code) == 6 and mfa_code.isdigit()):
        raise fail(["found another --mfa-code than six digits, expected those that the token shows; type them again"])
    if apply and (not by or not witness or by == witness):
        raise fail(["found fewer than two people, expected two; name both with --by and --witness"])
    device = Device(serial=mfa_serial, code=mfa_code) if mfa_serial and mfa_code else None
    root = project(cwd)
    try:
        loaded = load_stack(stack, root)
        if loaded.baseline.break_glass is None:
            raise fail([f"found no breakGlass in stack {stack}, expected it; add breakGlass: {{}} and deploy it"])
        with explained():
            accounts = tuple(known(loaded, tuple(account or ())))
            result = rehearse(session(), loaded, accounts, device=device, apply=apply)
    except (AwsError, ConfigError) as error:
        raise fail(error.errors) from None
    _show(
        result, loaded.name, loaded.organization.id or "none", (by or "", witness or ""), root / folder, as_json=as_json
    )
    if not result.passed:
        raise typer.Exit(1)


def _show(
    result: "Rehearsal", stack: str, organization: str, people: tuple[str, str], folder: Path, *, as_json: bool
) -> None:
    import datetime

    from operations.drill_evidence import Record, write

    by, witness = people
    record = Record(
        stack=stack,
        organization=organization,
        moment=datetime.datetime.now(datetime.UTC),
        by=by,
        witness=witness,
        rehearsal=result,
    )
    if as_json:
        typer.echo(record.as_json(), nl=False)
    else:
        marks = {True: "ok    ", False: "FAILED", None: "-     "}
        typer.echo("".join(f"{marks[check.passed]} {check.name}: {check.found}\n" for check in result.checks), nl=False)
    if not result.applied:
        typer.echo("nothing was taken and nothing written; add --apply for a rehearsal that counts", err=True)
        return
    try:
        written = write(record, folder)
    except OSError as error:
        raise fail([f"can't write the record ({error.strerror}); choose another --folder"]) from None
    typer.echo(f"wrote {written[0].name} and {written[1].name}; keep them with the audit's evidence", err=True)
