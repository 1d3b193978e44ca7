"""Sources: where each stands in the figures that it shares with others, and what it does again and again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import wording
from dashboard.pages import parts
from dashboard.queries.sources import FEW, SHARES
from dashboard.state import Documents, Figure, Figures, Habit, Sources, Spread

if TYPE_CHECKING:
    from dashboard.queries.rows import Row
    from dashboard.queries.sources import Map, SourcesView

_SPREADS = ((Spread.SOURCES, "Most sources"), (Spread.APART, "Furthest apart"))
_LEADING = {
    Habit.FIRST: "Reports first",
    Habit.ALONE: "Stands alone",
    Habit.HIGH: "Above the others",
    Habit.LOW: "Below the others",
}
_OF = {
    Habit.FIRST: "figures that others report, too",
    Habit.LAST: "figures that others report, too",
    Habit.ALONE: "figures that two or more others report at the same time",
    Habit.HIGH: "figures that another reports at the same time",
    Habit.LOW: "figures that another reports at the same time",
    Habit.COPIES: "texts",
}
_COLUMNS = (
    ("Source", Habit.NAME, None),
    ("Shared figures", Habit.SHARED, "count"),
    ("First", Habit.FIRST, "share"),
    ("Last", Habit.LAST, "share"),
    ("Alone", Habit.ALONE, "share"),
    ("Above", Habit.HIGH, "share"),
    ("Below", Habit.LOW, "share"),
    ("Copies", Habit.COPIES, "share"),
)
_STEPS = (0.05, 0.25, 0.6)
"""From which distance on a cell of the map has its first, second and third shade; in ratios of 1 to 1 + this."""


def frame(wanted: Sources) -> html.Div:
    """The page before its data."""
    return html.Div(
        [
            html.Div(id="sources-downloads", className="downloads"),
            html.H1("Sources", tabIndex="-1"),
            html.P(
                "Where each source stands against the others that speak within three days of it. "
                "Being alone, or above the others, is not being wrong."
            ),
            html.Div(parts.search("Search sources", "A name…", wanted.q), className="toolbar"),
            html.Div(id="sources-leaders"),
            html.Div(id="sources-map"),
            html.Div(id="sources-results"),
            html.Div(id="sources-copying"),
            *parts.said("sources"),
        ],
        className="page",
    )


def leading(view: SourcesView) -> html.Div | None:
    """Who does most of each, a card for each habit."""
    if not view.sources.total:
        return None
    if not any(view.leaders.values()):
        text = "Too few figures are shared to say who reports first, stands alone, or is above or below the others."
        return html.Div(html.P(text, className="quiet"), className="card few-cases")
    cards = [
        html.Section(
            [html.H2(title), *_leaders(view.leaders[habit], habit)], className="card", **parts.aria(label=title)
        )
        for habit, title in _LEADING.items()
    ]
    return html.Div(cards, className="leaders")


def map_of(found: Map, wanted: Sources) -> html.Section | None:
    """Figures against sources: how far each is from the others, as numbers on shades; each cell leads to its claim."""
    if not found.figures:
        return None
    head = html.Tr(
        [
            html.Td(html.Span("Figure", className="unseen")),
            *(html.Th(html.Span(wording.clipped(name, 26)), scope="col", title=name) for name in found.sources),
        ]
    )
    table = html.Table(
        [
            html.Caption("Each source's number against the median of the others", className="unseen"),
            html.Thead(head),
            html.Tbody([_map_row(row, found.sources) for row in found.figures]),
        ],
        className="map",
    )
    options = [(name, replace(wanted, spread=each), wanted.spread is each) for each, name in _SPREADS]
    more = f" {wording.counted(found.more, 'figure')} more can be compared." if found.more else ""
    return html.Section(
        [
            html.Div([html.H2("Against the others"), parts.switch("Figures", options)], className="toolbar"),
            _scale(),
            html.Div(table, className="wide", tabIndex="0", role="region", **parts.aria(label="Map of sources")),
            html.P(
                "Each source's last number, against the median of the others within three days; "
                f"figures with differences first.{more}",
                className="small quiet",
            ),
        ],
        className="card",
        **parts.aria(label="Map"),
    )


def results(view: SourcesView, wanted: Sources) -> html.Div:
    """Each source's habits, or why there is none."""
    page = view.sources
    if not page.rows:
        narrowed = bool(wanted.q)
        return parts.empty_card(
            "No source matches" if narrowed else "No named source",
            "None of the named sources matches this search."
            if narrowed
            else "Sources are compared by name, and no document here has one.",
            parts.link("Show all sources", Sources(), className="go button")
            if narrowed
            else parts.link("All documents", Documents(), className="go button"),
        )
    table = html.Table(
        [
            html.Caption("Sources and their habits", className="unseen"),
            html.Thead(html.Tr([_header(wanted, *column) for column in _COLUMNS])),
            html.Tbody([_row(row) for row in page.rows]),
        ],
        className="list sources",
    )
    note = (
        f"A figure counts once for a source. Shares of fewer than {FEW} cases are grey: too few to tell from chance. "
        "Columns are ordered by the share that is at least likely (95 %), so that three of three do not beat 30 of 40."
    )
    return html.Div(
        [
            html.H2("Habits", className="above"),
            html.Div(table, className="card flush"),
            html.P(note, className="small quiet under-card"),
            parts.pager(page, "source", lambda number: replace(wanted, page=number)),
        ]
    )


