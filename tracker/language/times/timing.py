"""As of when a figure holds: the time expression nearest to it in the parse, else the date of publication.

A time in the number's own clause comes first, then one that its report was made at ("said on Monday that 40 had
died"), then the publication date. Whether "Friday" is the last or the next follows from the clause's tense and mood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.language.branches import meeting, token_at, way_up
from tracker.language.times import spans
from tracker.language.times.datemeanings import moved_back
from tracker.language.times.datewords import TimeMention, find_times, since
from tracker.language.times.outlook import looks_ahead
from tracker.language.times.timereference import Reference
from tracker.language.wordlists import words
from tracker.model import Grain, Kind, Step

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.language.context import DocumentContext, Parse, SentenceContext, Token
    from tracker.language.times.spans import Span
    from tracker.model import Document, Expression

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
RUNNING = frozenset({Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.YEAR})
UNITS = frozenset({"day", "week", "month", "quarter", "year"})
# Times of one sentence that are looked at for a number, the nearest in the text.
NEAREST = 8
_BASE = re.compile(r"\b(from|than|compared\swith|compared\sto|versus|vs)\s(?:in\s|during\s)?$", re.I)
_DEADLINE = re.compile(r"\b(?:as\s(?:early|soon)\sas|no\slater\sthan)\s(?:in\s|on\s)?$", re.I)
RECORD_WORDS = 6
"""How many words may stand between a superlative and its "since"."""
COMPARED = frozenset({"from", "with", "against", "vs", "versus"})
MODIFIERS = frozenset({"compound", "poss", "nmod", "amod", "nummod"})


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The time a claim holds for: both ends in it, in UTC; None where it is not known."""

    start: datetime | None
    end: datetime | None
    grain: Grain
    steps: tuple[Step, ...] = ()


def read_times(context: DocumentContext, index: int) -> list[TimeReading]:
    """For each expression of sentence `index` the time its claim holds for; unknown where nothing says and it is
    undated.
    """
    sentence = context.sentences[index]
    published = _published(context.document)
    mentions = _dated(sentence) if sentence.parse is not None else []
    return [_read(context.document, sentence, expression, mentions, published) for expression in sentence.expressions]


def _dated(sentence: SentenceContext) -> list[TimeMention]:
    """The sentence's times; a number that looks like a year but counts something is none."""
    counted = [e for e in sentence.expressions if e.kind is Kind.QUANTITY]
    return [
        mention
        for mention in find_times(sentence.text)
        if mention.rule != "year" or not any(e.start < mention.end and mention.core < e.end for e in counted)
    ]


def _read(
    document: Document,
    sentence: SentenceContext,
    expression: Expression,
    mentions: list[TimeMention],
    published: TimeReading,
) -> TimeReading:
    parse = sentence.parse
    if parse is None or expression.kind not in READ_KINDS:
        return published
    number = token_at(parse, expression.start)
    if number is None:
        return published
    for mention, token in _by_nearness(sentence, parse, number, expression, mentions):
        if mention.rule == "now":
            return replace(published, steps=(Step("as_of", mention.words[0], "the day of publication"),))
        before = sentence.text[max(0, mention.core - 30) : mention.core]
        ahead = looks_ahead(parse, token) or bool(_DEADLINE.search(before)) or _opens_clause(parse, token, number)
        span = _resolved(document, mention, mentions, ahead=ahead)
        if span is not None and _begins_period(parse, token):
            span = since(span, document.published)
        if span is not None and _is_to_come(span, document.published) and not (ahead or looks_ahead(parse, number)):
            continue
        if span is not None:
            span = span if ahead else _up_to(span, document.published)
            said = sentence.text[mention.start : mention.end]
            return TimeReading(span.start, span.end, span.grain, (Step("as_of", said, _written(span)),))
    return published


