"""Pages from the web, only when asked: into a folder of web archives, which are read as any other input."""

from __future__ import annotations

from tracker.fetching.fetch import FetchReport, fetch

__all__ = ["FetchReport", "fetch"]
