"""Times of races as sport writes them: `3:50.72`, `second in 46.53`, `by two hundredths`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft, assert_bounds
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import PERCENT, Unit
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_SECOND = Unit("second", "time", 1.0)
_LAPPED = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d\.\d{1,3})(?![\d:])")
_SPLIT = re.compile(r"\d{1,2}\.\d{1,3}")
_PARTS = frozenset({"tenth", "tenths", "hundredth", "hundredths", "thousandth", "thousandths"})


def race_time_at(tokens: Tokens, index: int) -> Draft | None:
    """`3:50.72`, `2:04:11.3`: minutes and decimals of a second, as seconds; a clock shows no decimals."""
    if tokens.sort(index) is not Sort.DIGITS or tokens.word(index + 1) != ":":
        return None
    start = tokens.starts[index]
    match = _LAPPED.match(tokens.text, start)
    if match is None or (match[1] and tokens.word(index - 1) not in words("games", "before_times")):
        return None
    stop = index
    while stop < len(tokens) and tokens.starts[stop] < match.end():
        stop += 1
    value = int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
    draft = Draft(Kind.QUANTITY, index, stop, value, unit=_SECOND, stated=True)
    draft.note("value", match[0], f"{value:,.15g}")
    draft.note("unit", match[0], _SECOND.name)
    return draft


def settle_race_times(tokens: Tokens, drafts: list[Draft]) -> None:
    """`46.53` and `by two hundredths` where the sentence has other seconds or is about a race: seconds, too."""
    if not any(_may_be_time(tokens, draft) for draft in drafts):
        return
    timed = any(draft.unit.name == "second" for draft in drafts)
    raced = any(draft.kind is Kind.NAME and _is_distance(tokens, draft) for draft in drafts)
    if not (timed or raced) and words("units", "athletics").isdisjoint(tokens.words):
        return
    for draft in drafts:
        if _may_be_time(tokens, draft) and (timed or draft.unit is not PERCENT):
            _as_seconds(tokens, draft)


def _may_be_time(tokens: Tokens, draft: Draft) -> bool:
    if not draft.is_quantity or draft.value is None or draft.modifier is Modifier.RANGE:
        return False
    if draft.unit is PERCENT:
        share = draft.numeral is not None and draft.numeral.share
        said = tokens.word(draft.stop - 1) in _PARTS and tokens.word(draft.stop) != "of"
        return share and said and tokens.word(draft.outer_first - 1) in {"by", "just", "only", "mere", "than"}
    before = tokens.words[max(draft.outer_first - 2, 0) : draft.outer_first]
    led = before[-1:] != [] and (before[-1] in words("games", "before_times") or before == ["time", "of"])
    bare = not draft.stated and draft.unit.dimension == "count" and _SPLIT.fullmatch(tokens.raw(draft.first))
    ends = tokens.sort(draft.stop) in {None, Sort.MARK} or tokens.word(draft.stop) in words("compose", "after_ellipsis")
    return bool(led and bare and ends and draft.stop == draft.first + 1)


def _is_distance(tokens: Tokens, draft: Draft) -> bool:
    """`the 200 metres`: the name of an event."""
    return tokens.raw(draft.first) in words("units", "distances_run") and draft.end != tokens.ends[draft.first]


def _as_seconds(tokens: Tokens, draft: Draft) -> None:
    if draft.unit is PERCENT and draft.value is not None:
        draft.value = round(draft.value / 100, 10)
    draft.unit, draft.stated, draft.change = _SECOND, True, None
    assert_bounds(draft, draft.modifier or Modifier.EXACT)
    draft.note("unit", tokens.span(draft.first, draft.stop), _SECOND.name)
