"""The ceiling of people who build: every service, roles of the owned path to run things as, and no say in IAM."""

from policies.boundaries.denials import denials
from policies.boundaries.grants import looking, service_linked_roles, services_but
from policies.boundaries.owned import passing
from policies.document import Document


def document(partition: str, account: str) -> Document:
    """What a developer's session does at most in an account."""
    return Document(
        statements=(
            services_but(),
            looking(),
            passing(partition, account),
            service_linked_roles(),
            *denials(partition),
        )
    )
