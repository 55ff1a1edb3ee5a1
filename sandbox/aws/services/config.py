"""AWS Config: recorders that AWS would take, and the rules and aggregators of an organization. Nothing is evaluated.

https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from moto.config.models import ConfigBackend, ConfigRecorder, config_backends
from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError
from moto.iam.models import SERVICE_NAME_CONVERSION, iam_backends
from moto.s3.models import FakeBucket, s3_backends

from sandbox.aws.services.organizations import active_accounts, is_administrator_of, management_of
from sandbox.aws.services.patching import patch

AGGREGATORS, RULES = "config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"
FREQUENCIES = ("CONTINUOUS", "DAILY")
_put_recorder = ConfigBackend.put_configuration_recorder
_recorder_dict = ConfigRecorder.to_dict
_put_channel = ConfigBackend.put_delivery_channel
_put_aggregator = ConfigBackend.put_configuration_aggregator


def _put_checked_recorder(self: ConfigBackend, config_recorder: dict[str, Any]) -> None:
    """A recorder by a role that is there, with the frequency that moto forgets."""
    account, _, path = str(config_recorder.get("roleARN")).removeprefix("arn:").partition(":role/")
    roles = iam_backends[account.rpartition(":")[2]][self.partition].roles.values() if path else ()
    if not any(f"{role.path}{role.name}" == f"/{path}" for role in roles):
        raise JsonRESTError("InvalidRoleException", f"The role {config_recorder.get('roleARN')} isn't there.")
    mode = config_recorder.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"}
    if mode.get("recordingFrequency") not in FREQUENCIES:
        raise JsonRESTError("ValidationException", f"{mode.get('recordingFrequency')} is no recording frequency.")
    group = config_recorder.get("recordingGroup") or {}
    if not (group.get("exclusionByResourceTypes") or {}).get("resourceTypes"):
        group.pop("exclusionByResourceTypes", None)  # clients send an empty one beside allSupported
    _put_recorder(self, config_recorder)
    vars(self.recorders[config_recorder["name"]])["mode"] = mode


def _shown(self: ConfigRecorder) -> dict[str, Any]:
    shown = _recorder_dict(self)
    mode = shown.pop("mode", None) or vars(self).get("mode", {"recordingFrequency": "CONTINUOUS"})
    return shown | {"recordingMode": mode}


def _put_checked_channel(self: ConfigBackend, delivery_channel: dict[str, Any]) -> None:
    """A channel to a bucket that is there, is without Object Lock, and lets Config write for the account.

    https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
    """
    name = str(delivery_channel.get("s3BucketName"))
    buckets = [b for backends in s3_backends.values() for b in backends[self.partition].buckets.values()]
    bucket = next((bucket for bucket in buckets if bucket.name == name), None)
    if bucket is None:
        raise JsonRESTError("NoSuchBucketException", f"Cannot find a S3 bucket with an empty bucket name or {name}.")
    if bucket.object_lock_enabled or not _admits(bucket, self.account_id):
        raise JsonRESTError(
            "InsufficientDeliveryPolicyException",
            f"Insufficient delivery policy to s3 bucket: {name}, unable to write to bucket.",
        )
    _put_channel(self, delivery_channel)


def _admits(bucket: FakeBucket, account: str) -> bool:
    """Whether a statement lets Config put the account's items, with no source but the account in its conditions."""
    arn = f"arn:{bucket.partition}:s3:::{bucket.name}/AWSLogs/{account}/Config/"
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement["Principal"], dict)
        and AGGREGATORS in _many(statement["Principal"].get("Service", []))
        and "s3:PutObject" in _many(statement["Action"])
        and any(f"{arn}*".startswith(resource.rstrip("*")) for resource in _many(statement["Resource"]))
        and account in _many(statement["Condition"]["StringEquals"].get("aws:SourceAccount", account))
        for statement in json.loads(bucket.policy or b'{"Statement": []}')["Statement"]
    )


