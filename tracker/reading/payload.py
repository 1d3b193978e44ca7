"""The body of an answer that a web archive holds as it came over the wire: its chunks joined, and unpacked."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.open import too_large

if TYPE_CHECKING:
    from typing import Protocol

    class Reader(Protocol):
        """What comes out of bytes a piece at a time."""

        def read(self, size: int) -> bytes:
            """At most so many bytes, none at the end."""


_AS_IT_IS = frozenset({"", "identity", "none"})
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_SAVE_AGAIN = "save it again"


def unpacked(body: bytes, transfer: str, content: str, where: str) -> bytes:
    """What the server sent, by the fields Transfer-Encoding and Content-Encoding of its answer.

    Some crawlers keep a body as a browser has it beside the fields that it came with: markup that is no code of the
    kind told is taken as it is.

    Raises:
        InputRefusedError: it is broken, breaks off, comes to more than `limits.max_bytes`, or is in an unknown code.
    """
    told = [each.strip().lower() for each in f"{content},{transfer}".split(",")]
    codes = [code for code in told if code not in _AS_IT_IS]
    for code in reversed(codes):
        try:
            body = _decoded(body, code, where)
        except (OSError, zlib.error, EOFError) as error:
            if not body.lstrip().startswith(b"<"):
                raise InputRefusedError(where, f"what is in it can't be unpacked ({error})", _SAVE_AGAIN) from error
        if len(body) > LIMITS.max_bytes:
            too_large(where, None)
    return body


def _decoded(body: bytes, code: str, where: str) -> bytes:
    from fastwarc.stream_io import BrotliReader, ChunkedReader  # noqa: PLC0415 -- few inputs need it

    if code == "chunked":
        return _all_of(ChunkedReader(BytesIO(body)))
    if code == "br":
        return _all_of(BrotliReader(BytesIO(body)))
    if code in {"gzip", "x-gzip", "deflate"}:
        return _inflated(body, raw=code == "deflate")
    raise InputRefusedError(where, f"it is packed as {code[:20]!r}, which is not read", f"{_SAVE_AGAIN} as gzip")


def _all_of(reader: Reader) -> bytes:
    """What comes out, up to one byte past what is let in."""
    pieces = []
    left = LIMITS.max_bytes + 1
    while left and (piece := reader.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _inflated(body: bytes, *, raw: bool) -> bytes:
    """What gzip or zlib packed; some servers leave out zlib's head (RFC 9110, section 8.4.1.2)."""
    if not body:
        return body
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        out = unpacker.decompress(body, LIMITS.max_bytes + 1)
    except zlib.error:
        if not raw:
            raise
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        out = unpacker.decompress(body, LIMITS.max_bytes + 1)
    if not unpacker.eof and len(out) <= LIMITS.max_bytes:
        raise EOFError("it breaks off before its end")
    return out
