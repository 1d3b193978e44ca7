"""Which documents are new: the same id with the same text again is nothing new, with another text it is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Document


class Fingerprint(NamedTuple):
    """16 bytes each that tell a text, and what came with it, from any other."""

    text: bytes
    metadata: bytes


Known = dict[str, Fingerprint]
"""The fingerprint of each document by its id."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that is there already; `differs` where another title, source, author, or the like came with it."""

    document: Document
    differs: bool


def fingerprint(document: Document) -> Fingerprint:
    """What tells a document from another of the same id."""
    given = (
        document.title,
        document.source,
        document.author,
        document.url,
        document.published.astimezone(UTC).isoformat() if document.published else None,
        document.published_grain.value,
        document.language,
    )
    return Fingerprint(_digest(document.text), _digest(json.dumps(given)))


def new_documents(
    read: Iterable[Document | InputRefusedError], known: Known
) -> Iterator[Document | Seen | InputRefusedError]:
    """What is new in `read`, what is there already, and the refusals; `known` grows on the way."""
    for item in read:
        if isinstance(item, InputRefusedError):
            yield item
            continue
        mark = fingerprint(item)
        before = known.get(item.doc_id)
        if before is None:
            known[item.doc_id] = mark
            yield item
        elif before.text == mark.text:
            yield Seen(item, differs=before.metadata != mark.metadata)
        else:
            reason = f"another document with the id {item.doc_id!r} and another text is already there"
            yield InputRefusedError(
                item.read_from or item.doc_id, reason, "give one of the two another id or file name"
            )


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
