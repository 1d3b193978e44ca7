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
# Names of encodings that a page may declare, as the WHATWG Encoding standard takes them; Latin-1 means Windows-1252.
_UTF_8 = frozenset({"utf-8", "utf8", "unicode-1-1-utf-8"})
_CP1252 = frozenset({"ascii", "us-ascii", "latin1", "iso-8859-1", "iso8859-1", "windows-1252", "cp1252", "x-cp1252"})
_WEB_ENCODING = re.compile(
    r"(?:windows-|cp)125\d|iso-?8859-\d{1,2}|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MOST_BROKEN = 0.4
_AS_UTF_8 = "save it as UTF-8 text"


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """The text that `data` is; `declared` is the encoding that it says it is in, which goes before a guess.

    Raises:
        InputRefusedError: it is no text, or in no encoding that can be told; `where` names it.
    """
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise InputRefusedError(where, f"it is no text but {name}", "take its text out first and save that as .txt")
    text = _decoded(data, where, declared)
    controls = list(_CONTROLS.finditer(text))
    if "\x00" in text or len(controls) > _MOST_CONTROLS * len(text):
        first = controls[0]
        reason = f"it is no text: a control character (U+{ord(first[0]):04X}) at character {first.start() + 1}"
        raise InputRefusedError(where, reason, _AS_UTF_8)
    return text


def in_utf_8(data: bytes, declared: str | None) -> bytes:
    """The same text in UTF-8, where it is in the encoding that something outside of it declares; else as it is."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or (declared or "").lower() in _UTF_8:
        return data
    text = _as_declared(data, declared)
    return data if text is None else text.encode()


def _decoded(data: bytes, where: str, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, where)
    if (told := _as_declared(data, declared)) is not None:
        return told
    for encoding in ("utf-8", *_guesses(data[:_DETECTED_BYTES])):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or "\x00" not in text:
            return text
    raise InputRefusedError(where, "it is no text, or in an encoding that can't be told", _AS_UTF_8)


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """The text in the encoding declared, if that is one of the web and the bytes bear it out.

    What is good UTF-8 is that, whatever it says. In a page of UTF-8 where most other letters than ASCII's are
    whole, the broken ones, as where it was cut off, become U+FFFD as in a browser.
    """
    name = (declared or "").lower()
    if name in _UTF_8:
        text = data.decode("utf-8", "replace")
        others = sum(map(len, _NOT_ASCII.findall(text)))
        return text if text.count("\ufffd") <= _MOST_BROKEN * others and "\x00" not in text else None
    encoding = "cp1252" if name in _CP1252 else name
    if not (encoding == "cp1252" or _WEB_ENCODING.fullmatch(encoding)):
        return None
    for tried in ("utf-8", encoding):
        try:
            return data.decode(tried)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


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
