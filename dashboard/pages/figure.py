"""One figure: its chart, where its claims differ and why, and the claims as a table that is the chart's twin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard import charts, conversion, crowds, queries, wording, zoom
from dashboard.naming import source_name
from dashboard.pages import parts
from dashboard.palette import OTHER_SOURCES, UNKNOWN_SOURCE, Mark, marks
from dashboard.points import moment
from dashboard.state import Audit, Clock, Compare, Figure, Figures, Scale, View
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from dashboard.queries import FigureView, Row

_QUOTE = 40
_KEYED = 16
_VIEWS = ((View.TIME, "Over time"), (View.SOURCE, "By source"), (View.CLAIMANT, "By claimant"))
_CLOCKS = ((Clock.AS_OF, "As of"), (Clock.PUBLISHED, "Published"))
_SCALES = ((Scale.LINEAR, "Linear"), (Scale.LOG, "Log"))
_HEDGE_KEY = (
    ("hollow", frozenset({Modifier.ABOUT, Modifier.NEARLY, Modifier.VAGUE}), "about, nearly, a vague word"),
    ("up", frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.VAGUE}), "at least, more than"),
    ("down", frozenset({Modifier.AT_MOST, Modifier.LESS_THAN}), "up to, less than"),
    ("range", frozenset({Modifier.RANGE}), "a range"),
)


def frame() -> html.Div:
    """The page before its data: the places that are filled at every change of the address."""
    return html.Div(
        [
            html.Div(id="figure-downloads", className="downloads"),
            html.Div(id="figure-head"),
            html.Div(
                [
                    html.Section(
                        [
                            html.Div(id="figure-switches", className="toolbar"),
                            html.Div(id="figure-key", className="key"),
                            html.Div(
                                className="chart-room",
                                id="chart-box",
                                role="img",
                                **parts.aria(labelledby="figure-described"),
                            ),
                            html.P(id="figure-described", className="unseen"),
                            html.P(id="figure-note", className="small quiet"),
                        ],
                        className="card area-chart",
                        **parts.aria(label="Chart"),
                    ),
                    html.Aside(id="evidence", className="card area-evidence", tabIndex="-1"),
                    html.Section(id="figure-findings", className="card area-findings"),
                    html.Section(id="figure-claims", className="card area-claims"),
                    html.Section(id="figure-review", className="card area-review"),
                ],
                className="split",
            ),
            *parts.said("figure"),
        ],
        className="page",
    )


def missing(joined: str | None = None) -> html.Div:
    """The page for a figure that this snapshot does not have; `joined` is the one that it was made a part of."""
    if joined is not None:
        return parts.state_card(
            "This figure is part of another now",
            "A reviewer joined the two, because they are about the same thing.",
            parts.link("Go to that figure", Figure(joined), className="go button"),
            parts.link("Who did it, and why", Audit(action="same"), className="go button"),
        )
    return parts.state_card(
        "No such figure",
        "This snapshot has no figure with that id. A rebuild may have put its claims elsewhere.",
        parts.link("All figures", Figures(), className="go button"),
    )


def source_marks(view: FigureView) -> dict[str, Mark]:
    """Each source's mark: the one with most claims first, so that the clearest colours go to it."""
    return marks(name for name in view.sources if name != UNKNOWN_SOURCE)


def heading(view: FigureView) -> html.Div:
    """The figure's name, its level, and what it rests on."""
    figure = view.figure
    counts = [
        wording.counted(figure["n_claims"], "claim"),
        wording.counted(figure["n_sources"], "source"),
        wording.counted(figure["n_claimants"], "claimant") if figure["n_claimants"] else "no claimant named",
        wording.period(figure["first_as_of"], figure["last_as_of"]),
    ]
    chips = [parts.chip(kind) for kind in dict.fromkeys(row["class"] for row in view.findings)]
    return html.Div(
        [
            html.Nav(
                [
                    parts.link("Figures", Figures(), className="go back"),
                    parts.link("Compare", Compare((figure["figure_id"],)), title="Put other figures beside this one"),
                ],
                className="crumbs",
                **parts.aria(label="Beside this figure"),
            ),
            html.H1(figure["label"], tabIndex="-1"),
            html.P(
                [
                    _level(view),
                    html.Span(" · ".join(counts), className="quiet"),
                    html.Span(chips, className="chips"),
                ],
                className="lede",
            ),
        ]
    )


