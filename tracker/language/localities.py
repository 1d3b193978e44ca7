"""The places that one parsed sentence names, each with how it stands there.

A place is a known name or a capitalised phrase after a preposition of place ("in Kursk", "at a South Sacramento restaurant"),
what an act is done to ("strikes on Gaza", "hit the border city of Kilis"), or whose something is ("the Gaza hospital").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from tracker.language.demonyms import country_of, government_of
from tracker.language.gazetteer import is_country, is_major, is_place
from tracker.language.speakers import is_title
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import Parse, Token

NAME_DEPS = frozenset({"compound", "nmod", "amod", "flat", "poss", "appos", "nummod"})
CONNECTORS = frozenset(
    {
        "de",
        "la",
        "le",
        "al",
        "el",
        "of",
        "the",
        "and",
        "del",
        "du",
        "di",
        "-",
        "–",
        "ez",
        "az",
        "es",
        "bin",
        "on",
        "upon",
    }
)
ARTICLES = frozenset({"al", "el", "az", "ez", "ad", "ar", "as", "at", "an", "ash", "es", "et", "ed", "er"})
LOWER_PREFIXES = ("al-", "el-", "ar-", "as-", "ash-", "an-", "ad-", "at-", "ez-", "az-")


class Standing(IntEnum):
    """How a place stands in its sentence, the surest first."""

    WITHIN = 0
    TARGET = 1
    WHOSE = 2
    ACTOR = 3
    REFERENCE = 4


@dataclass(frozen=True, slots=True)
class Locality:
    """A place: its stretch in the sentence, the token that heads it, the token it hangs on, and how it stands."""

    start: int
    end: int
    text: str
    token: int
    anchor: int
    standing: Standing


def find_localities(parse: Parse, text: str) -> tuple[Locality, ...]:
    """The places of a sentence in order, without overlaps."""
    found: dict[int, Locality] = {}
    for token in parse.tokens:
        if token.dep in {"pobj", "pcomp"} or (token.dep == "conj" and parse.tokens[token.head].dep == "pobj"):
            candidates = _after_preposition(parse, text, token)
        elif token.dep in {"dobj", "nsubj", "nsubjpass"}:
            candidates = _as_argument(parse, text, token)
        else:
            candidates = _as_owner(parse, text, token)
        for locality in candidates:
            known = found.get(locality.token)
            if known is None or locality.standing < known.standing:
                found[locality.token] = locality
    return tuple(sorted(found.values(), key=lambda locality: locality.start))


def _after_preposition(parse: Parse, text: str, token: Token) -> Iterator[Locality]:
    preposition = _preposition(parse, token)
    if preposition is None:
        return
    word = preposition.lemma.lower()
    governor = parse.tokens[preposition.head]
    run = _name_run(parse, token)
    if run is None:
        yield from _inside_phrase(parse, text, token, preposition)
        return
    name = _text(parse, text, run)
    if _is_calendar(parse, run) or _is_person(parse, run):
        return
    if word in words("places", "inside"):
        owned = any(parse.tokens[child].dep == "poss" for child in parse.children[token.index])
        if is_place(_bare(parse, run)) or not (owned or _is_body(parse, run)):
            yield _locality(parse, text, run, token, preposition.head, Standing.WITHIN)
    elif word == "with" and _after_border(parse, preposition) and is_place(name):
        yield _locality(parse, text, run, token, preposition.head, Standing.TARGET)
    elif word == "of":
        yield from _after_of(parse, text, token, run, governor)
    elif word in words("places", "away"):
        if governor.lemma.lower() in words("places", "leaving") and is_place(_bare(parse, run)):
            yield _locality(parse, text, run, token, preposition.head, Standing.TARGET)
    elif word in words("places", "towards") and (
        is_place(name) or is_place(_bare(parse, run)) or token.lemma.lower() in words("places", "kinds")
    ):
        if word == "against" and (is_country(name) or government_of(name)):
            return
        yield _locality(parse, text, run, token, preposition.head, Standing.TARGET)


def _after_border(parse: Parse, preposition: Token) -> bool:
    """ "Along the border with X": wherever the parser hangs the preposition."""
    return preposition.index > 0 and parse.tokens[preposition.index - 1].lemma.lower() in {
        "border",
        "frontier",
        "boundary",
    }


def _after_of(parse: Parse, text: str, token: Token, run: list[int], governor: Token) -> Iterator[Locality]:
    """ "The city of X", "the east of X"; "people of X", "the siege of X" where X is a known place."""
    noun = governor.lemma.lower()
    if noun in words("places", "kinds") | words("places", "directions"):
        yield _locality(parse, text, run, token, governor.head, _standing_of(parse, governor))
    elif noun in words("places", "people") | words("places", "events") and is_place(_bare(parse, run)):
        yield _locality(parse, text, run, token, governor.index, Standing.TARGET)


def _standing_of(parse: Parse, kind: Token) -> Standing:
    """How the phrase that a "city of ..." belongs to stands; "south of ..." only says where something else lies."""
    definite = any(parse.tokens[child].tag == "DT" for child in parse.children[kind.index])
    if kind.lemma.lower() in words("places", "compass") and not definite:
        return Standing.REFERENCE
    if kind.dep == "pobj":
        word = parse.tokens[kind.head].lemma.lower()
        return Standing.WITHIN if word in words("places", "inside") else Standing.TARGET
    return Standing.TARGET


def _preposition(parse: Parse, token: Token) -> Token | None:
    """The preposition over an object or over the object it is joined to."""
    seen = 0
    while token.dep in {"conj", "appos"} and seen < 20:
        token = parse.tokens[token.head]
        seen += 1
    head = parse.tokens[token.head]
    return head if head.dep in {"prep", "agent", "pcomp", "dative"} or head.pos == "ADP" else None


def _inside_phrase(parse: Parse, text: str, token: Token, preposition: Token) -> Iterator[Locality]:
    """A place's name inside the phrase: "in a Gaza hospital", "at a Miami apartment building"."""
    word = preposition.lemma.lower()
    if token.pos != "NOUN" or word not in words("places", "inside") | words("places", "towards") | {"of"}:
        return
    noun = token.lemma.lower()
    where = words("places", "kinds") | words("places", "venues") | words("places", "events")
    speaks = (words("institutions", "bodies") | words("speech", "collectives")) - where
    if noun in speaks or (word == "of" and noun not in where):
        return
    for child in parse.children[token.index]:
        inner = parse.tokens[child]
        if child > token.index or inner.dep not in NAME_DEPS:
            continue
        run = _name_run(parse, inner)
        if run is None or _is_calendar(parse, run):
            continue
        known = is_place(_bare(parse, run))
        if inner.dep == "poss" and not (known and _owns(_bare(parse, run), inner, token)):
            continue
        if known or noun in words("places", "kinds"):
            standing = Standing.WITHIN if word in words("places", "inside") else Standing.TARGET
            yield _locality(parse, text, run, inner, preposition.head, standing)


