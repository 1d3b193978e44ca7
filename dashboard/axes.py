"""Axes: ranges that leave room, and ticks at round numbers in words people use."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from dashboard import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.palette import Theme
    from dashboard.queries import Row

_NOTHING = 1e-200
"""Smaller values are drawn as nothing: their ratios can't be told in floating point."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """An axis of values from `bottom` to `top` (exponents of ten if `log`), with its ticks."""

    bottom: float
    top: float
    ticks: tuple[float, ...]
    log: bool

    @property
    def floor(self) -> float:
        """The value at its lower end."""
        return 10.0**self.bottom if self.log else self.bottom

    def at(self, value: float) -> float:
        """Where a value stands along the axis: its exponent on a logarithmic one, as Plotly wants it of annotations."""
        return math.log10(value) if self.log and value > 0 else value

    def share(self, part: float) -> float:
        """A part of the axis's length, in the measure of `at`."""
        return (self.top - self.bottom) * part

    def clear_of(self, value: float, part: float) -> ValueAxis:
        """The axis, begun so low that a value stands that part of its length above its end."""
        return replace(self, bottom=min(self.bottom, self.at(value) - self.share(part)))

    def layout(self, figure: Row) -> dict[str, Any]:
        """The axis as Plotly wants it, its ticks in the figure's unit where that is a sign."""
        short = figure["unit"] if figure["unit"] == "percent" or figure["dimension"] == "currency" else None
        return {
            "type": "log" if self.log else "linear",
            "range": [self.bottom, self.top],
            "tickvals": list(self.ticks),
            "ticktext": [wording.measure(tick, short) for tick in self.ticks],
            "fixedrange": True,
        }


def base(theme: Theme) -> dict[str, Any]:
    """What all axes share."""
    return {
        "zeroline": False,
        "linecolor": theme.line,
        "tickfont": {"color": theme.quiet, "size": 12},
        "automargin": True,
        "fixedrange": True,
    }


def time_range(moments: Sequence[datetime]) -> tuple[datetime, datetime]:
    """From before the first moment to after the last, at least six days.

    Raises:
        ValueError: there are no moments, so there is no time to draw.
    """
    first, last = min(moments), max(moments)
    room = max((last - first) * 0.06, timedelta(days=3))
    return _moved(first, -room), _moved(last, room)


def value_axis(values: Sequence[float], *, log: bool = False) -> ValueAxis:
    """An axis that holds all values with room for arrows; from zero where the least is not near the greatest.

    Ticks between whole numbers are whole.

    A logarithmic axis needs values above zero, and falls back to a linear one without.
    """
    finite = [value if abs(value) > _NOTHING else 0.0 for value in values if math.isfinite(value)]
    if not finite:
        return ValueAxis(0, 1, (0, 1), log=False)
    if log and min(finite) > 0 and max(finite) > min(finite) * 5:
        return _logarithmic(min(finite), max(finite))
    if log and min(finite) > 0:
        plain = value_axis(values)
        bottom = max(plain.bottom, min(finite) / 1.6)
        ticks = tuple(tick for tick in plain.ticks if bottom <= tick) or (min(finite),)
        return ValueAxis(math.log10(bottom), math.log10(plain.top), ticks, log=True)
    low, high = min(finite), max(finite)
    if low == high:
        low, high = (0.0, high * 1.4 or 1.0) if high >= 0 else (low * 1.4, 0.0)
    elif 0 <= low < high * 0.5:
        low = 0.0
    room = (high - low) * 0.16
    bottom = 0.0 if low == 0 else low - room
    whole = all(value == int(value) for value in finite)
    ticks = round_ticks(bottom, high + room, least=1.0 if whole else 0.0)
    return ValueAxis(bottom, high + room, ticks, log=False)


def round_ticks(low: float, high: float, count: int = 5, least: float = 0.0) -> tuple[float, ...]:
    """About `count` round numbers between two bounds: by 1, 2, 2.5 or 5 times a power of ten, `least` or more."""
    rough = max((high - low) / count, least)
    power = 10 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def _logarithmic(low: float, high: float) -> ValueAxis:
    bottom, top = math.log10(low) - 0.15, math.log10(high) + 0.15
    first, last = math.floor(bottom), math.ceil(top)
    decades = range(first, last + 1, max(1, (last - first) // 8))
    heads = (1, 2, 5) if top - bottom < 3 else (1,)
    ticks = tuple(head * 10.0**decade for decade in decades for head in heads)
    inside = tuple(tick for tick in ticks if bottom <= math.log10(tick) <= top)
    return ValueAxis(bottom, top, inside or (low,), log=True)


def _moved(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment
