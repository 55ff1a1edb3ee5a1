"""Commands about what policies do: simulate, explain, synth."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.command_inputs import account_key, known_action, known_keys, known_resource, load, pairs
from config.options import HERE, FolderOption, StackOption, fail

if TYPE_CHECKING:
    from config.explanation import Explanation
    from policies.guardrail import Request


def add_to(app: typer.Typer) -> None:
    """Mount the commands."""
    app.command()(simulate)
    app.command()(explain)
    app.command()(synth)


def simulate(
    file: Annotated[Path, typer.Argument(help="A JSON list of requests; - reads standard input.", allow_dash=True)],
) -> None:
    """Decide requests against the policies given with them; one line of JSON each.

    A request has name, action, resource, principal, principalArn, account, resourceAccount, managementAccount, context,
    scps and rcps (lists of levels, each a list of documents), identity (documents), boundary, session, resourcePolicy.

    Example: guardrails simulate requests.json
    """
    import sys

    from config.simulation_file import decisions

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise fail([f"{file}: can't be read: {error}; give a JSON file in UTF-8"]) from None
    decided, errors = decisions(text, str(file))
    if errors:
        raise fail(errors)
    for decision in decided:
        typer.echo(json.dumps(decision))


def explain(
    account: Annotated[str, typer.Option(help="The account's key or id, in which the request is made.")],
    principal: Annotated[str, typer.Option(help="ARN of who asks, a role or its session; or a service, or *.")],
    action: Annotated[str, typer.Option(help="The action, such as s3:GetObject.")],
    resource: Annotated[str, typer.Option(help="ARN of what it is about.")] = "*",
    context: Annotated[list[str] | None, typer.Option(help="A condition key, KEY=VALUE; may be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Say whether the organization's policies stop a request, which statement does, why, and who is spared.

    Exit 0 when it is let through, 1 when it is stopped. Identity and resource policies are taken to allow it.

    Example: guardrails explain --account shop --principal arn:aws:iam::444455556666:role/Developer
    --action cloudtrail:StopLogging
    """
    from dataclasses import asdict

    from config.explanation import behind, usual_context
    from config.explanation import explain as decided
    from policies.errors import UnsupportedError
    from policies.guardrail import Request

    found = load(stack, cwd)
    key = account_key(found, account)
    asked = known_keys(pairs(context or []))
    try:
        usual = {k: v for k, v in usual_context(found, principal).items() if k.lower() not in map(str.lower, asked)}
        request = Request(
            name="explain",
            action=known_action(action),
            resource=known_resource(resource),
            principal=behind(found, principal),
            context={**usual, **asked},
            resource_account=found.baseline.accounts[key].id,
        )
        explanation = decided(found, key, request)
    except UnsupportedError as error:
        raise fail([str(error)]) from None
    typer.echo(json.dumps(asdict(explanation), indent=2) if as_json else _words(explanation, request))
    if found.standalone:
        note = "an account without an organization has no guardrails: identity and resource policies decide alone"
        typer.echo(note, err=True)
    raise typer.Exit(0 if explanation.decision == "Allow" else 1)


def synth(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; it may hold an earlier run's documents.")],
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Write every document of a stack as readable JSON, with manifest.json, which says where each of them binds.

    Example: guardrails synth -s prod --out build/policies
    """
    from config.synthesis import synthesize, write

    files = synthesize(load(stack, cwd))
    try:
        write(files, out)
    except OSError as error:
        raise fail([f"{out}: {error}; choose an empty folder"]) from None
    typer.echo(f"wrote {len(files)} files to {out}")


def _words(explanation: "Explanation", request: "Request") -> str:
    lines = [f"{explanation.decision} by {explanation.layer}: {request.action} on {request.resource}"]
    for stop in explanation.stops:
        lines += [
            f"  statement {stop.sid} of {stop.guardrail or 'another policy'}: {stop.title}",
            f"  why: {stop.why}",
            *(f"  spared: {who}" for who in stop.spared or ("nobody",)),
        ]
    pairs_ = (
        f"{key}={value if isinstance(value, str) else ' and '.join(value)}"
        for key, value in explanation.context.items()
    )
    lines.append(f"  as {request.principal} with {', '.join(pairs_)}")
    for name in explanation.unknown:
        lines.append(f"  unknown: {name}, attached by others, whose document is not in organization.json")
    return "\n".join(lines)
