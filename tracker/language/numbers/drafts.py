"""An expression while it is being read, and how it becomes one of the model."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.language.numbers.units import COUNT, Unit, canonical_unit, to_canonical
from tracker.model import Change, Expression, Kind, Modifier, Step

if TYPE_CHECKING:
    from tracker.language.numbers.hedges import Hedge
    from tracker.language.numbers.numeral import Numeral
    from tracker.language.numbers.rates import Rate
    from tracker.language.numbers.tokens import Tokens

_MEASURED = {Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE, Kind.TIME_SPAN}


@dataclass(slots=True)
class Draft:
    """An expression at tokens `first` to `stop`, with what has been read of it so far.

    `before` and `after` are the hedges right at it, `behind_noun` one behind the counted noun (`30 people at most`).
    `start` and `end` are set where the surface does not begin or end with a token. `low` and `high` are set for ranges
    and for vague words; the hedge decides them otherwise.
    """

    kind: Kind
    first: int
    stop: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    modifier: Modifier | None = None
    unit: Unit = COUNT
    numeral: Numeral | None = None
    stated: bool = False
    rate: Rate | None = None
    per: str | None = None
    change: Change | None = None
    before: Hedge | None = None
    after: Hedge | None = None
    behind_noun: Hedge | None = None
    start: int | None = None
    end: int | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def is_quantity(self) -> bool:
        """Whether it counts or measures."""
        return self.kind is Kind.QUANTITY

    @property
    def outer_first(self) -> int:
        """The first token of the hedges before it, or its own."""
        return self.first if self.before is None else min(self.before.first, self.first)

    @property
    def outer_stop(self) -> int:
        """The token after the hedges behind it, or its own."""
        return self.stop if self.after is None else max(self.after.stop, self.stop)

    def note(self, name: str, words: str, reading: str) -> None:
        """Adds a step to the trace."""
        self.steps.append(Step(name, words, reading))


def assert_bounds(draft: Draft, modifier: Modifier) -> None:
    """Sets the modifier and the bounds that it asserts about the value; a range's and a vague word's own stay."""
    draft.modifier = modifier
    if modifier in {Modifier.RANGE, Modifier.VAGUE}:
        return
    open_low = modifier in {Modifier.NEARLY, Modifier.AT_MOST, Modifier.LESS_THAN}
    open_high = modifier in {Modifier.AT_LEAST, Modifier.MORE_THAN}
    draft.low = None if open_low else draft.value
    draft.high = None if open_high else draft.value


def finished(tokens: Tokens, draft: Draft) -> Expression:
    """The expression, its offsets in code points, with canonical values for what is measured."""
    start = tokens.starts[draft.first] if draft.start is None else draft.start
    end = tokens.ends[draft.stop - 1] if draft.end is None else draft.end
    outer_start = min(start, tokens.starts[draft.outer_first])
    outer_end = max(end, tokens.ends[draft.outer_stop - 1])
    if draft.rate is not None and draft.rate.first >= draft.stop and draft.rate.first <= draft.outer_stop:
        outer_end = max(outer_end, tokens.ends[draft.rate.stop - 1])
    if draft.kind not in _MEASURED:
        return Expression(start, end, draft.kind, outer_start, outer_end, steps=tuple(draft.steps))
    unit = draft.unit
    measured = draft.kind is Kind.QUANTITY
    return Expression(
        start,
        end,
        draft.kind,
        outer_start,
        outer_end,
        value=_finite(draft.value),
        low=_finite(draft.low),
        high=_finite(draft.high),
        modifier=draft.modifier,
        unit=unit.name,
        dimension=unit.dimension,
        per=draft.per if measured else None,
        canonical_value=_finite(to_canonical(unit, draft.value)) if measured else None,
        canonical_low=_finite(to_canonical(unit, draft.low)) if measured else None,
        canonical_high=_finite(to_canonical(unit, draft.high)) if measured else None,
        canonical_unit=canonical_unit(unit) if measured else None,
        change=draft.change if measured else None,
        steps=tuple(draft.steps),
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