def copying(rows: list[Row]) -> html.Section | None:
    """Who repeats whose texts."""
    if not rows:
        return None
    most = max(row["documents"] for row in rows)
    items = [
        html.Li(
            [
                html.Span(
                    [
                        parts.link(wording.clipped(row["source"], 40), Documents(q=row["source"][:200])),
                        html.Span(" copies ", className="quiet"),
                        parts.link(wording.clipped(row["original"], 40), Documents(q=row["original"][:200])),
                    ]
                ),
                _bar(row["documents"] / most, "bar"),
                html.Span(wording.counted(row["documents"], "text"), className="quiet"),
            ]
        )
        for row in rows
    ]
    return html.Section(
        [
            html.H2("Who copies whom"),
            html.P("Texts that repeat another source's, word for word in long stretches.", className="small quiet"),
            html.Ul(items, className="copying"),
        ],
        className="card",
        **parts.aria(label="Who copies whom"),
    )


def announcement(view: SourcesView) -> str:
    """What the live region says when results change."""
    return f"{wording.counted(view.sources.total, 'source')} found."


def deviation(cell: Row) -> str:
    """A cell of the map in a few signs: `+25%`, `−40%`, `×3`, `=` near the others, `·` with no other beside it."""
    if not cell["others"]:
        return "·"
    ratio = cell["deviation"]
    if cell["stance"] == "near":
        return "="
    if ratio is None:
        return "+" if cell["stance"] == "high" else "−"
    if ratio >= 1:
        return f"×{ratio + 1:,.0f}" if ratio >= 9 else f"×{ratio + 1:.1f}".removesuffix(".0")
    return f"{'+' if ratio > 0 else '−'}{max(1, round(abs(ratio) * 100))}%"


def shade(cell: Row) -> str:
    """The class that colours a cell of the map: `near`, `lone`, or `high-1` to `low-3`."""
    if not cell["others"]:
        return "lone"
    if cell["stance"] == "near":
        return "near"
    ratio = (cell["deviation"] or 0.0) + 1
    distance = (max(ratio, 1 / ratio) if ratio > 0 else float("inf")) - 1
    return f"{cell['stance']}-{max(1, sum(distance >= step for step in _STEPS))}"


def _map_row(row: Row, sources: list[str]) -> html.Tr:
    title = parts.link(wording.clipped(row["label"], 64), Figure(row["figure_id"]), title=row["label"])
    return html.Tr([html.Th(title, scope="row"), *(_cell(row, row["cells"].get(name), name) for name in sources)])