def _many(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _put_checked_aggregator(self: ConfigBackend, config_aggregator: dict[str, Any]) -> dict[str, Any]:
    if config_aggregator.get("OrganizationAggregationSource") and not is_administrator_of(
        self.account_id, self.account_id, AGGREGATORS
    ):
        raise _denied()
    return _put_aggregator(self, config_aggregator)


def _denied() -> JsonRESTError:
    return JsonRESTError(
        "OrganizationAccessDeniedException",
        "This action can be only performed by the management account or its delegate.",
    )


def _rules(self: ConfigResponse) -> dict[str, dict[str, Any]]:
    """The organization's rules, which their management account and its delegates see."""
    account = self.current_account
    if not is_administrator_of(account, account, RULES):
        raise _denied()
    backend = config_backends[str(management_of(account))][self.region]
    return vars(backend).setdefault("organization_rules", {})


def _rule(self: ConfigResponse, name: str) -> dict[str, Any]:
    rules = _rules(self)
    if name not in rules:
        raise JsonRESTError("NoSuchOrganizationConfigRuleException", f"There is no organization config rule {name}.")
    return rules[name]


def _put_rule(self: ConfigResponse) -> str:
    """Make the rule in every active account that isn't excluded, as far as the account records anything."""
    rules, name = _rules(self), self._get_param("OrganizationConfigRuleName")
    metadata = self._get_param("OrganizationManagedRuleMetadata")
    if not metadata:
        raise NotImplementedError("custom rules of PutOrganizationConfigRule")
    excluded = self._get_param("ExcludedAccounts") or []
    place = f"arn:{self.partition}:config:{self.region}:{self.current_account}"
    before = rules.get(name)
    member = before["member"] if before else f"OrgConfigRule-{name}-{uuid.uuid4().hex[:8]}"
    rules[name] = {
        "OrganizationConfigRuleName": name,
        "OrganizationConfigRuleArn": before["OrganizationConfigRuleArn"]
        if before
        else f"{place}:organization-config-rule/{name}-{uuid.uuid4().hex[:8]}",
        "OrganizationManagedRuleMetadata": metadata,
        "ExcludedAccounts": excluded,
        "LastUpdateTime": datetime.now(tz=UTC).timestamp(),
        "member": member,
        "failed": [],
    }
    for account in active_accounts(self.current_account):
        _take(member, config_backends[account][self.region])
        if account not in excluded and not _make(member, metadata, config_backends[account][self.region]):
            rules[name]["failed"].append(account)
    return json.dumps({"OrganizationConfigRuleArn": rules[name]["OrganizationConfigRuleArn"]})


def _make(member: str, metadata: dict[str, Any], backend: ConfigBackend) -> bool:
    if not any(vars(recorder)["status"].recording for recorder in backend.recorders.values()):
        return False
    rule = {"ConfigRuleName": member, "Source": {"Owner": "AWS", "SourceIdentifier": metadata["RuleIdentifier"]}}
    for key in ("Description", "InputParameters", "MaximumExecutionFrequency"):
        if metadata.get(key):
            rule[key] = metadata[key]
    backend.put_config_rule(rule)
    return True


def _take(member: str, backend: ConfigBackend) -> None:
    backend.config_rules.pop(member, None)


def _public(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key not in ("member", "failed")}


def _asked(self: ConfigResponse) -> list[dict[str, Any]]:
    names = self._get_param("OrganizationConfigRuleNames")
    return [_rule(self, name) for name in names] if names else list(_rules(self).values())


def _describe_rules(self: ConfigResponse) -> str:
    return json.dumps({"OrganizationConfigRules": [_public(rule) for rule in _asked(self)]})


def _describe_statuses(self: ConfigResponse) -> str:
    statuses = [
        {
            "OrganizationConfigRuleName": rule["OrganizationConfigRuleName"],
            "OrganizationRuleStatus": "CREATE_FAILED" if rule["failed"] else "CREATE_SUCCESSFUL",
            "LastUpdateTime": rule["LastUpdateTime"],
        }
        for rule in _asked(self)
    ]
    return json.dumps({"OrganizationConfigRuleStatuses": statuses})


def _detailed_status(self: ConfigResponse) -> str:
    rule = _rule(self, self._get_param("OrganizationConfigRuleName"))
    reason = {"ErrorCode": "NoAvailableConfigurationRecorderException", "ErrorMessage": "There is no recorder."}
    statuses = [
        {
            "AccountId": account,
            "ConfigRuleName": rule["member"],
            "MemberAccountRuleStatus": "CREATE_FAILED" if account in rule["failed"] else "CREATE_SUCCESSFUL",
            **(reason if account in rule["failed"] else {}),
        }
        for account in active_accounts(self.current_account)
        if account not in rule["ExcludedAccounts"]
    ]
    wanted = (self._get_param("Filters") or {}).get("MemberAccountRuleStatus")
    found = [status for status in statuses if wanted in (None, status["MemberAccountRuleStatus"])]
    return json.dumps({"OrganizationConfigRuleDetailedStatus": found})


def _delete_rule(self: ConfigResponse) -> str:
    rule = _rule(self, self._get_param("OrganizationConfigRuleName"))
    for account in active_accounts(self.current_account):
        _take(rule["member"], config_backends[account][self.region])
    del _rules(self)[rule["OrganizationConfigRuleName"]]
    return "{}"


def install() -> None:
    """Hold recorders and channels to what AWS takes, and add the organization's rules."""
    SERVICE_NAME_CONVERSION["config"] = "Config"  # the role's name is AWSServiceRoleForConfig
    patch(ConfigRecorder, to_dict=_shown)
    patch(
        ConfigBackend,
        put_configuration_recorder=_put_checked_recorder,
        put_delivery_channel=_put_checked_channel,
        put_configuration_aggregator=_put_checked_aggregator,
    )
    patch(
        ConfigResponse,
        put_organization_config_rule=_put_rule,
        describe_organization_config_rules=_describe_rules,
        describe_organization_config_rule_statuses=_describe_statuses,
        get_organization_config_rule_detailed_status=_detailed_status,
        delete_organization_config_rule=_delete_rule,
    )
