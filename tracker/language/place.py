"""Where a figure holds: the place named nearest to it, from its clause, then its sentence, then the dateline or title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.demonyms import usual_name
from tracker.language.gazetteer import folded
from tracker.language.localities import Locality, Standing, find_localities
from tracker.language.wordlists import words
from tracker.model import Kind, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, SentenceContext
    from tracker.language.subject import SubjectReading
    from tracker.model import Expression

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
FURTHEST = 12


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A place as the text has it, and how it was read."""

    place: str
    steps: tuple[Step, ...] = ()


def read_places(
    context: DocumentContext, index: int, subjects: Sequence[SubjectReading | None]
) -> list[PlaceReading | None]:
    """For each expression of sentence `index` the place its figure is of; None where the text names none."""
    sentence = context.sentences[index]
    if sentence.parse is None:
        return [None] * len(sentence.expressions)
    localities = find_localities(sentence.parse, sentence.text)
    return [
        _read(sentence, localities, expression, subject) if expression.kind in READ_KINDS else None
        for expression, subject in zip(sentence.expressions, subjects, strict=True)
    ]


def _read(
    sentence: SentenceContext, localities: tuple[Locality, ...], expression: Expression, subject: SubjectReading | None
) -> PlaceReading | None:
    parse = sentence.parse
    if parse is None or not localities:
        return None
    number = next((token.index for token in parse.tokens if token.end > expression.start), None)
    if number is None:
        return None
    nearest = _nearest(parse, number, localities)
    if nearest is None:
        return None
    return PlaceReading(nearest.text, (Step("place", nearest.text, nearest.standing.name.lower()),))


def _nearest(parse: Parse, number: int, localities: tuple[Locality, ...]) -> Locality | None:
    """The place whose branch meets the number's way to the root first."""
    way = _way_up(parse, number)
    ranked = []
    for locality in localities:
        if locality.token in way[:1]:
            continue
        climb, descent = _meeting(parse, way, locality.token)
        ranked.append((climb, int(locality.standing), descent, abs(locality.token - number), locality))
    return min(ranked, key=lambda entry: entry[:4])[4] if ranked else None


def _way_up(parse: Parse, token: int) -> list[int]:
    way = [token]
    while parse.tokens[token].head != token and len(way) < 300:
        token = parse.tokens[token].head
        way.append(token)
    return way


def _meeting(parse: Parse, way: list[int], token: int) -> tuple[int, int]:
    """How many steps up from the number, and from there how many down to the place."""
    steps = {index: climb for climb, index in enumerate(way)}
    descent = 0
    while token not in steps:
        head = parse.tokens[token].head
        if head == token:
            return len(way), descent
        token = head
        descent += 1
    return steps[token], descent


def normal_place(place: str) -> str:
    """One form for the ways to write a place: lower case, no accents, no article, no noun of kind, its usual name."""
    key = folded(place)
    for article in ("the ", "al-", "el-"):
        key = key.removeprefix(article)
    usual = folded(usual_name(key))
    parts = usual.split()
    while len(parts) > 1 and (
        parts[-1] in words("places", "kinds") or parts[-1].rstrip("s") in words("places", "kinds")
    ):
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in {"city", "town", "village", "province", "region", "district", "of"}:
        parts = parts[1:]
    return folded(usual_name(" ".join(parts)))
