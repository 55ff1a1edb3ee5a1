"""The ceilings of principals: one document per kind, and the parts that they are built of."""
