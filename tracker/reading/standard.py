"""Standard input: any kind of file that is read, as its start says; what starts as none of them is a text."""

from __future__ import annotations

import re
import tempfile
import zlib
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.inputs import Input
from tracker.reading.metadata import OWN_NAMES, Names
from tracker.reading.open import mebibytes
from tracker.reading.tables import parts_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = "standard input"
"""What messages call it."""
STANDARD = Path("-")
"""What it is called on a command line."""

_STEP = 1024 * 1024
_HEAD_BYTES = 64 * 1024
_STARTS = {b"%PDF-": ".pdf", b"PK\x03\x04": ".zip", b"PAR1": ".parquet", b"WARC/": ".warc"}
_GZIP = b"\x1f\x8b"
_GZIP_ALONE = 16 + zlib.MAX_WBITS
_LINES = re.compile(rb"\{|\[\s{0,99}[\[{]")
_FIRST_TAG = re.compile(rb"<([a-z][\w:]*)", re.IGNORECASE)
_FEEDS = frozenset({b"rss", b"feed", b"rdf:rdf"})
_MAIL = re.compile(
    rb"(?:(?:from|to|cc|subject|date|sender|received|reply-to|return-path|delivered-to|message-id|mime-version|"
    rb"content-type|dkim-signature|authentication-results|(?:x|arc|list)-[\w-]{1,40}):[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE,
)
"""Two fields of a mail's head, each with the lines that it goes on in."""


def standard_input(stream: BinaryIO, names: Names = OWN_NAMES) -> Input:
    """What comes in a stream, which is read once, as it comes; a table is known by its columns, which `names` tells.

    A text and a page have no name here, so their document is named by its content.
    """
    given = stream if isinstance(stream, BufferedReader) else BufferedReader(stream)  # type: ignore[type-var]
    return Input(WHERE, "", f"{WHERE}{_suffix(given.peek(1), names)}", {}, lambda: given)


@contextmanager
def kept(stream: BinaryIO, names: Names = OWN_NAMES) -> Iterator[Input]:
    """What comes in a stream, in a file that is gone afterwards, so that it can be read again and again.

    Raises:
        InputRefusedError: it is over `limits.max_unpacked_bytes`.
    """
    with tempfile.NamedTemporaryFile(prefix="figtrack-") as file:
        while piece := stream.read(_STEP):
            file.write(piece)
            if file.tell() > LIMITS.max_unpacked_bytes:
                reason = f"it is over the {mebibytes(LIMITS.max_unpacked_bytes)} limit"
                raise InputRefusedError(WHERE, reason, "save it as a file and give that")
        file.flush()
        file.seek(0)
        suffix = _suffix(file.read(_HEAD_BYTES), names)
        yield Input(WHERE, "", f"{WHERE}{suffix}", {}, Path(file.name))


def _suffix(start: bytes, names: Names) -> str:
    """What kind of file would start so."""
    if start.startswith(_GZIP):
        return f"{_suffix(_unpacked(start), names)}.gz"
    for magic, suffix in _STARTS.items():
        if start.startswith(magic):
            return suffix
    start = start[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or _LINES.match(start):
        return ".jsonl"
    if start.startswith(b"<"):
        tag = _FIRST_TAG.search(start)
        return ".xml" if tag and tag[1].lower() in _FEEDS else ".html"
    if _MAIL.match(start):
        return ".eml"
    first = start.splitlines()[0].decode("utf-8", "replace")
    return ".csv" if parts_columns(first, names) else ".txt"


def _unpacked(start: bytes) -> bytes:
    try:
        return zlib.decompressobj(_GZIP_ALONE).decompress(start, _HEAD_BYTES)
    except zlib.error:
        return b""
