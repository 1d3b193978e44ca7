"""From an address to what each place of a page shows; callbacks call these and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import no_update

from dashboard import charts, evidence, palette, queries, state
from dashboard.pages import document as document_page
from dashboard.pages import documents as documents_page
from dashboard.pages import evidence as evidence_page
from dashboard.pages import figure as figure_page
from dashboard.pages import figures as figures_page
from dashboard.pages import inbox as inbox_page
from dashboard.pages import shell
from dashboard.points import source_name
from tracker.errors import WorkspaceError
from tracker.model import Part

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """The snapshot that is shown: its tables, number and time."""

    scan: queries.Scan
    number: int
    made_at: datetime


Read = Callable[[], Shown]


def page(read: Read, pathname: str, search: str) -> tuple[Any, Any, Any]:
    """A page's frame, the navigation and the foot."""
    wanted = state.parse(pathname, search)
    navigation = shell.navigation(wanted)
    try:
        shown = read()
    except WorkspaceError as error:
        return shell.failed(str(error)), navigation, ""
    return _frame(shown, wanted), navigation, shell.foot(shown.number, shown.made_at)


def inbox(read: Read, pathname: str, search: str) -> Any:
    """Tiles, filters, findings, announcement, title."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Inbox):
        return [no_update] * 5
    shown = read()
    totals = queries.totals(shown.scan)
    found, counts = queries.list_findings(shown.scan, wanted)
    return (
        inbox_page.tiles(totals, shown.made_at),
        inbox_page.filters(wanted, counts),
        inbox_page.results(wanted, found, totals),
        inbox_page.announcement(found),
        "Inbox",
    )


def figures(read: Read, pathname: str, search: str) -> Any:
    """Choice of level, table, announcement, title."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Figures):
        return [no_update] * 4
    shown = read()
    found, counts = queries.list_figures(shown.scan, wanted)
    return (
        figures_page.levels(wanted, counts),
        figures_page.results(wanted, found, queries.totals(shown.scan)),
        figures_page.announcement(found),
        figures_page.TITLE,
    )


def figure(read: Read, pathname: str, search: str) -> Any:
    """Head, switches, key, note, findings, claims, announcement, title; the chart's description; evidence."""
    wanted = state.parse(pathname, search)
    shown = read()
    view = _view(shown, wanted)
    if not isinstance(wanted, state.Figure) or view is None:
        return [no_update] * 10
    marks = figure_page.source_marks(view)
    return (
        figure_page.heading(view),
        figure_page.switches(wanted),
        figure_page.key(view, marks),
        figure_page.caption(view, wanted),
        figure_page.findings(view, wanted, marks),
        figure_page.table(view, wanted, marks),
        figure_page.announcement(view, wanted),
        view.figure["label"],
        figure_page.described(view),
        _evidence(shown, view, wanted, marks),
    )


def chart(read: Read, pathname: str, search: str, look: dict[str, bool] | None) -> Any:
    """The chart of the figure that is shown."""
    wanted = state.parse(pathname, search)
    view = _view(read(), wanted)
    if not isinstance(wanted, state.Figure) or view is None or look is None:
        return no_update
    seen = charts.Look(dark=bool(look.get("dark")), narrow=bool(look.get("narrow")))
    return charts.draw(view, figure_page.source_marks(view), wanted, seen)


def graph(read: Read, pathname: str, search: str, look: dict[str, bool] | None) -> Any:
    """The chart in its place, for a page that has none yet."""
    drawn = chart(read, pathname, search, look)
    return drawn if drawn is no_update else figure_page.graph(drawn)


def documents(read: Read, pathname: str, search: str) -> Any:
    """Table, announcement, title."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Documents):
        return [no_update] * 3
    found = queries.list_documents(read().scan, wanted)
    return documents_page.results(wanted, found), documents_page.announcement(found), "Documents"


def document(read: Read, pathname: str, search: str) -> Any:
    """The document, announcement, title."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Document):
        return [no_update] * 3
    found = queries.document(read().scan, wanted.doc_id)
    if found is None:
        return document_page.missing(), "", "No such document"
    row, claims = found
    return document_page.body(row, claims, wanted), "", row["title"] or row["doc_id"]


def trace(read: Read, claim_id: str) -> Any:
    """How a claim was read, and why it is in its figure."""
    shown = read()
    claim = queries.claim(shown.scan, claim_id)
    if claim is None:
        return evidence_page.steps(None), evidence_page.reasons([])
    found = evidence.trace(queries.document_of(claim), Part(claim["part"]), claim["start"], claim["end"])
    return evidence_page.steps(found), evidence_page.reasons(queries.reasons(shown.scan, claim))


def _frame(shown: Shown, wanted: state.State) -> Any:
    match wanted:
        case state.Inbox():
            return inbox_page.frame(wanted)
        case state.Figures():
            return figures_page.frame(wanted)
        case state.Figure():
            known = queries.has_figure(shown.scan, wanted.figure_id)
            return figure_page.frame() if known else figure_page.missing()
        case state.Documents():
            return documents_page.frame(wanted)
        case state.Document():
            return document_page.frame()
        case state.Unknown():
            return shell.nowhere()


def _view(shown: Shown, wanted: state.State) -> queries.FigureView | None:
    if not isinstance(wanted, state.Figure):
        return None
    return queries.figure(shown.scan, wanted.figure_id, unfolded=wanted.unfolded)


def _evidence(shown: Shown, view: queries.FigureView, wanted: state.Figure, marks: dict[str, Any]) -> Any:
    if wanted.claim is None:
        return evidence_page.hint(view)
    claim = queries.claim(shown.scan, wanted.claim)
    if claim is None:
        return evidence_page.gone(wanted)
    mark = marks.get(source_name(claim)) or palette.marks([claim["source"]])[source_name(claim)]
    return evidence_page.panel(claim, wanted, mark, figure_page.neighbours(view.claims, wanted.claim))
