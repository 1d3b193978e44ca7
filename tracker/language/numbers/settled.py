"""Units that only the rest of the sentence settles: points of an index, bare degrees, `27-plus years`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import COUNT, Unit, unit_after
from tracker.language.shield.kinds import settle_kind
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

_POINT = Unit("point", "other")
_DEGREE = Unit("degree", "other")
_REACH_OF_HEAT = 6


def settle_plus(tokens: Tokens, draft: Draft) -> None:
    """`27-plus years`: the unit behind the hedge."""
    if draft.kind is not Kind.QUANTITY or draft.stated or draft.after is None:
        return
    if tokens.word(draft.after.stop - 1) not in {"plus", "+"}:
        return
    found = unit_after(tokens, draft.after.stop)
    if found is not None and found[0].dimension in {"time", "length", "area", "mass", "percent"}:
        draft.unit, draft.stop, draft.stated = found[0], found[1], True
        draft.note("unit", tokens.span(draft.first, draft.stop), draft.unit.name)
        settle_kind(tokens, draft)


def settle_degrees(tokens: Tokens, drafts: list[Draft]) -> None:
    """`31 degrees Celsius, up four degrees`: bare degrees are of the scale that the sentence names."""
    named = [draft.unit for draft in drafts if draft.unit.dimension == "temperature"]
    for draft in drafts:
        if named and draft.unit.name == "degree":
            draft.unit = named[0]
            draft.note("unit", tokens.span(draft.first, draft.stop), draft.unit.name)


def settle_bare_degrees(tokens: Tokens, drafts: list[Draft]) -> None:
    """`lows around 55`, `a wind chill of minus 12`: bare numbers behind a noun of heat are degrees."""
    if words("units", "heat_cues").isdisjoint(tokens.words):
        return
    settled = False
    for draft in drafts:
        if _is_bare_degree(tokens, draft):
            draft.unit, draft.stated, settled = _DEGREE, True, True
            draft.note("unit", tokens.span(draft.first, draft.stop), _DEGREE.name)
    if settled:
        settle_degrees(tokens, drafts)


def _is_bare_degree(tokens: Tokens, draft: Draft) -> bool:
    if not draft.is_quantity or draft.stated or draft.unit is not COUNT or draft.value is None or draft.rate:
        return False
    if tokens.sort(draft.stop) is Sort.WORD and tokens.word(draft.stop) not in words("compose", "after_ellipsis"):
        return False
    at = draft.outer_first - 1
    while draft.outer_first - at < _REACH_OF_HEAT and tokens.word(at) in words("units", "before_heat"):
        at -= 1
    cold = tokens.word(draft.first) == "minus" and not words("units", "heat_cues_of_cold").isdisjoint(tokens.words)
    return cold or tokens.word(at) in words("units", "heat_nouns")


def settle_points(tokens: Tokens, draft: Draft) -> None:
    """`tumbled 612.7 points`: what an index moves by is points of it, and no things are counted."""
    if draft.change is None or draft.unit is not COUNT or tokens.word(draft.stop) not in {"point", "points"}:
        return
    draft.unit, draft.stop, draft.stated = _POINT, draft.stop + 1, True
    draft.note("unit", tokens.span(draft.first, draft.stop), draft.unit.name)
