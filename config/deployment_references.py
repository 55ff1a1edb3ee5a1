"""What the deployment's role may be called once the deployment makes it itself, and who enters it."""

from collections.abc import Iterator

from config.machine_references import one_pipeline
from config.messages import Finding
from config.problem import show
from config.view import View
from policies.baseline_resources import PREFIX

_ROLE = ("baseline", "deployment", "roleName")
_PIPELINE = ("baseline", "deployment", "pipeline")
# Made by AWS Organizations and by Control Tower, as administrators.
_VENDED = ("OrganizationAccountAccessRole", "AWSControlTowerExecution")


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
    if isinstance(pipeline, dict):
        yield from one_pipeline(_PIPELINE, pipeline)
        if name is None or name in _VENDED:
            yield Finding(
                path=_PIPELINE,
                found=f"a pipeline, and {show(name or _VENDED[0])} as the role",
                expected="a role of its own as roleName",
                fix="name one, GuardrailsDeployer, and run guardrails bootstrap deployer",
            )
