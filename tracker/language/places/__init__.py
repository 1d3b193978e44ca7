"""Where a figure holds."""
