"""The ceiling of a team's administrators: roles of the owned path and what runs under them, no shell, no secrets."""

from policies.boundaries.denials import denials
from policies.boundaries.grants import INTERACTIVE, SECRET_VALUES, looking, service_linked_roles, services_but
from policies.boundaries.owned import making, passing
from policies.document import Document


def document(partition: str, account: str) -> Document:
    """What a delegated administrator's session does at most in an account."""
    return Document(
        statements=(
            services_but(*INTERACTIVE, *SECRET_VALUES, "ssm:SendCommand"),
            looking(),
            *making(partition, account),
            passing(partition, account),
            service_linked_roles(),
            *denials(partition),
        )
    )
