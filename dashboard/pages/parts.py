"""Small pieces that several pages are built from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import wording
from dashboard.palette import Mark, is_alarm
from dashboard.state import Compare, Figure, State, href
from tracker.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dash.development.base_component import Component

    from dashboard.levels import Level
    from dashboard.queries import Page


_SPARK = 26
"""How many pixels a sparkline is high."""


def aria(**attributes: str) -> dict[str, Any]:
    """ARIA attributes as Dash takes them: `aria(label="Pages")`."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def told(**attributes: str) -> dict[str, Any]:
    """Data attributes, which the style sheet reads."""
    return {f"data-{name}": value for name, value in attributes.items()}


def link(children: Any, state: State, **attributes: Any) -> html.A:
    """A link inside the dashboard; the page's script turns it into a step without a reload."""
    attributes.setdefault("className", "go")
    return html.A(children, href=href(state), **{"data-go": "1", **attributes})


def outward(children: Any, url: str | None) -> html.A | None:
    """A link to an original, if it is http or https; it tells the other side nothing about this page."""
    address = wording.web_address(url)
    if address is None:
        return None
    return html.A(children, href=address, target="_blank", rel="noopener noreferrer nofollow", className="outward")


def chip(finding_class: str) -> html.Span:
    """The class of a finding; what alarms carries a sign besides its colour."""
    return html.Span(
        finding_class,
        title=wording.MEANINGS[FindingClass(finding_class)],
        className="chip alarm" if is_alarm(finding_class) else "chip",
        style={"background": f"var(--{finding_class}-paper)", "color": f"var(--{finding_class}-ink)"},
    )


def symbol(mark: Mark) -> html.Span:
    """A source's mark as it is drawn in the chart."""
    return html.Span(className=f"symbol {mark.symbol}", style={"background": mark.colour}, **aria(hidden="true"))


def state_card(title: str, text: Any, *actions: Component, alert: bool = False) -> html.Div:
    """A missing or failed page: what is so, and what to do next."""
    return _state(html.H1(title, tabIndex="-1"), text, actions, alert=alert)


def empty_card(title: str, text: Any, *actions: Component) -> html.Div:
    """A list on a page that has nothing to show: what is so, and what to do next."""
    return _state(html.H2(title), text, actions, alert=False)


def _state(heading: Component, text: Any, actions: Sequence[Component], *, alert: bool) -> html.Div:
    return html.Div(
        [heading, html.P(text), html.Div(list(actions), className="actions")],
        className="card state",
        role="alert" if alert else None,
    )


def skeleton(rows: int = 6) -> html.Div:
    """What stands on a page until its data is there."""
    bars = [html.Div(className="bone", style={"width": f"{92 - 9 * (index % 4)}%"}) for index in range(rows)]
    return html.Div([*bars, html.Span("Loading…", className="unseen")], className="card skeleton")


def search(label: str, example: str, value: str) -> dmc.TextInput:
    """The field that narrows a list; what is typed goes into the address."""
    return dmc.TextInput(
        id="q",
        value=value,
        label=label,
        placeholder=example,
        debounce=250,
        className="search",
        attributes={"input": {"type": "search", "maxLength": 200, "autoComplete": "off"}},
    )


def title_id(page: Any) -> dict[str, Any]:
    """The id of the store that holds a page's title."""
    return {"type": "title", "page": page}


def said(page: str) -> list[Component]:
    """What a page tells apart from what it shows: its title, and how many results there are, to a screen reader."""
    return [
        dcc.Store(id=title_id(page)),
        html.Div(id=f"{page}-said", role="status", className="unseen", **aria(live="polite")),
    ]


def pager(page: Page, noun: str, at: Callable[[int], State]) -> html.Nav | None:
    """Links to the pages around this one; None when all fits on one."""
    if page.pages == 1:
        return None
    first = (page.number - 1) * page.size + 1
    last = min(page.total, page.number * page.size)
    before = link("← Previous", at(page.number - 1), rel="prev") if page.number > 1 else html.Span("← Previous")
    after = link("Next →", at(page.number + 1), rel="next") if page.number < page.pages else html.Span("Next →")
    return html.Nav(
        [before, html.Span(f"{first:,}–{last:,} of {wording.counted(page.total, noun)}"), after],
        className="pager",
        **aria(label="Pages"),
    )


