"""Which number each of several places is beside: "six in Honduras, four in Nicaragua", "Chad (40), Mali (12)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.places.joined import Locality, Standing
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Expression

# How many characters may stand between a number and the place beside it.
LONGEST = 60
_HELD = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE, Kind.IDIOM})
_BEHIND = re.compile(r"\s?\((?:[a-z]{1,15}\s){0,3}")
_BEFORE = re.compile(r"\s(?:[a-z-]{1,20}\s){0,2}?(?:in|at)\s(?:the\s)?")
_BY = re.compile(r"(?:\sby|,)?\s")
_AND_IN = re.compile(r"(?:,|,?\s(?:and|but))\s(?:in|at)\s(?:the\s)?")
_SOME = re.compile(
    r"(?:^\sof\s(?:them|these|those|whom|which)\s(?:[a-z]{1,15}\s){0,2}"
    r"|\b(?:held|holding|kept|keeping)\s(?:hostage|captive|prisoner)s?\s|\bbeing\s(?:held|kept)\s)"
    r"(?:in|at|inside)\s(?:the\s)?$"
)
_DISTANCE = re.compile(r"\s?(?:[A-Za-z-]{1,20}\s){0,5}")


def adjoining(
    text: str, localities: Sequence[Locality], expressions: Sequence[Expression]
) -> list[tuple[Locality, ...]]:
    """For each expression the places that may be its own: its own one where the text pairs numbers with places, else
    all that are no other's; of places that something is measured from only the next behind the number.
    """
    owned = (
        _gapped(text, localities, expressions)
        | _in_brackets(text, localities, expressions)
        | _of_some(text, localities, expressions)
        | _in_list(text, localities, expressions)
    )
    taken = {locality.start for locality in owned.values()}
    return [
        (owned[place],)
        if place in owned
        else tuple(
            locality
            for locality in localities
            if locality.start not in taken
            and (locality.standing is not Standing.REFERENCE or _is_measured_from(text, expression, locality))
        )
        for place, expression in enumerate(expressions)
    ]


def _in_brackets(text: str, localities: Sequence[Locality], expressions: Sequence[Expression]) -> dict[int, Locality]:
    """ "Chad (40 cases)": the place before the bracket that a number opens."""
    return {
        place: locality
        for place, expression in enumerate(expressions)
        for locality in localities
        if expression.kind in _HELD
        and 0 < expression.outer_start - locality.end < LONGEST
        and _BEHIND.fullmatch(text, locality.end, expression.outer_start)
    }


def _in_list(text: str, localities: Sequence[Locality], expressions: Sequence[Expression]) -> dict[int, Locality]:
    """ "Six in Honduras and four in Nicaragua": each its own, where there are several such pairs."""
    pairs = {
        place: locality
        for place, expression in enumerate(expressions)
        for locality in localities
        if expression.kind in _HELD
        and 0 < locality.start - expression.end < LONGEST
        and _BEFORE.fullmatch(text, expression.end, locality.start)
    }
    return pairs if len({locality.start for locality in pairs.values()}) > 1 else {}


def _gapped(text: str, localities: Sequence[Locality], expressions: Sequence[Expression]) -> dict[int, Locality]:
    """ "Were down by 8 percent in Dolna, in Harn by 5": the place right before a bare number."""
    return {
        place: locality
        for place, expression in enumerate(expressions)
        for locality in localities
        if place
        and expression.kind in _HELD
        and 0 < expression.outer_start - locality.end < LONGEST
        and _BY.fullmatch(text, locality.end, expression.outer_start)
        and _AND_IN.fullmatch(text, expressions[place - 1].end, locality.start)
    }


def _of_some(text: str, localities: Sequence[Locality], expressions: Sequence[Expression]) -> dict[int, Locality]:
    """ "3 million of them in Europe", "an estimated 90 held hostage in Gaza": where only some of all are."""
    owned: dict[int, Locality] = {}
    for locality in localities:
        before = [place for place, one in enumerate(expressions) if one.end <= locality.start and one.kind in _HELD]
        if not before or locality.start - expressions[before[-1]].end > 2 * LONGEST:
            continue
        if _SOME.search(text[expressions[before[-1]].end : locality.start]):
            owned[before[-1]] = locality
    return owned


def _is_measured_from(text: str, expression: Expression, locality: Locality) -> bool:
    """ "12 km south of Dolna": the words between are few and no other number."""
    return _DISTANCE.fullmatch(text, expression.end, locality.start) is not None
