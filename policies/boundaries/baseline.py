"""The ceiling of the roles that the baseline itself makes: whatever they do, they change nobody's rights."""

from policies.boundaries.denials import denials
from policies.boundaries.grants import INTERACTIVE, looking, services_but
from policies.config_delivery import LISTS
from policies.document import Document, Statement


def document(partition: str, account: str) -> Document:
    """What a role of the baseline does at most, in whichever account."""
    del account
    return Document(
        statements=(
            services_but(*INTERACTIVE),
            looking(),
            Statement(sid="LookAtOrganization", effect="Allow", actions=LISTS),
            *denials(partition),
        )
    )
