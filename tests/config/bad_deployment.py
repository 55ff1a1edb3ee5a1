"""Bad roles of the deployment: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

_ALERTS = "    alerts:\n      email: security@example.com\n"
_OIDC = "        oidc: {issuer: app.terraform.io, audience: aws.workload.identity, subject: organization-example}\n"


def _case(name: str, lines: str, *errors: str) -> Case:
    return Case(name, "Pulumi.prod.yaml", _ALERTS, f"{_ALERTS}    deployment:\n{lines}", errors)


CASES = (
    _case(
        "the deployer could change its own role",
        "      roleName: guardrails-deployer\n",
        'Pulumi.prod.yaml:21:17: guardrails:baseline.deployment.roleName: found "guardrails-deployer", expected a name that does not begin with guardrails-; choose GuardrailsDeployer or the like: what begins so is the deployer\'s own to change',
    ),
    _case(
        "nobody enters the deployer",
        "      roleName: GuardrailsDeployer\n      pipeline: {}\n",
        "Pulumi.prod.yaml:22:17: guardrails:baseline.deployment.pipeline: found no pipeline, expected exactly one of github, gitlab, bitbucket, oidc; write one role for each",
    ),
    _case(
        "a pipeline for the vended role",
        f"      pipeline:\n{_OIDC}",
        'Pulumi.prod.yaml:22:9: guardrails:baseline.deployment.pipeline: found a pipeline, and "OrganizationAccountAccessRole" as the role, expected a role of its own as roleName; name one, GuardrailsDeployer, and run guardrails bootstrap deployer',
    ),
    _case(
        "accounts are vended by a set that is not there",
        "      vending: {permissionSets: [Vendors]}\n",
        'Pulumi.prod.yaml:21:34: guardrails:baseline.deployment.vending.permissionSets[0]: found "Vendors", expected a key under managementPermissionSets; add the permission set',
    ),
    _case(
        "more names than a filter can leave out",
        f"      vending: {{roles: [{', '.join(letter * 64 for letter in 'ABCDEF')}]}}\n",
        "Pulumi.prod.yaml:21:7: guardrails:baseline.deployment.vending: found names that make a metric filter of 1145 characters, expected at most 1024; let fewer roles vend accounts, or give them shorter names",
    ),
)
