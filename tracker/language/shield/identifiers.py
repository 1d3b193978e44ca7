"""Numbers that only identify: addresses of the net, telephones, versions, cases, footnotes, pictures of a gallery."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import words
from tracker.limits import LIMITS
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_NET = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.@#])[@#]\w{1,80}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,5}\)[ .-]?|\b\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"
    r"|\+\d{1,3}[ .-]?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\d)"
    r"|1-8\d\d-[\dA-Z-]{7,10}(?: ?\(\d{4}\))?"
    r"|0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}(?!\d)|0\d{3,4}[ -]\d{5,6}(?!\d)|1[38]00 \d{3} \d{3}(?!\d)"
    r"|\d{3}-\d{4}(?!\d)"
    r"|(?:\d{3}-)?\d{3}-[A-Z]{4,7}\b(?:-\d{1,2}){0,2}(?: ?\(\d{4}\))?"
)
_VERSION = re.compile(
    r"(?!\d{1,3}(?:\.\d{3}){2}(?![\d.]))\d{1,4}(?:\.\d{1,4}){2,5}(?![\d,]|\.\d)"
    r"|\d{5,9}-\d{4,}"
    r"|\d{2,4}-[A-Z]{1,4}-\d+"
    r"|0\d{2,}(?![\d.,:]|\s?(?:GMT|hours))"
)
_LONG = 6
_MESSAGE = 14
_EMERGENCY = frozenset({"911", "999", "112", "000"})


def net_spans(text: str) -> list[tuple[int, int]]:
    """Stretches that are addresses of the net, e-mail addresses or handles."""
    if not any(sign in text for sign in ("://", "www.", "@", "#")):
        return []
    return [match.span() for match in _NET.finditer(text)]


def identifier_at(tokens: Tokens, index: int) -> Shape | None:
    """The identifier whose digits begin at the token, or None."""
    if tokens.sort(index) is not Sort.DIGITS:
        return None
    if len(tokens.raw(index)) > LIMITS.max_number_chars:
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 1)
    return _phone(tokens, index) or _version(tokens, index) or _marked(tokens, index) or _picture(tokens, index)


def _phone(tokens: Tokens, index: int) -> Shape | None:
    text, start = tokens.text, tokens.starts[index]
    opened = start
    while opened > 0 and text[opened - 1] in "+(" and start - opened < 2:
        opened -= 1
    for begin in {start: None, opened: None}:
        match = _PHONE.match(text, begin)
        if match is not None:
            return Shape(Kind.IDENTIFIER, begin, match.end())
    return None


def _version(tokens: Tokens, index: int) -> Shape | None:
    match = _VERSION.match(tokens.text, tokens.starts[index])
    return None if match is None else Shape(Kind.IDENTIFIER, tokens.starts[index], match.end())


def _marked(tokens: Tokens, index: int) -> Shape | None:
    """`dial 911`, `#12`, `[9]`, `Get short URL 54015`, `case number 20154`, and what a page leaves alone: ` 219`."""
    raw, before, after = tokens.raw(index), tokens.word(index - 1), tokens.word(index + 1)
    called = before in words("shield", "dial") or after in words("shield", "emergency_calls")
    bracketed = before == "[" and after == "]" and raw.isdecimal() and len(raw) < 4
    numbered = before == "number" and len(raw) > 4 and raw.isdecimal()
    short_url = before == "url" or (tokens.sort(index - 1) is Sort.DIGITS and tokens.word(index - 2) == "url")
    closed = after in {".", ")"} and tokens.glued(index + 1) and len(raw) <= 2
    alone = len(tokens) == 1 and raw.isdecimal() and len(raw) <= 4
    listed = index == 0 and closed and (len(tokens) == 2 or (after == ")" and tokens.is_capital(2)))
    zone = before == "+" and tokens.glued(index) and tokens.word(index - 2) in {"utc", "gmt"}
    extension = before in {"ext", "extension"} or (before == "." and tokens.word(index - 2) == "ext")
    if (
        extension
        or zone
        or listed
        or alone
        or _is_furniture(tokens, index)
        or _is_short_code(tokens, index)
        or (raw in _EMERGENCY and called)
        or bracketed
        or numbered
        or short_url
        or before in {"#", "\u2116"}
    ):
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 1)
    return None


def _is_one_of_gallery(tokens: Tokens, index: int) -> bool:
    """`The Courier 11 of 15 CLOSE`: which of its pictures a page shows, before a caption in capitals."""
    numbers = tokens.sort(index) is tokens.sort(index + 2) is Sort.DIGITS and tokens.word(index + 1) == "of"
    if not numbers or not (tokens.raw(index).isdecimal() and tokens.raw(index + 2).isdecimal()):
        return False
    shouted = tokens.raw(index + 3).isupper() and len(tokens.raw(index + 3)) > 2 and not tokens.text.isupper()
    small = len(tokens.raw(index + 2)) <= 3 and int(tokens.raw(index)) <= int(tokens.raw(index + 2))
    return shouted and small and tokens.is_capital(index - 1)


def _is_furniture(tokens: Tokens, index: int) -> bool:
    """`article-gallery-5845524|0`: what a page's source numbers its parts by."""
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    piped = (before == "|" and tokens.glued(index)) or (after == "|" and tokens.glued(index + 1))
    hung = before == "-" and tokens.glued(index) and tokens.glued(index - 1) and tokens.sort(index - 2) is Sort.WORD
    return piped or (hung and tokens.raw(index).isdecimal() and len(tokens.raw(index)) >= _LONG)


def _is_short_code(tokens: Tokens, index: int) -> bool:
    """`text the word TIPS to 274637`: what a message is sent to."""
    raw = tokens.raw(index)
    if tokens.word(index - 1) != "to" or not raw.isdecimal() or len(raw) not in {5, 6}:
        return False
    near = tokens.words[max(index - _MESSAGE, 0) : index]
    return not {"text", "texting", "texted", "sms"}.isdisjoint(near)


def _picture(tokens: Tokens, index: int) -> Shape | None:
    """`Image 2 of 9`, `Photo 3/12`: both numbers are a page's furniture."""
    before = tokens.word(index - 1)
    if before in words("shield", "gallery") and tokens.is_capital(index - 1):
        follows = tokens.word(index + 1) in {"of", "/"} and tokens.sort(index + 2) is Sort.DIGITS
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 1) if follows or before == "image" else None
    if _is_one_of_gallery(tokens, index) or _is_one_of_gallery(tokens, index - 2):
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 1)
    if tokens.word(index + 1) == "/" and tokens.word(index + 3) == "back":
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 3)
    behind = before in {"of", "/"} and tokens.word(index - 3) in words("shield", "gallery")
    if behind and tokens.sort(index - 2) is Sort.DIGITS and tokens.is_capital(index - 3):
        return shape_of(tokens, Kind.IDENTIFIER, index, index + 1)
    return None
