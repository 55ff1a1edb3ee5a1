"""The patterns that protect the security services cover what they say, no more and no less."""

import pytest

from policies.lint import reference
from policies.security_service_actions import EVENT_DATA_STORES, SECURITY_SERVICES, actions_of

PATTERNS = {**SECURITY_SERVICES, **EVENT_DATA_STORES}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_covers_exactly_the_actions_beside_it(pattern):
    covered = {action.name for action in reference.matching(pattern)}
    assert covered == set(actions_of({pattern: PATTERNS[pattern]}))


def test_the_former_and_the_present_name_of_leaving_are_both_covered():
    actions = actions_of(PATTERNS)
    for service in ("guardduty", "macie2", "securityhub"):
        assert f"{service}:DisassociateFromMasterAccount" in actions
        assert f"{service}:DisassociateFromAdministratorAccount" in actions


def test_reading_and_the_triage_of_single_findings_stay_open():
    names = [action.partition(":")[2] for action in actions_of(PATTERNS)]
    assert not [name for name in names if name.startswith(("Get", "List", "Describe", "BatchGet"))]
    assert not {"ArchiveFindings", "BatchUpdateFindings", "UpdateFindings"} & set(names)
