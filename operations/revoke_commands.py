"""Commands of this room: revoke, and its rehearsal, drill revoke."""

import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from config.command_inputs import load
from config.options import HERE, FolderOption, StackOption, fail, project
from operations.drill_output import EVIDENCE, finish, told
from operations.refusals import refusals

_DAYS = 30
_NEEDED = "found no --owner, --reason or --ticket, expected all of them with --apply; give them"


def add_to(app: typer.Typer) -> None:
    """Mount the command, and its rehearsal in the group `drill`."""
    app.command("revoke")(revoke)
    drill = next(group.typer_instance for group in app.registered_groups if group.name == "drill")
    if drill is not None:
        drill.command("revoke")(rehearse)


def revoke(
    who: Annotated[str, typer.Argument(help="A user's name, e-mail address or id; or a role's ARN.")],
    stack: StackOption = "prod",
    apply: Annotated[bool, typer.Option("--apply", help="Do it, and write the record.")] = False,
    owner: Annotated[str | None, typer.Option(help="E-mail address of who answers for it.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in ten characters or more.")] = None,
    ticket: Annotated[str | None, typer.Option(help="The incident's ticket.")] = None,
    expires: Annotated[str | None, typer.Option(help="Last day of a person's entry; 30 days ahead without it.")] = None,
    folder: Annotated[Path, typer.Option(help="Where the record is written.")] = EVIDENCE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """End a person's access now, or a role's sessions; exit 1 when a part could not be done, 2 when nothing was.

    A person: open sessions are denied in every account, groups and assignments taken away, and the stack file says so
    too, for a deployment keeps what that says. A role: sessions older than now are denied. Dry without --apply; run
    again, it goes on where it stopped. With credentials of the management account; docs/revoke.md says more.

    Example: guardrails revoke alice --apply --owner ana@example.com --reason "laptop stolen" --ticket SEC-102
    """
    from operations import revoke as revoking
    from operations.aws import session

    if apply and not (owner and reason and ticket):
        raise fail([_NEEDED])
    root, now = project(cwd), datetime.datetime.now(datetime.UTC)
    deed = revoking.Deed(
        stack=load(stack, cwd),
        root=root,
        moment=now,
        owner=owner or "",
        reason=reason or "",
        ticket=ticket or "",
        expires=expires or f"{now + datetime.timedelta(days=_DAYS):%Y-%m-%d}",
        apply=apply,
    )
    with refusals():
        result = revoking.revoke(session(), deed, who, partial(told, as_json=as_json))
    finish(result, "revocation", deed.stack, (deed.owner, ""), root / folder, as_json=as_json, rehearsed=False)


def rehearse(
    stack: StackOption = "prod",
    apply: Annotated[bool, typer.Option("--apply", help="Change the policy and back, and write the record.")] = False,
    by: Annotated[str | None, typer.Option(help="Who does it; needed with --apply.")] = None,
    folder: Annotated[Path, typer.Option(help="Where the record is written.")] = EVIDENCE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Rehearse `revoke`; exit 1 when something is amiss, 2 when it can't be tried.

    Dry, it looks whether the policy that denies people is in place and says what the stack file says, and whether
    people and permission sets can be read. With --apply it puts the id of no user into the policy, takes it out again,
    and reaches every account: alarms hear that the policy changed, so announce it. docs/revoke.md says how.

    Example: guardrails drill revoke --apply --by ana
    """
    from operations import revocation_drill
    from operations.aws import session

    if apply and not by:
        raise fail(["found nobody who does it, expected a name; give it with --by"])
    loaded = load(stack, cwd)
    with refusals():
        result = revocation_drill.rehearse(session(), loaded, apply=apply)
    told(result.checks, as_json=as_json)
    finish(result, "revoke", loaded, (by or "", ""), project(cwd) / folder, as_json=as_json)
