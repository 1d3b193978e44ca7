"""JSON lines: one object a line, `{"id", "text"}` and optionally source, url, published, title, language.

UTF-8, as JSON wants it; a byte order mark before the first line is passed over, and one of UTF-16 or UTF-32 refuses
the whole. Other fields are ignored, and so are blank lines. Each line that can't be read is refused by its number; the
others are read.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.metadata import OWN_NAMES, Names, row_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Document


_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""The marks that text in wider units starts with; UTF-32 with the low byte first starts as UTF-16 does."""


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a binary file, each cut one byte past `limits.max_line_bytes` so that none fills the memory."""
    while line := file.readline(LIMITS.max_line_bytes + 1):
        yield line
        while len(line) > LIMITS.max_line_bytes and not line.endswith(b"\n"):
            line = file.readline(LIMITS.max_line_bytes + 1)


def read_stream(
    lines: Iterable[bytes], name: str, names: Names = OWN_NAMES, first: int = 1
) -> Iterator[Document | InputRefusedError]:
    """Each line's document, or the refusal of it.

    `name` is what messages call the stream, `names` are its fields, and `first` is the number of its first line.
    """
    taken = 0
    for number, line in enumerate(lines, first):
        if number == 1 and is_wide(line):
            yield InputRefusedError(name, "it is in UTF-16 or UTF-32, and JSON lines are UTF-8", "save it as UTF-8")
            return
        bare = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not bare.strip():
            continue
        if taken == LIMITS.max_documents:
            reason = f"it has more than {LIMITS.max_documents:,} documents; the rest from line {number} on was not read"
            yield InputRefusedError(name, reason, "raise limits.max_documents or split the file")
            return
        try:
            yield _line_document(bare, f"{name} line {number}", names)
            taken += 1
        except InputRefusedError as error:
            yield error


def is_wide(start: bytes) -> bool:
    """Whether a stream starts as UTF-16 or UTF-32; without a mark by the zeros beside `{"` (RFC 4627, section 3)."""
    return start.startswith(_WIDE_MARKS) or b"\x00" in start[:2]


def _line_document(line: bytes, where: str, names: Names) -> Document:
    if len(line) > LIMITS.max_line_bytes:
        reason = f"the line is over the limit of {LIMITS.max_line_bytes:,} bytes"
        raise InputRefusedError(where, reason, "raise limits.max_line_bytes or split the document")
    row = _object(_utf8(line, where), where)
    return row_document(where, row, names)


def _utf8(line: bytes, where: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} of the line is not UTF-8"
        raise InputRefusedError(where, reason, "save the file as UTF-8") from error


def _object(text: str, where: str) -> dict[str, object]:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"broken JSON at character {error.pos + 1} ({error.msg})"
        raise InputRefusedError(where, reason, "write one whole JSON object on each line") from error
    except (ValueError, RecursionError) as error:
        reason = "JSON nested too deep or with a number too long"
        raise InputRefusedError(where, reason, "take the field out; only id, text and metadata are read") from error
    if not isinstance(row, dict):
        raise InputRefusedError(where, "it is JSON but no object", 'write each line as {"id": "…", "text": "…"}')
    return row
