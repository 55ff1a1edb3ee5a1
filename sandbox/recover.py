"""Repairs a stack after its `pulumi up` was killed.

AWS may have made what the state doesn't have: the engine notes that it begins to create a resource, asks AWS, and is
killed before it notes the answer. `pulumi up` would then ask for the same again, and AWS refuses or makes a second one.
Pulumi's own answer is to ask its user (https://www.pulumi.com/docs/support/troubleshooting/common-issues/interrupted-updates/);
its `refresh --import-pending-creates` of version 3.274 forgets the resource instead of importing it.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.loader import load_stack
from sandbox.aws.client import LocalAws
from sandbox.deployment import Deployment
from sandbox.engine import find_engine
from sandbox.import_ids import import_id, place_of, region_suffix
from sandbox.look_ups import LOOK_UPS, left, look_up
from sandbox.running import running

Resource = Mapping[str, Any]
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What was done about unfinished resources, each as its type and name, and what AWS has besides."""

    imported: tuple[str, ...]
    cleared: tuple[str, ...]
    left_behind: tuple[str, ...]

    def lines(self) -> list[str]:
        """The recovery in plain words."""
        said = [
            f"Recovered: {len(self.imported)} imported, which AWS had and the state lacked; "
            f"{len(self.cleared)} cleared, which AWS lacked and the new `pulumi up` made."
        ]
        said += [f"  imported  {name}" for name in self.imported]
        said += [f"  cleared   {name}" for name in self.cleared]
        if self.left_behind:
            said += ["Left behind in AWS, with the stack's tags but not used by it; remove by hand:"]
            said += [f"  {name}" for name in self.left_behind]
        return said


def repair(aws: LocalAws, deployment: Deployment, say: Say) -> Recovery:
    """Drop the dead run's lock, take what AWS has into the state, then finish the work.

    Raises CalledProcessError when a step fails: nothing after it is tried.
    """
    deployment.run("cancel", "--yes", check=False, quiet=True)
    operations = deployment.state()["deployment"].get("pending_operations") or []
    creating = [o["resource"] for o in operations if o["type"] == "creating"]
    say(f"{len(creating)} resources were being created; asking AWS which of them it has")
    imported = _adopt(aws, deployment, creating)
    # Records may be lost altogether, as in a recovery that was killed itself. What AWS names it would make twice ...
    imported += _adopt(aws, deployment, [r for r in _planned(deployment) if r["type"] in LOOK_UPS])
    say("pulumi up")
    while (up := _up(deployment)).returncode:
        # ... and what the program names it refuses to make again.
        more = _adopt(aws, deployment, _planned(deployment))
        if not more:
            up.check_returncode()
        say(f"{len(more)} more were in AWS already; pulumi up again")
        imported += more
    return Recovery(
        imported=tuple(_name(urn) for urn in imported),
        cleared=tuple(_name(r["urn"]) for r in creating if _is_of_aws(r) and r["urn"] not in imported),
        left_behind=tuple(_left_behind(aws, deployment)),
    )


def _up(deployment: Deployment) -> subprocess.CompletedProcess[str]:
    return deployment.run("up", "--yes", "--skip-preview", "--suppress-outputs", check=False)


def _is_of_aws(resource: Resource) -> bool:
    return resource["type"].startswith("aws:")


def _adopt(aws: LocalAws, deployment: Deployment, candidates: Iterable[Resource]) -> list[str]:
    """Take what AWS has into the state, forget unfinished operations, and return the URNs of what was taken.

    A record with an id and without outputs makes `pulumi refresh` import the resource, or drop the record when AWS
    has nothing under the id.
    """
    state = deployment.state()
    resources = state["deployment"].get("resources") or []
    found = _found(aws, candidates, resources)
    unfinished = state["deployment"].pop("pending_operations", None)
    if not found and not unfinished:
        return []
    # A resource that was deleted to be replaced still has its record, and others come after it.
    kept = [found.get(r["urn"], r) if r.get("pendingReplacement") else r for r in resources]
    places = {r["urn"] for r in resources}
    state["deployment"]["resources"] = [*kept, *(r for urn, r in found.items() if urn not in places)]
    deployment.replace_state(state)
    deployment.run("refresh", "--yes", "--skip-preview", quiet=True)
    now = {r["urn"] for r in _resources(deployment)}
    return [urn for urn in found if urn in now]


def _found(aws: LocalAws, candidates: Iterable[Resource], resources: list[Resource]) -> dict[str, Resource]:
    """The candidates that may be in AWS, with their ids, by URN; the engine refuses one before what it depends on."""
    known = {r["urn"] for r in resources if not r.get("pendingReplacement")}
    taken = {r["id"] for r in resources if "id" in r}
    found: dict[str, Resource] = {}
    for candidate in candidates:
        place = place_of(candidate, resources)
        if place is None or candidate["urn"] in known:
            continue
        if not {candidate["parent"], *candidate.get("dependencies", [])} <= known | set(found):
            continue
        identity = import_id(candidate, place) or look_up(aws, candidate, place, taken)
        if identity is not None:
            found[candidate["urn"]] = {**candidate, "id": identity, "outputs": {}}
            taken.add(identity.removesuffix(region_suffix(candidate["inputs"], place)))
    return found


def _resources(deployment: Deployment) -> list[Resource]:
    return deployment.state()["deployment"].get("resources") or []


def _planned(deployment: Deployment) -> list[Resource]:
    """The AWS resources that `up` would create."""
    steps = json.loads(deployment.run("preview", "--json", quiet=True).stdout)["steps"]
    return [step["newState"] for step in steps if step["op"] == "create" and _is_of_aws(step["newState"])]


def _left_behind(aws: LocalAws, deployment: Deployment) -> list[str]:
    """What AWS has twice: of the types that it names itself, for of the others it refuses a second."""
    resources = _resources(deployment)
    taken = {r["id"] for r in resources if "id" in r}
    found = set()
    for resource in resources:
        kind, place = resource["type"], place_of(resource, resources)
        if place is not None and kind in LOOK_UPS:
            ids = left(LOOK_UPS[kind](aws, resource["inputs"], place), taken)
            found |= {f"{kind} {identity} in account {place.account}" for identity in ids}
    return sorted(found)


def _name(urn: str) -> str:
    kind, name = urn.split("::")[2:4]
    return f"{kind.rpartition('$')[2]} {name}"


def recover(project: Path, stack_name: str) -> int:
    """`make recover`."""
    with running(project, load_stack(stack_name, project), find_engine(print)) as (aws, deployment):
        recovery = repair(aws, deployment, print)
    print("\n".join(recovery.lines()))
    return 0
