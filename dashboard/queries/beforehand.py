"""What pages need of a whole snapshot, made before a reader asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.queries.counts import totals
from dashboard.queries.documents import list_documents
from dashboard.queries.figures import list_figures
from dashboard.queries.findings import list_findings
from dashboard.queries.narrowing import choices
from dashboard.queries.rows import kept_by_figure
from dashboard.queries.sources import standing
from dashboard.queries.words import words
from dashboard.state import Documents, Figures, Inbox

if TYPE_CHECKING:
    from dashboard.queries.rows import Scan


def make(scan: Scan) -> None:
    """Make what is kept of a snapshot, the quickest and most wanted first."""
    totals(scan)
    list_findings(scan, Inbox())
    list_figures(scan, Figures())
    choices(scan)
    list_documents(scan, Documents())
    kept_by_figure(scan, "words", words)
    standing(scan)
