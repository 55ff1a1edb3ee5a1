"""Commands of this room: drill alerts, drill break-glass."""

from pathlib import Path
from typing import Annotated

import typer

from config.command_inputs import load
from config.options import HERE, FolderOption, StackOption, fail, project
from operations.drill_output import EVIDENCE, finish, told
from operations.refusals import refusals


def add_to(app: typer.Typer) -> None:
    """Mount the group `drill`."""
    drill = typer.Typer(help="Rehearsals of what is rarely used.", no_args_is_help=True)
    drill.callback()(_group)
    drill.command("alerts")(alerts)
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
    folder: Annotated[Path, typer.Option(help="Where the record is written.")] = EVIDENCE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Rehearse break-glass; exit 1 when something is amiss, 2 when it can't be tried.

    Dry, it reads users, devices, rights and rules of the management account with the credentials that boto3 finds.
    With --apply it takes the roles as one of the two users does, in every account: announce it, for the alarm goes off.
    docs/break-glass.md says how.

    Example: guardrails drill break-glass --apply --mfa-serial GAHT12345678 --mfa-code 123456 --by ana --witness bob
    """
    from operations.aws import session
    from operations.drill import Device, known, rehearse

    if (mfa_serial is None) != (mfa_code is None):
        raise fail(["found one of --mfa-serial and --mfa-code, expected both; give the other too"])
    if mfa_code is not None and not (len(mfa_code) == 6 and mfa_code.isdigit()):
        raise fail(["found another --mfa-code than six digits, expected those that the token shows; type them again"])
    if apply and (not by or not witness or by == witness):
        raise fail(["found fewer than two people, expected two; name both with --by and --witness"])
    device = Device(serial=mfa_serial, code=mfa_code) if mfa_serial and mfa_code else None
    loaded = load(stack, cwd)
    if loaded.baseline.break_glass is None:
        raise fail([f"found no breakGlass in stack {stack}, expected it; add breakGlass: {{}} and deploy it"])
    with refusals():
        accounts = tuple(known(loaded, tuple(account or ())))
        result = rehearse(session(), loaded, accounts, device=device, apply=apply)
    told(result.checks, as_json=as_json)
    finish(result, "break-glass", loaded, (by or "", witness or ""), project(cwd) / folder, as_json=as_json)


def alerts(
    stack: StackOption = "prod",
    account: Annotated[list[str] | None, typer.Option(help="Key of an account; all active ones without it.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Send, which pages people, and write the record.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Part of the name of a rule or alarm; all without it.")] = None,
    by: Annotated[str | None, typer.Option(help="Who does it; needed with --apply.")] = None,
    wait: Annotated[float, typer.Option(min=1, help="Seconds to wait for what was sent.")] = 1800,
    folder: Annotated[Path, typer.Option(help="Where the record is written.")] = EVIDENCE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Send harmless events and records along every way of an alert; exit 1 when one did not arrive.

    Dry, it lists the ways and looks at the channels. With --apply it puts an event for each rule in every account and
    region and records for each alarm, and waits until the drill's queue heard them: announce it, for every channel
    hears them too. docs/alerts.md says how.

    Example: guardrails drill alerts --apply --by ana
    """
    import datetime

    from operations.alert_drill import drill
    from operations.aws import session
    from operations.drill import known

    if apply and not by:
        raise fail(["found nobody who does it, expected a name; give it with --by"])
    mark = f"{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}"
    loaded = load(stack, cwd)
    with refusals():
        accounts = tuple(known(loaded, tuple(account or ())))
        chosen = tuple(only or ())
        result = drill(session(), loaded, accounts, only=chosen, mark=mark, patience=wait, apply=apply)
    told(result.checks, as_json=as_json)
    finish(result, "alerts", loaded, (by or "", ""), project(cwd) / folder, as_json=as_json)
