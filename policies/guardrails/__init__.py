"""The catalogue: one guardrail per file, discovered by its file name."""
