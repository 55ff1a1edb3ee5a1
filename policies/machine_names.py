"""How the roles of machines are called, so that policies can name them without looking anything up."""

from policies import names
from policies.baseline_resources import PREFIX

WORKLOAD_PATH = f"{names.OWNED_PATH}/"
"""Path of the roles that services assume; all in it have the boundary of workloads, so that pipelines may pass them."""


def deployment_role(key: str) -> str:
    """A pipeline's role; its prefix makes it the deployer's alone to change."""
    return f"{PREFIX}deploy-{key}"


def cross_account_role(key: str) -> str:
    """A role that other accounts assume; its prefix makes it the deployer's alone to change."""
    return f"{PREFIX}access-{key}"
