"""A document from its text and the fields that came with it; the checks are the same for every kind of input."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.model import Document, Grain, content_id
from tracker.reading.dates import read_published
from tracker.reading.languages import detect

if TYPE_CHECKING:
    from datetime import datetime

FIELDS = ("title", "source", "author", "published", "url", "language")
"""What may come with a text; anything else is left aside."""

Names = Mapping[str, str]
"""What `id`, `text` and each of `FIELDS` is called in a table or in JSON lines; where that is not there, its own name
goes on being read."""

OWN_NAMES: Names = {name: name for name in ("id", "text", *FIELDS)}

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_SPACES = re.compile(r"\s+")


def document(where: str, doc_id: str | None, text: object, fields: Mapping[str, object]) -> Document:
    """A document of `text` with what `fields` (of `FIELDS`) say; without a `doc_id` it is named by its content.

    An empty field is an absent one; the language is detected where none is given. A longer title, source or address
    is cut to `limits.max_field_chars`.

    Raises:
        InputRefusedError: there is no text, a field is no string, or the date can't be read; `where` names it.
    """
    if text is not None and not isinstance(text, str):
        raise InputRefusedError(where, f"its text is {_shown(text)} where words belong", "put text in quotes")
    if text is None or not text.strip():
        raise InputRefusedError(where, "it has no text", "give it a text or leave it out")
    given = {name: _field(where, name, fields.get(name)) for name in FIELDS}
    for name, value in {"text": text, "id": doc_id, **given}.items():
        _refuse_surrogates(where, name, value)
    published, grain = _published(where, given["published"])
    named = doc_id or content_id("document", given["source"], given["url"], text)
    if len(named) > LIMITS.max_field_chars:
        reason = f"its id has {len(named):,} characters, over the limit of {LIMITS.max_field_chars:,}"
        raise InputRefusedError(where, reason, "give it a shorter id")
    return Document(
        doc_id=named,
        text=text,
        title=given["title"],
        source=given["source"],
        author=given["author"],
        url=given["url"],
        published=published,
        published_grain=grain,
        language=_language(given["language"]) or detect(text),
        read_from=where,
    )


def columns_read(names: Names, there: Container[str]) -> dict[str, str]:
    """Of the columns or fields that are there, the one that each name is read from; none where there is none."""
    told = {name: column for name, column in names.items() if column in there}
    own = {name: name for name in names if name not in told and name in there and name not in told.values()}
    return told | own


def row_document(where: str, row: Mapping[str, object], names: Names) -> Document:
    """The document of a row of a table or an object of JSON lines, whose fields are called `names`.

    Raises:
        InputRefusedError: it is none; `where` names it.
    """
    given = {name: row[column] for name, column in columns_read(names, row).items()}
    return document(where, _doc_id(given.get("id"), where), given.get("text"), given)


def _doc_id(value: object, where: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InputRefusedError(where, "its id is neither words nor a whole number", "give it an id in quotes")
    try:
        return str(value).strip() or None
    except ValueError as error:
        raise InputRefusedError(where, "its id is a number too long", "give it an id in quotes") from error


def _field(where: str, name: str, value: object) -> str | None:
    if value is None:
        return None
    if name == "author" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        reason = f"its {name} is {_shown(value)} where words belong"
        raise InputRefusedError(where, reason, f"put {name} in quotes, or leave it out")
    return _SPACES.sub(" ", value).strip()[: LIMITS.max_field_chars] or None


def _shown(value: object) -> str:
    kinds = {bool: "a yes or no", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")


def _refuse_surrogates(where: str, name: str, value: str | None) -> None:
    if value and (found := _SURROGATE.search(value)):
        reason = f"its {name} has half a character (U+{ord(found[0]):04X}) at character {found.start() + 1}"
        remedy = "give it another id or file name" if name == "id" else "write the text again from where it came from"
        raise InputRefusedError(where, reason, remedy)


def _published(where: str, text: str | None) -> tuple[datetime | None, Grain]:
    if text is None:
        return None, Grain.UNKNOWN
    try:
        return read_published(text)
    except ValueError as error:
        reason = f"its date {text[:40]!r} can't be read"
        remedy = "write published as 2026-03-04 or 2026-03-04T18:30:00+01:00, or leave it out"
        raise InputRefusedError(where, reason, remedy) from error


def _language(text: str | None) -> str | None:
    match = _LANGUAGE.fullmatch(text or "")
    return match[1].lower() if match else None
