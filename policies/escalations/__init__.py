"""The suite of escalations: every known way to become more than one is, and the work that must go on all the same."""
