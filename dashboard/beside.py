"""What comes up beside a page once it stands: charts, how a claim was read, and what reviewers said and can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import no_update

from dashboard import charts, comparison, deeds, evidence, queries, state
from dashboard.pages import compare as compare_page
from dashboard.pages import evidence as evidence_page
from dashboard.pages import figure as figure_page
from dashboard.pages import review as review_page
from dashboard.shown import figure_of, kept, may_judge
from tracker.model import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.shown import Read


def chart(read: Read, pathname: str, search: str, look: Mapping[str, bool] | None) -> Any:
    """The chart of the figure that is shown."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Figure) or look is None:
        return no_update
    shown = read()
    with shown.reading():
        view = figure_of(shown, wanted)
    if view is None:
        return no_update
    seen = _seen(look)
    return charts.draw(view, figure_page.source_marks(view), wanted, seen)


def still_closer(drawn: Any, pathname: str, search: str, closer: Mapping[str, Any] | None) -> Any:
    """A figure's chart with the part of the time that the reader drew closer on it before, in the same view.

    `closer` has that `range` and the `path` and `search` of the address at which it was drawn closer.
    """
    wanted = state.parse(pathname, search)
    if drawn is no_update or not closer or not isinstance(wanted, state.Figure):
        return drawn
    before = state.parse(str(closer.get("path")), str(closer.get("search")))
    same = isinstance(before, state.Figure) and _over(before) == _over(wanted)
    return drawn.update_xaxes(range=closer.get("range"), selector={"type": "date"}) if same else drawn


def _over(wanted: state.Figure) -> tuple[object, ...]:
    """What a chart's axis of time depends on."""
    return (wanted.figure_id, wanted.view, wanted.clock, wanted.close, wanted.unfolded)


def _seen(look: Mapping[str, bool]) -> charts.Look:
    return charts.Look(dark=bool(look.get("dark")), narrow=bool(look.get("narrow")))


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
    seen = _seen(look)
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
    return evidence_page.steps(found), kept(shown, evidence_page.reasons(why))


def figure_review(read: Read, pathname: str, search: str) -> Any:
    """What reviewers said of the figure that is shown, and what can be said."""
    wanted = state.parse(pathname, search)
    if not isinstance(wanted, state.Figure):
        return no_update
    shown = read()
    with shown.reading():
        view = figure_of(shown, wanted)
        acts = queries.acts_on(shown.scan, _judged(view)) if view else []
        told = queries.things(shown.scan, (each for row in acts for each in row["targets"]))
    rows = [{**row, "said": deeds.said(row, told)} for row in acts]
    return kept(shown, review_page.on_figure(view, rows, may_judge(shown))) if view else no_update


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
    return kept(shown, review_page.on_claim(claim, figure, rows, may_judge(shown)))


def picked(read: Read, act: str, on: str, text: str) -> Any:
    """Figures that a claim (or with `join`, a figure) may belong to."""
    if not text.strip():
        return None
    shown = read()
    with shown.reading():
        return review_page.found(queries.figures_like(shown.scan, on, text), act, on)
