"""Made-up news for measuring linking: documents with their claims, as many as wanted, the same on every run.

How many documents tell of one event follows Zipf's law, and one event in ten documents is a huge story. A document
states some of its event's numbers, which drift from day to day, and says dates, ages and places in order, as news does;
one in twelve mentions the toll of a war that goes on over all stories; one in twelve repeats an earlier one's text,
often cut. Each claim's span is true, and its meaning is what its sentence says, so that extraction can be run on the
same texts. No article of anybody is in it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from tracker.model import Part, claim_id
from tracker.schema import CLAIMS, DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

CLAIMS_A_DOCUMENT = 13.5
"""About so many come out; see `documents_for`."""
START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 600
AT_ONCE = 2_000
HUGE, MENTIONS, COPIED = 0.1, 1 / 12, 1 / 12
MOVING = 0.2
"""Of an event's numbers so many grow from day to day."""
OUTLETS = 300
_WORDS = 8_000
_SYLLABLES = ("ba", "cor", "den", "el", "fa", "gri", "hol", "im", "ju", "kel", "lan", "mor", "nas", "ori", "per", "qua")
_PLACES = ("Naples", "Lagos", "Kyoto", "Texas", "Lima", "Oslo", "Manila", "Tunis", "Perth", "Quito", "Leeds", "Izmir")
_GROUPS = ("greek", "turkish", "israeli", "kenyan", "polish", "chilean")
_SAYERS = ("police", "the ministry", "officials", "the union", "the governor", None, None, None)
_HEDGES = (("exact", ""),) * 7 + (("about", "about "), ("at_least", "at least "), ("more_than", "more than "))


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence with a number, and what the number is of: subject, state, the words counted, and how large it is."""

    sentence: str
    subject: str | None
    state: str | None
    counted: str | None
    most: int
    kind: str = "quantity"
    unit: str = "count"
    dimension: str = "count"


FACTS = (
    Fact("{hedge}{n} people were killed in {place}{said}.", "people", "killed", "people", 90),
    Fact("{hedge}{n} others were injured near {place}{said}.", "people || others", "injured", "others", 300),
    Fact("The army sent {hedge}{n} {Group} troops to {place}{said}.", "troops | {group}", "sent", "troops", 20_000),
    Fact("{hedge}{n} homes were destroyed by the flood{said}.", "homes", "destroyed", "homes", 4_000),
    Fact("{hedge}{n} children were taken to hospitals in {place}{said}.", "children", "taken", "children", 80),
    Fact("{hedge}{n} residents of {place} were evacuated{said}.", "residents", "evacuated", "residents", 50_000),
    Fact("The fire burned {hedge}{n} acres of forest{said}.", None, None, None, 9_000, unit="acre", dimension="area"),
    Fact("Prices rose by {hedge}{n} percent{said}.", None, None, None, 60, unit="percent", dimension="percent"),
    Fact("The talks with {n} companies in {place} went on.", "company", None, "companies", 40),
    Fact("{hedge}{n} protesters were arrested in {place}{said}.", "protesters", "arrested", "protesters", 900),
)
WAR = Fact("{hedge}{n} people have been killed in the war in Gaza{said}.", "people", "killed", "people", 60_000)
_WITH_NUMBER = ("th", " acres", " percent")
ASIDES = (
    Fact("The driver, who is {n}, was questioned.", None, None, None, 90, "age"),
    Fact("It was the {n}th such case of the year.", None, None, None, 19, "ordinal"),
    Fact("A hearing was set for May {n}.", None, None, None, 28, "date"),
    Fact("The road closed in {n} after the first storm.", None, None, None, 2015, "date"),
    Fact("Route {n} was closed for hours.", None, None, None, 90, "name"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of one event: its day, place and people, its own words, and its numbers."""

    day: int
    place: str
    group: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    facts: tuple[tuple[Fact, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and the rows of its claims but for what they take from their document."""

    text: str
    claims: tuple[dict[str, object], ...]


def documents_for(claims: int) -> int:
    """How many documents have so many claims."""
    return max(1, round(claims / CLAIMS_A_DOCUMENT))


def news(documents: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Rows of `DOCUMENTS` and `CLAIMS`, some documents at a time, so that making them needs no memory to speak of."""
    for start in range(0, documents, AT_ONCE):
        rows: list[dict[str, object]] = []
        claims: list[dict[str, object]] = []
        for index in range(start, min(start + AT_ONCE, documents)):
            document, stated = _document(index, documents)
            rows.append(document)
            claims += stated
        yield DOCUMENTS.frame(rows), CLAIMS.frame(claims)


def _chance(*seed: object) -> random.Random:
    return random.Random(repr(seed))  # noqa: S311 -- no secret depends on it


def _document(index: int, documents: int) -> tuple[dict[str, object], list[dict[str, object]]]:
    """One document and its claims."""
    chance = _chance("document", index)
    origin = _copied_from(index, documents, chance)
    event_number = _event_of(index if origin is None else origin, documents)
    event = _event(event_number)
    late = min(int(chance.expovariate(0.4)), 30)
    published = START + timedelta(days=event.day + late + (0 if origin is None else 1))
    doc_id, source = f"d{index:08}", f"Outlet {chance.randrange(OUTLETS)}"
    article = _article(index if origin is None else origin, event, late)
    if origin is not None and chance.random() < 0.5:
        article = _cut(article, 0.8)
    document: dict[str, object] = {
        "doc_id": doc_id,
        "source": source,
        "title": f"{event.names[0]} and {event.names[1 + index % 3]}: what is known of {event.place}",
        "published": published,
        "published_grain": "day",
        "text": article.text,
        "ingested_at": START,
    }
    shared = {"doc_id": doc_id, "source": source, "published": published, "part": "text"}
    times = {"as_of_start": published, "as_of_end": published, "as_of_grain": "day"}
    return document, [
        {
            **row,
            **shared,
            **times,
            "claim_id": claim_id(doc_id, Part.TEXT, int(str(row["start"])), int(str(row["end"]))),
        }
        for row in article.claims
    ]


def _copied_from(index: int, documents: int, chance: random.Random) -> int | None:
    """The earlier document whose text this one repeats, if it does."""
    if index < 10 or chance.random() >= COPIED:
        return None
    origin = chance.randrange(index)
    # A copy's original is one that is no copy itself; its own chance is drawn first, as in `_document`.
    return origin if _copied_from(origin, documents, _chance("document", origin)) is None else None


def _event_of(index: int, documents: int) -> int:
    """The event that a document tells of: the huge one, or one by Zipf's law."""
    chance = _chance("event of", index)
    if chance.random() < HUGE:
        return 0
    return 1 + int((documents / 3) ** chance.random())


@lru_cache(maxsize=50_000)
def _event(number: int) -> Event:
    chance = _chance("event", number)
    facts = tuple((fact, chance.randint(2, fact.most), chance.random() < MOVING) for fact in chance.sample(FACTS, 8))
    words = tuple(_word(chance.randrange(_WORDS)) for _ in range(30))
    names = tuple(f"{_word(chance.randrange(_WORDS))}{_word(chance.randrange(40))}".title() for _ in range(14))
    place = f"{chance.choice(_PLACES)}"
    return Event(chance.randrange(DAYS), place, chance.choice(_GROUPS), names, words, facts)


def _word(number: int) -> str:
    """A made-up word; of a number below 40 a short one."""
    syllables = []
    while True:
        syllables.append(_SYLLABLES[number % len(_SYLLABLES)])
        number //= len(_SYLLABLES)
        if not number:
            return "".join(syllables) + "en"


_COMMON = [_word(number) for number in range(_WORDS)]
_ZIPF = list(accumulate(1 / (rank + 20) for rank in range(_WORDS)))


def _article(index: int, event: Event, late: int) -> Article:
    """The text of a document, sentence by sentence, and its claims."""
    chance = _chance("article", index)
    pieces: list[tuple[str, dict[str, object] | None]] = []
    for fact, value, moves in chance.sample(event.facts, chance.randint(5, 8)):
        level = value + late * max(value // 40, 1) if moves else value
        pieces += [_filler(event, chance), _stated(fact, level, event, chance)]
    for fact in chance.choices(ASIDES, k=chance.randint(5, 9)):
        pieces += [_filler(event, chance), _stated(fact, chance.randint(2, fact.most), event, chance)]
    if chance.random() < MENTIONS:
        pieces.append(_stated(WAR, 20_000 + 60 * (event.day + late) // 30 * 30, event, chance))
    claims: list[dict[str, object]] = []
    position = 0
    for sentence, claim in pieces:
        if claim is not None:
            moved: dict[str, object] = {name: int(str(claim[name])) + position for name in ("start", "end")}
            claims.append({**claim, **moved, "sentence_start": position, "sentence_end": position + len(sentence)})
        position += len(sentence) + 1
    return Article(" ".join(sentence for sentence, _ in pieces), tuple(claims))


def _filler(event: Event, chance: random.Random) -> tuple[str, None]:
    """A sentence without a number: half of it the event's own names and words."""
    words = chance.choices(_COMMON, cum_weights=_ZIPF, k=7)
    name, other = chance.choice(event.names), chance.choice(event.words)
    return (
        f"{name} of the {words[0]} {other} said the {words[1]} had {words[2]} the {words[3]} while {words[4]} "
        f"{chance.choice(event.names)} and the {chance.choice(event.words)} {words[5]} of {event.place} {words[6]}.",
        None,
    )


def _stated(fact: Fact, value: int, event: Event, chance: random.Random) -> tuple[str, dict[str, object]]:
    """A sentence that states a number, and its claim with the span in the sentence."""
    modifier, hedge = chance.choice(_HEDGES) if "{hedge}" in fact.sentence else ("exact", "")
    sayer = chance.choice(_SAYERS) if "{said}" in fact.sentence else None
    if chance.random() < 1 / 60 and fact.kind == "quantity":
        value = value * 10 if chance.random() < 0.3 else value + 1 + value // 20
    surface = f"{value:,}" if fact.kind == "quantity" else str(value)
    before, after = fact.sentence.split("{n}")
    for unit in _WITH_NUMBER:
        if after.startswith(unit):
            surface, after = surface + unit, after.removeprefix(unit)
    slots = {"place": event.place, "group": event.group, "Group": event.group.title(), "hedge": hedge}
    before = before.format(**slots)
    before = before[:1].upper() + before[1:]
    after = after.format(**slots, said=f", {sayer} said" if sayer else "")
    number = float(value)
    bounds = {"low": number, "high": None if modifier in {"at_least", "more_than"} else number}
    claim: dict[str, object] = {
        "start": len(before),
        "end": len(before) + len(surface),
        "surface": surface,
        "kind": fact.kind,
        "value": number,
        **bounds,
        "modifier": modifier,
    }
    if fact.kind == "quantity":
        claim |= {
            "unit": fact.unit,
            "dimension": fact.dimension,
            "counted": fact.counted,
            "subject": fact.subject.format(group=event.group) if fact.subject else None,
            "state": fact.state,
            "place": ("Gaza" if fact is WAR else event.place) if "{place}" in fact.sentence or fact is WAR else None,
            "claimant": sayer,
            "outlook": "reported",
        }
    return f"{before}{surface}{after}", claim


def _cut(article: Article, share: float) -> Article:
    """The first sentences of an article."""
    most = int(len(article.text) * share)
    kept = tuple(claim for claim in article.claims if int(str(claim["sentence_end"])) <= most)
    end = max((int(str(claim["sentence_end"])) for claim in kept), default=most)
    return Article(article.text[:end], kept)
