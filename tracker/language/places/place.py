"""Where a figure holds: the place named nearest, from its clause, then its sentence, then the dateline or title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import meeting, token_at, way_up
from tracker.language.places.adjoining import adjoining
from tracker.language.places.elsewhere import dateline_end, place_before, place_elsewhere
from tracker.language.places.gazetteer import is_place
from tracker.language.places.holds import hold_of, reported_at
from tracker.language.places.joined import Locality, Standing
from tracker.language.places.localities import find_localities
from tracker.language.places.placenames import normal_place
from tracker.language.places.scenes import scene_of
from tracker.language.subjects.state import state_class
from tracker.language.wordlists import words
from tracker.model import Kind, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, SentenceContext, Token
    from tracker.language.subjects.subject import SubjectReading
    from tracker.model import Expression

__all__ = ["PlaceReading", "dateline_end", "normal_place", "read_places"]

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
# What is of a place only where its own clause says so: money, time and shares.
UNPLACED = frozenset({"currency", "time", "percent"})
# What is of no place that another clause names.
LOCAL = frozenset({"length", "speed", "data", "power", "other", "energy"})
# What says how far off a place is: "40 miles south of Harn".
APART = frozenset({"length", "time"})


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
    localities = _own_localities(context, index, sentence.parse)
    readings = [
        _read(sentence, own, expression, subject) if expression.kind in READ_KINDS else None
        for own, expression, subject in zip(
            adjoining(sentence.text, localities, sentence.expressions), sentence.expressions, subjects, strict=True
        )
    ]
    return [
        reading or (_elsewhere(context, index) if _is_of_event(expression, subject) else None)
        for reading, expression, subject in zip(readings, sentence.expressions, subjects, strict=True)
    ]


def _elsewhere(context: DocumentContext, index: int) -> PlaceReading | None:
    found = place_elsewhere(context, index)
    return PlaceReading(found[0], (Step("place", *found),)) if found else None


def _own_localities(context: DocumentContext, index: int, parse: Parse) -> tuple[Locality, ...]:
    """The places that a sentence names behind its dateline, and what "there" means in it; a unit or a model's name
    with a number is none ("2.66 GHz").
    """
    sentence = context.sentences[index]
    opening = dateline_end(sentence.text)
    quantities = [one for one in sentence.expressions if one.kind is Kind.QUANTITY]
    named = [
        locality
        for locality in find_localities(parse, sentence.text)
        if locality.start >= opening
        and not any(one.start < locality.end and locality.start < one.end for one in quantities)
    ]
    there = next((t for t in parse.tokens if t.text.lower() == "there" and t.tag != "EX" and t.dep != "expl"), None)
    if there is not None and not any(locality.end <= there.start for locality in named):
        meant = place_before(context, index)
        if meant:
            named.append(Locality(there.start, there.end, meant, there.index, there.head, Standing.WITHIN))
    return tuple(named)


def _is_of_event(expression: Expression, subject: SubjectReading | None) -> bool:
    """Whether the figure counts what an event did, so that it is of the place that the report is from or about."""
    if subject is None or subject.state is None:
        return False
    counts = expression.kind is Kind.QUANTITY and expression.dimension in {None, "count"}
    return counts and state_class(subject.state) in words("places", "event_states")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number's way up the parse, the nouns it counts, its dimension, and whether it counts what an event did."""

    way: list[int]
    counted: frozenset[int]
    dimension: str | None
    of_event: bool


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
    of_event = _is_of_event(expression, subject)
    number = _Number(way, _counted(parse, way, subject), expression.dimension, of_event)
    nearest = _nearest(parse, number, localities)
    if nearest is None:
        return None
    hold, locality = nearest
    how = (
        "said of what is counted",
        "named in the same clause",
        "named in the same sentence",
        "where it is measured from",
    )[hold + 1]
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
    scene = scene_of(parse, number.way)
    for locality in localities:
        hold = _hold_in_scene(parse, number, locality, scene)
        climb, descent = meeting(parse, number.way, locality.token)
        if hold is None or not _may_be_of(number, locality) or reported_at(parse, number.way, locality):
            continue
        if number.dimension in LOCAL and hold == 1:
            continue
        if not number.of_event and (_is_past_semicolon(parse, number, locality) or _is_aside(parse, number, locality)):
            continue
        if number.dimension in UNPLACED and not _is_in_own_clause(parse, number, locality, hold, climb):
            continue
        away = abs(locality.token - number.way[0])
        joined = _crosses_joined_clause(parse, locality.token, frozenset(number.way))
        acts = locality.standing is Standing.ACTOR
        ranked.append(((hold, acts, climb, joined, int(locality.standing), descent, away, locality.start), locality))
    ranked = [entry for entry in ranked if not _is_outdone(parse, entry[1], [other for _, other in ranked])]
    if not ranked:
        return None
    rank, locality = min(ranked, key=lambda entry: entry[0])
    return rank[0], locality


def _is_in_own_clause(parse: Parse, number: _Number, locality: Locality, hold: int, climb: int) -> bool:
    """Whether a place is named no higher than the verb next above the number, or is of who says it."""
    if hold < 0 or locality.standing is Standing.REFERENCE:
        return True
    anchor = parse.tokens[locality.anchor]
    if anchor.dep == "nsubj" and parse.tokens[anchor.head].lemma.lower() in words("speech", "verbs"):
        return True
    if _is_under_other_verb(parse, locality, frozenset(number.way)):
        return False
    own = next(
        (step for step, index in enumerate(number.way) if _heads_clause(parse, index, locality)), len(number.way)
    )
    return hold == 0 and climb <= own


def _heads_clause(parse: Parse, index: int, locality: Locality) -> bool:
    """Whether a verb ends a number's own clause: a participle has the subject of the verb above ("Dolna recorded 40C,
    breaking a 112-year record").
    """
    token = parse.tokens[index]
    subject = parse.tokens[locality.anchor].index == token.head and locality.standing is Standing.ACTOR
    shared = subject and token.dep == "advcl" and token.tag == "VBG"
    return token.pos == "VERB" and not shared


def _is_under_other_verb(parse: Parse, locality: Locality, reached: frozenset[int]) -> bool:
    """ "Cost £9m after scoring 71 goals in Harn": where the one was is not where the other is."""
    token = locality.token
    while token not in reached and parse.tokens[token].head != token:
        current = parse.tokens[token]
        if current.dep in {"pcomp", "advcl"} and current.pos == "VERB":
            return True
        token = current.head
    return False


def _is_past_semicolon(parse: Parse, number: _Number, locality: Locality) -> bool:
    """ "7,000 in Dolna; Harmon's tally is 900": a semicolon between, and behind it another's clause or the place."""
    first, last = sorted((number.way[0], locality.token))
    if not any(token.text == ";" for token in parse.tokens[first:last]):
        return False
    subjects = [
        parse.tokens[child]
        for index in number.way
        for child in parse.children[index]
        if parse.tokens[child].dep in {"nsubj", "nsubjpass"} and first < child < last
    ]
    named = any(
        token.pos == "PROPN" or any(parse.tokens[child].pos == "PROPN" for child in parse.children[token.index])
        for token in subjects
    )
    return named or first == number.way[0]


def _is_aside(parse: Parse, number: _Number, locality: Locality) -> bool:
    """ "Hale, who last year ran 6 races, won in Dolna": what is told aside of a person is not of where the rest was."""
    for step, index in enumerate(number.way):
        token = parse.tokens[index]
        if token.dep != "relcl" or step == len(number.way) - 1:
            continue
        if not any(parse.tokens[child].text.lower() == "who" for child in parse.children[index]):
            return False
        return index not in way_up(parse, locality.token)
    return False


def _is_outdone(parse: Parse, locality: Locality, others: Sequence[Locality]) -> bool:
    """Whether the text says only near a place, and in another: "in Dolna province near the Arvan bridge". A place
    named right behind ("near Arvan in Dolna") only says where that is.
    """
    if not locality.near:
        return False
    surer = {Standing.WITHIN, Standing.TARGET}
    inside = [other for other in others if other.standing in surer and not other.near]
    return any(parse.tokens[locality.token].index + 2 < other.token or other.token < locality.token for other in inside)


def _hold_in_scene(parse: Parse, number: _Number, locality: Locality, scene: Token | None) -> int | None:
    """As `hold_of`, and -1 for the place that a clause with "where" around the number belongs to."""
    named = scene is not None and locality.start <= scene.start < locality.end
    if named and number.dimension == "currency":
        return None
    if named and (number.of_event or is_place(locality.text)):
        return -1
    return None if locality.standing is Standing.SCENE else hold_of(parse, number.way, number.counted, locality)


def _may_be_of(number: _Number, locality: Locality) -> bool:
    """Only lengths are of what they are measured from; only an event's count is of the country that was struck."""
    if locality.standing is Standing.REFERENCE:
        return number.dimension in APART
    return number.of_event or locality.standing is not Standing.STRUCK


def _crosses_joined_clause(parse: Parse, token: int, reached: frozenset[int]) -> bool:
    """Whether a place stands under another verb joined to the number's: "killed 9 and set off protests in Harn"."""
    for _ in range(len(parse.tokens)):
        current = parse.tokens[token]
        if token in reached or current.head == token:
            return False
        if current.dep == "conj" and current.pos in {"VERB", "AUX"}:
            return True
        token = current.head
    return False
