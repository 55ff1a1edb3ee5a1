"""GuardDuty: one detector per account and region, and an administrator whose settings reach the organization.

Nothing is detected. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
"""

import json
from typing import Any
from urllib.parse import unquote

from moto.core.exceptions import JsonRESTError
from moto.guardduty.models import Detector, GuardDutyBackend, guardduty_backends
from moto.guardduty.responses import GuardDutyResponse
from moto.guardduty.urls import url_paths

from sandbox.aws.services.organizations import active_accounts, delegate, management_of, undelegate
from sandbox.aws.services.patching import patch

PRINCIPAL = "guardduty.amazonaws.com"
# Everything but runtime monitoring is on in a new detector unless the request says else
# (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html).
PLANS = ("S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS")
_NOT_BY_DEFAULT = ("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING")
_FOUNDATIONS = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")
_MEMBERS = ("ALL", "NEW", "NONE")
_create_detector = GuardDutyBackend.create_detector


class BadRequestError(JsonRESTError):
    """What GuardDuty answers to everything that it refuses."""

    def __init__(self, reason: str) -> None:
        super().__init__("InvalidInputException", f"The request is rejected because {reason}.")

    def get_headers(self, *_: Any, **__: Any) -> list[tuple[str, str]]:  # noqa: ANN401
        """The name that clients read."""
        return [("X-Amzn-ErrorType", "BadRequestException")]


def administrator_of(account: str, region: str) -> GuardDutyBackend | None:
    """Where the state of an account's organization is: with its delegated administrator in the region."""
    management = management_of(account)
    ids = guardduty_backends[management][region].admin_account_ids if management else []
    return guardduty_backends[ids[0]][region] if ids else None


def _organization(backend: GuardDutyBackend) -> dict[str, Any]:
    """Settings and members that an administrator's backend holds."""
    return vars(backend).setdefault("organization", {"members": "NONE", "plans": {}, "accounts": set()})


def _create(self: GuardDutyBackend, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401
    if self.detectors:
        raise BadRequestError("a detector already exists for the current account")
    return _create_detector(self, *args, **kwargs)


def _delete(self: GuardDutyBackend, detector_id: str) -> None:
    self.get_detector(detector_id)
    above = administrator_of(self.account_id, self.region_name)
    if above is self or (above is not None and self.account_id in _organization(above)["accounts"]):
        raise BadRequestError("the account is the administrator or a member of an organization")
    del self.detectors[detector_id]


def _features(self: Detector) -> list[dict[str, Any]]:
    chosen = {feature["name"]: feature["status"] for feature in vars(self)["chosen"]}
    defaults = dict.fromkeys((*_FOUNDATIONS, *PLANS), "ENABLED") | dict.fromkeys(_NOT_BY_DEFAULT, "DISABLED")
    return [{"name": name, "status": status} for name, status in sorted((defaults | chosen).items())]


def _choose(self: Detector, features: list[dict[str, Any]] | None) -> None:
    before = {feature["name"]: feature for feature in vars(self).get("chosen", ())}
    vars(self)["chosen"] = list((before | {feature["name"]: feature for feature in features or ()}).values())


def _detector(backend: GuardDutyBackend) -> Detector | None:
    return next(iter(backend.detectors.values()), None)


def _enable_administrator(self: GuardDutyBackend, admin_account_id: str) -> None:
    management = management_of(self.account_id)
    if management is None or management != self.account_id:
        raise BadRequestError("the current account is not the management account of an organization")
    if management_of(admin_account_id) != management:
        raise BadRequestError("the account is not a member of the organization")
    if self.admin_account_ids:
        raise BadRequestError("a delegated administrator is already enabled for the organization")
    delegate(management, admin_account_id, PRINCIPAL)
    self.admin_account_ids.append(admin_account_id)
    admin = guardduty_backends[admin_account_id][self.region_name]
    if not admin.detectors:
        _switch_on(admin)


def _switch_on(backend: GuardDutyBackend) -> None:
    _create_detector(backend, True, "SIX_HOURS", {}, {}, [])


def _response(self: GuardDutyResponse) -> GuardDutyBackend:
    return guardduty_backends[self.current_account][self.region]


def _disable_administrator(self: GuardDutyResponse) -> str:
    """Members become accounts of their own again, and GuardDuty stays on in each."""
    here, account = _response(self), self._get_param("adminAccountId")
    if account not in here.admin_account_ids:
        raise BadRequestError("the account is not the delegated administrator of the organization")
    here.admin_account_ids.remove(account)
    vars(guardduty_backends[account][self.region]).pop("organization", None)
    if not any(account in backend.admin_account_ids for backend in guardduty_backends[self.current_account].values()):
        undelegate(self.current_account, account, PRINCIPAL)
    return "{}"


def _administrated(self: GuardDutyResponse) -> dict[str, Any]:
    """The organization's settings, for its administrator and nobody else."""
    here = _response(self)
    here.get_detector(self.path.split("/")[2])
    if administrator_of(self.current_account, self.region) is not here:
        raise BadRequestError("the current account is not the delegated administrator of an organization")
    return _organization(here)


def _update_organization(self: GuardDutyResponse) -> str:
    settings, members = _administrated(self), self._get_param("autoEnableOrganizationMembers")
    if members is not None and members not in _MEMBERS:
        raise BadRequestError("an invalid or out-of-range value is specified as an input parameter")
    for feature in self._get_param("features") or ():
        if feature["name"] not in (*PLANS, *_NOT_BY_DEFAULT):
            raise BadRequestError(f"{feature['name']} is no feature that this AWS knows")
        settings["plans"][feature["name"]] = feature["autoEnable"]
    settings["members"] = members or settings["members"]
    _reach_members(self, settings)
    return "{}"


def _reach_members(self: GuardDutyResponse, settings: dict[str, Any]) -> None:
    """What AWS does within a day: ALL switches existing accounts on, and plans that are ALL with them."""
    for account in active_accounts(self.current_account):
        backend = guardduty_backends[account][self.region]
        if settings["members"] == "ALL" and account != self.current_account:
            settings["accounts"].add(account)
            if not backend.detectors:
                _switch_on(backend)
                _choose(backend.detectors[next(iter(backend.detectors))], _states(dict.fromkeys(PLANS, "NONE")))
        detector = _detector(backend)
        if detector and (account == self.current_account or account in settings["accounts"]):
            _choose(detector, _states({name: on for name, on in settings["plans"].items() if on == "ALL"}))


def _states(plans: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "status": "ENABLED" if on == "ALL" else "DISABLED"} for name, on in plans.items()]


