"""A figure in another unit of its dimension: square miles as square kilometres, degrees Fahrenheit as Celsius."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.units import known_unit, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.queries import FigureView, Row
    from tracker.language.numbers.units import Unit

MAX_CHOICES = 4
_ALIKE = 4.0
"""A unit is offered beside another if one is at most so many times the other: a mile beside a kilometre."""
_WITHOUT = frozenset({"count", "percent", "currency", "other"})
"""Dimensions whose units are not brought into each other."""
_DIGITS = 4
"""As many digits as a converted number keeps; the words it comes from rarely have more."""
_LEVELS = ("low", "best", "high", "latest")


def choices(view: FigureView) -> list[str]:
    """The units a figure can be shown in: its own, its claims', those of a like size; empty where it is only one."""
    own = _convertible(view.figure["unit"])
    if own is None:
        return []
    used = [row["unit"] for row in view.claims if row["unit"]]
    stated = [unit for name in dict.fromkeys(used) if (unit := _convertible(name)) and unit.dimension == own.dimension]
    beside = sorted((_distance(own, unit), unit.name) for unit in units_of(own.dimension))
    alike = [name for distance, name in beside if distance <= math.log(_ALIKE)]
    names = list(dict.fromkeys([own.name, *(unit.name for unit in stated), *alike]))[:MAX_CHOICES]
    return names if len(names) > 1 else []


def shown_in(view: FigureView, unit: str) -> FigureView:
    """The figure with its levels and its claims' plotted numbers in a unit; as it is where that unit is none for it."""
    own, other = _convertible(view.figure["unit"]), _convertible(unit)
    if own is None or other is None or own == other or own.dimension != other.dimension:
        return view
    change = _between(own, other)
    figure = _changed(view.figure, _LEVELS, change) | {"unit": other.name}
    return replace(
        view,
        figure=figure,
        claims=_all_changed(view.claims, ("plot_value", "plot_low", "plot_high"), change),
        levels=_all_changed(view.levels, ("low", "best", "high"), change),
    )


def _convertible(name: str) -> Unit | None:
    unit = known_unit(name)
    return unit if unit is not None and unit.factor is not None and unit.dimension not in _WITHOUT else None


def _distance(first: Unit, second: Unit) -> float:
    if not first.factor or not second.factor:
        return math.inf
    return abs(math.log(second.factor / first.factor))


def _between(own: Unit, other: Unit) -> Callable[[float], float]:
    factor, target = own.factor or 1.0, other.factor or 1.0

    def change(value: float) -> float:
        return float(f"{(value * factor + own.offset - other.offset) / target:.{_DIGITS}g}")

    return change


def _all_changed(rows: Sequence[Row], names: Sequence[str], change: Callable[[float], float]) -> list[Row]:
    return [_changed(row, names, change) for row in rows]


def _changed(row: Row, names: Sequence[str], change: Callable[[float], float]) -> Row:
    return row | {name: None if row[name] is None else change(row[name]) for name in names}
