"""Where a figure holds: the place named nearest, from its clause, then its sentence, then the dateline or title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import meeting, token_at, way_up
from tracker.language.places.gazetteer import folded, is_place
from tracker.language.places.localities import Locality, Standing, find_localities
from tracker.language.subjects.demonyms import usual_name
from tracker.language.subjects.state import state_class
from tracker.language.syntax import parse as parse_sentences
from tracker.language.wordlists import words
from tracker.model import Kind, Part, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, SentenceContext, Token
    from tracker.language.subjects.subject import SubjectReading
    from tracker.model import Expression

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
# What is of a place only where its own clause says so: money, time and shares.
UNPLACED = frozenset({"currency", "time", "percent"})
# Capitals, perhaps a state and a date, perhaps an agency in brackets, and a dash; every repetition is bounded.
_DATELINE = re.compile(
    r"\s{0,3}(?P<place>[A-Z][A-Z.'’-]{2,20}(?:\s[A-Z][A-Z.'’-]{1,20}){0,3})(?:,\s[A-Z][\w.]{1,20}(?:\s\w{1,12}\.?){0,3}){0,2}"
    r"\s?(?:\([^()\n]{1,40}\)\s?)?(?:[—–]|--?|- -)\s?"
)


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
    dateline = dateline_end(sentence.text)
    localities = tuple(
        locality for locality in find_localities(sentence.parse, sentence.text) if locality.start >= dateline
    )
    readings = [
        _read(sentence, localities, expression, subject) if expression.kind in READ_KINDS else None
        for expression, subject in zip(sentence.expressions, subjects, strict=True)
    ]
    return [
        reading or (_elsewhere(context, index) if _is_of_event(expression, subject) else None)
        for reading, expression, subject in zip(readings, sentence.expressions, subjects, strict=True)
    ]


def _is_of_event(expression: Expression, subject: SubjectReading | None) -> bool:
    """Whether the figure counts what an event did, so that it is of the place that the report is from or about."""
    if subject is None or subject.state is None:
        return False
    counts = expression.kind is Kind.QUANTITY and expression.dimension in {None, "count"}
    return counts and state_class(subject.state) in words("places", "event_states")


def _elsewhere(context: DocumentContext, index: int) -> PlaceReading | None:
    """The one place of the dateline or, without a dateline, of the title; of a sentence cut in two that of its first
    half.
    """
    if context.sentences[index].text[:1].islower() and index:
        before = _only_place(context.sentences[index - 1])
        if before:
            return PlaceReading(before, (Step("place", before, "sentence before"),))
    first = next((s for s in context.sentences if s.sentence.part is Part.TEXT), None)
    for sentence in (context.sentences[index], first):
        dateline = _DATELINE.match(sentence.text) if sentence else None
        if dateline and (is_place(dateline["place"]) or "(" in dateline[0]):
            return PlaceReading(dateline["place"], (Step("place", dateline["place"], "dateline"),))
    return _from_title(context)


def _from_title(context: DocumentContext) -> PlaceReading | None:
    title = context.sentences[0]
    place = _only_place(title) if title.sentence.part is Part.TITLE else None
    return PlaceReading(place, (Step("place", place, "title"),)) if place else None


def _only_place(sentence: SentenceContext) -> str | None:
    """The one known place that a sentence names; None where it names none or several."""
    localities = find_localities(sentence.parse or parse_sentences([sentence.text])[0], sentence.text)
    known = [place.text for place in localities if place.standing is not Standing.REFERENCE and is_place(place.text)]
    return known[0] if len({normal_place(place) for place in known}) == 1 else None


def dateline_end(text: str) -> int:
    """Where the place and agency that open a report end ("MIAMI (AP) — "); 0 where there is none."""
    opening = _DATELINE.match(text)
    return opening.end() if opening else 0


@dataclass(frozen=True, slots=True)
class _Number:
    """A number's way up the parse, the nouns it counts, and its dimension."""

    way: list[int]
    counted: frozenset[int]
    dimension: str | None


def _read(
    sentence: SentenceContext, localities: tuple[Locality, ...], expression: Expression, subject: SubjectReading | None
) -> PlaceReading | None:
    parse = sentence.parse
    if parse is None or not localities:
        return None
    token = token_at(parse, expression.start)
    if token is None:
        return None
    way = way_up(parse, token)
    nearest = _nearest(parse, _Number(way, _counted(parse, way, subject), expression.dimension), localities)
    if nearest is None:
        return None
    hold, locality = nearest
    how = ("described by it", "in its clause", "in its sentence", "from where it is measured")[hold + 1]
    return PlaceReading(locality.text, (Step("place", locality.text, how),))


