"""Security Hub: the hub of an account and region, and who administers the organization's.

Nothing is checked. https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from moto.core.exceptions import JsonRESTError
from moto.securityhub.models import SecurityHubBackend, securityhub_backends
from moto.securityhub.responses import SecurityHubResponse
from moto.securityhub.urls import url_paths

from sandbox.aws.services.organizations import active_accounts, delegate, management_of, undelegate
from sandbox.aws.services.patching import patch

PRINCIPAL = "securityhub.amazonaws.com"
LINKING = ("ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS", "NO_REGIONS")
_DEFAULT_STANDARDS = ("aws-foundational-security-best-practices/v/1.0.0",)
_disable_security_hub = SecurityHubBackend.disable_security_hub
_enable_security_hub = SecurityHubBackend.enable_security_hub


def here(response: SecurityHubResponse) -> SecurityHubBackend:
    """The hub that a request is for."""
    return securityhub_backends[response.current_account][response.region]


def central(backend: SecurityHubBackend) -> dict[str, Any]:
    """What an administrator's hub in the home region holds of the organization."""
    fresh = {"type": "LOCAL", "autoEnable": False, "standards": "NONE", "aggregator": None}
    return vars(backend).setdefault("central", fresh | {"policies": {}, "associations": {}})


def administrator_of(account: str, region: str) -> SecurityHubBackend | None:
    """The hub that administers an account: the region's, or the home region's where it is central and links it."""
    management = management_of(account)
    if management is None:
        return None
    for home, backend in securityhub_backends[management].items():
        admin = vars(backend).get("administrator")
        if admin and (home == region or region in linked(securityhub_backends[admin][home])):
            return securityhub_backends[admin][home]
    return None


def linked(home: SecurityHubBackend) -> tuple[str, ...]:
    """The regions that a home region centrally configures besides itself."""
    settings = central(home)
    return tuple(settings["aggregator"]["Regions"]) if settings["type"] == "CENTRAL" else ()


def standards(backend: SecurityHubBackend) -> set[str]:
    """Names of the standards that are enabled in a hub."""
    return vars(backend).setdefault("standards", set())


def switch(backend: SecurityHubBackend, names: set[str] | None) -> None:
    """Enable a hub with exactly these standards, or disable it for None."""
    if names is None:
        standards(backend).clear()
        if backend.enabled:
            _disable_security_hub(backend)
        return
    _enable_security_hub(backend, enable_default_standards=False)
    vars(backend)["standards"] = set(names)


def _enable(
    self: SecurityHubBackend, enable_default_standards: bool = True, tags: dict[str, str] | None = None
) -> dict:
    if self.enabled:
        raise JsonRESTError("ResourceConflictException", "Account is already subscribed to Security Hub")
    answer = _enable_security_hub(self, enable_default_standards, tags)
    vars(self)["standards"] = set(_DEFAULT_STANDARDS if enable_default_standards else ())
    return answer


def _disable(self: SecurityHubBackend) -> dict[str, Any]:
    above = administrator_of(self.account_id, self.region_name)
    if above is not None and above.account_id == self.account_id:
        raise JsonRESTError("InvalidInputException", "Cannot disable Security Hub on the Security Hub administrator")
    if above is not None and central(above)["type"] == "CENTRAL" and central(above)["associations"]:
        raise JsonRESTError("AccessDeniedException", "The account is centrally managed.")
    standards(self).clear()
    return _disable_security_hub(self)


def _configure(self: SecurityHubResponse) -> str:
    if not here(self).enabled:
        raise JsonRESTError("InvalidAccessException", "Account is not subscribed to AWS Security Hub")
    if self._get_param("AutoEnableControls") is False:
        raise NotImplementedError("AutoEnableControls of UpdateSecurityHubConfiguration")
    return "{}"


def _management(self: SecurityHubResponse) -> SecurityHubBackend:
    if management_of(self.current_account) != self.current_account:
        raise JsonRESTError("AccessDeniedException", "The account is not the management account of an organization.")
    return here(self)


def _enable_administrator(self: SecurityHubResponse) -> str:
    """Designating an account enables Security Hub in it."""
    backend, account = _management(self), self._get_param("AdminAccountId")
    if account not in active_accounts(self.current_account) or account == self.current_account:
        raise JsonRESTError("InvalidInputException", f"Account {account} is no active member of the organization.")
    if vars(backend).get("administrator") not in (None, account):
        raise JsonRESTError("InvalidInputException", "The organization has an administrator already.")
    delegate(self.current_account, account, PRINCIPAL)
    vars(backend)["administrator"] = account
    _enable_security_hub(securityhub_backends[account][self.region], enable_default_standards=False)
    return json.dumps({"AdminAccountId": account})


def _list_administrators(self: SecurityHubResponse) -> str:
    account = vars(_management(self)).get("administrator")
    return json.dumps({"AdminAccounts": [{"AccountId": account, "Status": "ENABLED"}] if account else []})


def _disable_administrator(self: SecurityHubResponse) -> str:
    """Accounts go on by themselves, with what is enabled in them."""
    backend, account = _management(self), self._get_param("AdminAccountId")
    if vars(backend).get("administrator") != account:
        raise JsonRESTError("InvalidInputException", f"Account {account} is not the administrator.")
    admin = securityhub_backends[account][self.region]
    if central(admin)["type"] == "CENTRAL":
        raise JsonRESTError("InvalidInputException", "Central configuration must be stopped first.")
    vars(backend)["administrator"] = None
    vars(admin).pop("central")
    undelegate(self.current_account, account, PRINCIPAL)
    return "{}"


