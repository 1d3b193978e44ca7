"""The capitalised words around a token that may name a place, and what shows that they name something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.claimants.speakers import is_title
from tracker.language.places.gazetteer import folded, is_major, is_place
from tracker.language.subjects.demonyms import country_of, usual_name
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse, Token

_CHAIN = re.compile(r" (?:in|of) (?:the )?")
_ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
ARTICLES = frozenset({"al", "el", "az", "ez", "ad", "ar", "as", "at", "an", "ash", "es", "et", "ed", "er"})
LOWER_PREFIXES = ("al-", "el-", "ar-", "as-", "ash-", "an-", "ad-", "at-", "ez-", "az-")


def name_run(parse: Parse, token: Token) -> list[int] | None:
    """The capitalised words around a token that make its name, with a noun of kind behind ("Kursk region"); None if
    none.
    """
    named_kind = token.pos == "NOUN" and token.lemma.lower() in words("places", "kinds")
    part = _part_by_demonym(parse, token)
    if part or not (is_name_word(token) or named_kind):
        return part
    behind = parse.tokens[token.index + 1 : token.index + 2]
    road = token.lemma.lower() in words("places", "roads") and is_name_word(token)
    if road and behind and behind[0].tag == "CD":
        return [token.index, behind[0].index]
    return _named_run(parse, token)


def _part_by_demonym(parse: Parse, token: Token) -> list[int] | None:
    """ "The Armenian quarter", "the Somali coast": what a demonym names, and not "a Somali town"."""
    if token.lemma.lower() not in words("places", "demonym_parts") or not token.index:
        return None
    before = parse.tokens[token.index - 1]
    return [before.index, token.index] if before.text[:1].isupper() and country_of(before.text) else None


def _named_run(parse: Parse, token: Token) -> list[int] | None:
    first = last = token.index
    while first > 0 and _joins(parse, first - 1, first):
        first -= 1
    while (
        last + 1 < len(parse.tokens)
        and is_name_word(parse.tokens[last + 1])
        and parse.tokens[last + 1].head == token.index
    ):
        last += 1
    while (
        first < last
        and not is_name_word(parse.tokens[first])
        and parse.tokens[first].lemma.lower() not in words("places", "before_names") | ARTICLES
        and not _ORDINAL.fullmatch(parse.tokens[first].text)
        and not _is_demonym_in_name(parse, first)
    ):
        first += 1
    while first <= last and is_glued_owner(parse.tokens[first].text):
        first += 1
    run = list(range(first, last + 1))
    if not run or (len(run) < last - token.index + 1):
        return None
    kind_alone = len(run) == 1 and token.lemma.lower() in words("places", "kinds") and not is_place(token.text)
    directions = all(parse.tokens[index].lemma.lower() in words("places", "before_names") for index in run)
    named = any(is_name_word(parse.tokens[index]) for index in run)
    return run if named and not kind_alone and (not directions or is_named_direction(parse, run)) else None


def is_named_direction(parse: Parse, run: Sequence[int]) -> bool:
    """ "The South East", "the Northeast": a part of a country by its name, in capitals and of two directions."""
    names = [parse.tokens[index].text for index in run]
    article = run[0] > 0 and parse.tokens[run[0] - 1].text.lower() == "the"
    pair = "".join(names).replace("-", "").lower() in words("places", "compass")
    double = pair and "".join(names).lower() not in {"north", "south", "east", "west"}
    return article and double and all(name[:1].isupper() for name in names)


def is_glued_owner(name: str) -> bool:
    """ "In Syrias Idlib province": a place whose apostrophe is lost."""
    return name.endswith("s") and not is_place(name) and is_major(name[:-1])


def _joins(parse: Parse, left: int, right: int) -> bool:
    token, after = parse.tokens[left], parse.tokens[right]
    if token.tag == "POS" or (token.pos == "PUNCT" and token.text not in {"-", "–"}):
        return False
    if is_name_word(token) or _is_demonym_in_name(parse, left):
        return True
    if token.lemma.lower() in words("places", "before_names") and token.tag != "DT":
        return True
    kinds = words("places", "kinds")
    if _ORDINAL.fullmatch(token.text) and after.lemma.lower() in kinds:
        return True
    if token.pos == "NOUN" and token.lemma.lower() in kinds and after.lemma.lower() in kinds:
        return True
    if token.text.lower().removesuffix("-") in ARTICLES and token.text.endswith("-") and is_name_word(after):
        return True
    glued = token.end == after.start
    if glued and after.text in {"-", "–"} and token.text.lower() in ARTICLES:
        return True
    return (glued and token.text in {"-", "–"}) or (
        token.text.lower() in {"al", "el", "de", "la"} and is_name_word(after)
    )


def _is_demonym_in_name(parse: Parse, index: int) -> bool:
    """ "Saudi Arabia", "the Ahli Arab Hospital": a nationality that makes a known place with the next word, or stands
    between names.
    """
    token, after = parse.tokens[index], parse.tokens[index + 1]
    if not country_of(token.text) or not after.text[:1].isupper() or token.head != after.index:
        return False
    before = parse.tokens[index - 1] if index else token
    inside = index > 0 and is_name_word(before) and before.head == after.index
    return inside or is_place(f"{token.text} {after.text}")


def is_name_word(token: Token) -> bool:
    """Whether a token may be a word of a name: capitalised or with an Arabic article, and no nationality."""
    written = token.text[:1].isupper() or token.text.lower().startswith(LOWER_PREFIXES)
    if country_of(token.text):
        return False
    return written and token.pos in {"PROPN", "NOUN", "ADJ", "X"} and token.tag not in {"PRP", "DT", "IN"}


def bare_name(parse: Parse, run: Sequence[int]) -> str:
    """The name without words of direction before it and nouns of kind behind it, unless these make it a known place."""
    kept = list(run)
    before = words("places", "before_names")
    behind = words("places", "kinds") | words("places", "venues")
    while len(kept) > 1 and not is_place(joined(parse, kept)):
        if parse.tokens[kept[0]].text.lower() in before:
            kept = kept[1:]
        elif parse.tokens[kept[-1]].lemma.lower() in behind:
            kept = kept[:-1]
        else:
            break
    return joined(parse, kept)


def joined(parse: Parse, run: list[int]) -> str:
    """The words of a run as the text has them, single spaces between those apart."""
    pieces: list[str] = []
    for index in run:
        token = parse.tokens[index]
        gap = "" if not pieces or token.start == parse.tokens[index - 1].end else " "
        pieces.append(gap + token.text)
    return "".join(pieces)


def without_kind(parse: Parse, run: list[int]) -> list[int]:
    """A run without a noun that only says what kind of place it is ("Donetsk region")."""
    kept = run
    while len(kept) > 1 and parse.tokens[kept[-1]].text.removesuffix("s") in words("places", "kinds_left_out"):
        kept = kept[:-1]
    return kept


def is_calendar(parse: Parse, run: list[int]) -> bool:
    """Whether a run names a day, a month or a feast."""
    names = (
        words("calendar", "day_words") | frozenset(table("calendar")["months"]) | frozenset(table("calendar")["feasts"])
    )
    first = parse.tokens[run[0]].text.strip(".").lower()
    return first in names or parse.tokens[run[-1]].text.strip(".").lower() in names


def is_group(parse: Parse, run: list[int]) -> bool:
    """ "The Daesh sites", "Hamas positions": whose they are, and not where."""
    names = joined(parse, run), parse.tokens[run[0]].text
    return any(name.lower() in table("groups")["more_names"] and not is_place(name) for name in names)


def is_aged(parse: Parse, run: list[int]) -> bool:
    """ "The murder of Aaron Harn, 32, ...": a person's name with an age behind it."""
    behind = [token.text for token in parse.tokens[run[-1] + 1 : run[-1] + 4]]
    return len(behind) == 3 and behind[0] == behind[2] == "," and behind[1].isdecimal() and len(behind[1]) <= 2


