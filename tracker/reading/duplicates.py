"""Which documents are new: the same id with the same text again is nothing new, with another text it is refused."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Document

Known = dict[str, bytes]
"""The fingerprint of each document's text by its id."""


def fingerprint(text: str) -> bytes:
    """16 bytes that tell one text from another."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def new_documents(
    read: Iterable[Document | InputRefusedError], known: Known
) -> Iterator[Document | InputRefusedError | None]:
    """What is new in `read`, its refusals, and None for each document already `known`, which grows on the way."""
    for item in read:
        if isinstance(item, InputRefusedError):
            yield item
            continue
        mark = fingerprint(item.text)
        before = known.setdefault(item.doc_id, mark)
        if before is mark:
            yield item
        elif before == mark:
            yield None
        else:
            reason = "another document with this id and another text is already there"
            yield InputRefusedError(item.doc_id, reason, "give one of the two another id or file name")
