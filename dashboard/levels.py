"""A figure's low, best and high in words, each with the hedge of the claims that state it: `≤ 5,000`, `> 2 years`.

A number of the figure takes the firmest words of the claims that state it: where one says "12,000" and another "up to
12,000" it is 12,000. A side that the words leave open is null and said to be open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import wording
from tracker.checking.consensus import BOUNDS
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FIRMNESS = (Modifier.EXACT, Modifier.RANGE, Modifier.ABOUT, Modifier.NEARLY)
_FLOORS = frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.VAGUE})
_CEILINGS = frozenset({Modifier.AT_MOST, Modifier.LESS_THAN})


@dataclass(frozen=True, slots=True)
class Said:
    """A number that a claim states, in its figure's unit, and how it is hedged."""

    number: float
    modifier: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """What is written of a figure's level: `best` with its unit; an end is None where it says no more than `best`.

    `bound` says that no claim states a level: `best` is only a floor or a ceiling. Without any number `best` is a dash.
    """

    best: str
    low: str | None = None
    high: str | None = None
    bound: bool = False


def said_of(claims: Iterable[Mapping[str, Any]]) -> list[Said]:
    """What claims state (rows with `plot_value`, `plot_low`, `plot_high` and `modifier`), in the order said last."""
    pairs = [(_first(row["plot_value"], row["plot_low"], row["plot_high"]), row["modifier"]) for row in claims]
    last = reversed(dict.fromkeys(reversed(pairs)))
    return [Said(number, modifier) for number, modifier in last if number is not None]


def level(figure: Mapping[str, Any], said: Sequence[Said]) -> Level:
    """The level of a figure (`low`, `best`, `high`, each maybe null; `unit`, `per`) as its claims word it."""
    low, best, high = figure["low"], figure["best"], figure["high"]
    if best is None:
        return _without_best(figure, said)
    modifier = _firmest(best, said)
    hedge = wording.hedge(modifier)
    text = f"{hedge}{wording.measure(best, figure['unit'], figure['per'])}"
    bound = modifier in BOUNDS
    if _same(low, best, open_side=modifier in _CEILINGS) and _same(high, best, open_side=modifier in _FLOORS):
        return Level(text, bound=bound)
    return Level(
        text,
        None if low == best else _end(low, figure, said, _CEILINGS),
        None if high == best else _end(high, figure, said, _FLOORS),
        bound=bound,
    )


def _without_best(figure: Mapping[str, Any], said: Sequence[Said]) -> Level:
    """A floor from vague words alone, a ceiling, or both."""
    low, high, unit, per = figure["low"], figure["high"], figure["unit"], figure["per"]
    if low is not None and high is not None and low != high:
        return Level(wording.span(low, high, unit, per), bound=True)
    number = high if low is None else low
    if number is None:
        return Level(wording.measure(None, unit))
    sign = wording.hedge(_firmest(number, said)) or wording.hedge(Modifier.AT_MOST if low is None else Modifier.VAGUE)
    return Level(f"{sign}{wording.measure(number, unit, per)}", bound=True)


def _same(end: float | None, best: float, *, open_side: bool) -> bool:
    return open_side if end is None else end == best or not math.isfinite(end)


def _end(number: float | None, figure: Mapping[str, Any], said: Sequence[Said], unlike: frozenset[Modifier]) -> str:
    """One end of the level; words that bound it from the other side say nothing of it."""
    if number is None:
        return "open"
    modifier = _firmest(number, said)
    sign = "" if modifier in unlike else wording.hedge(modifier)
    return f"{sign}{wording.short(number, figure['unit'])}"


def _firmest(number: float, said: Sequence[Said]) -> Modifier | None:
    """The firmest words that state a number, of equal ones the latest; None where no claim states it itself."""
    found = [
        Modifier(each.modifier)
        for each in said
        if math.isclose(each.number, number, rel_tol=1e-6, abs_tol=1e-12) and each.modifier
    ]
    rank = {modifier: place for place, modifier in enumerate(_FIRMNESS)}
    return min(reversed(found), key=lambda modifier: rank.get(modifier, len(rank)), default=None)


def _first(value: float | None, low: float | None, high: float | None) -> float | None:
    if value is not None:
        return value
    return high if low is None else low
