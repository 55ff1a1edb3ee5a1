"""CloudTrail: the delegated administrator, whose organization trails belong to the management account."""

# ruff: noqa: ANN401 - the signatures of moto, botocore and pickle

import json
from collections.abc import Iterable
from typing import Any

from moto.cloudtrail.exceptions import InsufficientSnsTopicPolicyException, TrailNotFoundException
from moto.cloudtrail.models import CloudTrailBackend, Trail, TrailStatus, cloudtrail_backends
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import JsonRESTError
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.sns.models import sns_backends
from moto.utilities.utils import get_partition

from sandbox.aws.services.organizations import administrators, management_of
from sandbox.aws.services.patching import patch

PRINCIPAL = "cloudtrail.amazonaws.com"
READS = ("GetTrail", "GetTrailStatus", "GetEventSelectors", "GetInsightSelectors", "ListTags")
_create_trail = CloudTrailBackend.create_trail
_describe_trails = CloudTrailBackend.describe_trails


def _named(self: CloudTrailResponse) -> str:
    ids = self._get_param("ResourceIdList") or [""]
    return str(self._get_param("Name") or self._get_param("TrailName") or self._get_param("ResourceId") or ids[0])


def _backend(self: CloudTrailResponse) -> CloudTrailBackend:
    """Lead calls about the organization's trails to the management account, as far as the caller may."""
    caller = self.current_account
    own = cloudtrail_backends[caller][self.region]
    management = management_of(caller)
    if management in (None, caller):
        return own
    action = str(self._get_action())
    if action == "CreateTrail":
        belongs = self._get_bool_param("IsOrganizationTrail", False)
    else:
        belongs = f":cloudtrail:{self.region}:{management}:trail/" in _named(self)
    if not belongs:
        return own
    if caller not in administrators(str(management), PRINCIPAL) and action not in READS:
        raise JsonRESTError(
            "NotOrganizationMasterAccountException", "Only the management account or its delegate may do this."
        )
    return cloudtrail_backends[management][self.region]


def _create(self: CloudTrailBackend, name: str, *args: Any, **kwargs: Any) -> Trail:
    if name in self.trails:
        message = f"Trail {name} already exists for customer: {self.account_id}"
        raise JsonRESTError("TrailAlreadyExistsException", message)
    return _create_trail(self, name, *args, **kwargs)


def _delete(self: CloudTrailBackend, name: str) -> None:
    trail = self.get_trail(name)
    del self.trails[trail.trail_name]


def _describe(self: CloudTrailBackend, include_shadow_trails: bool) -> Iterable[Trail]:
    trails = list(_describe_trails(self, include_shadow_trails))
    management = management_of(self.account_id)
    if management in (None, self.account_id):
        return trails
    above = _describe_trails(cloudtrail_backends[management][self.region_name], include_shadow_trails)
    return trails + [trail for trail in above if trail.is_org_trail]


def _described(self: CloudTrailResponse) -> str:
    """The trails that are asked for by name or ARN, all of them where none is: moto always answers with all."""
    wanted = self._get_param("trailNameList") or ()
    shadows = self._get_bool_param("includeShadowTrails", True)
    found = [trail.description(include_region=True) for trail in self.cloudtrail_backend.describe_trails(shadows)]
    return json.dumps({"trailList": [t for t in found if not wanted or {t["Name"], t["TrailARN"]} & set(wanted)]})


def _put_insights(self: Trail, insight_selectors: list[dict[str, str]]) -> None:
    """In place of the old ones, because moto adds to them; an empty list switches Insights off.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html
    """
    self.insight_selectors = insight_selectors


def _topic_arn(self: Trail) -> str | None:
    topic = self.sns_topic_name
    if not topic or topic.startswith("arn:"):
        return topic or None
    return f"arn:{get_partition(self.region_name)}:sns:{self.region_name}:{self.account_id}:{topic}"


def _check_topic(self: Trail) -> None:
    arn = _topic_arn(self)
    if arn and arn not in sns_backends[arn.split(":")[4]][arn.split(":")[3]].topics:
        raise InsufficientSnsTopicPolicyException("SNS Topic does not exist or the topic policy is incorrect!")


def _management(self: CloudTrailResponse) -> OrganizationsBackend:
    if management_of(self.current_account) != self.current_account:
        raise JsonRESTError(
            "NotOrganizationManagementAccountException", "Only the management account of an organization may do this."
        )
    return organizations_backends[self.current_account][self.partition]


def _register(self: CloudTrailResponse) -> str:
    backend, member = _management(self), self._get_param("MemberAccountId")
    if not any(account.id == member for account in backend.accounts):
        raise JsonRESTError("AccountNotFoundException", f"Account {member} is not part of the organization.")
    if not any(service["ServicePrincipal"] == PRINCIPAL for service in backend.services):
        raise JsonRESTError("CloudTrailAccessNotEnabledException", "Trusted access for CloudTrail is not enabled.")
    if member in administrators(self.current_account, PRINCIPAL):
        raise JsonRESTError("AccountRegisteredException", f"Account {member} is already registered.")
    backend.register_delegated_administrator(AccountId=member, ServicePrincipal=PRINCIPAL)
    return "{}"


def _deregister(self: CloudTrailResponse) -> str:
    backend, member = _management(self), self._get_param("DelegatedAdminAccountId")
    if member not in administrators(self.current_account, PRINCIPAL):
        raise JsonRESTError("AccountNotRegisteredException", f"Account {member} is not registered.")
    backend.deregister_delegated_administrator(AccountId=member, ServicePrincipal=PRINCIPAL)
    return "{}"


def _status_by_arn(self: CloudTrailBackend, name: str) -> TrailStatus:
    for trail in self.describe_trails(include_shadow_trails=True):
        if name in (trail.trail_name, trail.arn):
            return trail.status
    raise TrailNotFoundException(account_id=self.account_id, name=name)


def install() -> None:
    """Add the delegated administrator and let deletes by ARN delete, which moto silently ignores."""
    patch(
        CloudTrailResponse,
        cloudtrail_backend=property(_backend),
        describe_trails=_described,
        register_organization_delegated_admin=_register,
        deregister_organization_delegated_admin=_deregister,
    )
    patch(
        CloudTrailBackend,
        create_trail=_create,
        delete_trail=_delete,
        describe_trails=_describe,
        get_trail_status=_status_by_arn,
    )
    patch(Trail, topic_arn=property(_topic_arn), check_topic_exists=_check_topic, put_insight_selectors=_put_insights)
