"""Faults for worker processes, which have to find them in a module."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tracker import chunks

if TYPE_CHECKING:
    import polars as pl

    from tracker.model import Document

_extract_chunk = chunks.extract_chunk


def die_of_poison(documents: tuple[Document, ...]) -> pl.DataFrame:
    """Extract, but end the process where a document's id says poison."""
    if any("poison" in document.doc_id for document in documents):
        os._exit(9)
    return _extract_chunk(documents)


def die_once(mark: str, documents: tuple[Document, ...]) -> pl.DataFrame:
    """Extract, but the first process that gets here dies; it leaves the file `mark`."""
    try:
        with open(mark, "x", encoding="utf-8"):  # noqa: PTH123 -- fails where it exists
            os._exit(9)
    except FileExistsError:
        return _extract_chunk(documents)


def die_at_three(number: int) -> int:
    """The square, but of three the end of the process."""
    if number == 3:
        os._exit(9)
    return number * number
