"""What is allowed: documents, names, limits, evaluation, difference; pure Python that imports no other room."""