def _opens_clause(parse: Parse, token: int, number: int) -> bool:
    """ "By Monday, 45 people will have left": a time before the verb of a clause that looks ahead with its number."""
    preposition = parse.tokens[parse.tokens[token].head]
    verb = parse.tokens[preposition.head]
    if preposition.dep != "prep" or preposition.index > verb.index or verb.pos != "VERB":
        return False
    return verb.index in way_up(parse, number) and looks_ahead(parse, number)


def _is_to_come(span: Span, published: datetime | None) -> bool:
    """Whether a time lies behind publication, when only what is expected or planned can hold."""
    if published is None:
        return False
    begins_then = span.start == published < span.end and span.grain is Grain.PERIOD
    return span.start > published or begins_then


def _written(span: Span) -> str:
    first, last = span.start.date().isoformat(), span.end.date().isoformat()
    return f"{first} ({span.grain.value})" if first == last else f"{first} to {last} ({span.grain.value})"


def _resolved(document: Document, mention: TimeMention, mentions: list[TimeMention], *, ahead: bool) -> Span | None:
    """What a time means; "a year earlier" counts from another time of the sentence, and is as fine as that."""
    reference = Reference(document.published, ahead)
    if mention.rule != "earlier":
        return mention.resolve(reference)
    others = (other.resolve(reference) for other in mentions if other.rule != "earlier" and other.core < mention.core)
    base = next((span for span in others if span is not None), None)
    if base is None:
        return mention.resolve(Reference(document.published))
    if base.grain.value in UNITS:
        return spans.unit_of(moved_back(base.start, mention.words), base.grain.value)
    return mention.resolve(Reference(base.start))


def _up_to(span: Span, published: datetime | None) -> Span:
    """What has happened "this month" has happened up to publication."""
    running = published is not None and span.start <= published < span.end and span.grain in RUNNING
    return replace(span, end=published) if running and published else span


def _by_nearness(
    sentence: SentenceContext, parse: Parse, number: int, expression: Expression, mentions: list[TimeMention]
) -> list[tuple[TimeMention, int]]:
    """The mentions that bear on the number, the nearest first: those of its own clause before that of its report,
    those with no other quantity between before those across one, then by the steps in the parse.
    """
    way = way_up(parse, number)
    ranked = []
    for mention in sorted(mentions, key=lambda mention: abs(mention.core - expression.start))[:NEAREST]:
        if _is_base(sentence.text, mention) or _is_of_record(parse, mention):
            continue
        if mention.core < expression.end and expression.start < mention.end:
            continue
        token = _head_of(parse, mention)
        if not _bears_on(parse, way, token, mention):
            continue
        crossed = [e for e in sentence.expressions if _stands_between(e, expression, mention)]
        if any(_is_compared(parse, other) for other in crossed):
            continue
        climb, descent = meeting(parse, way, token)
        top = parse.tokens[way[min(climb, len(way) - 1)]]
        of_report = top.lemma.lower() in words("speech", "verbs") and climb > 0
        rank = (of_report, len(crossed), climb, descent, abs(token - number), mention.start)
        ranked.append((rank, mention, token))
    return [(mention, token) for _, mention, token in sorted(ranked, key=lambda entry: entry[0])]


def _is_base(text: str, mention: TimeMention) -> bool:
    """Whether a time is only what another is compared with: "up 8 percent from a year ago", "more than in 2015"."""
    if mention.until is not None:
        return False
    compared = _BASE.search(text[max(0, mention.core - 30) : mention.core])
    return compared is not None and (compared[1].lower() != "from" or mention.rule in {"ago", "which_unit", "earlier"})


def _is_of_record(parse: Parse, mention: TimeMention) -> bool:
    """Whether a time only says how long nothing like it was seen: "its lowest since 2009", "the first since May"."""
    first = token_at(parse, mention.core)
    if not first or parse.tokens[first - 1].text.lower() != "since":
        return False
    for at in range(first - 2, max(first - 2 - RECORD_WORDS, -1), -1):
        token = parse.tokens[at]
        if token.pos in {"VERB", "AUX", "PUNCT"}:
            return False
        if token.tag in {"JJS", "RBS"} or token.text.lower() in {"first", "record"}:
            return at == 0 or parse.tokens[at - 1].text.lower() != "at"
    return False