def _describe_organization(self: GuardDutyResponse) -> str:
    settings = _administrated(self)
    plans = dict.fromkeys((*PLANS, *_NOT_BY_DEFAULT), "NONE") | settings["plans"]
    on = {name: value != "NONE" for name, value in plans.items()}
    volumes = {"ebsVolumes": {"autoEnable": on["EBS_MALWARE_PROTECTION"]}}
    sources = {
        "s3Logs": {"autoEnable": on["S3_DATA_EVENTS"]},
        "kubernetes": {"auditLogs": {"autoEnable": on["EKS_AUDIT_LOGS"]}},
        "malwareProtection": {"scanEc2InstanceWithFindings": volumes},
    }
    return json.dumps(
        {
            "autoEnable": settings["members"] != "NONE",
            "autoEnableOrganizationMembers": settings["members"],
            "memberAccountLimitReached": False,
            "dataSources": sources,
            "features": [{"name": name, "autoEnable": value} for name, value in sorted(plans.items())],
        }
    )


def _list_members(self: GuardDutyResponse) -> str:
    _response(self).get_detector(self.path.split("/")[2])
    above = administrator_of(self.current_account, self.region)
    accounts = _organization(above)["accounts"] if above and above is _response(self) else ()
    members = []
    for account, email in active_accounts(self.current_account).items():
        if account not in accounts:
            continue
        detector = _detector(guardduty_backends[account][self.region])
        facts = {"accountId": account, "email": email, "relationshipStatus": "Enabled"}
        ids = {"administratorId": self.current_account, "masterId": self.current_account}
        since = detector.created_at.strftime("%Y-%m-%dT%H:%M:%SZ") if detector else ""
        members.append({**facts, **ids, "detectorId": detector.id if detector else "", "updatedAt": since})
    return json.dumps({"members": members})


def _get_administrator(self: GuardDutyBackend, detector_id: str) -> dict[str, Any]:
    self.get_detector(detector_id)
    above = administrator_of(self.account_id, self.region_name)
    if above is None or self.account_id not in _organization(above)["accounts"]:
        return {}
    return {"administrator": {"accountId": above.account_id, "relationshipStatus": "Enabled"}}


def _tags(self: GuardDutyResponse) -> dict[str, str]:
    return _response(self).get_detector(unquote(self.path).rpartition("/")[2]).tags


def _list_tags(self: GuardDutyResponse) -> str:
    return json.dumps({"tags": _tags(self)})


def _tag(self: GuardDutyResponse) -> str:
    _tags(self).update(self._get_param("tags"))
    return "{}"


def _untag(self: GuardDutyResponse) -> str:
    for key in self.querystring.get("tagKeys", []):
        _tags(self).pop(key, None)
    return "{}"


def install() -> None:
    """Add the organization, and hold detectors to what AWS allows."""
    patch(Detector, features=property(_features, _choose))
    patch(
        GuardDutyBackend,
        create_detector=_create,
        delete_detector=_delete,
        enable_organization_admin_account=_enable_administrator,
        get_administrator_account=_get_administrator,
    )
    patch(
        GuardDutyResponse,
        disable_organization_admin_account=_disable_administrator,
        update_organization_configuration=_update_organization,
        describe_organization_configuration=_describe_organization,
        list_members=_list_members,
        list_tags_for_resource=_list_tags,
        tag_resource=_tag,
        untag_resource=_untag,
    )
    for path in ("/detector/(?P<detector_id>[^/]+)/admin$", "/detector/[^/]+/member$", "/admin/disable$", "/tags/.+$"):
        url_paths["{0}" + path] = GuardDutyResponse.dispatch