def _counted(parse: Parse, way: list[int], subject: SubjectReading | None) -> frozenset[int]:
    """The number, the noun above it, and the words that were read as counted."""
    span = range(subject.start or 0, subject.end) if subject and subject.end is not None else range(0)
    return frozenset(way[:2]) | {token.index for token in parse.tokens if span and token.start in span}


def _nearest(parse: Parse, number: _Number, localities: tuple[Locality, ...]) -> tuple[int, Locality] | None:
    """The place whose branch meets the number's way to the root first; one that only says where something else is
    comes last.
    """
    ranked = []
    for locality in localities:
        hold = _hold(parse, number, locality)
        if hold is None or (hold > 0 and number.dimension in UNPLACED):
            continue
        climb, descent = meeting(parse, number.way, locality.token)
        away = abs(locality.token - number.way[0])
        ranked.append(((hold, climb, int(locality.standing), descent, away, locality.start), locality))
    if not ranked:
        return None
    rank, locality = min(ranked, key=lambda entry: entry[0])
    return rank[0], locality


def _hold(parse: Parse, number: _Number, locality: Locality) -> int | None:
    """How a place bears on the number: -1 the number describes it, 0 in its clause or its event, 1 beside another
    thing, None in what only describes another thing.
    """
    reached = set(number.way)
    if any(parse.tokens[i].dep == "appos" and parse.tokens[i].head == locality.token for i in number.way):
        return -1
    anchor = parse.tokens[locality.anchor]
    if locality.standing is Standing.WHOSE and anchor.index not in number.counted and not _is_where(anchor):
        return None
    if _is_body_elsewhere(parse, anchor, reached):
        return None
    speaks = anchor.dep == "nsubj" and parse.tokens[anchor.head].lemma.lower() in words("speech", "verbs")
    aside = anchor.pos in {"NOUN", "PROPN"} and anchor.index not in reached
    loose = aside and not speaks and not _is_where(anchor)
    token = locality.token
    for _ in range(len(parse.tokens)):
        if token in reached:
            break
        current = parse.tokens[token]
        governor = parse.tokens[current.head]
        if current.lemma.lower() in words("places", "describing") and current.pos == "VERB":
            return None
        measured = locality.standing is Standing.REFERENCE
        if (
            current.lemma.lower() == "from"
            and not measured
            and governor.lemma.lower() not in words("places", "leaving")
        ):
            return None
        if current.dep in {"relcl", "acl"} and governor.index not in reached and not _is_where(governor):
            if governor.pos == "PROPN" or governor.lemma.lower() in words("speech", "collectives"):
                return None
            loose = True
        if _is_other_clause(parse, current, reached):
            if _is_contrasted(parse, governor):
                return None
            loose = True
        token = current.head
    return 2 if locality.standing is Standing.REFERENCE else int(loose)


def _is_body_elsewhere(parse: Parse, anchor: Token, reached: set[int]) -> bool:
    """ "The strongest army in the world": where a body is that is neither counted nor speaks."""
    bodies = words("institutions", "bodies") | words("speech", "collectives")
    if anchor.index in reached or anchor.lemma.lower() not in bodies or _is_where(anchor):
        return False
    return parse.tokens[anchor.head].lemma.lower() not in words("speech", "verbs")


def _is_other_clause(parse: Parse, token: Token, reached: set[int]) -> bool:
    """Whether a token heads a clause joined to the number's with a subject of its own."""
    if token.dep != "conj" or token.pos not in {"VERB", "AUX"} or token.index in reached:
        return False
    return any(parse.tokens[child].dep in {"nsubj", "nsubjpass"} for child in parse.children[token.index])


def _is_contrasted(parse: Parse, governor: Token) -> bool:
    """Whether a clause is joined by "but": where the one is, the other is not."""
    return any(parse.tokens[child].text.lower() in {"but", "yet"} for child in parse.children[governor.index])


def _is_where(token: Token) -> bool:
    """Whether a noun is an event or a place, so that where it is, the number is."""
    lemma = token.lemma.lower()
    return lemma in words("places", "events") | words("places", "venues") | words("places", "kinds")


def normal_place(place: str) -> str:
    """One form for the ways to write a place: its usual name in lower case, without accents, article, noun of kind
    ("the Kursk region") and part ("western Kursk"), unless these make it another place ("North Korea").
    """
    key = folded(place)
    for article in ("the ", "al-", "el-"):
        key = key.removeprefix(article)
    parts = folded(usual_name(key)).split()
    while len(parts) > 1 and not is_place(" ".join(parts)):
        if parts[-1] in words("places", "kinds") or parts[-1].removesuffix("s") in words("places", "kinds"):
            parts = parts[:-1]
        elif parts[0] in words("places", "before_names") | words("places", "kinds") | {"of"}:
            parts = parts[1:]
        else:
            break
    return folded(usual_name(" ".join(parts)))
