"""A second opinion on the evaluator: random requests, decided by it and by an independent oracle."""