def switch(label: str, options: Sequence[tuple[str, State, bool]]) -> html.Div:
    """A choice of one among a few, each an address of its own."""
    return html.Div(
        [link(text, state, **aria(current="true") if chosen else {}) for text, state, chosen in options],
        className="switch",
        role="group",
        **aria(label=label),
    )


def busiest(wanted: Figure | Compare) -> html.Div:
    """The choice between all the time of a chart and its busiest part."""
    options = [("All", replace(wanted, close=False), not wanted.close)]
    options.append(("Busiest part", replace(wanted, close=True), wanted.close))
    return switch("Range", options)


def marked_strip(values: Sequence[tuple[float, Mark]]) -> html.Div | None:
    """A small line with each value at its place, in the mark of its source; None where all are the same."""
    numbers = [value for value, _ in values]
    if not numbers or min(numbers) == max(numbers):
        return None
    floor, width = min(numbers), max(numbers) - min(numbers)
    dots = [
        html.I(symbol(mark), className="at", style={"left": f"{(value - floor) / width * 100:.1f}%"})
        for value, mark in dict.fromkeys(values)
    ]
    return html.Div(dots, className="strip", **aria(hidden="true"))


def sparkline(values: Sequence[float]) -> html.Div | None:
    """A small stepped line through values in order of time, its end a dot; None where there are fewer than two."""
    if len(values) < 2:
        return None
    middle, width = (max(values) + min(values)) / 2, (max(values) - min(values)) or 1.0
    heights = [_SPARK / 2 - (value - middle) / width * (_SPARK - 6) for value in values]
    path = f"M0 {heights[0]:.1f}" + "".join(
        f"H{place * 100 / (len(values) - 1):.1f}V{height:.1f}" for place, height in enumerate(heights) if place
    )
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 {_SPARK}' preserveAspectRatio='none'>"
        f"<path d='{path}' fill='none' stroke='#000' stroke-width='1.8' vector-effect='non-scaling-stroke'/></svg>"
    )
    mask = f'url("data:image/svg+xml,{quote(drawing)}")'
    return html.Div(
        [
            html.I(className="line", style={"maskImage": mask, "WebkitMaskImage": mask}),
            html.I(className="end", style={"top": f"{heights[-1]:.1f}px"}),
        ],
        className="spark",
        **aria(hidden="true"),
    )


def strip(values: Sequence[float], low: float | None, high: float | None, best: float | None) -> html.Div | None:
    """A small line with a dot a value and a tick at the best, for a glance; None where there is only one value."""
    known = [value for value in (*values, low, high, best) if value is not None]
    if not known:
        return None
    floor, width = min(known), max(known) - min(known)
    if not width:
        return None

    def at(value: float) -> str:
        return f"{(value - floor) / width * 100:.1f}%"

    children: list[Component] = []
    if low is not None and high is not None and high > low:
        size = f"{(high - low) / width * 100:.1f}%"
        children.append(html.I(className="reach", style={"left": at(low), "width": size}))
    children += [html.I(className="dot", style={"left": at(value)}) for value in dict.fromkeys(values)]
    if best is not None:
        children.append(html.I(className="best", style={"left": at(best)}))
    return html.Div(children, className="strip", **aria(hidden="true"))


def level(found: Level) -> html.Span:
    """A figure's low, best and high: `10,000 – 12,000 – 13,000`, without an end that is the best itself.

    The best is bold, unless it is only a bound.
    """
    main = html.Span(found.best) if found.bound else html.B(found.best)
    why: dict[str, Any] = {"title": "A bound: no claim states this number as the level"} if found.bound else {}
    low = html.Span(f"{found.low} – ", className="end") if found.low else None
    high = html.Span(f" – {found.high}", className="end") if found.high else None
    return html.Span([low, main, high], className="level quiet" if found.bound else "level", **why)
