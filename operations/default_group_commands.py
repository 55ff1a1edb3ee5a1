"""Commands of this room: accounts close-default-security-groups, accounts restore-default-security-groups."""

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.command_inputs import account_key, load
from config.options import HERE, FolderOption, StackOption, fail, project
from operations.drill_output import EVIDENCE
from operations.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.models import Stack
    from operations.default_group_changes import Closing, Restoring
    from operations.default_group_output import Report
    from operations.default_group_record import Record

Accounts = Annotated[list[str] | None, typer.Option("--account", help="Key or id of an account; all without it.")]
Groups = Annotated[list[str] | None, typer.Option("--group", help="Id of a security group; all without it.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it; without it nothing is changed.")]
RoleOption = Annotated[str | None, typer.Option("--role", help="Role to enter accounts by, not the deployment's.")]
Json = Annotated[bool, typer.Option("--json", help="Print every group with its rules as JSON.")]


def add_to(accounts: typer.Typer) -> None:
    """Mount the commands in the group `accounts`."""
    accounts.command("close-default-security-groups")(close)
    accounts.command("restore-default-security-groups")(restore)


def close(
    stack: StackOption = "prod",
    account: Accounts = None,
    group: Groups = None,
    all_regions: Annotated[
        bool, typer.Option("--all-regions", help="Every region that the account has enabled, not those in use.")
    ] = False,
    include_in_use: Annotated[
        bool, typer.Option("--include-in-use", help="Close also those that something uses: it loses its network.")
    ] = False,
    role: RoleOption = None,
    apply: Apply = False,
    folder: Annotated[Path, typer.Option(help="Where the taken rules are written.")] = EVIDENCE,
    as_json: Json = False,
    cwd: FolderOption = HERE,
) -> None:
    """Take all rules from the default security groups of VPCs; exit 1 while one is open, 2 for wrong input.

    In every active account and in the regions in use, those of alertRegions and of the global services. A group is in
    use while a network interface has it, or a rule of another group refers to it: it is left and named. What was taken
    is written to a file first, by which `restore-default-security-groups` puts it back. docs/account-settings.md

    Example: guardrails accounts close-default-security-groups --role OrganizationAccountAccessRole --apply
    """
    from config.finding_sources import alert_regions
    from operations.default_group_changes import Closing

    loaded = load(stack, cwd)
    regions = dict.fromkeys(_active(loaded, account), None if all_regions else alert_regions(loaded))
    record = _record(loaded, project(cwd) / folder) if apply else None
    closing, kept = Closing(in_use=include_in_use, only=frozenset(group or ()), record=record), None
    try:
        report = _everywhere(loaded, regions, role, closing)
    finally:
        if record and record.close():
            kept = str(record.path)
            way = [kept, "-s", stack, *(["--role", role] if role else []), "--apply"]
            typer.echo(f"to undo: guardrails accounts restore-default-security-groups {shlex.join(way)}", err=True)
    _finish(report, loaded, role, group, as_json=as_json, kept=kept)


def restore(
    file: Annotated[Path, typer.Argument(help="What close-default-security-groups wrote.")],
    stack: StackOption = "prod",
    account: Accounts = None,
    group: Groups = None,
    role: RoleOption = None,
    apply: Apply = False,
    as_json: Json = False,
    cwd: FolderOption = HERE,
) -> None:
    """Put back the rules that default security groups lost; exit 1 while one is missing, 2 for wrong input.

    Only what a group lacks is added, and nothing is taken away: it may be run again. --group and --account narrow it.

    Example: guardrails accounts restore-default-security-groups evidence/FILE.jsonl --group sg-0123456789abcdef0
    """
    from operations.default_group_changes import Restoring
    from operations.default_group_record import read, regions_of

    loaded = load(stack, cwd)
    keys = _active(loaded, account)
    with refusals():
        recorded = read(file, loaded)
    groups = tuple(one for one in recorded if one.place.account in keys and (not group or one.id in group))
    restoring = Restoring(groups=groups, apply=apply)
    report = _everywhere(loaded, regions_of(groups), role, restoring)
    _finish(report, loaded, role, group, as_json=as_json)


def _active(stack: "Stack", wanted: list[str] | None) -> list[str]:
    """Keys of the accounts that are meant; raises typer.Exit with 2 for one that isn't active."""
    active = list(stack.active_accounts())
    keys = list(dict.fromkeys(account_key(stack, one) for one in wanted or ()))
    if closed := [key for key in keys if key not in active]:
        raise fail([f"--account: found {closed[0]}, expected an active account: {', '.join(active)}; leave it out"])
    return keys or active


def _record(stack: "Stack", folder: Path) -> "Record":
    from operations.default_group_record import Record

    now = datetime.datetime.now(datetime.UTC)
    try:
        return Record(folder / f"default-security-groups-{stack.name}-{now:%Y-%m-%dT%H%M%S.%fZ}.jsonl")
    except OSError as error:
        raise fail([f"can't write into {folder} ({error.strerror}); choose another --folder"]) from None


def _everywhere(
    stack: "Stack", regions: "Mapping[str, tuple[str, ...] | None]", role: str | None, work: "Closing | Restoring"
) -> "Report":
    from operations.aws import session
    from operations.default_group_output import Report
    from operations.everywhere import everywhere
    from operations.progress import progress

    with refusals(), progress() as shown:
        done, refused = everywhere(session(), stack, regions, role, work, shown)
    found = [outcome for outcomes in done.values() for outcome in outcomes]
    found.sort(key=lambda outcome: (outcome.group.place, outcome.group.vpc))
    return Report(outcomes=tuple(found), refused=tuple(refused))


def _finish(
    report: "Report",
    stack: "Stack",
    role: str | None,
    groups: list[str] | None,
    *,
    as_json: bool,
    kept: str | None = None,
) -> None:
    """Print what became of the groups; raises typer.Exit with 1 where something is left, 2 for a group that isn't."""
    typer.echo(report.as_json(kept) if as_json else "".join(f"{line}\n" for line in report.lines()), nl=False)
    for line in report.advice(stack, role):
        typer.echo(line, err=True)
    seen = {outcome.group.id for outcome in report.outcomes}
    if not report.refused and (unknown := [one for one in groups or () if one not in seen]):
        raise fail([f"--group: found {unknown[0]}, expected a default security group that was looked at; correct it"])
    if not report.passed:
        raise typer.Exit(1)
