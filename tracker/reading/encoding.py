"""Bytes to text: which encoding a file is in, and whether it is text at all.

A byte order mark decides and is not part of the text; then UTF-8; then UTF-16 without a mark; then a guess. Line ends
and every other character stay as they came. A NUL, or many other control characters, means that it is no text.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from tracker.errors import InputRefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, an office document or an e-book"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"{\\rtf", "a rich text document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.01
_DETECTED_BYTES = 64 * 1024
_MOSTLY_ASCII = 0.85
# A curly quote of the old Mac before a word or inside one ("“We" and "it’s"); in Windows' table they are Ò and Õ.
_MAC_QUOTES = re.compile(rb"(?:^|[\s(])\xd2[A-Za-z]|[A-Za-z]\xd5[a-z]")
_AS_UTF_8 = "save it as UTF-8 text"


def decode(data: bytes, where: str) -> str:
    """The text that `data` is.

    Raises:
        InputRefusedError: it is no text, or in no encoding that can be told; `where` names it.
    """
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise InputRefusedError(where, f"it is no text but {name}", "take its text out first and save that as .txt")
    text = _decoded(data, where)
    controls = list(_CONTROLS.finditer(text))
    if "\x00" in text or len(controls) > _MOST_CONTROLS * len(text):
        first = controls[0]
        reason = f"it is no text: a control character (U+{ord(first[0]):04X}) at character {first.start() + 1}"
        raise InputRefusedError(where, reason, _AS_UTF_8)
    return text


def _decoded(data: bytes, where: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, where)
    for encoding in ("utf-8", *_guesses(data[:_DETECTED_BYTES])):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or "\x00" not in text:
            return text
    raise InputRefusedError(where, "it is no text, or in an encoding that can't be told", _AS_UTF_8)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"it starts as {encoding.upper()} but byte {error.start + 1} is none"
        raise InputRefusedError(where, reason, _AS_UTF_8) from error


def _guesses(sample: bytes) -> list[str]:
    """Encodings to try in turn on what is not UTF-8.

    English in a one-byte encoding has too few other letters for statistics: there the web's own default
    (Windows-1252, WHATWG Encoding) comes first, and charset-normalizer decides on everything else.
    """
    if b"\x00" in sample:
        return _wide(sample)
    if sum(byte < 0x80 for byte in sample) >= _MOSTLY_ASCII * len(sample):
        return ["mac_roman", "cp1252"] if _MAC_QUOTES.search(sample) else ["cp1252", "mac_roman"]
    best = from_bytes(sample).best()
    return [best.encoding] if best else []


def _wide(sample: bytes) -> list[str]:
    """UTF-16 without a mark: Latin letters leave a zero in every second byte."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > 0.5 * half and even < 0.05 * half:
        return ["utf-16-le"]
    if even > 0.5 * half and odd < 0.05 * half:
        return ["utf-16-be"]
    return []
