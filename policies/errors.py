"""What the evaluator says of a document or request that it does not understand."""


class UnsupportedError(ValueError):
    """Raised instead of a guess: a decision about a policy that is only half understood would be worth nothing."""
