"""The ceiling of pipelines: they deploy workloads with the roles these need, and never look at secrets."""

from policies.boundaries.denials import denials
from policies.boundaries.grants import INTERACTIVE, SECRET_VALUES, looking, service_linked_roles, services_but
from policies.boundaries.owned import making, passing
from policies.document import Document


def document(partition: str, account: str) -> Document:
    """What a pipeline's role does at most in an account."""
    return Document(
        statements=(
            services_but(*INTERACTIVE, *SECRET_VALUES),
            looking(),
            *making(partition, account),
            passing(partition, account),
            service_linked_roles(),
            *denials(partition),
        )
    )
