"""From an address to what each place of a page shows; callbacks call these and nothing else.

A page is a frame with places (`PLACES`, by id). A step to another page brings the frame with its places filled
(`contents`); a step within a page fills the places anew.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dash import no_update

from dashboard import failures, queries, state
from dashboard.contents import TITLE, content
from dashboard.pages import audit as audit_page
from dashboard.pages import compare as compare_page
from dashboard.pages import document as document_page
from dashboard.pages import documents as documents_page
from dashboard.pages import figure as figure_page
from dashboard.pages import figures as figures_page
from dashboard.pages import history as history_page
from dashboard.pages import inbox as inbox_page
from dashboard.pages import parts, shell
from dashboard.pages import sources as sources_page
from dashboard.shown import Read, Shown, kept
from tracker.errors import UsageError, WorkspaceError

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
        page=kept(shown, content),
        navigation=kept(shown, shell.navigation(wanted)),
        foot=kept(shown, shell.foot(shown.number, shown.made_at)),
        banner=banner,
        home=shell.home(number),
        held=shown.number,
    )


def places(read: Read, name: str, pathname: str, search: str) -> list[Any]:
    """What fills the places of the page `name`, and its title; nothing new where the address is of another page."""
    wanted = state.parse(pathname, search)
    keys = (*PLACES[name], TITLE)
    if _name(wanted) != name:
        return [no_update] * len(keys)
    shown = read()
    with shown.reading():
        filled = content(shown, wanted)
    return [no_update] * len(keys) if filled is None else [kept(shown, filled[key]) for key in keys]


def _name(wanted: state.State) -> str:
    return type(wanted).__name__.lower()


def _whole(shown: Shown, wanted: state.State) -> Any:
    if isinstance(wanted, state.Unknown):
        return shell.nowhere()
    filled = content(shown, wanted)
    if filled is None:
        return _missing(shown, wanted)
    frame = _frame(wanted)
    for place in (*PLACES[_name(wanted)], *ONCE.get(_name(wanted), ())):
        frame[place].children = filled[place]
    frame[parts.title_id(_name(wanted))].data = filled[TITLE]
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
