"""What stands around a chart when it leaves as a picture: its title, its sources with their marks, its time.

On the page these stand beside the chart; a picture goes alone. Plotly reads text as markup, so everything that comes
from an article is escaped here. Made into PNG or SVG by Plotly in the browser (assets/picture.js).
"""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dashboard import comparison, wording, zoom
from dashboard.naming import leading, source_name
from dashboard.state import Clock, View
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dashboard.palette import Mark
    from dashboard.queries import FigureView
    from dashboard.state import Compare, Figure

SIGNS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "triangle-down": "▼",
    "pentagon": "⬟",
    "star": "★",
    "hexagon": "⬢",
    "bowtie": "⧓",
}
"""The character that looks like each symbol of the chart."""
_HEDGES = (
    ("a hollow mark is “about”", frozenset({Modifier.ABOUT, Modifier.NEARLY, Modifier.VAGUE})),
    ("an arrow up “at least”", frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.VAGUE})),
    ("an arrow down “up to”", frozenset({Modifier.AT_MOST, Modifier.LESS_THAN})),
    ("a bar a range", frozenset({Modifier.RANGE})),
)
_TITLE_WIDTH, _WIDTH = 74, 128
"""How many characters of the title and of the small print fit on a line of a picture 1,000 pixels wide."""
_MAX_TITLE, _MAX_SOURCE, _NAMED = 220, 40, 24


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines above and below a chart, as Plotly's markup, and the picture's file name without its ending."""

    chart: str
    file: str
    title: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """The caption as the page's script takes it."""
        return asdict(self)


def caption(view: FigureView, marks: Mapping[str, Mark], wanted: Figure, snapshot: tuple[int, datetime]) -> Caption:
    """What stands around the chart of a figure."""
    number, made_at = snapshot
    figure = view.figure
    best = view.level.best
    about = (
        f"{wording.counted(len(view.claims), 'claim')}, {wording.period(figure['first_as_of'], figure['last_as_of'])}"
    )
    unit = wording.unit_name(figure["unit"], figure["per"])
    placed = ""
    if wanted.view is View.TIME:
        held = "the time each claim holds for" if wanted.clock is Clock.AS_OF else "publication"
        placed = f", placed at {held}"
        if left_out := zoom.outside([view], wanted):
            placed += f"; {wording.counted(left_out, 'claim')} before or after the time shown not drawn"
    made = f"Figtrack, snapshot {number} of {wording.day(made_at)}. {wording.headed(unit)}{placed}."
    return Caption(
        chart="chart",
        file=f"figtrack-{wording.slug(figure['label']) or figure['figure_id']}-snapshot-{number}",
        title=_wrapped(wording.clipped(figure["label"], _MAX_TITLE), _TITLE_WIDTH),
        above=_wrapped(f"Best {best}; {about}", _WIDTH),
        below=(*_sources(view, marks), *_hedges(view), *_wrapped(made, _WIDTH)),
    )


def of_compared(views: Sequence[FigureView], wanted: Compare, snapshot: tuple[int, datetime]) -> Caption:
    """What stands around the chart of figures that are compared, each with its mark, its best and its sources."""
    number, made_at = snapshot
    labels = [view.figure["label"] for view in views]
    held = "the time each claim holds for" if wanted.clock is Clock.AS_OF else "publication"
    made = f"Figtrack, snapshot {number} of {wording.day(made_at)}. Claims placed at {held}."
    if left_out := zoom.outside(views, wanted):
        made += f" {wording.counted(left_out, 'claim')} before or after the time shown not drawn."
    names = leading(source_name(row) for view in views for row in view.claims)
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    told = f"Sources: {', '.join(wording.clipped(name, _MAX_SOURCE) for name in names[:_NAMED])}{more}"
    slugs = "-and-".join(wording.slug(label)[:40].rstrip("-") or "figure" for label in labels)
    return Caption(
        chart="compare-chart",
        file=f"figtrack-{slugs}-snapshot-{number}",
        title=_wrapped(
            " and ".join(wording.clipped(label, _MAX_TITLE // len(labels)) for label in labels), _TITLE_WIDTH
        ),
        above=tuple(_keyed(view, mark) for view, mark in zip(views, comparison.marks(views), strict=True)),
        below=(*_wrapped(told, _WIDTH), *_wrapped(made, _WIDTH)),
    )


def _keyed(view: FigureView, mark: Mark) -> str:
    """A figure's sign in its colour, its name, its best and how many claims it has."""
    best = view.level.best
    unit = wording.unit_name(view.figure["unit"], view.figure["per"])
    about = f"best {best} ({unit}), {wording.counted(len(view.claims), 'claim')}"
    text = wording.inert(f"{wording.clipped(view.figure['label'], 70)}: {about}")
    return f'<span style="color:{mark.colour}">{SIGNS[mark.symbol]}</span> {text}'


def _sources(view: FigureView, marks: Mapping[str, Mark]) -> list[str]:
    """The sources, each after its sign in its colour, in lines that fit."""
    names = view.sources
    pieces = [(wording.clipped(name, _MAX_SOURCE), marks[name]) for name in names[:_NAMED] if name in marks]
    lines: list[list[str]] = [["Sources:"]]
    length = len("Sources:")
    for name, mark in pieces:
        if length + len(name) + 4 > _WIDTH:
            lines.append([])
            length = 0
        lines[-1].append(f'<span style="color:{mark.colour}">{SIGNS[mark.symbol]}</span> {wording.inert(name)}')
        length += len(name) + 4
    if len(names) > _NAMED:
        lines[-1].append(f"and {len(names) - _NAMED:,} more")
    return ["  ".join(line) for line in lines]


def _hedges(view: FigureView) -> list[str]:
    """How the hedges that are drawn are to be read."""
    used = view.modifiers
    told = ", ".join(words for words, modifiers in _HEDGES if used & modifiers)
    return [f"{told[:1].upper()}{told[1:]}."] if told else []


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    lines: Sequence[str] = textwrap.wrap(text, width) or [""]
    return tuple(wording.inert(line) for line in lines)
