"""Account Management: members' contacts and regions are reached by whom AWS lets reach them."""

import boto3
from moto.account.models import account_backends
from moto.account.responses import AccountResponse
from moto.account.urls import url_paths
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult

from policies.opt_in import is_opt_in
from sandbox.aws.services.organizations import is_administrator_of, is_trusted, management_of
from sandbox.aws.services.patching import patch

_SERVICE = "account.amazonaws.com"
_OPERATIONS = ("disableRegion", "enableRegion", "listRegions")
_PAGE = 50


def _get_account_id(self: AccountResponse) -> str:
    wanted = self._get_param("AccountId")
    caller = self.current_account
    if not wanted:
        return caller
    management = management_of(wanted)
    if wanted == caller == management:
        raise JsonRESTError("ValidationException", "The management account must not name itself in AccountId.")
    if management is None or not is_administrator_of(caller, wanted, _SERVICE):
        raise JsonRESTError("AccessDeniedException", f"{caller} may not manage the account {wanted}.")
    if not is_trusted(management, _SERVICE):
        raise JsonRESTError("AccessDeniedException", f"{_SERVICE} has no trusted access to the organization.")
    return wanted


def _list_regions(self: AccountResponse) -> ActionResult:
    """https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html"""
    wanted, enabled = self._get_param("RegionOptStatusContains") or [], _enabled(self)
    known = sorted(boto3.Session().get_available_regions("ec2", self.partition))
    found = [{"RegionName": region, "RegionOptStatus": _status(region, enabled)} for region in known]
    found = [one for one in found if not wanted or one["RegionOptStatus"] in wanted]
    first = int(self._get_param("NextToken") or 0)
    after = first + int(self._get_param("MaxResults") or _PAGE)
    more = {"NextToken": str(after)} if after < len(found) else {}
    return ActionResult({"Regions": found[first:after], **more})


def _enable_region(self: AccountResponse) -> EmptyResult:
    _enabled(self).add(_opt_in(self))
    return EmptyResult()


def _disable_region(self: AccountResponse) -> EmptyResult:
    _enabled(self).discard(_opt_in(self))
    return EmptyResult()


def _opt_in(self: AccountResponse) -> str:
    region = str(self._get_param("RegionName"))
    if region not in boto3.Session().get_available_regions("ec2", self.partition) or not is_opt_in(region):
        raise JsonRESTError("ValidationException", f"{region} is no region that can be enabled or disabled.")
    return region


def _enabled(self: AccountResponse) -> set[str]:
    return opted_in(self._get_account_id(), self.partition)


def opted_in(account: str, partition: str) -> set[str]:
    """The opt-in regions that the account has enabled; at once, where AWS takes minutes to hours."""
    return vars(account_backends[account][partition]).setdefault("opt_in_regions", set())


def _status(region: str, enabled: set[str]) -> str:
    if not is_opt_in(region):
        return "ENABLED_BY_DEFAULT"
    return "ENABLED" if region in enabled else "DISABLED"


def install() -> None:
    """Let AccountId reach members only for those whom AWS lets do so, because moto lets everyone; add regions."""
    url_paths.update({f"{{0}}/{name}$": AccountResponse.dispatch for name in _OPERATIONS})
    patch(
        AccountResponse,
        _get_account_id=_get_account_id,
        list_regions=_list_regions,
        enable_region=_enable_region,
        disable_region=_disable_region,
    )
