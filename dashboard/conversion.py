"""A figure in another unit of its dimension: square miles as square kilometres, degrees Fahrenheit as Celsius."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.units import known_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.queries import FigureView, Row
    from tracker.language.numbers.units import Unit

MAX_CHOICES = 4
_COUNTERPARTS = (
    ("mile", "kilometre"),
    ("foot", "metre"),
    ("yard", "metre"),
    ("inch", "centimetre"),
    ("nautical mile", "kilometre"),
    ("square mile", "square kilometre"),
    ("square foot", "square metre"),
    ("acre", "hectare"),
    ("gallon", "litre"),
    ("barrel", "cubic metre"),
    ("pound", "kilogram"),
    ("ounce", "gram"),
    ("short ton", "tonne"),
    ("mile per hour", "kilometre per hour"),
    ("knot", "kilometre per hour"),
    ("degree Fahrenheit", "degree Celsius"),
)
"""Units of a like size that readers of one country and another expect; each is offered beside the other."""
_WITHOUT = frozenset({"count", "percent", "currency", "other"})
"""Dimensions whose units are not brought into each other."""
_DIGITS = 4
"""As many digits as a converted number keeps; the words it comes from rarely have more."""
_LEVELS = ("low", "best", "high", "latest")


def choices(view: FigureView) -> list[str]:
    """The units a figure can be shown in: its own, its claims', and the counterpart; empty where it is only one."""
    own = _convertible(view.figure.get("own_unit") or view.figure["unit"])
    if own is None:
        return []
    used = [row["unit"] for row in view.claims if row["unit"]]
    beside = [other for pair in _COUNTERPARTS if own.name in pair for other in pair if other != own.name]
    found = [unit for name in dict.fromkeys([*used, *beside]) if (unit := _convertible(name)) is not None]
    alike = [unit.name for unit in found if unit.dimension == own.dimension]
    names = list(dict.fromkeys([own.name, *alike]))[:MAX_CHOICES]
    return names if len(names) > 1 else []


def shown_in(view: FigureView, unit: str) -> FigureView:
    """The figure with its levels and its claims' plotted numbers in a unit; as it is where that unit is none for it.

    Its row then says `own_unit`, too.
    """
    own, other = _convertible(view.figure["unit"]), _convertible(unit)
    if own is None or other is None or own == other or own.dimension != other.dimension:
        return view
    return view.once(("in", other.name), lambda: _brought(view, own, other))


def _brought(view: FigureView, own: Unit, other: Unit) -> FigureView:
    change = _between(own, other)
    figure = _changed(view.figure, _LEVELS, change) | {"unit": other.name, "own_unit": own.name}
    return replace(
        view,
        figure=figure,
        claims=_all_changed(view.claims, ("plot_value", "plot_low", "plot_high"), change),
        levels=_all_changed(view.levels, ("low", "best", "high"), change),
        made={},
    )


def _convertible(name: str) -> Unit | None:
    unit = known_unit(name)
    return unit if unit is not None and unit.factor is not None and unit.dimension not in _WITHOUT else None


def _between(own: Unit, other: Unit) -> Callable[[float], float]:
    factor, target = own.factor or 1.0, other.factor or 1.0

    def change(value: float) -> float:
        return float(f"{(value * factor + own.offset - other.offset) / target:.{_DIGITS}g}")

    return change


def _all_changed(rows: Sequence[Row], names: Sequence[str], change: Callable[[float], float]) -> list[Row]:
    return [_changed(row, names, change) for row in rows]


def _changed(row: Row, names: Sequence[str], change: Callable[[float], float]) -> Row:
    return row | {name: None if row[name] is None else change(row[name]) for name in names}
