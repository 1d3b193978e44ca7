"""Splits a part of a document into sentences with true offsets.

Rules: a blank line always ends a sentence, and so does a line break unless the text is hard-wrapped or the next line
goes on in lower case; a full stop ends one unless it belongs to an abbreviation, an initial or a decimal (also one
that a tokeniser tore, `4. 6`). A sentence over `limits.max_sentence_chars` is cut at its last space before that, and
text past `limits.max_document_chars` is not read. Linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.wordlists import words
from tracker.limits import LIMITS
from tracker.model import Part, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_STOP = re.compile(r"[.!?\u2026\u3002]+[\"'\u201d\u2019)\]\u00bb]*")
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,12}(?:\.[^\W\d_]{1,11}){0,6}\Z|\d{1,12}\Z")
_NEXT_WORD = re.compile(r"[\"'\u201c\u2018(\[\u00ab$\u20ac\u00a3\u00a5+#*-]{0,5}([^\W_]+)")
_TERMINAL = ".!?\u2026:\"'\u201d\u2019)"
_WRAPPED_WIDTH = range(50, 100)
_LONGEST_ABBREVIATION = 12


def split(text: str, part: Part) -> list[Sentence]:
    """The sentences of `text` in order; together they hold all of it but white space, up to the document's cap."""
    text = text[: LIMITS.max_document_chars]
    found: list[Sentence] = []
    for block_start, block_end in _blocks(text):
        for start, end in _sentences(text, block_start, block_end):
            pieces = list(_capped(text, start, end))
            found.extend(Sentence(part, first, last, len(pieces) > 1) for first, last in pieces)
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that no sentence crosses: lines, joined where the text is hard-wrapped."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    wrapped = _is_wrapped(text, lines)
    start = end = -1
    for line_start, line_end in lines:
        if end >= 0 and _goes_on(text, start, end, line_start, wrapped=wrapped):
            end = line_end
            continue
        if end >= 0:
            yield start, end
        start, end = line_start, line_end
    if end >= 0:
        yield start, end


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most lines break at one width in the middle of a sentence, as in wires and mail."""
    full = [end for start, end in lines if end - start in _WRAPPED_WIDTH]
    broken = sum(1 for end in full if text[end - 1] not in _TERMINAL)
    return len(lines) > 3 and broken * 2 > len(lines)


def _goes_on(text: str, start: int, end: int, line_start: int, *, wrapped: bool) -> bool:
    if text.count("\n", end, line_start) > 1 or text[end:line_start].strip():
        return False
    first = text[line_start : line_start + 1]
    last = text[end - 1]
    if last in ".!?":
        return wrapped and last == "."
    return first.islower() or (wrapped and end - start >= _WRAPPED_WIDTH.start and not first.isspace())


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one block, trimmed."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        if _ends_here(text, begin, match, end):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _ends_here(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    after = match.end()
    if after >= end:
        return True
    following = _NEXT_WORD.match(text, _skip_space(text, after, end), end)
    if following is None:
        return text[after].isspace()
    word = following[1]
    if word.startswith("http") and text.startswith("://", following.end()):
        return True
    if not text[after].isspace():
        return _is_glued_end(text, match.start(), after, word)
    if match[0] != ".":
        return match[0][0] not in ".\u2026" or not word[0].islower()
    return _full_stop_ends(text, begin, match.start(), word)


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _is_glued_end(text: str, stop: int, after: int, word: str) -> bool:
    """`… in Israel.More than`: a space is missing, as where a page's paragraphs were joined."""
    before = text[max(stop - 3, 0) : stop]
    opened = text[after : after + 1] in "\u201c\u2018("
    return before.isalpha() and before.islower() and ((word[0].isupper() and word[1:2].islower()) or opened)


def _full_stop_ends(text: str, begin: int, stop: int, word: str) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, stop - _LONGEST_ABBREVIATION), stop)
    last = before[0].lower() if before else ""
    if word[0].islower():
        return False
    if last.isdigit():
        decimals = len(word) - len(word.lstrip("0123456789"))
        return not (0 < decimals <= 2 and len(last) <= 3)
    if last in words("abbreviations", "never_final"):
        return False
    if last in words("abbreviations", "rarely_final"):
        return word.lower() in words("abbreviations", "starters") and not word.isupper()
    is_initial = len(last) == 1 and text[stop - 1].isupper()
    return not is_initial or (word.lower() in words("abbreviations", "starters") and len(word) > 1)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, in pieces no longer than the cap."""
    cap = LIMITS.max_sentence_chars
    while end - start > cap:
        cut = text.rfind(" ", start + 1, start + cap)
        cut = cut if cut > 0 else start + cap
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)
