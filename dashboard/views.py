"""From an address to what each place of a page shows; callbacks call these and nothing else.

A page is a frame with places (`PLACES`, by id). A step to another page brings the frame with its places filled; a step
within a page fills the places anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dash import no_update

from dashboard import (
    access,
    charts,
    comparison,
    conversion,
    deeds,
    evidence,
    failures,
    palette,
    picture,
    pinning,
    queries,
    state,
)
from dashboard.pages import audit as audit_page
from dashboard.pages import compare as compare_page
from dashboard.pages import differences, narrowing, parts, shell
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
from dashboard.points import source_name
from tracker.errors import UsageError, WorkspaceError
from tracker.model import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dashboard.history import History

TITLE = "title"
PLACES = {
    "inbox": ("inbox-downloads", "inbox-tiles", "inbox-filters", "inbox-results", "inbox-said"),
    "figures": ("figures-downloads", "figures-levels", "figures-results", "figures-said"),
    "figure": (
        "figure-downloads",
        "figure-head",
        "figure-switches",
        "figure-key",
        "figure-note",
        "figure-described",
        "figure-findings",
        "figure-claims",
        "evidence",
        "figure-said",
    ),
    "documents": ("documents-downloads", "documents-results", "documents-said"),
    "document": ("document-downloads", "document-review", "document-body", "document-said"),
    "sources": (
        "sources-downloads",
        "sources-leaders",
        "sources-map",
        "sources-results",
        "sources-copying",
        "sources-said",
    ),
    "compare": (
        "compare-downloads",
        "compare-switches",
        "compare-note",
        "compare-described",
        "compare-chosen",
        "compare-candidates",
        "compare-said",
    ),
    "audit": ("audit-results", "audit-said"),
    "snapshots": ("snapshots-results", "snapshots-said"),
}
"""For each page the ids of its places; what fills them is their children."""
ONCE = {"inbox": ("inbox-narrowing",), "figures": ("figures-narrowing",), "audit": ("audit-narrowing",)}
"""Places that are filled only when the page comes up: fields, which follow the address by themselves."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The snapshot that is shown: its tables, number and time; `reading` names what is damaged while they are read.

    `pinned` is whether the address names it: then nothing can be judged, and every link stays in it. `newest` is the
    number of the newest snapshot there is, and `history` gives a page of all of them.
    """

    scan: queries.Scan
    number: int
    made_at: datetime
    reading: Callable[[], AbstractContextManager[None]] = nullcontext
    newest: int = 0
    pinned: bool = False
    history: Callable[[int, int], History] | None = None


Read = Callable[[], Shown]
Content = dict[str, Any]


class Whole(NamedTuple):
    """A page and what stands around it: in the order of the outputs of the callback that shows pages.

    `held` is the number of the snapshot, which the tab keeps to.
    """

    page: Any
    navigation: Any
    foot: Any = ""
    banner: Any = None
    home: str = "/"
    held: int | None = None


def page(read: Read, pathname: str, search: str) -> Whole:
    """A page with its places filled, and what stands around it."""
    wanted = state.parse(pathname, search)
    try:
        shown = read()
        with shown.reading():
            return _around(shown, wanted, _whole(shown, wanted))
    except UsageError:
        return Whole(shell.no_snapshot(wanted), shell.navigation(wanted))
    except WorkspaceError as error:
        return Whole(shell.failed(failures.in_words(error)), shell.navigation(wanted))


def _around(shown: Shown, wanted: state.State, content: Any) -> Whole:
    number = shown.number if shown.pinned else None
    banner = shell.banner(wanted, shown.number, shown.made_at, shown.newest) if shown.pinned else None
    return Whole(
        page=_kept(shown, content),
        navigation=_kept(shown, shell.navigation(wanted)),
        foot=_kept(shown, shell.foot(shown.number, shown.made_at)),
        banner=banner,
        home=shell.home(number),
        held=shown.number,
    )


def _kept(shown: Shown, content: Any) -> Any:
    """The content as it is, or with its links into the snapshot that the address names."""
    return pinning.pinned(content, shown.number) if shown.pinned else content


def places(read: Read, name: str, pathname: str, search: str) -> list[Any]:
    """What fills the places of the page `name`, and its title; nothing new where the address is of another page."""
    wanted = state.parse(pathname, search)
    keys = (*PLACES[name], TITLE)
    if _name(wanted) != name:
        return [no_update] * len(keys)
    shown = read()
    with shown.reading():
        content = _content(shown, wanted)
    return [no_update] * len(keys) if content is None else [_kept(shown, content[key]) for key in keys]


def chart(read: Read, pathname: str, search: str, look: Mapping[str, bool] | None) -> Any:
    """The chart of the figure that is shown."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Figure) or look is None:
        return no_update
    shown = read()
    with shown.reading():
        view = _view(shown, wanted)
    if view is None:
        return no_update
    seen = charts.Look(dark=bool(look.get("dark")), narrow=bool(look.get("narrow")))
    return charts.draw(view, figure_page.source_marks(view), wanted, seen)


