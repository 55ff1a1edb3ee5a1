"""The baseline's own roles in one account: the deployment's, and those of services that carry records and events."""

from collections.abc import Iterator

from config.models import Stack
from config.principal import Named, Principal
from config.trail_path import drilled_groups, trail_accounts, trail_path
from policies import names
from policies.boundaries.documents import boundary_documents
from policies.compiled import Compiled
from policies.config_delivery import aggregator_permissions
from policies.document import Document
from policies.drill import drill_permissions
from policies.hub import forwarder_permissions, hub_bus_arn
from policies.log_path import trail_logs_permissions
from policies.managed_policies import managed_document, managed_policy_arn
from policies.names import partition, role_arn
from policies.types import Urgency
from policies.vending import VENDED
from policies.webhooks import caller_permissions


def baseline_principals(stack: Stack, account: str) -> Iterator[Principal]:
    """Who works for the baseline itself in an account, given by its key."""
    yield from _deployer(stack, account)
    home = stack.organization.home_region
    audit = stack.baseline.accounts[stack.organization.audit_account].id
    forwards = forwarder_permissions(hub_bus_arn(partition(home), home, audit))
    yield _service(stack, account, "events.amazonaws.com", names.ROOT_FORWARDER_ROLE, forwards)
    if account == stack.organization.audit_account and stack.baseline.trail.existing is None:
        writes = trail_logs_permissions(trail_path(stack))
        yield _service(stack, account, "cloudtrail.amazonaws.com", names.TRAIL_LOGS_ROLE, writes)
    number = stack.baseline.accounts[account].id
    if number in trail_accounts(stack):
        writes = trail_logs_permissions(trail_path(stack).of_account(number))
        yield _service(stack, account, "cloudtrail.amazonaws.com", names.ACCOUNT_TRAIL_LOGS_ROLE, writes)
    if account == stack.organization.audit_account:
        yield from _of_audit(stack, account)
    yield _drill(stack, account)


def _of_audit(stack: Stack, account: str) -> Iterator[Principal]:
    """What carries alerts on, and what asks which accounts there are."""
    home, number, alerts = stack.organization.home_region, stack.baseline.accounts[account].id, stack.baseline.alerts
    webhooks = tuple(key for key, _ in alerts.any_webhooks())
    if webhooks:
        calls = caller_permissions(partition(home), home, number, webhooks)
        yield _service(stack, account, "events.amazonaws.com", names.WEBHOOK_ROLE, calls)
    if any(alerts.chats(urgency) for urgency in Urgency):
        yield _service(stack, account, "chatbot.amazonaws.com", names.CHAT_ROLE)
    if stack.baseline.security_services.config is not None and not stack.standalone:
        looks = aggregator_permissions()
        yield _service(stack, account, "config.amazonaws.com", names.CONFIG_AGGREGATOR_ROLE, looks)


def _drill(stack: Stack, account: str) -> Principal:
    """The role that rehearses the alerts, which the audit account's deployer takes."""
    home, audit = stack.organization.home_region, stack.organization.audit_account
    number, groups = stack.baseline.accounts[account].id, drilled_groups(stack, account)
    puts = drill_permissions(partition(home), home, number, *groups, listens=account == audit)
    return _role(stack, account, f"role {stack.baseline.deployment.role_name} of {audit}", names.DRILL_ROLE, puts)


def _deployer(stack: Stack, account: str) -> Iterator[Principal]:
    """The role that the deployment assumes; in the management account it has the caller's own credentials."""
    if account == stack.organization.management_account:
        return
    home, name = stack.organization.home_region, stack.baseline.deployment.role_name
    everything = managed_document(managed_policy_arn(partition(home), "AdministratorAccess"))
    known = name in VENDED and everything is not None
    yield Principal(
        name="whoever deploys from the management account",
        path=(f"role {name}",),
        arn=role_arn(home, stack.baseline.accounts[account].id, name),
        documents=(Named(name="AdministratorAccess", document=everything),) if known and everything else (),
        unknown=() if known else (f"policies of role {name}",),
    )


def _service(stack: Stack, account: str, service: str, role: str, document: Document | None = None) -> Principal:
    return _role(stack, account, f"service {service}", role, document)


def _role(stack: Stack, account: str, who: str, role: str, document: Document | None) -> Principal:
    """One of the baseline's own; without document it may do nothing."""
    home, number = stack.organization.home_region, stack.baseline.accounts[account].id
    ceiling = boundary_documents(partition(home), number)[names.BOUNDARY_POLICY]
    return Principal(
        name=who,
        path=(f"role {role}",),
        arn=role_arn(home, number, role),
        documents=(Named(name="its inline policy", document=Compiled(document.as_dict())),) if document else (),
        boundary=Named(name=names.BOUNDARY_POLICY, document=Compiled(ceiling.as_dict())),
    )
