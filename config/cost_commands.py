"""The command about money: cost."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.command_inputs import load
from config.cost_names import ProfileName
from config.options import HERE, FolderOption, StackOption, fail
from config.problem import counted

if TYPE_CHECKING:
    from config.cost import Bill, Option
    from config.cost_profiles import Priced


def add_to(app: typer.Typer) -> None:
    """Mount the command."""
    app.command()(cost)


def cost(
    events: Annotated[int, typer.Option(min=0, help="Management events of an account and month.")] = 200_000,
    principals: Annotated[int, typer.Option(min=0, help="Roles and users of an account.")] = 30,
    profile: Annotated[
        ProfileName | None, typer.Option(help="Options of a profile in place of the stack file's, beside the others.")
    ] = None,
    accounts: Annotated[int | None, typer.Option(min=1, help="Active accounts, if others than the stack's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the source of each price.")] = False,
    stack: StackOption = "prod",
    cwd: FolderOption = HERE,
) -> None:
    """Compute from the configuration what the baseline costs per account and month, and what each option adds.

    Example: guardrails cost -s prod --profile core --accounts 20
    """
    from config.cost import Assumptions, bill
    from config.cost_profiles import priced, sized

    assumed, loaded = Assumptions(events=events, principals=principals), load(stack, cwd)
    try:
        loaded = loaded if accounts is None else sized(loaded, accounts)
    except ValueError as error:
        raise fail([f"--accounts: found {accounts}, {error}; give another number"]) from None
    every = [priced(loaded, name, assumed) for name in ProfileName] if profile else []
    chosen = next((one for one in every if one.profile.name == profile), None)
    found = chosen.bill if chosen else bill(loaded, assumed)
    if as_json:
        more = {} if chosen is None else {"profile": chosen.profile.name.value, "profiles": _profiles(every)}
        typer.echo(json.dumps(_plain(found) | more, indent=2))
        return
    typer.echo("\n".join([_table(found), *(_compared(every) if chosen else [])]))


def _profiles(every: "list[Priced]") -> list[dict[str, Any]]:
    return [
        {
            "name": one.profile.name.value,
            "usdPerAccountAndMonth": round(one.bill.usd_per_account, 4),
            "failing": [{"control": item.control, "title": item.title, "option": item.option} for item in one.failing],
        }
        for one in every
    ]


def _compared(every: "list[Priced]") -> list[str]:
    """The profiles side by side, and what fails with each."""
    lines = ["", f"{'profile':46}{'':>12}  {'USD/account':>11}"]
    lines += [f"{one.profile.name:46}{'':>12}  {one.bill.usd_per_account:11.3f}" for one in every]
    for one in every:
        said = [f"  {item.control:5} {item.title}: {item.option}" for item in one.failing] or ["  nothing"]
        lines += ["", f"{one.profile.name}, of what CIS AWS Foundations 7.0.0 asks for at a price, FAILs:", *said]
    return lines


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
        "byUse": [{"part": part.part, "price": asdict(part.price)} for part in bill.by_use],
        "options": [
            {
                "key": option.key,
                "on": option.on,
                **({} if option.usd is None else {"usdPerAccountAndMonth": round(option.usd, 4)}),
                **({} if option.by_use is None else {"byUse": asdict(option.by_use)}),
            }
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
    lines += [
        f"{part.part:46}{'by use':>12}  {'':>11}  {part.price.usd:g} per {part.price.unit}" for part in bill.by_use
    ]
    later, wide = (bill.usd + bill.rotations) / each, max(len(option.key) for option in bill.options)
    lines += [
        "",
        f"{bill.usd_per_account:.2f} USD per account and month, {bill.usd:.2f} for {counted(each, 'account')}; "
        f"{later:.2f} per account once the keys have been rotated twice",
        f"prices of {REGION} without free tiers; --json names the source and date of each",
        "",
        f"{'option':{wide}}     {'USD/account':>11}",
    ]
    lines += [f"{option.key:{wide}} {'on' if option.on else 'off':>3} {_adds(option)}" for option in bill.options]
    return "\n".join(lines)


def _adds(option: "Option") -> str:
    if option.by_use is not None:
        return f"{'by use':>11}  {option.by_use.usd:g} per {option.by_use.unit}"
    return f"{option.usd:11.3f}"
