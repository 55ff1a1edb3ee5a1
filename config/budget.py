"""What every target has room for, counted with what others attached: AWS refuses the policy that is one too many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.levels import facts_of_others
from config.models import Stack
from config.snapshot import PolicyFact
from policies.document import canonical
from policies.limits import CHARACTERS, PLACES
from policies.organization import OrganizationPolicy
from policies.types import PolicyType


@dataclass(frozen=True, kw_only=True)
class Use:
    """The policies of one type on one target, with AWS's limits: places, and characters of each policy."""

    target: str
    policy_type: PolicyType
    ours: tuple[OrganizationPolicy, ...]
    others: tuple[PolicyFact, ...]
    places_limit: int
    characters_limit: int

    @property
    def places(self) -> int:
        """Places taken."""
        return len(self.ours) + len(self.others)

    @property
    def characters(self) -> int:
        """Characters taken of all that the target's places could hold."""
        return sum(p.characters for p in self.ours) + sum(fact.characters for fact in self.others)

    def occupants(self) -> list[str]:
        """Every policy with its characters."""
        return [f"{policy.name} ({policy.characters})" for policy in (*self.others, *self.ours)]

    def excesses(self) -> Iterator[tuple[str, str]]:
        """What is over a limit, as found and expected."""
        if self.places > self.places_limit:
            yield f"{self.places} policies of type {self.policy_type}", f"at most {self.places_limit}"
        for policy in self.ours:
            if policy.characters > self.characters_limit:
                found = f"{policy.characters} characters in {policy.name}"
                yield found, f"at most {self.characters_limit} in one policy"


def uses(stack: Stack, wanted: Sequence[OrganizationPolicy]) -> list[Use]:
    """Every target and type of policy that something of ours is attached to."""
    found = dict.fromkeys((policy.policy_type, policy.target) for policy in wanted)
    limits = stack.organized()[0].limits
    return [
        Use(
            target=target,
            policy_type=policy_type,
            ours=tuple(p for p in wanted if (p.policy_type, p.target) == (policy_type, target)),
            others=facts_of_others(stack, target, policy_type),
            places_limit=limits.places.get(policy_type, PLACES[policy_type].value),
            characters_limit=limits.characters.get(policy_type, CHARACTERS[policy_type].value),
        )
        for policy_type, target in found
    ]


def guardrail_sizes(policies: Sequence[OrganizationPolicy]) -> list[tuple[str, int]]:
    """Characters by guardrail, the largest first."""
    sizes: dict[str, int] = {}
    for policy in policies:
        for statement in policy.content.get("Statement", ()):
            key = policy.sids[statement["Sid"]]
            sizes[key] = sizes.get(key, 0) + len(canonical(statement))
    return sorted(sizes.items(), key=lambda item: -item[1])