def _stands_between(other: Expression, expression: Expression, mention: TimeMention) -> bool:
    """Whether another quantity stands between a number and a time behind it or before it."""
    first, last = min(expression.end, mention.end), max(expression.start, mention.core)
    return other.kind is Kind.QUANTITY and first <= other.start and other.end <= last


def _is_compared(parse: Parse, other: Expression) -> bool:
    """Whether another is compared with a quantity, so that the time behind it is its own ("up from 48 in May")."""
    token = token_at(parse, other.outer_start)
    if not token or parse.tokens[token - 1].text.lower() not in COMPARED:
        return False
    # "Compared with 60", and not "sank with 60 aboard".
    return parse.tokens[token - 1].text.lower() != "with" or parse.tokens[max(0, token - 2)].lemma.lower() == "compare"


def _head_of(parse: Parse, mention: TimeMention) -> int:
    """The token of the mention that governs the others."""
    inside = [t for t in parse.tokens if t.start < mention.end and mention.core < t.end]
    for token in inside:
        head = parse.tokens[token.head]
        if not (head.start < mention.end and mention.core < head.end) or head is token:
            return token.index
    return inside[0].index if inside else len(parse.tokens) - 1


def _bears_on(parse: Parse, way: list[int], token: int, mention: TimeMention) -> bool:
    """Not a date that only names another thing ("the 2015 nuclear deal") or dates another clause's act."""
    reached = set(way)
    first = token_at(parse, mention.core)
    prepositional = first is not None and first > 0 and parse.tokens[first - 1].pos in {"ADP", "SCONJ"}
    for _ in range(len(parse.tokens)):
        if token in reached or (prepositional and parse.tokens[token].dep in MODIFIERS):
            return True
        current = parse.tokens[token]
        governor = parse.tokens[current.head]
        if current.dep == "pcomp" and governor.lemma.lower() == "with" and governor.index not in reached:
            return False
        if current.dep in {"relcl", "acl"} and governor.index not in reached and not _is_event(governor):
            return False
        if current.dep in MODIFIERS and governor.index not in reached and not _is_event(governor):
            return False
        if governor is current:
            return False
        token = current.head
    return False


def _begins_period(parse: Parse, token: int) -> bool:
    """Whether a time stands inside a phrase or clause of "since": "since the war began in May", "since erupting in
    2011".
    """
    for _ in range(12):
        current = parse.tokens[token]
        marks = [
            parse.tokens[child].text.lower() for child in parse.children[token] if parse.tokens[child].dep == "mark"
        ]
        begun = current.dep == "relcl" and current.lemma.lower() in words("datewords", "beginnings")
        if begun or current.text.lower() == "since" or "since" in marks:
            return True
        if current.head == token:
            return False
        token = current.head
    return False


def _is_event(token: Token) -> bool:
    return token.pos == "NOUN" and token.lemma.lower() in words("places", "events")


def _published(document: Document) -> TimeReading:
    """The publication date, as finely as it is known."""
    published = document.published
    if published is None:
        return TimeReading(None, None, Grain.UNKNOWN)
    step = (Step("as_of", published.date().isoformat(), "the day of publication, as no other time is said"),)
    if document.published_grain is Grain.DAY:
        return TimeReading(published, published + timedelta(days=1, seconds=-1), Grain.DAY, step)
    if document.published_grain in {Grain.MONTH, Grain.YEAR}:
        span = spans.unit_of(published, document.published_grain.value)
        return TimeReading(span.start, span.end, span.grain, step)
    return TimeReading(published, published, document.published_grain, step)
