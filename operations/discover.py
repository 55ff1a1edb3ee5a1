"""What AWS has, read into the shape of organization.json: the program looks nothing up, so a person does it here."""

import json
from collections import deque
from typing import Any

import boto3

from config.messages import validate
from config.problem import Problem, dotted, show_text
from config.snapshot import Snapshot
from operations.aws import AwsError, client, pages
from operations.opt_in import opt_in_regions
from operations.progress import Progress
from policies.types import AccountState

_TYPES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
_OURS = "guardrails-"
_CHANGED = "run the command again: the organization changed while it was read"


def discover(session: boto3.Session, region: str, organization_id: str, progress: Progress) -> Snapshot:
    """The live organization and its Identity Center, with calls in proportion to units, policies and pages.

    Raises AwsError for another organization than the expected one and for names that can't be told apart,
    and botocore's exceptions.
    """
    organizations = client(session, "organizations", region)
    organization = organizations.describe_organization()["Organization"]
    if organization["Id"] != organization_id:
        fix = "use credentials of the right organization, or correct the id in the stack file"
        raise AwsError([f"found organization {organization['Id']} in AWS, expected {organization_id}; {fix}"])
    management = organization["MasterAccountId"]
    root = next(pages(organizations, "list_roots", "Roots"))
    units = _units(organizations, root["Id"], progress)
    return _checked(
        {
            "organization": {"id": organization["Id"], "managementAccountId": management},
            "root": {"id": root["Id"], "policyTypes": sorted(kind["Type"] for kind in root["PolicyTypes"])},
            "organizationalUnits": {path: {"id": number} for path, number in units.items()},
            "accounts": _with_regions(session, region, _accounts(organizations, progress), progress),
            "policies": _policies(organizations, root, units, progress),
            "identityCenter": _identity_center(session, region, management, progress),
        }
    )


def _checked(values: dict[str, object]) -> Snapshot:
    snapshot, wrong = validate(Snapshot, json.dumps(values))
    if not isinstance(snapshot, Snapshot):
        fix = "update this project, which does not know what AWS answers"
        raise AwsError(
            [str(Problem(path=dotted(f.path), found=f.found, expected=f.expected, fix=fix)) for f in wrong],
        )
    return snapshot


def _units(organizations: Any, root: str, progress: Progress) -> dict[str, str]:  # noqa: ANN401
    """Ids by path, level by level, since AWS lists the children of one parent at a time."""
    found: dict[str, str] = {}
    waiting = deque([("", root)])
    done = 0
    while waiting:
        above, parent = waiting.popleft()
        operation = "list_organizational_units_for_parent"
        for unit in pages(organizations, operation, "OrganizationalUnits", ParentId=parent):
            path = f"{above}/{unit['Name']}" if above else unit["Name"]
            # A name may hold a slash, and targets are named by path, `Root` or account id alike.
            if path in found or path == "Root" or (len(path) == 12 and path.isdigit()):
                line = f"found the organizational unit {show_text(path)} ({unit['Id']}), expected a path of its own"
                raise AwsError([f"{line} that is neither Root nor an account id; rename it"])
            found[path] = unit["Id"]
            waiting.append((path, unit["Id"]))
        done += 1
        progress("organizational units", done, done + len(waiting))
    return found


def _with_regions(
    session: boto3.Session, region: str, accounts: dict[str, dict[str, Any]], progress: Progress
) -> dict[str, dict[str, Any]]:
    """The accounts, the active ones with their opt-in regions where AWS tells them."""
    active = [number for number, fact in accounts.items() if fact["state"] == AccountState.ACTIVE]
    found = {}
    for number, regions in opt_in_regions(session, region, active):
        found[number] = accounts[number] | {"optInRegions": regions}
        progress("regions", len(found), len(active))
    return accounts | found


