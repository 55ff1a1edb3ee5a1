"""Opt-in regions that accounts have enabled, beside the regions that the configuration uses."""

from collections.abc import Iterator

from config.finding_sources import alert_regions
from config.messages import Finding
from config.models import Stack
from policies.opt_in import is_opt_in


def opt_in_findings(stack: Stack) -> Iterator[Finding]:
    """Regions that nobody uses and rules don't hear, and regions in use that an account lacks; none is an error.

    Accounts that aren't ACTIVE are left out, and an account without an organization has no organization.json.
    """
    if stack.standalone:
        return
    facts, heard, unread = stack.organized()[1].accounts, alert_regions(stack), []
    for key, account in stack.active_accounts().items():
        enabled = facts[account.id].opt_in_regions
        if enabled is None:
            unread.append(account.id)
            continue
        for region in enabled:
            if region not in heard:
                yield _needless(stack, key, region)
        for region in heard:
            if is_opt_in(region) and region not in enabled:
                yield _lacking(stack, key, region)
    if unread:
        yield Finding(
            path=("snapshot", "accounts", unread[0]),
            key=True,
            found=f"no optInRegions, as of {len(unread)} active accounts",
            expected="the opt-in regions that they have enabled",
            fix="run guardrails accounts discover --write: docs/discover.md",
        )


def _needless(stack: Stack, key: str, region: str) -> Finding:
    return Finding(
        path=("baseline", "accounts", key),
        key=True,
        found=f"the opt-in region {region} enabled and not in use",
        expected="opt-in regions that are in use",
        fix=f"look that nothing is there, then disable it: aws account disable-region {_which(stack, key, region)}; "
        "or name it in regions, or in alertRegions so that root is heard there at once",
    )


def _lacking(stack: Stack, key: str, region: str) -> Finding:
    return Finding(
        path=("baseline", "accounts", key),
        key=True,
        found=f"the opt-in region {region} not enabled",
        expected="it enabled, for nothing can be deployed there",
        fix=f"enable it: aws account enable-region {_which(stack, key, region)}; then run guardrails accounts discover",
    )


def _which(stack: Stack, key: str, region: str) -> str:
    """The management account can't name itself (https://docs.aws.amazon.com/accounts/latest/reference/API_DisableRegion.html)."""
    account = "" if key == stack.organization.management_account else f"--account-id {stack.baseline.accounts[key].id} "
    return f"{account}--region-name {region}"