def switches(wanted: Figure, view: FigureView) -> list[Any]:
    """How the chart is laid out; each choice is an address."""
    groups: list[Any] = [
        parts.switch("Layout", [(name, replace(wanted, view=view), wanted.view is view) for view, name in _VIEWS])
    ]
    right = [
        parts.switch("Scale", [(name, replace(wanted, scale=each), wanted.scale is each) for each, name in _SCALES])
    ]
    if wanted.view is View.TIME:
        right.insert(
            0,
            parts.switch("Time", [(name, replace(wanted, clock=each), wanted.clock is each) for each, name in _CLOCKS]),
        )
    if wanted.view is View.TIME and zoom.busiest([view], wanted.clock):
        right.insert(1, parts.busiest(wanted))
    if units := conversion.choices(view):
        shown = view.figure["unit"]
        options = [(wording.plural(unit), replace(wanted, unit=unit), unit == shown) for unit in units]
        right.append(parts.switch("Unit", options))
    return [*groups, html.Div(right, className="switches")]


def key(view: FigureView, found: Mapping[str, Mark]) -> list[Any]:
    """What symbols and hedges mean, only those that are on the chart."""
    names = view.sources
    if crowds.crowded(view.claims) and len(names) > crowds.MAX_NAMED:
        names = [*names[: crowds.MAX_NAMED], OTHER_SOURCES]
    sources = [html.Li([parts.symbol(found[name]), wording.clipped(name, 40)]) for name in names[:_KEYED]]
    if len(names) > _KEYED:
        sources.append(html.Li(f"and {len(names) - _KEYED:,} more, named in the table", className="quiet"))
    used = view.modifiers
    hedges = [
        html.Li([html.Span(className=f"hedge {shape}", **parts.aria(hidden="true")), text])
        for shape, modifiers, text in _HEDGE_KEY
        if used & modifiers
    ]
    return [
        html.Ul(sources, className="sources", **parts.aria(label="Sources")),
        html.Ul(hedges, className="hedges", **parts.aria(label="How hedges are drawn")),
    ]


def caption(view: FigureView, wanted: Figure) -> list[Any]:
    """What the axes are, and what is not drawn."""
    said = [wording.headed(wording.unit_name(view.figure["unit"], view.figure["per"]))]
    if wanted.view is View.TIME:
        said.append(
            "placed at the time each claim holds for" if wanted.clock is Clock.AS_OF else "placed at publication"
        )
    text = f"{', '.join(said)}. "
    if view.undrawn:
        text += f"{wording.counted(view.undrawn, 'claim')} in another unit only in the table. "
    if vague := charts.below(view, wanted):
        text += f"{wording.counted(vague, 'vague word')} below the axis drawn at its foot. "
    if left_out := zoom.outside([view], wanted):
        text += f"{wording.counted(left_out, 'claim')} before or after the busiest part not drawn. "
    if crowds.crowded(drawn := zoom.shown([view], wanted)[0].claims):
        text += crowds.explained(len(drawn), wanted)
    return [text, *_folding(view, wanted), *_zooming(view, wanted)]


def _zooming(view: FigureView, wanted: Figure) -> list[Any]:
    """How to look closer, for those with a pointer; by keys there is the busiest part, and the table."""
    if wanted.view is not View.TIME or sum(moment(row, wanted.clock) is not None for row in view.claims) < 2:
        return []
    return [html.Span(" Drag across the chart to zoom in, double-click to zoom out.", className="by-pointer")]


def graph(drawn: go.Figure) -> dcc.Graph:
    """The chart in its place; nothing in it calls out."""
    return dcc.Graph(id="chart", config=charts.CONFIG, figure=drawn, responsive="auto")


def described(view: FigureView) -> str:
    """The chart in a sentence, for those who do not see it."""
    figure = view.figure
    return (
        f"{figure['label']}: {wording.counted(len(view.claims), 'claim')} from "
        f"{wording.counted(figure['n_sources'], 'source')}, "
        f"{wording.period(figure['first_as_of'], figure['last_as_of'])}; "
        f"best {view.level.best}. The table of claims says the same."
    )


def announcement(view: FigureView, wanted: Figure) -> str:
    """What the live region says when a claim is chosen."""
    row = next((row for row in view.claims if row["claim_id"] == wanted.claim), None)
    return f"Evidence of {wording.reading(row)}, {source_name(row)}, {_when(row)}." if row else ""


