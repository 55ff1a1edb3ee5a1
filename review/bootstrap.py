"""What must be there before the first deployment: the templates of the deployers' roles, and the commands for them."""

import json
from pathlib import Path

from config.identity_plan import identity_center_account
from config.models import Stack
from config.plan import context
from policies.deployer.rights import rights
from policies.deployer.template import BODY_BYTES, Members, management_template, members_template
from policies.names import partition
from policies.vending import VENDED, narrowed_trust
from review.deployer import deployed
from review.recorder import Graph

MANAGEMENT, MEMBERS, VENDED_TRUST = "management.json", "members.json", "vended-trust.json"


class BootstrapError(ValueError):
    """Why no template can be made of a stack, and what to do about it."""


def templates(stack: Stack, graph: Graph) -> dict[str, str]:
    """File names with their text. Raises BootstrapError, and UnknownTypeError for a type without data."""
    if stack.standalone:
        raise BootstrapError("a stand-alone account is deployed with credentials of its own: docs/standalone.md")
    pipeline = stack.baseline.deployment.pipeline
    if pipeline is None:
        raise BootstrapError(
            "baseline.deployment.pipeline: found nothing, expected who enters the management account's role; "
            "write github, gitlab, bitbucket or oidc there"
        )
    facts, granted = context(stack), rights(deployed(graph, stack))
    management = granted.pop(facts.management, {})
    center = stack.baseline.accounts[identity_center_account(stack)].id
    made = {
        MANAGEMENT: management_template(facts, management, pipeline.pipeline),
        MEMBERS: members_template(Members(context=facts, rights=granted, identity_center=center)),
    }
    return {name: _text(name, template) for name, template in made.items()}


def closing(stack: Stack) -> dict[str, str]:
    """What narrows the trust of the vended roles afterwards: file names with their text; none without break-glass."""
    if stack.baseline.break_glass is None:
        return {}
    facts = context(stack)
    return {VENDED_TRUST: f"{narrowed_trust(facts.partition, facts.organization, facts.management).json()}\n"}


def _text(name: str, template: dict[str, object]) -> str:
    """Raises BootstrapError for one that CloudFormation would not take."""
    text = json.dumps(template, separators=(",", ":"), sort_keys=True)
    if len(text) > BODY_BYTES:
        raise BootstrapError(
            f"{name} has {len(text)} characters, {BODY_BYTES} are allowed: deploy fewer kinds of things"
        )
    return f"{text}\n"


def commands(stack: Stack, folder: Path) -> str:
    """What to run, once and again whenever a template changes, with credentials of a management administrator.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
    """
    role, region = stack.baseline.deployment.role_name, stack.organization.home_region
    management, members = folder / MANAGEMENT, folder / MEMBERS
    common = f"--stack-set-name {role} --capabilities CAPABILITY_NAMED_IAM --template-body file://{members}"
    return f"""# 1. The management account's role; again after every change of {MANAGEMENT}.
aws cloudformation deploy --region {region} --stack-name {role} --capabilities CAPABILITY_NAMED_IAM \\
    --template-file {management}

# 2. Once: stack sets may reach the organization's accounts.
aws cloudformation activate-organizations-access --region {region}

# 3. The members' roles, also of accounts that come later; an account that moves keeps its role.
aws cloudformation create-stack-set --region {region} {common} \\
    --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=true
aws cloudformation create-stack-instances --region {region} --stack-set-name {role} --regions {region} \\
    --deployment-targets OrganizationalUnitIds={stack.target_id("Root")} \\
    --operation-preferences FailureTolerancePercentage=10,MaxConcurrentPercentage=10

# After every change of {MEMBERS}:
aws cloudformation update-stack-set --region {region} {common}

{_closing(stack, folder)}"""


def _closing(stack: Stack, folder: Path) -> str:
    """Close the way that is not needed any more, account by account with the vended role's own rights."""
    role, place = VENDED[0], partition(stack.organization.home_region)
    if not closing(stack):
        return (
            f"# 4. Once everything deploys by the new role, and with breakGlass as the other way in: delete {role}.\n"
        )
    management = stack.baseline.accounts[stack.organization.management_account].id
    members = sorted(account.id for account in stack.active_accounts().values() if account.id != management)
    return f"""# 4. Once everything deploys by the new role: {role} lets in break-glass alone.
# Each of these pages: announce it.
for account in {" ".join(members)}; do (
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$(aws sts assume-role \\
        --role-arn arn:{place}:iam::$account:role/{role} --role-session-name close-vending \\
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    aws iam update-assume-role-policy --role-name {role} --policy-document file://{folder / VENDED_TRUST}
); done
"""
