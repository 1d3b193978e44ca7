"""The `key: value` lines between two `---` lines at the head of a text file.

```
---
title: Flood waters rise in the valley
source: The Valley Herald
published: 2026-03-04T18:30:00+01:00
url: https://example.org/flood
---
The text starts here.
```
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.reading.encoding import decode
from tracker.reading.metadata import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r|$)")
_NONE = frozenset({"null", "~"})
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_ENTRY = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?")
_MOST_LINES = 100
_QUOTES = ('"', "'")


def read_text(data: bytes, where: str) -> tuple[dict[str, str], str]:
    """The fields and the text of a text file.

    Raises:
        InputRefusedError: it is no text, or its front matter is broken.
    """
    return split(decode(data, where), where)


def split(text: str, where: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter, by their names in small letters, and the text under it.

    A text that starts with `---` but names none of `metadata.FIELDS` before the next `---` line has no front matter:
    a rule under which the article starts. Blank lines under the front matter belong to it; the text is kept as it is.

    Raises:
        InputRefusedError: a line of the front matter is no `key: value`, or no `---` line ends it.
    """
    opened = _FENCE.match(text)
    if opened is None:
        return {}, text
    lines, end = _until_fence(text, opened.end())
    entries = [(number, line, _ENTRY.fullmatch(line.strip())) for number, line in _told(lines)]
    if end is None and _is_entered(list(takewhile(bool, (entry for _, _, entry in entries)))):
        reason = "its front matter is not closed by a second line `---`"
        raise InputRefusedError(where, reason, "write that line between the front matter and the text")
    if end is None or not _is_entered([entry for _, _, entry in entries]):
        return {}, text
    fields: dict[str, str] = {}
    for number, line, entry in entries:
        if entry is None:
            reason = f"line {number} of its front matter is no `key: value`: {line.strip()[:40]!r}"
            raise InputRefusedError(where, reason, "write it as `title: …`, or take it out of the front matter")
        fields[entry[1].lower()] = _unquoted(entry[2] or "")
    return fields, text[end:]


def _is_entered(entries: Iterable[re.Match[str] | None]) -> bool:
    """Whether one of the lines gives a field that is read."""
    return any(entry and entry[1].lower() in FIELDS for entry in entries)


def _told(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines that give a field: no remark, and none that goes on with the line before, as in YAML's lists."""
    indent: int | None = None
    for number, line in lines:
        bare = line.lstrip()
        if not bare or bare.startswith("#"):
            continue
        if indent is None:
            indent = len(line) - len(bare)
        elif len(line) - len(bare) > indent or bare.startswith("- "):
            continue
        yield number, line


def _until_fence(text: str, start: int) -> tuple[list[tuple[int, str]], int | None]:
    """The numbered lines up to the closing fence, and where the text under it starts; None without a closing fence."""
    lines: list[tuple[int, str]] = []
    for number in range(2, _MOST_LINES + 2):
        if closed := _FENCE.match(text, start):
            return lines, _after_blank_lines(text, closed.end())
        line = _LINE.match(text, start)
        if line is None or line.end() == start:
            break
        lines.append((number, line[1]))
        start = line.end()
    return lines, None


def _after_blank_lines(text: str, start: int) -> int:
    while (line := _LINE.match(text, start)) and line[2] and not line[1].strip():
        start = line.end()
    return start


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in _QUOTES:
        return value[1:-1]
    return "" if value in _NONE else value
