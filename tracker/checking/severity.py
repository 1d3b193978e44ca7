"""How much a difference matters, from 0 to 1: by its class, the gap, who stands on each side, and how recent it is."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.checking.intervals import Interval
    from tracker.checking.sides import Side

SEVERITY = {
    FindingClass.SLIP: 0.8,
    FindingClass.ARITHMETIC: 0.6,
    FindingClass.CONFLICT: 0.5,
    FindingClass.REVISION: 0.2,
    FindingClass.STALE: 0.2,
    FindingClass.SCOPE: 0.15,
    FindingClass.AGGREGATE: 0.15,
    FindingClass.ROUNDING: 0.05,
}
"""Where the severity of a class starts; gap, witnesses and recency add to it."""
GAP, WITNESSES, RECENCY = 0.2, 0.2, 0.1
"""What each adds at most to an alarm; to what is explained half of it."""
ENOUGH_WITNESSES = 3
"""More on the weaker side add nothing."""
LEAST_UNIT = 0.05
"""The least that words allow, as a share of the smaller number."""
HALF_LIFE = timedelta(days=7)
"""A difference counts half when the figure has gone on for so long since."""


def severity(kind: FindingClass, sides: Sequence[Side], latest: datetime | None) -> float:
    """The severity of a difference between sides of a figure whose latest claim is of `latest`.

    It grows with the gap in units of what the words allow, with the independent witnesses on the weaker side, and with
    how late in the life of the figure the difference came up.
    """
    if kind is FindingClass.ROUNDING or len(sides) < 2:
        return SEVERITY[kind]
    low, high = min(sides, key=lambda side: side.number), max(sides, key=lambda side: side.number)
    units = gap_in_units(low.typical.likely, high.typical.likely)
    weaker = min(*(len(side.witnesses) for side in sides), ENOUGH_WITNESSES)
    more = GAP * units / (1 + units) if math.isfinite(units) else GAP
    more += WITNESSES * (weaker - 1) / (ENOUGH_WITNESSES - 1) + RECENCY * _recency(sides, latest)
    return round(
        min(1.0, SEVERITY[kind] + more * (1.0 if SEVERITY[kind] >= SEVERITY[FindingClass.CONFLICT] else 0.5)), 3
    )


def gap_in_units(low: Interval, high: Interval) -> float:
    """How far apart two intervals are, in units of what each allows around its middle."""
    distance = max(0.0, high.low - low.high)
    allowed = [width for width in (low.high - low.low, high.high - high.low) if math.isfinite(width)]
    unit = max([*(width / 2 for width in allowed), LEAST_UNIT * abs(low.high)])
    return distance / unit if unit else math.inf if distance else 0.0


def _recency(sides: Sequence[Side], latest: datetime | None) -> float:
    """1 where the difference came up with the figure's last claim, less the longer the figure has gone on since."""
    came_up = max((side.first for side in sides if side.first is not None), default=None)
    if came_up is None or latest is None:
        return 0.0
    return float(0.5 ** (max(latest - came_up, timedelta(0)) / HALF_LIFE))
