"""Tells the kind of what the shield let through: ages, lengths of time that place something, idioms of `one`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.multiples import MULTIPLE, is_times
from tracker.language.numbers.units import Unit
from tracker.language.shield.ages import OLDEST, is_age, is_of_ages, is_of_person, is_of_thing, old_form
from tracker.language.shield.ones import one_counts
from tracker.language.shield.times import is_time_span
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

_AGE_UNITS = {"year": 31557600.0, "month": 2629800.0, "week": 604800.0, "day": 86400.0, "hour": 3600.0}


def settle_kind(tokens: Tokens, draft: Draft) -> None:
    """Sets the kind of a draft that is a number with or without unit."""
    if _settle_age(tokens, draft):
        return
    if is_times(tokens, draft.stop) and not draft.stated:
        draft.kind, draft.unit, draft.stop = Kind.MULTIPLE, MULTIPLE, draft.stop + 1
    elif draft.unit.dimension == "time" and is_time_span(tokens, draft):
        draft.kind = Kind.TIME_SPAN
    elif draft.numeral is not None and draft.stop == draft.first + 1 and tokens.words[draft.first] == "one":
        draft.kind = Kind.QUANTITY if one_counts(tokens, draft.first) else Kind.IDIOM


def _settle_age(tokens: Tokens, draft: Draft) -> bool:
    numeral = draft.numeral
    if numeral is None:
        return False
    form = old_form(tokens, numeral.stop) if draft.value is not None else None
    if form is not None:
        unit, stop = form
        draft.stop, draft.stated = stop, True
        if tokens.words[stop - 1].endswith("'s"):
            draft.end = tokens.ends[stop - 1] - 2
        draft.unit = Unit(unit, "time", _AGE_UNITS[unit])
        is_old = draft.value is not None and draft.value > OLDEST
        personal = tokens.word(stop - 1) in {"olds", "age"} or is_of_person(tokens, stop)
        draft.kind = Kind.AGE if personal and not (is_old or is_of_thing(tokens, draft.first, stop)) else Kind.QUANTITY
        return True
    if not draft.stated and (
        is_of_ages(tokens, draft.first, draft.stop, draft.high) or is_age(tokens, numeral, draft.first, numeral.stop)
    ):
        draft.kind, draft.unit = Kind.AGE, Unit("year", "time", _AGE_UNITS["year"])
        return True
    return False