def _get_administrator(self: SecurityHubBackend) -> dict[str, Any]:
    above = administrator_of(self.account_id, self.region_name)
    if above is None or above.account_id == self.account_id or not self.enabled:
        return {}
    since = datetime.now(tz=UTC).isoformat(timespec="seconds")
    return {"Administrator": {"AccountId": above.account_id, "MemberStatus": "Enabled", "InvitedAt": since}}


def administered(self: SecurityHubResponse) -> dict[str, Any]:
    """The organization's settings, for its administrator in the region and nobody else."""
    backend = here(self)
    if administrator_of(self.current_account, self.region) is not backend:
        raise JsonRESTError("AccessDeniedException", "The account is not the Security Hub administrator.")
    return central(backend)


def _create_aggregator(self: SecurityHubResponse) -> str:
    if not here(self).enabled:
        raise JsonRESTError("InvalidAccessException", "Account is not subscribed to AWS Security Hub")
    settings = central(here(self))
    if settings["aggregator"]:
        raise JsonRESTError("InvalidInputException", "The account has a finding aggregator already.")
    arn = f"arn:{self.partition}:securityhub:{self.region}:{self.current_account}:finding-aggregator/"
    settings["aggregator"] = {"FindingAggregatorArn": f"{arn}{self.current_account}", **_linking(self)}
    return json.dumps(settings["aggregator"])


def _linking(self: SecurityHubResponse) -> dict[str, Any]:
    mode, regions = self._get_param("RegionLinkingMode"), self._get_param("Regions") or []
    if mode not in LINKING or bool(regions) != (mode in LINKING[1:3]):
        raise JsonRESTError("InvalidInputException", f"{mode} with {regions} is no way to link regions.")
    if mode in LINKING[:2]:
        raise NotImplementedError(f"RegionLinkingMode {mode}")
    return {"FindingAggregationRegion": self.region, "RegionLinkingMode": mode, "Regions": sorted(regions)}


def _aggregator(self: SecurityHubResponse) -> dict[str, Any]:
    found = central(here(self))["aggregator"]
    asked = self._get_param("FindingAggregatorArn") or unquote(self.path).partition("/findingAggregator/")[2]
    if found is None or not asked.endswith(found["FindingAggregatorArn"]):
        raise JsonRESTError("ResourceNotFoundException", f"There is no finding aggregator {asked}.")
    return found


def _get_aggregator(self: SecurityHubResponse) -> str:
    return json.dumps(_aggregator(self))


def _list_aggregators(self: SecurityHubResponse) -> str:
    found = central(here(self))["aggregator"]
    arns = [{"FindingAggregatorArn": found["FindingAggregatorArn"]}] if found else []
    return json.dumps({"FindingAggregators": arns})


def _update_aggregator(self: SecurityHubResponse) -> str:
    _aggregator(self).update(_linking(self))
    return _get_aggregator(self)


def _delete_aggregator(self: SecurityHubResponse) -> str:
    _aggregator(self)
    settings = central(here(self))
    if settings["type"] == "CENTRAL":
        raise JsonRESTError("InvalidInputException", "Central configuration needs the finding aggregator.")
    settings["aggregator"] = None
    return "{}"


def _enabled_standards(self: SecurityHubResponse) -> str:
    place = f"arn:{self.partition}:securityhub:{self.region}"
    found = [
        {
            "StandardsSubscriptionArn": f"{place}:{self.current_account}:subscription/{name}",
            "StandardsArn": f"{place}::standards/{name}",
            "StandardsInput": {},
            "StandardsStatus": "READY",
        }
        for name in sorted(standards(here(self)))
    ]
    return json.dumps({"StandardsSubscriptions": found})


def _enabled_products(self: SecurityHubResponse) -> str:
    """No product's findings are imported here, for nothing is checked; without a hub AWS refuses the question."""
    if not here(self).enabled:
        raise JsonRESTError("InvalidAccessException", "Account is not subscribed to AWS Security Hub")
    return json.dumps({"ProductSubscriptions": []})


def _list_tags(self: SecurityHubResponse) -> str:
    """The hub's own: what else Security Hub tags isn't made here."""
    asked, backend = unquote(self.path).partition("/tags/")[2], here(self)
    if not backend.enabled or asked != backend.describe_hub()["HubArn"]:
        raise JsonRESTError("ResourceNotFoundException", f"There is no hub {asked}.")
    return json.dumps({"Tags": backend.tags})


def install() -> None:
    """Add the hub's standards, its administrator, its aggregator and its tags; the paths are those that moto lacks."""
    patch(
        SecurityHubBackend,
        enable_security_hub=_enable,
        disable_security_hub=_disable,
        get_administrator_account=_get_administrator,
    )
    patch(
        SecurityHubResponse,
        update_security_hub_configuration=_configure,
        enable_organization_admin_account=_enable_administrator,
        list_organization_admin_accounts=_list_administrators,
        disable_organization_admin_account=_disable_administrator,
        create_finding_aggregator=_create_aggregator,
        get_finding_aggregator=_get_aggregator,
        list_finding_aggregators=_list_aggregators,
        update_finding_aggregator=_update_aggregator,
        delete_finding_aggregator=_delete_aggregator,
        get_enabled_standards=_enabled_standards,
        list_enabled_products_for_import=_enabled_products,
        list_tags_for_resource=_list_tags,
    )
    for path in (
        "/organization/admin$",
        "/organization/admin/disable$",
        "/findingAggregator/.+$",
        "/standards/get$",
        "/productSubscriptions$",
        "/tags/.+$",
    ):
        url_paths["{0}" + path] = SecurityHubResponse.dispatch
