"""Places as they stand in a sentence, and those that are said together: lists, and a part of a town with its town."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from tracker.language.places.gazetteer import is_place
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse

LONGEST_CHAIN = 80
_LIST = re.compile(r"(?:,\s?(?:and\s)?|\sand\s)(?:in\s|the\s){0,2}")
# "Mill Road in", "the Marsh (North Side) area of"
_INSIDE = re.compile(
    r"(?:\s?\([^()\n]{1,40}\))?(?:\s(?P<kind>[a-z]{3,15}))?\s(?:in|of)\s(?:the\s)?"
    r"(?:[a-z-]{1,20}\s)?(?:(?:city|town|village)\sof\s)?"
)
_WIDER = re.compile(r",?\sin\s(?:the\s)?")
_EXPLAINED = re.compile(
    r",?\s(?:the|a|an|its)\s(?:[a-z-]{1,20}\s){0,3}(?P<kind>[a-z]{3,15})\s(?:in|of|near|on)\s(?:the\s)?"
)


class Standing(IntEnum):
    """How a place stands in its sentence, the surest first."""

    WITHIN = 0
    TARGET = 1
    WHOSE = 2
    ACTOR = 3
    REFERENCE = 4
    STRUCK = 5
    SCENE = 6
    """Named only as where what a clause tells happened."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place: its stretch in the sentence, the token that heads it, the token it hangs on, how it stands, and
    whether the text says only near it.
    """

    start: int
    end: int
    text: str
    token: int
    anchor: int
    standing: Standing
    near: bool = False


def with_joined(parse: Parse, text: str, found: Sequence[Locality]) -> tuple[Locality, ...]:
    """Places joined by commas and "and" as one ("Kherson, Sumy and Odesa"), and a part of a town with its town
    ("the Marsh district of Dolna"). `found` is in order.
    """
    kept: list[Locality] = []
    for locality in found:
        before = kept[-1] if kept else None
        together = before and (_is_listed(parse, text, before, locality) or _is_part(parse, text, before, locality))
        if before and not together and _is_explaining(text, before, locality):
            continue
        if before and together:
            kept[-1] = replace(before, end=locality.end, text=text[before.start : locality.end])
        else:
            kept.append(locality)
    return tuple(kept)


def _is_listed(parse: Parse, text: str, before: Locality, locality: Locality) -> bool:
    token = parse.tokens[locality.token]
    if token.dep != "conj" or not before.token <= token.head < locality.token:
        return False
    return before.standing is locality.standing and bool(_LIST.fullmatch(text, before.end, locality.start))


def _is_explaining(text: str, before: Locality, locality: Locality) -> bool:
    """ "Varosh, a village near Dolna", "Varosh in western Dolna": the second only says where the first is."""
    if before.standing in {Standing.WITHIN, Standing.TARGET} and _WIDER.fullmatch(text, before.end, locality.start):
        return True
    between = _EXPLAINED.fullmatch(text, before.end, locality.start)
    return between is not None and between["kind"] in words("places", "kinds")


def _is_part(parse: Parse, text: str, before: Locality, locality: Locality) -> bool:
    """ "The Marsh district of Dolna", "Mill Road in Dolna": a part of a settlement, and not a province of a country."""
    between = _INSIDE.fullmatch(text, before.end, locality.start)
    if between is None or locality.end - before.start > LONGEST_CHAIN:
        return False
    last = between["kind"] or parse.tokens[before.token].lemma.lower()
    site = last in words("places", "venues") and not is_place(before.text)
    parts = words("places", "town_parts") | words("places", "kinds_left_out")
    part = site or (last in parts and not is_place(before.text))
    return part and locality.standing in {Standing.WITHIN, Standing.TARGET}
