"""Every boundary document of an account, by the name under which it is deployed."""

from collections.abc import Callable, Mapping

from policies import names
from policies.boundaries import baseline, ci, delegated_administrator, developer, workload
from policies.boundaries.kind import BoundaryKind
from policies.document import Document

KINDS: Mapping[BoundaryKind, Callable[[str, str], Document]] = {
    BoundaryKind.DEVELOPER: developer.document,
    BoundaryKind.WORKLOAD: workload.document,
    BoundaryKind.CI: ci.document,
    BoundaryKind.DELEGATED_ADMINISTRATOR: delegated_administrator.document,
}
"""The document of each kind, of a partition and an account id."""


def boundary_documents(partition: str, account: str) -> dict[str, Document]:
    """The ceiling of the baseline's own roles and that of each kind of principal, by policy name."""
    own = {names.BOUNDARY_POLICY: baseline.document(partition, account)}
    return own | {names.boundary_policy(kind): document(partition, account) for kind, document in KINDS.items()}
