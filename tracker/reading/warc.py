"""Web archives (WARC, also gzipped) to a document for each page that was answered with success.

A page is named by its content, so that two captures of an unchanged page are one document and a changed page is
another version of what is at its address. Pictures and other records are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.encoding import in_utf_8
from tracker.reading.frontmatter import read_text
from tracker.reading.html import read_page
from tracker.reading.metadata import document
from tracker.reading.open import too_large
from tracker.reading.payload import unpacked
from tracker.reading.pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from tracker.model import Document
    from tracker.reading.inputs import Input

PAGE_KINDS: dict[str, Callable[[bytes, str], tuple[dict[str, str], str]]] = {
    "application/pdf": read_pdf,
    "application/xhtml+xml": read_page,
    "text/html": read_page,
    "text/plain": read_text,
}
"""What reads an answer of each media type; others are passed over."""


def read_warc(given: Input) -> Iterator[Document | InputRefusedError]:
    """The documents of the archive's pages, each refusal in its place.

    Raises:
        InputRefusedError: it is no WARC, or has too many records.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 -- few inputs need it

    seen = pages = 0
    with given.open() as file:
        try:
            for seen, record in enumerate(ArchiveIterator(file, parse_http=True, auto_decode="none"), 1):
                if seen > LIMITS.max_members:
                    reason = f"it has more than {LIMITS.max_members:,} records; the rest was not read"
                    yield InputRefusedError(given.where, reason, "split it, or raise limits.max_members")
                    return
                if record.record_type != WarcRecordType.response:
                    continue
                where = f"{given.where} record {seen}"
                pages += not _status(record) or _is_page(record)
                if not _status(record):
                    yield InputRefusedError(where, "there is no whole answer of a server in it", "save it again")
                elif _is_page(record):
                    yield _page(given, record, where)
        except (OSError, ValueError, EOFError) as error:
            if seen:
                yield InputRefusedError(given.where, f"it breaks off after record {seen} ({error})", "save it again")
                return
    if not seen:
        raise InputRefusedError(given.where, "it is no WARC, or an empty one", "check that it was saved whole")
    if not pages:
        raise InputRefusedError(
            given.where, "there is no page in it that a server sent", "check that it was saved whole"
        )


def _status(record: Any) -> int | None:
    """What the server answered with, None where a record breaks off before that."""
    return record.http_headers.status_code if record.http_headers else None


def _is_page(record: Any) -> bool:
    return _status(record) == 200 and (record.http_content_type or "").lower() in PAGE_KINDS


def _page(given: Input, record: Any, where: str) -> Document | InputRefusedError:
    url = record.headers.get("WARC-Target-URI") or ""
    # A refusal in the middle of this is one of the whole archive.
    data = record.reader.read(LIMITS.max_bytes + 1)
    try:
        data = _body(record, data, where)
        fields, text = PAGE_KINDS[record.http_content_type.lower()](data, where)
        return document(where, None, text, {**given.fields, "url": url.strip("<>"), **fields})
    except InputRefusedError as error:
        return error


def _body(record: Any, data: bytes, where: str) -> bytes:
    """A page as its server meant it, in UTF-8 where the answer's head says what else it is in."""
    if len(data) > LIMITS.max_bytes:
        too_large(where, None)
    headers = record.http_headers
    transfer, content = (headers.get(name) or "" for name in ("Transfer-Encoding", "Content-Encoding"))
    # Some crawlers join the chunks and unpack, and leave the length of what came.
    told = 0 if transfer or content else _number(headers.get("Content-Length") or "")
    if len(data) < max(told, int(record.content_length)):
        raise InputRefusedError(where, "it breaks off before its end", "save it again")
    body = unpacked(data, transfer, content, where)
    return body if record.http_content_type.lower() == "application/pdf" else in_utf_8(body, record.http_charset)


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
