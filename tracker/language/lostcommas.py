"""The comma that a text lost before its closing attribution: "a blast killed 12 soldiers state television said".

Where commas were stripped from an article, the parser takes who speaks for a part of what is said. A sentence without
any comma that ends in a verb of saying is given one before the phrase that speaks, found by the words alone: from the
noun before the verb back over its modifiers to its article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.demonyms import country_of
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = r"(?:(?:late|early) )?(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|evening|night))?"
CLOSING_VERBS = ["said", "says", "say", "reported", "reports", "report", "announced", "confirmed", "claimed", "stated"]
_CLOSING = re.compile(
    rf" (?:(?:has|have|had) )?(?:{'|'.join(CLOSING_VERBS)}|told [A-Z][\w-]+(?: [A-Z][\w-]+)?)"
    rf"(?: {_DAY}| yesterday| today| in a statement)?[.\"'”\s]*\Z"
    r"|(?: (?:said|reported|reports) (?:citing|quoting) )"
)
_WORD = re.compile(r"\S+")
_ACRONYM = re.compile(r"[A-Z]{2,7}")
_REACH = 400
_LONGEST = 14
_NEAR = 4
_FEWEST = 4
_SPEAKING_AT = frozenset({"source", "sources", "official", "officials", "spokesman", "correspondent", "reporter"})
_LINKS = frozenset({"of", "for", "and"})
_ARTICLES = frozenset({"the", "a", "an"})
_PRONOUNS = frozenset({"he", "she", "it", "they"})


def lost_comma(text: str) -> int | None:
    """The offset of the space where a comma is missing; None where none is."""
    if ", " in text:
        return None
    closing = _CLOSING.search(text)
    if closing is None:
        return None
    found = list(_WORD.finditer(text, max(0, closing.start() - _REACH), closing.start()))
    names = [match.group() for match in found]
    for first in (_with_article(names), _without_article(names)):
        if first is not None and first >= _FEWEST and _ends_statement(names[first - 1]):
            return found[first].start() - 1
    return None


def _with_article(names: Sequence[str]) -> int | None:
    """The place of the article of the last noun: "the Harn Monitor", "a military source"; of "the head of the agency"
    the first.
    """
    first = len(names) - 1
    if names and names[first].lower() in _PRONOUNS:
        return None
    for at in range(first, max(-1, first - _LONGEST), -1):
        if names[at].lower() in _ARTICLES:
            of = at > 1 and at < first and names[at - 1].lower() in _LINKS
            return (_with_article(names[: at - 1]) if of else None) or at if at < first else None
        linked = at < first and names[at + 1][:1].isupper() and _links(names, at)
        plain = names[at].replace("-", "").isalpha() and not _stops(names[at])
        if not (linked or (plain and (names[at][:1].isupper() or first - at < _NEAR))):
            return None
    return None


def _without_article(names: Sequence[str]) -> int | None:
    """The place of the first word of a phrase that has no article: "she", "SANA", "state media", "Ann Hale"."""
    if not names:
        return None
    at = len(names) - 1
    if names[at].lower() in _PRONOUNS:
        return at
    outlet = _is_outlet(names[at])
    titled = names[at].lower() in words("lostcommas", "titled") and names[at - 1][:1].isupper()
    named = titled or (names[at][:1].isupper() and not outlet)
    if not (named or outlet or (_is_body(names[at]) and _stands_bare(names[at]))):
        return None
    while at > 0 and len(names) - at < _LONGEST:
        linked = names[at - 1].lower() in _LINKS and at > 1 and _belongs(names[at - 2], named=named)
        if not (linked or _belongs(names[at - 1], named=named)):
            break
        at -= 1
    return at


def _links(names: Sequence[str], at: int) -> bool:
    """ "Observatory for Human Rights", "a source at Harn Command"."""
    link = names[at].lower()
    return link in _LINKS or (at > 0 and link in {"at", "in"} and names[at - 1].lower() in _SPEAKING_AT)


def _belongs(word: str, *, named: bool) -> bool:
    """Whether a word may stand inside the phrase: a nationality, a modifier of those who speak, a body, an office; in
    a name also another name.
    """
    lowered = word.lower()
    modifier = lowered.rpartition("-")[2] in words("lostcommas", "modifiers") or country_of(word) is not None
    owner = word.endswith("s") and word[:-1] in table("demonyms")["demonyms"].values()
    inside = lowered in words("titles", "titles") | words("lostcommas", "particles")
    name = named and (word[:1].isupper() or inside) and word.replace("-", "").isalpha()
    return modifier or owner or name or (_is_body(word) and not word.endswith("s"))


def _is_body(word: str) -> bool:
    lowered = word.lower()
    bodies = words("speech", "collectives") | words("institutions", "bodies") | words("institutions", "media")
    return lowered in bodies or lowered.removesuffix("s") in bodies or lowered == "authorities"


def _stands_bare(word: str) -> bool:
    """ "Officials", "police": one of them alone has an article ("a monitor")."""
    return word.endswith("s") or word.lower() in words("lostcommas", "bare")


def _is_outlet(word: str) -> bool:
    return _ACRONYM.fullmatch(word) is not None


def _ends_statement(word: str) -> bool:
    """Whether a word can be the last of a statement, which no preposition, number or verb of saying is."""
    return word[-1:].isalpha() and not _stops(word)


def _stops(word: str) -> bool:
    lowered = word.lower()
    return lowered in words("lostcommas", "stops") or lowered in table("numbers")["cardinals"]
