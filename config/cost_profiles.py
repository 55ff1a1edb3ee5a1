"""Two ways to set the options that cost something, and what each leaves open of CIS AWS Foundations 7.0.0."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from config.cost import Assumptions, Bill, Line, bill
from config.cost_names import ProfileName
from config.models import Baseline, Stack
from config.security_services import SecurityServices
from config.snapshot import AccountFact
from config.trail import DataEvents, Trail
from policies import prices
from policies.types import AccountState


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of CIS AWS Foundations 7.0.0 that costs something, and whether a stack and its profile have it."""

    control: str
    title: str
    option: str
    met: Callable[[Baseline, "Profile"], bool]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is set in place of the stack file's options; `flow_logs`: the networks' own stacks keep flow logs."""

    name: ProfileName
    settings: Mapping[str, Any]
    flow_logs: bool = False


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A profile with its bill and the items that FAIL with it."""

    profile: Profile
    bill: Bill
    failing: tuple[Item, ...]


PROFILES: Mapping[ProfileName, Profile] = {
    ProfileName.CORE: Profile(
        name=ProfileName.CORE,
        settings={"unused_access": None, "security_services": SecurityServices(), "trail": Trail()},
    ),
    ProfileName.CIS_L2: Profile(
        name=ProfileName.CIS_L2,
        settings={
            "unused_access": None,
            "security_services": SecurityServices.model_validate({"config": {}, "security_hub": {}}),
            "trail": Trail(data_events=frozenset({DataEvents.S3_READS, DataEvents.S3_WRITES})),
        },
        flow_logs=True,
    ),
}

# https://www.cisecurity.org/benchmark/amazon_web_services, chapters 4 and 5.
ITEMS = (
    Item(
        control="4.3",
        title="AWS Config is enabled in all regions",
        option="securityServices.config",
        met=lambda baseline, _: baseline.security_services.config is not None,
    ),
    Item(
        control="4.7",
        title="VPC flow logging is enabled in all VPCs",
        option="the networks' own stacks",
        met=lambda _, profile: profile.flow_logs,
    ),
    Item(
        control="4.8",
        title="Object-level logging for write events is enabled for S3 buckets",
        option="trail.dataEvents",
        met=lambda baseline, _: DataEvents.S3_WRITES in baseline.trail.data_events,
    ),
    Item(
        control="4.9",
        title="Object-level logging for read events is enabled for S3 buckets",
        option="trail.dataEvents",
        met=lambda baseline, _: DataEvents.S3_READS in baseline.trail.data_events,
    ),
    Item(
        control="5.16",
        title="AWS Security Hub is enabled",
        option="securityServices.securityHub",
        met=lambda baseline, _: baseline.security_services.security_hub is not None,
    ),
)


def priced(stack: Stack, name: ProfileName, assumptions: Assumptions) -> Priced:
    """The stack with a profile's options in place of its own; a stand-alone account can't have security services."""
    profile = PROFILES[name]
    settings = dict(profile.settings)
    if stack.standalone:
        settings.pop("security_services")
    baseline = stack.baseline.model_copy(update=settings)
    found = bill(stack.model_copy(update={"baseline": baseline}), assumptions)
    if profile.flow_logs:
        gigabytes = found.accounts * assumptions.security.log_gigabytes
        line = Line(part="VPC flow logs, to S3", count=gigabytes, price=prices.FLOW_LOGS, per_account=True)
        found = replace(found, lines=(*found.lines, line))
    return Priced(profile=profile, bill=found, failing=tuple(item for item in ITEMS if not item.met(baseline, profile)))


def sized(stack: Stack, accounts: int) -> Stack:
    """The stack with so many active accounts, as it would be billed; further ones are like its last.

    Raises ValueError where that are fewer than the organization itself needs, or another number than one for a
    stand-alone account.
    """
    organization, active = stack.organization, stack.active_accounts()
    central = {organization.management_account, organization.log_archive_account, organization.audit_account}
    if accounts < len(central) or (stack.standalone and accounts > 1):
        raise ValueError(f"expected {'one account' if stack.standalone else f'{len(central)} accounts or more'}")
    kept = dict(sorted(active.items(), key=lambda item: item[0] not in central)[:accounts])
    last = list(kept.values())[-1]
    more = {f"account-{n}": last.model_copy(update={"id": f"{n:012}"}) for n in range(accounts - len(kept))}
    every = kept | more
    there = {account.id: AccountFact(state=AccountState.ACTIVE) for account in every.values()}
    return stack.model_copy(
        update={
            "baseline": stack.baseline.model_copy(update={"accounts": every}),
            "snapshot": stack.snapshot.model_copy(update={"accounts": there}),
        }
    )
