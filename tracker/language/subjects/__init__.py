"""What a number counts, whose it is, and what happened to it."""
