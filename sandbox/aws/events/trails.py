"""CloudTrail: which trails log an event, and that it reaches their log groups."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from moto.cloudtrail.models import Trail, cloudtrail_backends
from moto.core.utils import unix_time_millis
from moto.logs.models import logs_backends

from policies.names import global_region
from sandbox.aws.enforcement_policies import chain
from sandbox.aws.events.permissions import Sender, require_key, require_role
from sandbox.aws.events.undelivered import Undelivered
from sandbox.aws.services.organizations import management_of

LOG = logging.getLogger("sandbox.aws.events")
SERVICE = "cloudtrail.amazonaws.com"
_OPERATORS = {
    "Equals": lambda value, wanted: value in wanted,
    "NotEquals": lambda value, wanted: value not in wanted,
    "StartsWith": lambda value, wanted: value.startswith(tuple(wanted)),
    "NotStartsWith": lambda value, wanted: not value.startswith(tuple(wanted)),
    "EndsWith": lambda value, wanted: value.endswith(tuple(wanted)),
    "NotEndsWith": lambda value, wanted: not value.endswith(tuple(wanted)),
}


def logging_trails(account: str, region: str) -> list[Trail]:
    """The trails that log what happens in an account's region now: its own and its organization's."""
    return [
        trail
        for owner in {account, management_of(account) or account}
        for backend in list(cloudtrail_backends[owner].values())
        for trail in list(backend.trails.values())
        if trail.status.is_logging and (owner == account or trail.is_org_trail) and _covers(trail, region)
    ]


def _covers(trail: Trail, region: str) -> bool:
    """A trail of one region takes the events of global services too, if it is told to.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
    """
    if trail.is_multi_region or trail.region_name == region:
        return True
    return trail.include_global_service_events and region == global_region(trail.region_name)


def selects(trail: Trail, record: dict[str, Any]) -> bool:
    """Whether the trail's event selectors want a record; without any it is every management event.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    """
    if trail.advanced_event_selectors and not trail.event_selectors:
        return any(_fulfils(selector["FieldSelectors"], record) for selector in trail.advanced_event_selectors)
    if not trail.event_selectors:
        return record["managementEvent"]
    kind = "ReadOnly" if record.get("readOnly") else "WriteOnly"
    return record["managementEvent"] and any(
        selector.get("IncludeManagementEvents", True)
        and selector.get("ReadWriteType", "All") in ("All", kind)
        and record["eventSource"] not in selector.get("ExcludeManagementEventSources", ())
        for selector in trail.event_selectors
    )


def _fulfils(fields: list[dict[str, Any]], record: dict[str, Any]) -> bool:
    values = {**record, "readOnly": str(record.get("readOnly", False)).lower()}
    return all(
        _OPERATORS[operator](str(values.get(field["Field"], "")), wanted)
        for field in fields
        for operator, wanted in field.items()
        if operator != "Field" and wanted
    )


def log(trail: Trail, record: dict[str, Any]) -> None:
    """Write a record into the trail's log group, if its role and the group's key let it; else it is in the log."""
    if not trail.cw_log_group_arn or not trail.cw_role_arn:
        return
    try:
        _write(trail, record)
    except Undelivered as reason:
        LOG.warning("%s did not reach its log group: %s", trail.arn, reason)


def _write(trail: Trail, record: dict[str, Any]) -> None:
    arn = trail.cw_log_group_arn.removesuffix(":*")
    _, _, _, region, account, _, name = arn.split(":", 6)
    backend = logs_backends[account][region]
    group = backend.groups.get(name)
    if group is None:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    stream = _stream(trail, record)
    sender = Sender(service=SERVICE, source_arn=trail.arn)
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        require_role(sender, trail.cw_role_arn, action, f"{arn}:log-stream:{stream}")
    keeper = Sender(service=f"logs.{region}.amazonaws.com", source_arn=arn)
    require_key(keeper, group.kms_key_id, region, account, **{"kms:EncryptionContext:aws:logs:arn": arn})
    if stream not in group.streams:
        backend.create_log_stream(name, stream)
    backend.put_log_events(name, stream, [{"timestamp": int(unix_time_millis()), "message": json.dumps(record)}])


def _stream(trail: Trail, record: dict[str, Any]) -> str:
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html"""
    own = f"{record['recipientAccountId']}_CloudTrail_{trail.region_name}"
    return f"{chain(trail.account_id)[0]}_{own}" if trail.is_org_trail else own


def recipients(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The record for each account that gets one: who takes a role of another account is seen there too.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    """
    yield record
    arn = str((record.get("requestParameters") or {}).get("roleArn", ""))
    other = arn.split(":")[4] if record["eventSource"] == "sts.amazonaws.com" and arn.count(":") > 4 else ""
    if other and other != record["recipientAccountId"] and "errorCode" not in record:
        who = record["userIdentity"]
        seen = {"type": "AWSAccount", "principalId": who.get("principalId"), "accountId": who.get("accountId")}
        yield {**record, "recipientAccountId": other, "userIdentity": seen}