def _as_argument(parse: Parse, text: str, token: Token) -> Iterator[Locality]:
    run = _name_run(parse, token)
    verb = parse.tokens[token.head]
    if run is None:
        yield from _as_owner(parse, text, token)
        return
    starts = len(run) > 1 and parse.tokens[run[0]].text.lower() in words("places", "toponym_starts")
    known = is_place(_bare(parse, run)) or starts or token.lemma.lower() in words("places", "kinds")
    if not known or _is_person(parse, run):
        return
    if token.dep == "nsubj" and verb.lemma.lower() in words("speech", "verbs"):
        return
    if token.dep in {"dobj", "nsubjpass"} and verb.lemma.lower() in words("places", "strikes"):
        yield _locality(parse, text, run, token, token.head, Standing.TARGET)
    elif token.dep == "nsubj" and (_undergoes(_bare(parse, run), token, verb) or _is_called_place(parse, token)):
        yield _locality(parse, text, run, token, token.head, Standing.ACTOR)


def _undergoes(name: str, place: Token, verb: Token) -> bool:
    """Whether a place as a subject is where something is, not a government that acts: "Japan imported", "the town has"."""
    acts = is_country(name) or government_of(name) is not None
    if acts:
        return verb.lemma.lower() in words("places", "economic")
    return is_major(name) or place.pos == "NOUN"


def _is_called_place(parse: Parse, name: Token) -> bool:
    """ "Harn, a town of 900, ...", "Harn is a town of 900"."""
    nearby = (*parse.children[name.index], *parse.children[name.head])
    return any(
        parse.tokens[child].dep in {"appos", "attr"} and parse.tokens[child].lemma.lower() in words("places", "kinds")
        for child in nearby
    )


def _as_owner(parse: Parse, text: str, token: Token) -> Iterator[Locality]:
    """A known place before a noun: "Israel's border", "the Gaza hospital"."""
    for child in parse.children[token.index]:
        inner = parse.tokens[child]
        if (
            inner.dep not in {"poss", "compound", "nmod"}
            or inner.pos != "PROPN"
            or child > token.index
            or token.pos == "PROPN"
        ):
            continue
        run = _name_run(parse, inner)
        if run and _owns(_bare(parse, run), inner, token):
            yield _locality(parse, text, run, inner, token.index, Standing.WHOSE)


def _owns(name: str, owner: Token, noun: Token) -> bool:
    """Whether a place's name before a noun says where that is: not whose act it is ("Israel's strikes"), nor whose office."""
    lemma = noun.lemma.lower()
    if is_title(noun) or lemma in words("institutions", "bodies") | words("speech", "collectives"):
        return False
    if government_of(name) and lemma not in words("places", "venues") | words("places", "kinds"):
        return False
    if owner.dep == "poss":
        return is_major(name) and lemma not in words("places", "events")
    return is_place(name) and not (lemma in words("places", "acts") and is_country(name))


