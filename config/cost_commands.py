"""The command about money: cost."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.command_inputs import load
from config.options import HERE, FolderOption, StackOption

if TYPE_CHECKING:
    from config.cost import Bill


def add_to(app: typer.Typer) -> None:
    """Mount the command."""
    app.command()(cost)


def cost(
    events: Annotated[int, typer.Option(min=0, help="Management events of an account and month.")] = 200_000,
    principals: Annotated[int, typer.Option(min=0, help="Roles and users of an account.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the source of each price.")] = False,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Compute from the configuration what the baseline costs per account and month, and what each option adds.

    Example: guardrails cost -s prod --events 500000
    """
    from config.cost import Assumptions, bill

    found = bill(load(stack, cwd), Assumptions(events=events, principals=principals))
    typer.echo(json.dumps(_plain(found), indent=2) if as_json else _table(found))


def _plain(bill: "Bill") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "usdPerAccountAndMonth": round(bill.usd_per_account, 4),
        "usdPerMonth": round(bill.usd, 4),
        "usdPerMonthAfterTwoRotations": round(bill.usd + bill.rotations, 4),
        "accounts": bill.accounts,
        "lines": [
            {
                "part": line.part,
                "count": round(line.count, 4),
                "price": asdict(line.price),
                "usdPerMonth": round(line.usd, 4),
                "growsWithAccounts": line.per_account,
            }
            for line in bill.lines
        ],
        "options": [
            {"key": option.key, "on": option.on, "usdPerAccountAndMonth": round(option.usd, 4)}
            for option in bill.options
        ],
    }


def _table(bill: "Bill") -> str:
    from policies.prices import REGION

    each = bill.accounts
    lines = [f"{'part':46}{'count':>12}  {'USD/account':>11}  price"]
    lines += [
        f"{line.part:46}{line.count:12,.2f}  {line.usd / each:11.3f}  {line.price.usd:g} per {line.price.unit}"
        for line in bill.lines
    ]
    later = (bill.usd + bill.rotations) / each
    lines += [
        "",
        f"{bill.usd_per_account:.2f} USD per account and month, {bill.usd:.2f} for {each} accounts; "
        f"{later:.2f} per account once the keys have been rotated twice",
        f"prices of {REGION} without free tiers; --json names the source and date of each",
        "",
        f"{'option':46}{'':>12}  {'USD/account':>11}",
    ]
    lines += [f"{option.key:46}{'on' if option.on else 'off':>12}  {option.usd:11.3f}" for option in bill.options]
    return "\n".join(lines)
