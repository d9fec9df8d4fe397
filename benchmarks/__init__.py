"""How fast, how good, at what cost: each figure beside its control, in one run."""
