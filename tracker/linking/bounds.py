"""What numbers the words of a cell leave open, and whether one number could be what two cells say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracker.linking.rounding import last_digit

if TYPE_CHECKING:
    from tracker.linking.cells import Cell

HEDGED = 0.1
"""Share by which a number may be off for one author to mean another of his by it, if it is hedged ..."""
CONVERTED = 0.02
"""... or measured, and perhaps turned into another unit."""
NEAR_FLOORS = 1.1
LARGE = 100.0
"""From this value on a number is unlikely to come up twice by chance."""


def stated(cell: Cell) -> float | None:
    """The number a cell states: its value, else its bound."""
    for number in (cell.value, cell.low, cell.high):
        if number is not None:
            return number
    return None


def can_both_hold(left: Cell, right: Cell) -> bool:
    """Whether one number could be what both say; a round one may be off by half of its last digit's unit."""
    if left.high is None and right.high is None and not (left.vague or right.vague):
        return _one_floor(left.low, right.low)
    low = max((_floor(cell) for cell in (left, right)), default=-math.inf)
    high = min((_ceiling(cell) for cell in (left, right)), default=math.inf)
    return low <= high + 1e-9 * max(1.0, abs(high) if math.isfinite(high) else 1.0)


def _one_floor(left: float | None, right: float | None) -> bool:
    """ "At least 18" and "at least 38" are two numbers to one author."""
    if left is None or right is None:
        return True
    small, large = sorted((abs(left), abs(right)))
    return large <= NEAR_FLOORS * small


def _floor(cell: Cell) -> float:
    return -math.inf if cell.low is None else cell.low - _looseness(cell)


def _ceiling(cell: Cell) -> float:
    return math.inf if cell.high is None else cell.high + _looseness(cell)


def _looseness(cell: Cell) -> float:
    """By how much the number may be off for being rounded, hedged or converted."""
    number = abs(stated(cell) or 0.0)
    if cell.hedged:
        return HEDGED * number
    if cell.measure != "count":
        return CONVERTED * number
    return min(0.45 * last_digit(number), HEDGED * number) if number >= LARGE else 0.0
