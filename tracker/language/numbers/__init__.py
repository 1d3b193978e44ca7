"""A sentence to its numbers: what each asserts, in which unit, at which rate."""
