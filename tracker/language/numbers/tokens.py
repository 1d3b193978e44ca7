"""One linear pass over a sentence: runs of digits, words, signs, each with its offsets.

Digits of every script, full-width forms and typographic fractions are read; separators inside a number may be commas,
points, apostrophes and narrow, thin or non-breaking spaces; zero-width and direction marks inside a number are passed
over. Nothing is rewritten: offsets are those of the text as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from tracker.language.wordlists import table


class Sort(IntEnum):
    """What a token is made of."""

    WORD = 0
    DIGITS = 1
    MIXED = 2
    """Letters with digits after them, as in `MH370`."""
    SIGN = 3
    DASH = 4
    MARK = 5


_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATOR = r"[,'\u2019\u00a0\u2009\u202f\u2007\u2008\u066c\uff0c]"
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_DIGITS = (
    rf"\d{{1,3}}(?:{_SEPARATOR}\d{{3}}(?!\d))+(?:\.\d+)?"
    r"|\d{1,2}(?:,\d{2}){1,8},\d{3}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2,8}(?![\d.])"
    rf"|\d(?:[\d{_INVISIBLE}]*\d)?(?:[.\u066b]\d+)?[{_FRACTIONS}]?"
    rf"|[{_FRACTIONS}]"
    r"|(?<![\w.])\.\d{1,4}(?![\w.])"
)
_CODES = "|".join(sorted(table("currencies")["glued"], key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<digits>{_DIGITS})"
    rf"|(?P<code>(?:{_CODES})(?=\d))"
    r"|(?P<word>[^\W\d_](?:\w|['\u2019](?=[^\W\d_]))*)"
    r"|(?P<sign>[$\u20a0-\u20c0\u00a2-\u00a5\u0e3f\ufdfc\uff04%\u2030\uff05\ufe6a\u00b0])"
    r"|(?P<dash>[-\u2010-\u2015\u2212])"
    r"|(?P<mark>\S)"
)
_HAS_DIGIT = re.compile(r"\d")
_PLAIN_APOSTROPHE = str.maketrans({"\u2019": "'", "\u02bc": "'"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence's tokens as parallel lists; `words` are lower case with plain apostrophes."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sorts: list[Sort]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """The token in lower case; the empty string outside of the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def raw(self, index: int) -> str:
        """The token as the text has it; the empty string outside of the sentence."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.words) else ""

    def sort(self, index: int) -> Sort | None:
        """What the token is made of; None outside of the sentence."""
        return self.sorts[index] if 0 <= index < len(self.words) else None

    def glued(self, index: int) -> bool:
        """Whether no white space stands between the token and the one before it."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]

    def span(self, first: int, stop: int) -> str:
        """The text of tokens `first` to `stop`, the last excluded."""
        return self.text[self.starts[first] : self.ends[stop - 1]] if first < stop else ""

    def is_capital(self, index: int) -> bool:
        """Whether the token is a word that starts with a capital."""
        return 0 <= index < len(self.words) and self.text[self.starts[index]].isupper()


def tokenize(text: str) -> Tokens:
    """The tokens of a sentence."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sorts: list[Sort] = []
    plain = text if text.isascii() else text.translate(_PLAIN_APOSTROPHE)
    lowered = plain.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = lowered[start:end]
        sort = _SORTS[match.lastgroup or "mark"]
        if sort is Sort.WORD and not word.isalpha() and _HAS_DIGIT.search(word):
            sort = Sort.MIXED
        words.append(word)
        starts.append(start)
        ends.append(end)
        sorts.append(sort)
    return Tokens(text, words, starts, ends, sorts)


_SORTS = {
    "digits": Sort.DIGITS,
    "code": Sort.WORD,
    "word": Sort.WORD,
    "sign": Sort.SIGN,
    "dash": Sort.DASH,
    "mark": Sort.MARK,
}
