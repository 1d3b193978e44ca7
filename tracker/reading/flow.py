"""The lines of printed pages to paragraphs: what was parted to fit the paper's width is joined again.

A line goes on in the next if that starts in the middle of a sentence, or if its first word would not have fitted any
more and no sentence ends there. The heads, feet and numbers of pages are left out, as sentences go on over them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE_NUMBER = re.compile(r"(?:[-–—|]\s?)?(?:page\s)?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?(?:\s?[-–—|])?", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?<!\S)(\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?$", re.IGNORECASE)
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[•●▪‣◦*–—-])\s")
_CLOSING = "\"”’')]"
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
_GOING_ON = ("(", "“", '"', "$", "€", "£")
_FULL = 0.85
_ENDS = 2
"""Lines at either end of a page that may be its frame."""
_NEAR = 2
"""Pages before and after that have the same frame; left and right ones often differ."""
_AROUND = 2
"""Lines before and after that tell how wide the column is."""


def flowing(pages: Sequence[str]) -> str:
    """The text of pages, a line for each paragraph, heading or row."""
    lines = [line for page in _without_frames([_lines(page) for page in pages]) for line in page]
    pieces: list[str] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        width = max(map(len, lines[max(index - _AROUND, 0) : index + _AROUND + 1]))
        if _is_parted(line, after):
            pieces.append(line[:-1])
        else:
            pieces += [line, " " if after and _goes_on(line, after, width) else "\n"]
    return "".join(pieces).strip() + "\n"


def _lines(page: str) -> list[str]:
    return [line for line in map(str.strip, page.split("\n")) if line]


def _without_frames(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their numbers, and without the lines at their ends that a page near by has at its ends too.

    The first page keeps what stands at its head, which is often the name of the whole.
    """
    ends = [[index for index in range(len(page)) if index < _ENDS or index >= len(page) - _ENDS] for page in pages]
    said = [{form for index in ends[at] for form in _forms(page[index], at)} for at, page in enumerate(pages)]
    kept = []
    for at, page in enumerate(pages):
        near = set().union(*said[max(at - _NEAR, 0) : at], *said[at + 1 : at + 1 + _NEAR])
        out = {
            index
            for index in ends[at]
            if (at or index >= _ENDS) and (near & _forms(page[index], at) or _PAGE_NUMBER.fullmatch(page[index]))
        }
        kept.append([line for index, line in enumerate(page) if index not in out])
    return kept


def _forms(line: str, at: int) -> set[tuple[str, int | None]]:
    """A line, and the same without a number at its end that counts the pages: how far it is from the page's place."""
    number = _LAST_NUMBER.search(line)
    return {(line, None)} | ({(line[: number.start()], int(number[1]) - at)} if number else set())


def _is_parted(line: str, after: str) -> bool:
    """Whether a word was hyphenated at the line's end."""
    return line[-1:] == "-" and line[-2:-1].islower() and after[:1].islower()


def _goes_on(line: str, after: str, width: int) -> bool:
    is_row = line[-1].isdigit() and after[-1].isdigit()
    if is_row or _ITEM.match(after):
        return False
    ended = line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
    if after[0].islower():
        return not line.endswith((":", ";"))
    first = after.split(None, 1)[0]
    return not ended and (after.startswith(_GOING_ON) or len(line) + 1 + len(first) >= _FULL * width)
