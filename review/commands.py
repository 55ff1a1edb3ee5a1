"""Commands of this room: bootstrap deployer."""

import json
from pathlib import Path
from typing import Annotated

import typer

from config.command_inputs import load
from config.options import HERE, FolderOption, StackOption, fail, project


def add_to(app: typer.Typer) -> None:
    """Mount the commands."""
    group = typer.Typer(help="What must be there before the first deployment.", no_args_is_help=True)
    group.callback()(_group)
    group.command("deployer")(deployer)
    app.add_typer(group, name="bootstrap")


def _group() -> None:
    """What must be there before the first deployment."""


def deployer(
    out: Annotated[Path, typer.Option("--out", help="The folder to write the templates to.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print which policies are written, as JSON.")] = False,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Write the CloudFormation templates that make the deployers' roles, and print the commands for them.

    The rights are those that the stack's resources need, and no others: run it again when the stack has new kinds of
    resources, or new accounts with roles of machines. Nothing is called.

    Example: guardrails bootstrap deployer -s prod --out build/bootstrap
    """
    from config.proof import refusals
    from config.synthesis import write
    from policies.deployer.rights import UnknownTypeError
    from review.bootstrap import BootstrapError, closing, commands, templates
    from review.deployer import recorded

    found = load(stack, cwd)
    if refusals(found):
        raise fail([f"the program would refuse this configuration: run guardrails check -s {stack} first"])
    try:
        files = templates(found, recorded(project(cwd), stack))
        write(files | closing(found), out)
    except (BootstrapError, UnknownTypeError, OSError) as error:
        raise fail([str(error)]) from None
    if as_json:
        typer.echo(json.dumps({name: sorted(json.loads(text)["Resources"]) for name, text in files.items()}, indent=2))
    else:
        typer.echo(commands(found, out))
