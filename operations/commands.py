"""Commands of this room: accounts discover, and those of other files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.options import HERE, FolderOption, StackOption, fail, project
from operations.refusals import refusals

if TYPE_CHECKING:
    from config.loader import Loaded
    from config.snapshot import Snapshot


def add_to(app: typer.Typer) -> None:
    """Mount the commands beside those of config/, in its group `accounts`, and `alerts`, `drill` and `revoke`."""
    from operations import alert_commands, default_group_commands, drill_commands, revoke_commands

    alert_commands.add_to(app)
    drill_commands.add_to(app)
    revoke_commands.add_to(app)
    accounts = next(group.typer_instance for group in app.registered_groups if group.name == "accounts")
    if accounts is not None:
        accounts.command("discover")(discover)
        default_group_commands.add_to(accounts)


def discover(
    stack: StackOption = "prod",
    write: Annotated[bool, typer.Option("--write", help="Write organization.json instead of comparing it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what AWS has in the form of the file.")] = False,
    cwd: FolderOption = HERE,
) -> None:
    """Compare organization.json with AWS, or write it; exit 1 when they differ, 2 when AWS can't be read.

    Reads only, with the credentials that boto3 finds: the management account's or a delegated administrator's.

    Example: AWS_PROFILE=management guardrails accounts discover -s prod --write
    """
    from config.files import SNAPSHOT_FILE
    from config.loader import inspect
    from operations import canonical
    from operations.difference import counts, differences, lines

    if write and as_json:
        raise fail(["found --json and --write, expected one of them; leave one out"])
    root = project(cwd)
    loaded = inspect(stack, root)
    if "standalone" in loaded.sources.parts:
        raise fail(
            [f"found guardrails:standalone in Pulumi.{stack}.yaml, expected an organization; name another stack"]
        )
    before = _committed(loaded, root / SNAPSHOT_FILE, needed=not write and not as_json)
    after = _live(loaded)
    if as_json:
        typer.echo(canonical.text_of(after), nl=False)
        return
    written = write and _written(after, root / SNAPSHOT_FILE)
    _say_what_is_unknown(after)
    changes = differences(before, after)
    typer.echo("".join(f"{line}\n" for line in lines(changes)), nl=False)
    if not write and changes:
        typer.echo(f"{SNAPSHOT_FILE} differs from AWS ({counts(changes)}); add --write to write it")
        raise typer.Exit(1)
    if not write:
        typer.echo(f"{SNAPSHOT_FILE} says what AWS has: {_size(after)}")
    elif written:
        typer.echo(f"wrote {SNAPSHOT_FILE}: {_size(after)}")
    else:
        typer.echo(f"{SNAPSHOT_FILE} was not changed, it says what AWS has: {_size(after)}")


def _committed(loaded: "Loaded", path: Path, *, needed: bool) -> "Snapshot | None":
    """The file as a model; None when there is none, or none that can be read and none is needed."""
    from config.snapshot import Snapshot

    wrong = [problem for problem in loaded.problems if problem.file == path.name]
    if not wrong:
        return Snapshot.model_validate(loaded.sources.values()["snapshot"])
    if needed and path.exists():
        raise fail([*(str(problem) for problem in wrong), "or write the file anew: add --write"])
    return None


def _live(loaded: "Loaded") -> "Snapshot":
    from operations.aws import session
    from operations.discover import discover as read
    from operations.progress import progress

    organization_id, region = _expected(loaded)
    with refusals(), progress() as shown:
        return read(session(), region, organization_id, shown)


def _expected(loaded: "Loaded") -> tuple[str, str]:
    """Organization id and home region: all of the stack file that can be relied on before organization.json exists."""
    from config.files import SNAPSHOT_FILE

    organization = loaded.sources.values().get("organization")
    values = organization if isinstance(organization, dict) else {}
    number, region = values.get("id"), values.get("homeRegion")
    if isinstance(number, str) and isinstance(region, str):
        return number, region
    wrong = [problem for problem in loaded.problems if problem.file != SNAPSHOT_FILE]
    # What depends on the snapshot can't be right before there is one.
    first = [problem for problem in wrong if problem.path.startswith("guardrails:organization")]
    raise fail([str(problem) for problem in first or wrong])


def _written(snapshot: "Snapshot", path: Path) -> bool:
    from operations.canonical import write

    try:
        return write(snapshot, path)
    except OSError as error:
        raise fail([f"can't write {path.name} ({error.strerror}); make its folder writable"]) from None


def _say_what_is_unknown(snapshot: "Snapshot") -> None:
    from policies.types import AccountState

    unknown = [
        number
        for number, fact in sorted(snapshot.accounts.items())
        if fact.state == AccountState.ACTIVE and fact.opt_in_regions is None
    ]
    if unknown:
        typer.echo(
            f"warning: AWS does not tell which regions are enabled in {len(unknown)} active accounts "
            f"({', '.join(unknown[:3])}{', ...' if len(unknown) > 3 else ''}); allow account:ListRegions, and give it "
            "trusted access: aws organizations enable-aws-service-access --service-principal account.amazonaws.com",
            err=True,
        )


def _size(snapshot: "Snapshot") -> str:
    groups = snapshot.identity_center.groups if snapshot.identity_center else {}
    policies = {(fact.type, fact.name) for facts in snapshot.policies.values() for fact in facts}
    return (
        f"{len(snapshot.organizational_units)} organizational units, {len(snapshot.accounts)} accounts, "
        f"{len(policies)} policies of others, {len(groups)} groups"
    )