def _accounts(organizations: Any, progress: Progress) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """States by id; `Status` was retired in September 2026.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
    """
    found: dict[str, dict[str, Any]] = {}
    for account in pages(organizations, "list_accounts", "Accounts"):
        if "State" not in account:
            raise AwsError([f"found no State for account {account['Id']} in AWS's answer; update boto3"])
        found[account["Id"]] = {"state": account["State"]}
        progress("accounts", len(found), len(found))
    return found


def _policies(
    organizations: Any,  # noqa: ANN401
    root: dict[str, Any],
    units: dict[str, str],
    progress: Progress,
) -> dict[str, list[dict[str, object]]]:
    """Policies of others by target; asked per policy, for there are fewer policies than accounts.

    Their size is that of the text as it was saved, white space included
    (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
    """
    names = {root["Id"]: "Root"} | {number: path for path, number in units.items()}
    enabled = {kind["Type"] for kind in root["PolicyTypes"]}
    summaries = [
        policy
        for kind in _TYPES
        if kind in enabled
        for policy in pages(organizations, "list_policies", "Policies", Filter=kind)
        if not policy["Name"].startswith(_OURS)
    ]
    found: dict[str, list[dict[str, object]]] = {}
    for done, policy in enumerate(summaries, 1):
        targets = list(pages(organizations, "list_targets_for_policy", "Targets", PolicyId=policy["Id"]))
        if targets:
            fact = _fact(organizations, policy)
            for target in targets:
                found.setdefault(_target(target, names), []).append(fact)
        progress("policies", done, len(summaries))
    return found


def _target(target: dict[str, str], names: dict[str, str]) -> str:
    number = target["TargetId"]
    if target["Type"] == "ACCOUNT":
        return number
    if number not in names:
        raise AwsError([f"found the new organizational unit {number}; {_CHANGED}"])
    return names[number]


def _fact(organizations: Any, policy: dict[str, str]) -> dict[str, object]:  # noqa: ANN401
    content = organizations.describe_policy(PolicyId=policy["Id"])["Policy"]["Content"]
    fact = {"name": policy["Name"], "type": policy["Type"], "characters": len(content)}
    # Everybody knows what AWS's own say, and they are attached everywhere.
    return fact if policy["AwsManaged"] else fact | {"document": json.loads(content)}


def _identity_center(session: boto3.Session, region: str, management: str, progress: Progress) -> dict | None:
    """The organization's instance, in whatever region, with its groups.

    Members may have instances of their own, the management account may not: what it owns is the organization's
    (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sso-instance.html).
    """
    center = client(session, "sso-admin", region)
    instances = [
        instance
        for instance in pages(center, "list_instances", "Instances", RegionScope="ALL_REGIONS")
        if instance["OwnerAccountId"] == management
    ]
    if len(instances) > 1:
        listed = ", ".join(sorted(instance["InstanceArn"] for instance in instances))
        raise AwsError([f"found several Identity Center instances ({listed}), expected one; delete the others"])
    if not instances:
        return None
    instance = instances[0]
    home = instance.get("PrimaryRegion", region)
    return {
        "region": home,
        "instanceArn": instance["InstanceArn"],
        "identityStoreId": instance["IdentityStoreId"],
        "groups": _groups(client(session, "identitystore", home), instance["IdentityStoreId"], progress),
    }


def _groups(store: Any, number: str, progress: Progress) -> dict[str, str]:  # noqa: ANN401
    """Ids by display name; a group without one can't be named in a configuration."""
    ids: dict[str, list[str]] = {}
    for done, group in enumerate(pages(store, "list_groups", "Groups", IdentityStoreId=number), 1):
        if name := group.get("DisplayName"):
            ids.setdefault(name, []).append(group["GroupId"])
        progress("groups", done, done)
    ambiguous = {name: sorted(found) for name, found in sorted(ids.items()) if len(found) > 1}
    if ambiguous:
        raise AwsError(
            [
                f'found {len(found)} groups with the display name "{show_text(name)}" in Identity Center '
                f"({', '.join(found)}), expected one; rename or delete the others"
                for name, found in ambiguous.items()
            ]
        )
    return {name: found[0] for name, found in ids.items()}
