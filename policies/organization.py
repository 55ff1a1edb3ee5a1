"""The organization's service control policies: one document per guardrail, counted against its targets' limits."""

from dataclasses import dataclass

from policies.document import Document
from policies.guardrail import Context
from policies.guardrails import catalogue


@dataclass(frozen=True, kw_only=True)
class OrganizationPolicy:
    """A document with the targets that it is attached to, as organizational unit paths or `Root`."""

    key: str
    name: str
    description: str
    document: Document
    targets: tuple[str, ...]


def organization_policy(key: str, *, targets: tuple[str, ...], context: Context) -> OrganizationPolicy:
    """The policy of one guardrail. Raises KeyError for a key that the catalogue does not hold."""
    guardrail = catalogue()[key]
    return OrganizationPolicy(
        key=key,
        name=f"guardrails-{key}",
        description=guardrail.title,
        document=Document(statements=guardrail.statements(context)),
        targets=targets,
    )
