"""Commands of this room: alerts confirm, alerts connect."""

import sys
from typing import Annotated

import typer

from config.command_inputs import load
from config.options import HERE, FolderOption, StackOption, fail
from operations.refusals import refusals

Apply = Annotated[bool, typer.Option("--apply", help="Do it; without it nothing is changed.")]


def add_to(app: typer.Typer) -> None:
    """Mount the group `alerts`."""
    alerts = typer.Typer(help="What makes alerts reach people, and is done by hand.", no_args_is_help=True)
    alerts.command("confirm")(confirm)
    alerts.command("connect")(connect)
    app.add_typer(alerts, name="alerts")


def confirm(
    link: Annotated[list[str] | None, typer.Argument(help="Links of confirmation mails, or their tokens.")] = None,
    stack: StackOption = "prod",
    apply: Apply = False,
    cwd: FolderOption = HERE,
) -> None:
    """Show whose address hears alerts, and confirm links so that nobody else can unsubscribe it.

    Whoever opens the link in a browser confirms as anybody: then every reader of a forwarded alert can unsubscribe the
    address. Exit 1 while an address isn't confirmed, or was in that way; 2 when AWS can't be read.

    Example: guardrails alerts confirm 'https://sns.eu-west-1.amazonaws.com/confirmation.html?...' --apply
    """
    from operations import alert_subscriptions
    from operations.audit_account import in_audit_account
    from operations.aws import session

    loaded = load(stack, cwd)
    with refusals():
        given = [alert_subscriptions.read_confirmation(text, loaded) for text in link or ()]
        audit = in_audit_account(session(), loaded)
        for one in given:
            if apply:
                typer.echo(f"confirmed {alert_subscriptions.confirm(audit, loaded, one)}")
            else:
                typer.echo(f"would confirm {one.token[:8]}... on {one.topic_arn or 'the topic that knows it'}")
        found = list(alert_subscriptions.subscriptions(audit, loaded))
    typer.echo("".join(f"{subscription}\n" for subscription in found), nl=False)
    if given and not apply:
        typer.echo("nothing was confirmed; add --apply", err=True)
    if any(subscription.state != alert_subscriptions.State.OWNED for subscription in found):
        raise typer.Exit(1)


def connect(
    name: Annotated[str, typer.Argument(help="The key of the webhook's channel.")],
    stack: StackOption = "prod",
    header: Annotated[str, typer.Option(help="The header that signs in.")] = "Authorization",
    apply: Apply = False,
    cwd: FolderOption = HERE,
) -> None:
    """Keep a webhook's secret in EventBridge's connection and print its ARN, which the channel names.

    The secret is the header's whole value. It is read from the terminal, or from standard input, and goes to AWS alone:
    not into the stack file, Pulumi's state or the shell's history. Again with another value it replaces the secret.

    Example: guardrails alerts connect pager --header X-Api-Key --apply
    """
    from operations import alert_connection
    from operations.audit_account import in_audit_account
    from operations.aws import session

    loaded = load(stack, cwd)
    with refusals():
        audit = in_audit_account(session(), loaded)
        before = alert_connection.connection(audit, loaded, name)
        if not apply:
            typer.echo(before or f"there is no connection guardrails-{name} yet")
            typer.echo("nothing was changed; add --apply", err=True)
            return
        typer.echo(alert_connection.connect(audit, loaded, name, header, _secret(header)))


def _secret(header: str) -> str:
    if sys.stdin.isatty():
        secret = typer.prompt(f"Value of {header}", hide_input=True, err=True)
    else:
        secret = sys.stdin.readline().rstrip("\n")
    if not secret:
        raise fail(["found no secret, expected the header's value on standard input; type or pipe it"])
    return secret