def is_in_name(parse: Parse, preposition: Token, run: list[int]) -> bool:
    """ "Research In Motion": a preposition in capitals between names is a part of one, but for a well-known place."""
    if not preposition.index or not preposition.text[:1].isupper():
        return False
    return parse.tokens[preposition.index - 1].text[:1].isupper() and not is_major(bare_name(parse, run))


def is_of_state(parse: Parse, preposition: Token) -> bool:
    """ "Islamic State in Iraq and ...": what is behind belongs to the name."""
    around = [token.text for token in parse.tokens[max(0, preposition.index - 2) : preposition.index + 3]]
    return around[:2] == ["Islamic", "State"] and around[3:] == ["Iraq", "and"]


def is_titled(parse: Parse, run: list[int]) -> bool:
    """Whether a run begins with a person's title."""
    return is_title(parse.tokens[run[0]]) and len(run) > 1


def is_body(parse: Parse, run: list[int]) -> bool:
    """Whether a name is no place's: an institution's, an event's, an acronym or an ordinary noun in a headline."""
    last = parse.tokens[run[-1]]
    lowered = last.text.lower()
    singular = lowered.removesuffix("s")
    called = len(run) > 1 and last.lemma.lower() in words("places", "landmarks") | words("places", "venues")
    singular = singular.removesuffix("ie") + "y" if singular.endswith("ie") else singular
    others = words("institutions", "bodies") | words("places", "events")
    others |= frozenset() if called else words("places", "ordinary")
    acronym = (
        last.text.isupper()
        and parse.tokens[run[0]].text.lower() not in words("places", "before_names")
        and len(last.text) <= 5
        and not all(t.text.isupper() for t in parse.tokens if t.text.isalpha())
    )
    ordinary = lowered in others or singular in others or last.lemma.lower() in others
    return acronym or ordinary


def normal_place(place: str) -> str:
    """One form for the ways to write a place: its usual name in lower case, without accents, article, noun of kind
    ("the Kursk region") and part ("western Kursk"), unless these make it another place ("North Korea"). A part of a
    town named with it is the town's ("the Marsh district of Dolna").
    """
    key = folded(place)
    if not is_place(key):
        key = _of_chain(key)
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


def _of_chain(key: str) -> str:
    """The last known place of "a in b" or "a of b"; the whole where that is none."""
    pieces = _CHAIN.split(key, maxsplit=3)
    return pieces[-1] if len(pieces) > 1 and is_place(pieces[-1]) else key
