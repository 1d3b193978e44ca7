"""Read-only JSON: figures, findings and claims, with the pages' filters, and a description that programs can read."""

from dashboard.api import routes

__all__ = ["routes"]