def _cell(row: Row, cell: Row | None, source: str) -> html.Td:
    if cell is None or cell["claim_id"] is None:
        return html.Td()
    said = _told(cell)
    aim = Figure(row["figure_id"], claim=cell["claim_id"])
    link = parts.link(deviation(cell), aim, title=f"{source}: {said}", **parts.aria(label=f"{source}, {said}"))
    return html.Td(link, className=shade(cell))


def _told(cell: Row) -> str:
    if not cell["others"]:
        return "no other source within three days"
    others = wording.counted(cell["others"], "other")
    if cell["stance"] == "near":
        return f"as the {others} within three days"
    side = "above" if cell["stance"] == "high" else "below"
    alone = ", and alone" if cell["alone"] else ""
    return f"{deviation(cell)}, {side} the median of {others} within three days{alone}"


def _scale() -> html.P:
    """What the shades mean."""
    names = (
        ("low-3", "far below"),
        ("low-1", "below"),
        ("near", "= within 5 %, or a bound that allows it"),
        ("high-1", "above"),
        ("high-3", "far above"),
        ("lone", "· nobody beside it"),
    )
    items: list[Any] = [html.Span([html.I(className=f"swatch {name}"), text]) for name, text in names]
    return html.P(items, className="scale small quiet")


def _leaders(rows: list[Row], habit: Habit) -> list[Any]:
    if not rows:
        return [html.P("Too few cases to say.", className="small quiet")]
    part, whole = SHARES[habit]
    items = [
        html.Li(
            [
                html.Span(wording.clipped(row["source"], 30), className="name", title=row["source"]),
                html.Span([html.B(f"{row[part]:,}"), f" of {row[whole]:,}"], className="quiet"),
                _bar(row[part] / row[whole], "bar"),
            ]
        )
        for row in rows
    ]
    return [html.Ol(items), html.P(f"of {_OF[habit]}", className="small quiet")]


def _header(wanted: Sources, text: str, habit: Habit, name: str | None) -> html.Th:
    natural = habit is Habit.NAME
    chosen = wanted.sort is habit
    ascending = wanted.up is not natural
    aim = replace(wanted, sort=habit, up=not wanted.up if chosen else False, page=1)
    arrow = html.Span((" ↑" if ascending else " ↓") if chosen else "", **parts.aria(hidden="true"))
    direction: dict[str, Any] = {"aria-sort": "ascending" if ascending else "descending"} if chosen else {}
    why = f"of {_OF[habit]}" if habit in _OF else None
    return html.Th(parts.link([text, arrow], aim, title=why), scope="col", className=name, **direction)


def _row(row: Row) -> html.Tr:
    counts = f"{wording.counted(row['documents'], 'text')}, {wording.counted(row['claims'], 'claim')}"
    name = row["source"]
    return html.Tr(
        [
            html.Th(
                [
                    parts.link(wording.clipped(name, 60), Figures(source=name[:200]), className="go title"),
                    html.Span(counts, className="under"),
                ],
                scope="row",
            ),
            html.Td(
                [f"{row['shared']:,}", html.Span(f" of {row['figures']:,}", className="quiet")],
                className="count",
                **parts.told(label="figures shared"),
            ),
            *(_share(row, habit, title.lower()) for title, habit, kind in _COLUMNS if kind == "share"),
        ]
    )


def _share(row: Row, habit: Habit, title: str) -> html.Td:
    part, whole = (row[name] for name in SHARES[habit])
    label = parts.told(label=title)
    if not whole:
        return html.Td("—", className="share few", **label)
    few = whole < FEW
    return html.Td(
        [html.Span([html.B(f"{part:,}"), html.Span(f" of {whole:,}")]), _bar(0 if few else part / whole, "bar")],
        className="share few" if few else "share",
        title=f"{part:,} of {whole:,} {_OF[habit]}{': too few to say' if few else f', {part / whole:.0%}'}",
        **label,
    )


def _bar(share: float, name: str) -> html.I:
    return html.I(html.I(style={"width": f"{share * 100:.1f}%"}), className=name, **parts.aria(hidden="true"))