def table(view: FigureView, wanted: Figure, found: Mapping[str, Mark]) -> list[Any]:
    """The claims in order of time, a page of them; the same selection as the chart's."""
    size = queries.CLAIMS_PER_PAGE
    page = queries.page_of(view.claims, wanted.page, size, wanted.claim)
    head = html.Tr([html.Th(text, scope="col") for text in ("As of", "Source", "Says who", "In words", "Read as")])
    body = [_claim(row, wanted, found) for row in view.worded(page.rows)]
    return [
        html.H2("Claims"),
        html.Table(
            [html.Caption("The claims on the chart", className="unseen"), html.Thead(head), html.Tbody(body)],
            className="list claims",
        ),
        parts.pager(page, "claim", lambda number: replace(wanted, page=number, claim=None)),
    ]


def _level(view: FigureView) -> html.Span:
    """The figure's low, best and high with their names, hedged as its claims are; a bound is said to be one."""
    found = view.level
    said: list[Any] = [html.B(found.best), ", a bound only"] if found.bound else ["best ", html.B(found.best)]
    low, high = f"low {found.low} · " if found.low else None, f" · high {found.high}" if found.high else None
    return html.Span([low, html.Span(said), high], className="level")


def _folding(view: FigureView, wanted: Figure) -> list[Any]:
    if view.claims and all(row["is_copy"] or row["repeat_of"] for row in view.claims):
        return ["All its claims stand in copies of other articles, or repeat what their own article says elsewhere."]
    if wanted.unfolded:
        return [
            parts.link("Fold copies and repeats away", replace(wanted, unfolded=False, page=1), className="go inline")
        ]
    if view.folded:
        text = f"{view.folded:,} {'copy or repeat is' if view.folded == 1 else 'copies and repeats are'} folded away. "
        return [text, parts.link("Show", replace(wanted, unfolded=True, page=1), className="go inline")]
    return []


def _claim(row: Row, wanted: Figure, found: Mapping[str, Mark]) -> html.Tr:
    chosen = row["claim_id"] == wanted.claim
    said, source = wording.reading(row), source_name(row)
    label = f"{said}, {source}, {_when(row)}: show the sentence"
    name = "chosen" if chosen else None
    current = {"aria-current": "true"} if chosen else {}
    return html.Tr(
        [
            html.Td(_when(row), className="date" if moment(row, wanted.clock) else "date quiet"),
            html.Td(
                html.Div([parts.symbol(found[source]), html.Span(wording.clipped(source, 60))]), className="source"
            ),
            html.Td(wording.clipped(row["claimant"] or "—", 80), className=None if row["claimant"] else "quiet nobody"),
            html.Td(quoted(row), className="words"),
            html.Td(
                parts.link(
                    said,
                    replace(wanted, claim=row["claim_id"]),
                    className="go reading",
                    id=f"claim-{row['claim_id']}",
                    **{"aria-label": label, **current},
                ),
                className="read",
            ),
        ],
        className=name,
    )


def quoted(row: Row) -> list[Any]:
    """The number in its words: a little of the sentence before and after it."""
    start, end = row["start"] - row["sentence_start"], row["end"] - row["sentence_start"]
    sentence = row.get("sentence") or row["surface"]
    if sentence[start:end] != row["surface"]:
        return [html.B(row["surface"])]
    # What one side leaves free the other takes.
    left, right = (max(_QUOTE, 2 * _QUOTE - other) for other in (len(sentence) - end, start))
    before, after = sentence[max(0, start - left) : start], sentence[end : end + right]
    if start > left:
        before = "…" + before.partition(" ")[2]
    if len(sentence) - end > right:
        after = after.rpartition(" ")[0] + "…"
    return [before, html.B(row["surface"]), after]


def neighbours(claims: Sequence[Row], claim_id: str) -> tuple[str | None, str | None]:
    """The claims before and after one in the order of the table."""
    ids = [row["claim_id"] for row in claims]
    if claim_id not in ids:
        return None, None
    index = ids.index(claim_id)
    return (ids[index - 1] if index else None, ids[index + 1] if index + 1 < len(ids) else None)


def _when(row: Row) -> str:
    return wording.period(row["as_of_start"], row["as_of_end"], row["as_of_grain"])
