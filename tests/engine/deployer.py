"""A stack deployed by roles of its own, which the generated templates made in its local AWS."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import config.loader
from config.models import Stack
from review.bootstrap import MANAGEMENT, MEMBERS, templates
from review.deployer import recorded
from sandbox.aws.client import LocalAws
from sandbox.aws.enforcement_record import Enforcement
from sandbox.day_one import seed_of
from sandbox.deployment import Deployment, Workspace
from sandbox.engine import Engine
from tests.policies.deployer_stack import DEPLOYER_ROLE

_TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]}'
_PIPELINE = f"""      roleName: {DEPLOYER_ROLE}
      pipeline:
        github:
          organization: example-org
          organizationId: "1234567"
          repository: guardrails
          repositoryId: "7654322"
          environment: production
          workflow: example-org/guardrails/.github/workflows/deploy.yml@refs/heads/main
"""


def deploy_by_own_role(file: Path) -> None:
    """Let a stack file name the deployer's role instead of the vended one, and who enters it."""
    text = file.read_text(encoding="utf-8").replace("      roleName: OrganizationAccountAccessRole\n", _PIPELINE)
    file.write_text(text.replace("OrganizationAccountAccessRole", DEPLOYER_ROLE), encoding="utf-8")


def local_aws(project: Path, stack: Stack, enforce: Enforcement, *, events: bool = False) -> tuple[LocalAws, Workspace]:
    """The local AWS of the project with IAM deciding and, where asked, with CloudTrail's records; not started."""
    workspace = Workspace(project=project, stack=stack.name)
    workspace.folder.mkdir(parents=True, exist_ok=True)
    management = stack.baseline.accounts[stack.organization.management_account].id
    return LocalAws(management, workspace.aws_state, seed_of(stack), enforce, events), workspace


def bootstrap(aws: LocalAws, project: Path, stack: Stack) -> None:
    """What the printed commands do on day one: the management account's template, and the other one in every member."""
    made = templates(stack, recorded(project, stack.name))
    arguments = {"StackName": DEPLOYER_ROLE, "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    for key, account in stack.active_accounts().items():
        file = MANAGEMENT if key == stack.organization.management_account else MEMBERS
        client = aws.client("cloudformation", stack.organization.home_region, account.id)
        client.create_stack(TemplateBody=made[file], **arguments)


def credentials(aws: LocalAws) -> Mapping[str, str]:
    """A session of the management account's deployer; the sandbox's own key stands in for the pipeline's token."""
    own = f"arn:aws:iam::{aws.account}:user/sandbox"
    aws.client("iam").update_assume_role_policy(RoleName=DEPLOYER_ROLE, PolicyDocument=_TRUST % own)
    arn = f"arn:aws:iam::{aws.account}:role/{DEPLOYER_ROLE}"
    return session(aws.client("sts"), arn, "guardrails")


def session(sts: Any, arn: str, name: str) -> Mapping[str, str]:
    """The variables by which a program works as a role."""
    found = sts.assume_role(RoleArn=arn, RoleSessionName=name)["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": found["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
        "AWS_SESSION_TOKEN": found["SessionToken"],
    }


def deployment(engine: Engine, aws: LocalAws, workspace: Workspace, who: Mapping[str, str]) -> Deployment:
    """The project's stack as somebody deploys it, with the stack file as it is now."""
    result = Deployment(workspace=workspace, engine=engine, aws={**aws.environment, **who})
    result.prepare()
    return result


def load(project: Path, name: str) -> Stack:
    """The stack as its file is now."""
    return config.loader.load_stack(name, project)
