"""What the pages show, as frames: pure functions over the tables of one snapshot.

Every function takes `scan`, which gives a table of the snapshot as a lazy frame (`Workspace.scan` bound to it), so that
one page never mixes two builds. Nothing here knows of Dash or Plotly.
"""

from dashboard.queries.claims import CLAIMS_PER_PAGE, claim, claims_of, document_of, page_of, reasons
from dashboard.queries.compare import candidates, compared
from dashboard.queries.counts import Totals, totals
from dashboard.queries.documents import DOCUMENTS_PER_PAGE, all_documents, document, list_documents
from dashboard.queries.figures import ASCENDING_FIRST, FIGURES_PER_PAGE, LAST_SAID, all_figures, list_figures
from dashboard.queries.findings import FINDINGS_PER_PAGE, all_findings, findings_about, list_findings
from dashboard.queries.judgements import (
    DECISIONS,
    Acts,
    Things,
    acts_on,
    decision_on,
    figures_like,
    joined_to,
    judgements,
    list_acts,
    things,
    with_doubles,
)
from dashboard.queries.narrowing import Choices, choices
from dashboard.queries.one_figure import MAX_LEVELLED, FigureView, figure, in_unit
from dashboard.queries.rows import Page, Row, Scan
from dashboard.queries.sources import SOURCES_PER_PAGE, SourcesView, Standing, all_sources, sources, standing

__all__ = [
    "ASCENDING_FIRST",
    "CLAIMS_PER_PAGE",
    "DECISIONS",
    "DOCUMENTS_PER_PAGE",
    "FIGURES_PER_PAGE",
    "FINDINGS_PER_PAGE",
    "LAST_SAID",
    "MAX_LEVELLED",
    "SOURCES_PER_PAGE",
    "Acts",
    "Choices",
    "FigureView",
    "Page",
    "Row",
    "Scan",
    "SourcesView",
    "Standing",
    "Things",
    "Totals",
    "acts_on",
    "all_documents",
    "all_figures",
    "all_findings",
    "all_sources",
    "candidates",
    "choices",
    "claim",
    "claims_of",
    "compared",
    "decision_on",
    "document",
    "document_of",
    "figure",
    "figures_like",
    "findings_about",
    "in_unit",
    "joined_to",
    "judgements",
    "list_acts",
    "list_documents",
    "list_figures",
    "list_findings",
    "page_of",
    "reasons",
    "sources",
    "standing",
    "things",
    "totals",
    "with_doubles",
]
