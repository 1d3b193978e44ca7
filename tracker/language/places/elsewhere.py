"""The place of a figure whose own sentence names none: from the sentences around it, the dateline or the title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.language.places.gazetteer import is_major, is_place
from tracker.language.places.joined import Locality, Standing
from tracker.language.places.localities import find_localities
from tracker.language.places.placenames import normal_place
from tracker.language.syntax import parse_one
from tracker.language.wordlists import words
from tracker.model import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.language.context import DocumentContext, SentenceContext

# How many sentences of its paragraph are looked at before a figure's own.
LOOK_BACK = 3
LONGEST_OPENING = 60
# Capitals, perhaps a state and a date, perhaps an agency in brackets, and a dash; every repetition is bounded.
_DATELINE = re.compile(
    r"\s{0,3}(?P<place>[A-Z][A-Z.'’-]{2,20}(?:\s[A-Z][A-Z.'’-]{1,20}){0,3})(?:,\s[A-Z][\w.]{1,20}(?:\s\w{1,12}\.?){0,3}){0,2}"
    r"\s?(?:\([^()\n]{1,40}\)\s?)?(?:[—–]|--?|- -)\s?"
)
_EVENT_AGAIN = re.compile(r"\s{0,3}(?:The|This|That)\s(?:[a-z-]{1,20}\s){0,2}?(?P<event>[a-z]{2,20})\b")
_WIDE = re.compile(r"\b(?:war|conflict|uprising|revolt|country|nationwide|worldwide|since|(?:this|last) year)\b", re.I)
_CAPITAL = re.compile(r"\s[\"'“‘(]?[A-Z]")


def place_elsewhere(context: DocumentContext, index: int) -> tuple[str, str] | None:
    """The place for an event's figure in sentence `index`, and where it was found; None where nothing names one.

    In order: the first half of a sentence cut in two, the sentence's own dateline, the nearest of the sentences before
    it in its paragraph that names one place, the next sentence where it goes on with "The attack ...", the dateline
    of the text, the title. What a whole war or year cost is not of the place that the report has come to.
    """
    wide = _WIDE.search(context.sentences[index].text)
    sources: tuple[tuple[str, Callable[[DocumentContext, int], str | None]], ...] = (
        ("named in the sentence before", _first_half),
        ("the dateline", _own_dateline),
        ("named in the sentence before", _nothing if wide else _before),
        ("named in the sentence after", _nothing if wide else _after),
        ("the dateline", _opening_dateline),
        ("named in the title", _title),
    )
    return next(((place, how) for how, find in sources if (place := find(context, index))), None)


def place_before(context: DocumentContext, index: int) -> str | None:
    """The place named last before sentence `index` in its paragraph, which "there" means."""
    for near in _paragraph_before(context, index):
        named = _known(_localities(context.sentences[near].text))
        if named:
            return named[-1].text
    return None


def dateline_end(text: str) -> int:
    """Where the place and agency that open a report end ("MIAMI (AP) — "); 0 where there is none."""
    opening = _DATELINE.match(text)
    return opening.end() if opening else 0


def _nothing(_: DocumentContext, __: int) -> None:
    return None


def _first_half(context: DocumentContext, index: int) -> str | None:
    cut = index > 0 and context.sentences[index].text[:1].islower()
    return _only_place(context.sentences[index - 1].text) if cut else None


def _own_dateline(context: DocumentContext, index: int) -> str | None:
    return _dateline(context.sentences[index])


def _opening_dateline(context: DocumentContext, _: int) -> str | None:
    first = next((sentence for sentence in context.sentences if sentence.sentence.part is Part.TEXT), None)
    return _dateline(first) if first else None


def _dateline(sentence: SentenceContext) -> str | None:
    dateline = _DATELINE.match(sentence.text)
    return dateline["place"] if dateline and (is_place(dateline["place"]) or "(" in dateline[0]) else None


def _title(context: DocumentContext, _: int) -> str | None:
    title = context.sentences[0]
    return _only_place(title.text) if title.sentence.part is Part.TITLE else None


def _before(context: DocumentContext, index: int) -> str | None:
    """The place of the nearest sentence before that names any: the one it opens with ("In Harn, ...") or its only
    one.
    """
    for near in _paragraph_before(context, index):
        text = context.sentences[near].text
        sure = _known(_localities(text))
        if sure:
            alone = len({normal_place(place.text) for place in sure}) == 1
            return _opening_place(text) or (sure[0].text if alone else None)
    return None


def _after(context: DocumentContext, index: int) -> str | None:
    """The one place of a next sentence that goes on with the event: "The attack came during a rally in Harn"."""
    near = index + 1
    if near >= len(context.sentences) or not _same_paragraph(context, index):
        return None
    again = _EVENT_AGAIN.match(context.sentences[near].text)
    return _only_place(context.sentences[near].text) if again and again["event"] in words("places", "events") else None


def _paragraph_before(context: DocumentContext, index: int) -> Iterator[int]:
    for near in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1):
        if not _same_paragraph(context, near):
            return
        if _CAPITAL.search(context.sentences[near].text):
            yield near


def _same_paragraph(context: DocumentContext, first: int) -> bool:
    """Whether no line break stands between a sentence and the next."""
    one, other = context.sentences[first].sentence, context.sentences[first + 1].sentence
    return one.part is other.part and "\n" not in context.document.part(one.part)[one.end : other.start]


@lru_cache(maxsize=512)
def _localities(text: str) -> tuple[Locality, ...]:
    opening = dateline_end(text)
    return tuple(place for place in find_localities(parse_one(text), text) if place.start >= opening)


def _known(localities: tuple[Locality, ...]) -> list[Locality]:
    """The places that are surely so: small towns share their names with people, unless something is in them."""
    return [
        place
        for place in localities
        if place.standing is not Standing.REFERENCE
        and (is_major(place.text) or (place.standing is Standing.WITHIN and is_place(place.text)))
    ]


def _only_place(text: str) -> str | None:
    """The one known place that a sentence names; None where it names none or several."""
    named = [p for p in _localities(text) if p.standing is not Standing.REFERENCE and is_place(p.text)]
    return named[0].text if len({normal_place(place.text) for place in named}) == 1 else None


def _opening_place(text: str) -> str | None:
    """The place that a sentence is set in by its first words: "In Harn, ..."."""
    named = _known(_localities(text))
    if not named or named[0].standing is not Standing.WITHIN or named[0].start > LONGEST_OPENING:
        return None
    opens = text.split(maxsplit=1)[0].lower() in words("places", "inside")
    return named[0].text if opens and text[named[0].end : named[0].end + 1] == "," else None
