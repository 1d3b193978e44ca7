"""What fills the places of each page: for an address and a snapshot the children of every place, by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard import palette, picture, queries, state
from dashboard.naming import source_name
from dashboard.pages import audit as audit_page
from dashboard.pages import compare as compare_page
from dashboard.pages import differences, narrowing
from dashboard.pages import document as document_page
from dashboard.pages import documents as documents_page
from dashboard.pages import downloads as downloads_menu
from dashboard.pages import evidence as evidence_page
from dashboard.pages import figure as figure_page
from dashboard.pages import figures as figures_page
from dashboard.pages import history as history_page
from dashboard.pages import inbox as inbox_page
from dashboard.pages import review as review_page
from dashboard.pages import sources as sources_page
from dashboard.shown import Shown, figure_of, may_judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.history import History

TITLE = "title"
Content = dict[str, Any]


def content(shown: Shown, wanted: state.State) -> Content | None:
    """What fills the places of a page, and its title; None for a figure or document that is not there."""
    match wanted:
        case state.Inbox():
            return _inbox(shown, wanted)
        case state.Figures():
            return _figures(shown, wanted)
        case state.Figure():
            return _figure(shown, wanted)
        case state.Documents():
            return _documents(shown, wanted)
        case state.Document():
            return _document(shown, wanted)
        case state.Sources():
            return _sources(shown, wanted)
        case state.Compare():
            return _compare(shown, wanted)
        case state.Audit():
            return _audit(shown, wanted)
        case state.Snapshots() if shown.history:
            return _snapshots(shown.history(shown.number, wanted.page))
        case _:
            return None


def _inbox(shown: Shown, wanted: state.Inbox) -> Content:
    totals = queries.totals(shown.scan)
    found, counts = queries.list_findings(shown.scan, wanted)
    return {
        "inbox-downloads": downloads_menu.menu(wanted, shown.number),
        "inbox-tiles": inbox_page.tiles(totals, shown.made_at),
        "inbox-narrowing": narrowing.fields(wanted, queries.choices(shown.scan)),
        "inbox-filters": inbox_page.filters(wanted, counts),
        "inbox-results": inbox_page.results(wanted, found, totals, may_judge(shown)),
        "inbox-said": inbox_page.announcement(found),
        TITLE: "Inbox",
    }


def _figures(shown: Shown, wanted: state.Figures) -> Content:
    found, counts = queries.list_figures(shown.scan, wanted)
    return {
        "figures-downloads": downloads_menu.menu(wanted, shown.number),
        "figures-narrowing": narrowing.fields(wanted, queries.choices(shown.scan)),
        "figures-levels": figures_page.levels(wanted, counts),
        "figures-results": figures_page.results(wanted, found, queries.totals(shown.scan)),
        "figures-said": figures_page.announcement(found),
        TITLE: "Figures",
    }


def _figure(shown: Shown, wanted: state.Figure) -> Content | None:
    view = figure_of(shown, wanted)
    if view is None:
        return None
    marks = figure_page.source_marks(view)
    caption = picture.caption(view, marks, wanted, (shown.number, shown.made_at))
    return {
        "figure-downloads": downloads_menu.menu(wanted, shown.number, caption),
        "figure-head": figure_page.heading(view),
        "figure-switches": figure_page.switches(wanted, view),
        "figure-key": figure_page.key(view, marks),
        "figure-note": figure_page.caption(view, wanted),
        "figure-described": figure_page.described(view),
        "figure-findings": differences.listed(view, wanted, marks, may_judge(shown)),
        "figure-claims": figure_page.table(view, wanted, marks),
        "evidence": _evidence(shown, view, wanted, marks),
        "figure-said": figure_page.announcement(view, wanted),
        TITLE: view.figure["label"],
    }


def _documents(shown: Shown, wanted: state.Documents) -> Content:
    found = queries.list_documents(shown.scan, wanted)
    return {
        "documents-downloads": downloads_menu.menu(wanted, shown.number),
        "documents-results": documents_page.results(wanted, found),
        "documents-said": documents_page.announcement(found),
        TITLE: "Documents",
    }


def _document(shown: Shown, wanted: state.Document) -> Content | None:
    found = queries.document(shown.scan, wanted.doc_id)
    if found is None:
        return None
    row, claims = found
    return {
        "document-downloads": downloads_menu.menu(wanted, shown.number),
        "document-review": review_page.in_document(claims, wanted.claim),
        "document-body": document_page.body(row, claims, wanted),
        "document-said": "",
        TITLE: row["title"] or row["doc_id"],
    }


def _sources(shown: Shown, wanted: state.Sources) -> Content:
    view = queries.sources(shown.scan, queries.standing(shown.scan), wanted)
    return {
        "sources-downloads": downloads_menu.menu(wanted, shown.number),
        "sources-leaders": sources_page.leading(view),
        "sources-map": sources_page.map_of(view.map, wanted),
        "sources-results": sources_page.results(view, wanted),
        "sources-copying": sources_page.copying(view.copying),
        "sources-said": sources_page.announcement(view),
        TITLE: "Sources",
    }


def _compare(shown: Shown, wanted: state.Compare) -> Content:
    views = queries.compared(shown.scan, wanted)
    rows = queries.candidates(shown.scan, wanted, views)
    caption = picture.of_compared(views, wanted, (shown.number, shown.made_at)) if views else None
    return {
        "compare-downloads": downloads_menu.menu(wanted, shown.number, caption),
        "compare-switches": compare_page.switches(wanted, views),
        "compare-note": compare_page.note(wanted, views),
        "compare-described": compare_page.described(views),
        "compare-chosen": compare_page.chosen(wanted, views),
        "compare-candidates": compare_page.candidates(wanted, rows),
        "compare-said": compare_page.announcement(wanted, views, rows),
        TITLE: "Compare",
    }


def _audit(shown: Shown, wanted: state.Audit) -> Content:
    acts = queries.list_acts(shown.scan, wanted)
    return {
        "audit-narrowing": audit_page.fields(wanted, acts),
        "audit-results": audit_page.results(wanted, acts, may_judge(shown)),
        "audit-said": audit_page.announcement(acts),
        TITLE: "Audit",
    }


def _snapshots(found: History) -> Content:
    return {
        "snapshots-results": history_page.results(found),
        "snapshots-said": history_page.announcement(found),
        TITLE: "Snapshots",
    }


def _evidence(
    shown: Shown, view: queries.FigureView, wanted: state.Figure, marks: Mapping[str, palette.Mark]
) -> list[Any]:
    if wanted.claim is None:
        return evidence_page.hint(view)
    claim = queries.claim(shown.scan, wanted.claim)
    if claim is None:
        return evidence_page.gone(wanted)
    name = source_name(claim)
    mark = marks[name] if name in marks else palette.marks([name])[name]
    return evidence_page.panel(claim, wanted, mark, figure_page.neighbours(view.claims, wanted.claim))
