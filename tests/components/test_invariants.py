import pytest

from tests.components.helpers import STACKS, recorded
from tests.components.invariants import INVARIANTS


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.__name__)
def test_holds_in_every_stack(invariant, stack):
    assert invariant(*recorded(stack)) == []