def graph(read: Read, pathname: str, search: str, look: Mapping[str, bool] | None) -> Any:
    """The chart in its place, for a page that has none yet; it says which query it was drawn for."""
    drawn = chart(read, pathname, search, look)
    return drawn if drawn is no_update else figure_page.graph(drawn.update_layout(meta=search or ""))


def compared(read: Read, pathname: str, search: str, look: Mapping[str, bool] | None) -> Any:
    """The chart of the figures that are compared."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Compare) or look is None:
        return no_update
    shown = read()
    with shown.reading():
        views = queries.compared(shown.scan, wanted)
    seen = charts.Look(dark=bool(look.get("dark")), narrow=bool(look.get("narrow")))
    return compare_page.graph(comparison.draw(views, wanted, seen)) if views else None


def trace(read: Read, claim_id: str) -> tuple[Any, Any]:
    """How a claim was read, and why it is in its figure."""
    shown = read()
    with shown.reading():
        claim = queries.claim(shown.scan, claim_id)
        why = queries.reasons(shown.scan, claim) if claim else []
    if claim is None:
        return evidence_page.steps(None), evidence_page.reasons(why)
    found = evidence.trace(queries.document_of(claim), Part(claim["part"]), claim["start"], claim["end"])
    return evidence_page.steps(found), _kept(shown, evidence_page.reasons(why))


def _name(wanted: state.State) -> str:
    return type(wanted).__name__.lower()


def _whole(shown: Shown, wanted: state.State) -> Any:
    if isinstance(wanted, state.Unknown):
        return shell.nowhere()
    content = _content(shown, wanted)
    if content is None:
        return _missing(shown, wanted)
    frame = _frame(wanted)
    for place in (*PLACES[_name(wanted)], *ONCE.get(_name(wanted), ())):
        frame[place].children = content[place]
    frame[parts.title_id(_name(wanted))].data = content[TITLE]
    return frame


def _missing(shown: Shown, wanted: state.State) -> Any:
    if isinstance(wanted, state.Figure):
        return figure_page.missing(queries.joined_to(shown.scan, wanted.figure_id))
    return document_page.missing()


def _frame(wanted: state.State) -> Any:
    match wanted:
        case state.Inbox():
            return inbox_page.frame(wanted)
        case state.Figures():
            return figures_page.frame(wanted)
        case state.Figure():
            return figure_page.frame()
        case state.Documents():
            return documents_page.frame(wanted)
        case state.Sources():
            return sources_page.frame(wanted)
        case state.Compare():
            return compare_page.frame(wanted)
        case state.Audit():
            return audit_page.frame(wanted)
        case state.Snapshots():
            return history_page.frame()
        case _:
            return document_page.frame()


def _content(shown: Shown, wanted: state.State) -> Content | None:
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
    view = _view(shown, wanted)
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


def may_judge(shown: Shown) -> bool:
    """Whether the reader may judge what is shown: a reviewer, and no past snapshot."""
    return access.current().may_review and not shown.pinned


def figure_review(read: Read, pathname: str, search: str) -> Any:
    """What reviewers said of the figure that is shown, and what can be said."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Figure):
        return no_update
    shown = read()
    with shown.reading():
        view = _view(shown, wanted)
        acts = queries.acts_on(shown.scan, _judged(view)) if view else []
        told = queries.things(shown.scan, (each for row in acts for each in row["targets"]))
    rows = [{**row, "said": deeds.said(row, told)} for row in acts]
    return _kept(shown, review_page.on_figure(view, rows, may_judge(shown))) if view else no_update


def _judged(view: queries.FigureView) -> list[str]:
    """What acts on a figure's page are about: the figure and its findings; a claim's stand beside its sentence."""
    return [view.figure["figure_id"], *(finding["finding_id"] for finding in view.findings)]


def claim_review(read: Read, claim_id: str) -> Any:
    """What reviewers said of a claim, and what can be said."""
    shown = read()
    with shown.reading():
        claim = queries.claim(shown.scan, claim_id)
        acts = queries.acts_on(shown.scan, [claim_id]) if claim else []
        told = queries.things(shown.scan, (claim_id, *(each for row in acts for each in row["targets"])))
    if claim is None:
        return None
    rows = [{**row, "said": deeds.said(row, told)} for row in acts]
    figure = told.figures.get(claim["figure_id"] or "")
    return _kept(shown, review_page.on_claim(claim, figure, rows, may_judge(shown)))


def picked(read: Read, act: str, on: str, text: str) -> Any:
    """Figures that a claim (or with `join`, a figure) may belong to."""
    if not text.strip():
        return None
    shown = read()
    with shown.reading():
        return review_page.found(queries.figures_like(shown.scan, on, text), act, on)


def _view(shown: Shown, wanted: state.Figure) -> queries.FigureView | None:
    view = queries.figure(shown.scan, wanted.figure_id, unfolded=wanted.unfolded)
    return conversion.shown_in(view, wanted.unit) if view else None


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
