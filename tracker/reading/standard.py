"""Standard input: JSON lines, a web page, or one text, as its first character says."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.inputs import Input
from tracker.reading.open import mebibytes

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = "standard input"
"""What messages call it."""
STANDARD = Path("-")
"""What it is called on a command line."""

_STEP = 1024 * 1024


def standard_input(stream: BinaryIO) -> Input:
    """What comes in a stream, which is read once, as it comes.

    A text and a page have no name here, so their document is named by its content.
    """
    given = stream if isinstance(stream, BufferedReader) else BufferedReader(stream)  # type: ignore[type-var]
    return Input(WHERE, "", f"{WHERE}{_suffix(given.peek(1))}", {}, lambda: given)


@contextmanager
def kept(stream: BinaryIO) -> Iterator[Input]:
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
        suffix = _suffix(file.read(_STEP))
        yield Input(WHERE, "", f"{WHERE}{suffix}", {}, Path(file.name))


def _suffix(start: bytes) -> str:
    """What kind of file would start so."""
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": ".jsonl", b"[": ".jsonl", b"": ".jsonl", b"<": ".html"}.get(first, ".txt")
