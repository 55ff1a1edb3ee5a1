"""Where an action can be called at all: of the organization, and of Identity Center, in one account or two."""

from config.models import Stack
from policies.types import AccountState

# What a member itself may call; reading is open to every delegated administrator besides
# (https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html and the pages beside it).
_OF_MEMBERS = ("accepthandshake", "cancelhandshake", "declinehandshake", "leaveorganization")
_READING = ("describe", "list")


def serving(stack: Stack, action: str) -> frozenset[str] | None:
    """The accounts, by key, in which AWS serves the action; None where it does in all of them.

    An instance of Identity Center that an account has for itself knows no permission sets
    (https://docs.aws.amazon.com/singlesignon/latest/userguide/account-instances-identity-center.html).
    """
    if stack.standalone:
        return None
    organization, _ = stack.organized()
    service, _, name = action.lower().partition(":")
    if service == "organizations" and not name.startswith(_READING) and name not in _OF_MEMBERS:
        return frozenset({organization.management_account})
    if service == "sso" and ("permissionset" in name or "accountassignment" in name):
        administrator = organization.identity_center_account or organization.management_account
        return frozenset({organization.management_account, administrator})
    return None


def elsewhere(stack: Stack, action: str, accounts: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The accounts that are worth a question, and why the others are not."""
    served, notes, left = serving(stack, action), [], []
    for key in accounts:
        state = stack.snapshot.accounts[stack.baseline.accounts[key].id].state
        if state != AccountState.ACTIVE:
            notes.append(f"not asked about: {key}, which is {state}: nothing is deployed there")
        elif served is None or key in served:
            left.append(key)
    if served is not None:
        names = " and ".join(sorted(served))
        notes.append(f"{action} is served in {names} alone, whatever IAM allows in another account")
    return left, tuple(notes)
