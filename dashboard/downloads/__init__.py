"""What is shown, as a file: every row that matches the page's filter, in the snapshot that the page shows."""

from dashboard.downloads import routes

__all__ = ["routes"]