def _name_run(parse: Parse, token: Token) -> list[int] | None:
    """The capitalised words around a token that make its name, with a noun of kind behind ("Kursk region"); None if none."""
    last = token.index
    named_kind = token.pos == "NOUN" and token.lemma.lower() in words("places", "kinds")
    if not (_is_name(token) or named_kind):
        return None
    first = last
    while first > 0 and _joins(parse, first - 1, first):
        first -= 1
    while (
        last + 1 < len(parse.tokens) and _is_name(parse.tokens[last + 1]) and parse.tokens[last + 1].head == token.index
    ):
        last += 1
    while (
        first < last
        and not _is_name(parse.tokens[first])
        and parse.tokens[first].lemma.lower() not in words("places", "before_names")
    ):
        first += 1
    run = list(range(first, last + 1))
    return run if any(_is_name(parse.tokens[index]) for index in run) else None


def _joins(parse: Parse, left: int, right: int) -> bool:
    token, after = parse.tokens[left], parse.tokens[right]
    if token.tag == "POS" or (token.pos == "PUNCT" and token.text not in {"-", "–"}):
        return False
    if _is_name(token):
        return True
    if token.lemma.lower() in words("places", "before_names") and token.tag != "DT":
        return True
    kinds = words("places", "kinds")
    if token.pos == "NOUN" and token.lemma.lower() in kinds and after.lemma.lower() in kinds:
        return True
    glued = token.end == after.start
    if glued and after.text in {"-", "–"} and token.text.lower() in ARTICLES:
        return True
    return (glued and token.text in {"-", "–"}) or (token.text.lower() in {"al", "el", "de", "la"} and _is_name(after))


def _is_name(token: Token) -> bool:
    written = token.text[:1].isupper() or token.text.lower().startswith(LOWER_PREFIXES)
    if token.pos == "ADJ" and country_of(token.text):
        return False
    return written and token.pos in {"PROPN", "NOUN", "ADJ", "X"} and token.tag not in {"PRP", "DT", "IN"}


def _bare(parse: Parse, run: list[int]) -> str:
    """The name without words of direction before it and nouns of kind behind it."""
    kept = list(run)
    while (
        len(kept) > 1
        and parse.tokens[kept[0]].text.lower() in words("places", "before_names")
        and not is_place(_joined(parse, kept))
    ):
        kept = kept[1:]
    while len(kept) > 1 and parse.tokens[kept[-1]].lemma.lower() in words("places", "kinds") | words(
        "places", "venues"
    ):
        kept = kept[:-1]
    return _joined(parse, kept)


def _joined(parse: Parse, run: list[int]) -> str:
    pieces: list[str] = []
    for index in run:
        token = parse.tokens[index]
        gap = "" if not pieces or token.start == parse.tokens[index - 1].end else " "
        pieces.append(gap + token.text)
    return "".join(pieces)


def _text(parse: Parse, text: str, run: list[int]) -> str:
    return text[parse.tokens[run[0]].start : parse.tokens[run[-1]].end]


def _locality(parse: Parse, text: str, run: list[int], token: Token, anchor: int, standing: Standing) -> Locality:
    kept = _without_kind(parse, run)
    start, end = parse.tokens[kept[0]].start, parse.tokens[kept[-1]].end
    return Locality(start, end, text[start:end], token.index, anchor, standing)


def _without_kind(parse: Parse, run: list[int]) -> list[int]:
    kept = run
    while len(kept) > 1 and parse.tokens[kept[-1]].text in words("places", "kinds_left_out"):
        kept = kept[:-1]
    return kept


def _is_calendar(parse: Parse, run: list[int]) -> bool:
    names = (
        words("calendar", "day_words") | frozenset(table("calendar")["months"]) | frozenset(table("calendar")["feasts"])
    )
    first = parse.tokens[run[0]].text.strip(".").lower()
    return first in names or parse.tokens[run[-1]].text.strip(".").lower() in names


def _is_person(parse: Parse, run: list[int]) -> bool:
    return is_title(parse.tokens[run[0]]) and len(run) > 1


def _is_body(parse: Parse, run: list[int]) -> bool:
    """Whether a name is no place's: an institution's, an event's, an acronym or written as a headline writes any noun."""
    last = parse.tokens[run[-1]]
    lowered = last.text.lower()
    singular = lowered.removesuffix("s")
    others = words("institutions", "bodies") | words("places", "events") | words("places", "ordinary")
    acronym = (
        last.text.isupper()
        and len(last.text) <= 5
        and not all(t.text.isupper() for t in parse.tokens if t.text.isalpha())
    )
    return lowered in others or singular in others or last.lemma.lower() in others or acronym
