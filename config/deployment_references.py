"""What the deployment's role may be called once the deployment makes it itself, and who enters it."""

from collections.abc import Iterator

from config.machine_references import one_pipeline
from config.messages import Finding
from config.problem import show
from config.view import View, exists
from policies.baseline_resources import PREFIX
from policies.vending import CONTROL_TOWER, PATTERN_CHARACTERS, PEOPLE, VENDED, outside_vending

_ROLE = ("baseline", "deployment", "roleName")
_PIPELINE = ("baseline", "deployment", "pipeline")
_VENDING = ("baseline", "deployment", "vending")


def deployment_findings(view: View) -> Iterator[Finding]:
    """One pipeline, and a role that AWS doesn't make and the deployer can't change."""
    name, pipeline = view.at(*_ROLE), view.at(*_PIPELINE)
    if isinstance(name, str) and name.startswith(PREFIX):
        yield Finding(
            path=_ROLE,
            found=show(name),
            expected=f"a name that does not begin with {PREFIX}",
            fix="choose GuardrailsDeployer or the like: what begins so is the deployer's own to change",
        )
    yield from _vending(view)
    if pipeline is not None and view.at("standalone") is not None:
        yield Finding(
            path=_PIPELINE,
            key=True,
            found="pipeline for a stand-alone account",
            expected="an organization, whose management account has a role for it",
            fix="remove it, and name the pipeline under machineAccess.deploymentRoles",
        )
        return
    if isinstance(pipeline, dict):
        yield from one_pipeline(_PIPELINE, pipeline)
        if name is None or name in VENDED:
            yield Finding(
                path=_PIPELINE,
                found=f"a pipeline, and {show(name or VENDED[0])} as the role",
                expected="a role of its own as roleName",
                fix="name one, GuardrailsDeployer, and run guardrails bootstrap deployer",
            )


def _vending(view: View) -> Iterator[Finding]:
    """Sets that exist, and no more than a metric filter can leave out."""
    if view.at(*_VENDING) is not None and view.at("standalone") is not None:
        yield Finding(
            path=_VENDING,
            key=True,
            found="vending for a stand-alone account",
            expected="an organization, which makes accounts",
            fix="remove it",
        )
    sets = view.names("baseline", "managementPermissionSets") or []
    for index, name in enumerate(view.items(*_VENDING, "permissionSets")):
        path = (*_VENDING, "permissionSets", index)
        yield from exists(path, name, sets, "a key under managementPermissionSets", "add the permission set")
    named = [*view.items(*_VENDING, "roles"), *(f"{PEOPLE}{name}_" for name in view.items(*_VENDING, "permissionSets"))]
    tower = CONTROL_TOWER if view.at("organization", "controlTower") is True else ()
    length = len(outside_vending("0" * 12, (*tower, *(str(name) for name in named))).pattern)
    if length > PATTERN_CHARACTERS:
        yield Finding(
            path=_VENDING,
            key=True,
            found=f"names that make a metric filter of {length} characters",
            expected=f"at most {PATTERN_CHARACTERS}",
            fix="let fewer roles vend accounts, or give them shorter names",
        )
