"""Who a headline names as its source by a colon: "3 dead in market blast: police", "UN: 400 flee town"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.demonyms import country_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.model import Expression

# Up to six words behind or before a colon; the words are bounded, so the search is linear.
_BEHIND = re.compile(
    r"(?::\s{0,3}|(?P<dash>\s[-–—]\s))(?P<who>[^\s:,;.!?\"“”]{1,40}(?:\s[^\s:,;!?\"“”]{1,40}){0,5})\s{0,3}\.?\s{0,3}$"
)
_BEFORE = re.compile(r"^\s*(?P<who>[^\s:,;!?\"“”]{1,40}(?:\s[^\s:,;!?\"“”]{1,40}){0,5}):\s")


def headline_speaker(text: str, expression: Expression) -> str | None:
    """The source behind or before the sentence's colon, where its last word is one that speaks; else None."""
    behind = _BEHIND.search(text, max(expression.end, len(text) - 260))
    # A dash in a sentence with a full stop is a parenthesis; in a headline it names the source.
    if behind and _speaks(behind["who"]) and not (behind["dash"] and text.rstrip().endswith(".")):
        return behind["who"].rstrip(".")
    before = _BEFORE.match(text, 0, 260)
    if before and before.end() <= expression.start and _speaks(before["who"]):
        return before["who"]
    return None


def _speaks(phrase: str) -> bool:
    spoken = phrase.split()
    if any(character.isdigit() for character in phrase):
        return False
    last = spoken[-1].strip(".").lower()
    known = words("speech", "collectives") | words("institutions", "media")
    singular = last[:-1] if last.endswith("s") else last
    if last in known or singular in known or last.removesuffix("ies") + "y" in known:
        return True
    named = all(word[:1].isupper() for word in spoken)
    return named and (
        spoken[-1].strip(".") in {"UN", "U.N", "NGO", "WHO", "NATO", "EU"} or country_of(last) is not None
    )
