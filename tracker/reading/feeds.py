"""A saved RSS or Atom feed to a document an entry: the whole text where the feed has it, else its summary.

An entry is named by its content, so that the same entry in the next day's feed is known and a changed one is another
version of what is at its address. The feed's title is the source.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.encoding import decode
from tracker.reading.fragment import fragment_text
from tracker.reading.metadata import document
from tracker.reading.pageguard import check_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from time import struct_time

    from tracker.model import Document
    from tracker.reading.inputs import Input

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([\w:.-]{2,40})""", re.IGNORECASE)
_MARKED_UP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ROOT_WITHIN = 4_096
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s{0,99}>", re.IGNORECASE)
_END_WITHIN = 4_096
_AS_TEXT = "save its articles as pages or texts"


def read_feed(given: Input) -> Iterator[Document | InputRefusedError]:
    """The documents of a feed's entries, each refusal in its place.

    Raises:
        InputRefusedError: it is no feed, has too many entries, or defines entities of its own.
    """
    markup = _markup(given.read(), given.where)
    feed = _parsed(markup)
    if not feed.get("version"):
        raise InputRefusedError(given.where, "it is no RSS or Atom feed", "give its articles as pages or texts")
    if len(feed.entries) > LIMITS.max_members:
        reason = f"it has {len(feed.entries):,} entries, over the limit of {LIMITS.max_members:,}"
        raise InputRefusedError(given.where, reason, "split it, or raise limits.max_members")
    if not feed.entries:
        raise InputRefusedError(given.where, "there is no entry in the feed", "check that it was saved whole")
    is_whole = _END.search(markup[-_END_WITHIN:])
    for number, entry in enumerate(feed.entries, 1):
        where = f"{given.where} entry {number}"
        if number == len(feed.entries) and not is_whole:
            reason = f"it breaks off in entry {number} or after it"
            yield InputRefusedError(given.where, reason, "save it again; the entries before it were read")
            return
        try:
            yield _document(where, entry, feed.feed, given)
        except InputRefusedError as error:
            yield error


def links_of_feed(data: bytes, base: str) -> list[str]:
    """The addresses of a feed's entries, in order; none where it is no feed. `base` is the feed's own address."""
    try:
        markup = _markup(data, base)
    except InputRefusedError:
        return []
    if not _FEED.search(markup[:_ROOT_WITHIN]):
        return []
    feed = _parsed(markup)
    links = (entry.get("link") for entry in feed.entries[: LIMITS.max_members])
    return [urljoin(base, link) for link in links if link] if feed.get("version") else []


def _markup(data: bytes, where: str) -> str:
    """The feed as text, which a parser may have.

    Raises:
        InputRefusedError: it is no text, defines entities, or has a tag of very many attributes.
    """
    declared = _DECLARED.match(data.lstrip())
    markup = decode(data, where, declared[1].decode("ascii") if declared else None)
    if _ENTITY.search(markup):
        raise InputRefusedError(where, "it defines entities of its own, which may be a bomb", _AS_TEXT)
    check_attributes(markup, where, _AS_TEXT)
    return markup


def _parsed(markup: str) -> Any:
    import feedparser  # noqa: PLC0415 -- a tenth of a second that nobody who reads no feed should wait for

    # From a stream, as feedparser takes anything else for an address or a file's name first.
    stream = BytesIO(markup.encode("utf-8", "replace"))
    told = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(stream, response_headers=told, sanitize_html=False, resolve_relative_uris=False)


def _document(where: str, entry: Any, feed: Any, given: Input) -> Document:
    title = _plain(entry.get("title"), where)
    fields = {
        "title": title,
        "source": _plain((entry.get("source") or {}).get("title") or feed.get("title"), where),
        "author": ", ".join(_plain(each.get("name"), where) for each in entry.get("authors", ()) if each.get("name")),
        "url": _address(entry.get("link"), feed.get("link")),
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        "language": entry.get("language") or feed.get("language"),
    }
    text = _text(entry, where) or title
    return document(where, None, text, {**given.fields, **{name: value for name, value in fields.items() if value}})


def _address(link: object, site: object) -> str | None:
    """An entry's address, which some feeds give as seen from their site's."""
    if not isinstance(link, str):
        return None
    try:
        return urljoin(site, link) if isinstance(site, str) else link
    except ValueError:
        return link


def _text(entry: Any, where: str) -> str:
    """The longest of what the entry gives as its content, and its summary where there is no content."""
    contents = [_plain(each.get("value"), where) for each in entry.get("content", ())]
    return max(contents, key=len, default="") or _plain(entry.get("summary"), where)


def _plain(markup: object, where: str) -> str:
    if not isinstance(markup, str) or not markup.strip():
        return ""
    return fragment_text(markup, where).strip() if _MARKED_UP.search(markup) else markup.strip()


def _moment(parsed: struct_time | None) -> str | None:
    """A time that feedparser has read, in UTC; one that no calendar has is none."""
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat()
    except (ValueError, OverflowError):
        return None
