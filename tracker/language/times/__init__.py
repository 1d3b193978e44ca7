"""As of when a figure holds, and whether it is so, to come or not so."""
